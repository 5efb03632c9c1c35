"""Checks a request's Signature Version 4 as the service does: by computing it again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import Message

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<date>\d{8})/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request, "
    r"SignedHeaders=(?P<headers>[^,]+), Signature=(?P<signature>[0-9a-f]{64})"
)
LARGEST_SKEW = timedelta(minutes=15)


class Refused(Exception):
    """The signature is not accepted: an error code of the service and its words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def verify(
    method: str, url: str, headers: Message, body: bytes, *, keys: dict[str, str], region: str, service: str
) -> str:
    """The access key that signed the request. keys: access key → secret. Raises Refused."""
    match = AUTHORIZATION.fullmatch(headers.get("Authorization", ""))
    if match is None:
        raise Refused("MissingAuthenticationTokenException", "Request is missing Authentication Token")
    if match["key"] not in keys:
        raise Refused("UnrecognizedClientException", "The security token included in the request is invalid.")
    if (match["region"], match["service"]) != (region, service):
        raise Refused(
            "InvalidSignatureException", f"Credential should be scoped to a valid region, not '{match['region']}'."
        )
    stamp = datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if abs(datetime.now(UTC) - stamp) > LARGEST_SKEW:
        raise Refused("InvalidSignatureException", "Signature expired")
    if _signature(method, url, headers, body, match, keys[match["key"]]) != match["signature"]:
        raise Refused("InvalidSignatureException", "The request signature we calculated does not match")
    return match["key"]


def _signature(method: str, url: str, headers: Message, body: bytes, match: re.Match[str], secret: str) -> str:
    signed = {name: headers[name] for name in match["headers"].split(";")}
    request = AWSRequest(method=method, url=url, headers=signed, data=body)
    request.context["timestamp"] = headers["X-Amz-Date"]
    signer = S3SigV4Auth if match["service"] == "s3" else SigV4Auth
    auth = signer(Credentials(match["key"], secret), match["service"], match["region"])
    canonical = auth.canonical_request(request)
    return str(auth.signature(auth.string_to_sign(request, canonical), request))
