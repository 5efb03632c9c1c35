"""What a failed call means: whether it may be billed, and what it means for the asset and the run, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from rekreview.domain.calls import CallState
from rekreview.domain.errors import (
    AccessDenied,
    BadAnswer,
    CredentialsExpired,
    CredentialsMissing,
    RekreviewError,
    Throttled,
    TooLarge,
    Unavailable,
    Undecodable,
    Unreachable,
    Unsupported,
    Unusable,
)
from rekreview.engines.rekognition.regions import REGIONS

ACTION: Final = "rekognition:DetectModerationLabels"
_KEY: Final = re.compile(r"\b(?:AKIA|ASIA|AKID)[A-Z0-9]{8,}\b")
_LONGEST_WORDS: Final = 300
_SERVER_FAULT: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Which account was asked, and where, for texts."""

    profile: str = ""
    region: str = ""
    endpoint: str = ""
    service: str = "Amazon Rekognition"

    @property
    def who(self) -> str:
        """The profile in words."""
        return f"the profile “{self.profile}”" if self.profile else "your default AWS credentials"

    @property
    def sign_in(self) -> str:
        """The command that renews a session."""
        return f"aws sso login --profile {self.profile}" if self.profile else "aws sso login"

    @property
    def where(self) -> str:
        """The address in words."""
        return self.endpoint or f"{self.service} in {self.region or 'the chosen region'}"


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed call means. state: whether the service may bill it."""

    state: CallState
    error: RekreviewError


def failure(error: Exception, place: Place) -> Failure:
    """What an exception of boto3, or of the network beneath it, means."""
    response = getattr(error, "response", None)
    if isinstance(response, dict) and "Error" in response:
        return _refusal(response, place)
    name = type(error).__name__
    for kind in type(error).__mro__:
        if kind.__name__ in _BROKEN:
            state, told = _BROKEN[kind.__name__]
            return Failure(state, told(name, _sane(str(error)), place))
    return Failure(CallState.UNANSWERED, BadAnswer(f"The answer could not be read ({name})."))


def words_of(response: dict[str, Any]) -> str:
    """The service's own words, without keys and cut to a sane length."""
    return _sane(str(response.get("Error", {}).get("Message", "")))


def _sane(text: str) -> str:
    return _KEY.sub("…", " ".join(text.split()))[:_LONGEST_WORDS]


def _refusal(response: dict[str, Any], place: Place) -> Failure:
    code = str(response["Error"].get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0
    said = words_of(response)
    if status >= _SERVER_FAULT:
        # Whether Amazon bills such a call is written nowhere, so it counts among those it may bill.
        return Failure(CallState.UNANSWERED, Unavailable(f"{place.service} failed ({code or status}): {said}"))
    told = _CODES.get(code.removesuffix("Exception"), _STRANGE)
    return Failure(CallState.REFUSED, told(code, said, place))


Told = Callable[[str, str, Place], RekreviewError]
"""From the fault's name, the words that came with it, and who was asked: the error to tell."""


@dataclass(frozen=True, slots=True)
class _Words:
    """One way to tell a fault. In both texts {code}, {said}, {who}, {where} and {sign_in} stand for what is known.

    They have to be true of a run that stops as of a connection that is only tried. unsaid: what {said} is if no words
    came along.
    """

    error: type[RekreviewError]
    message: str
    hint: str = ""
    unsaid: str = ""

    def __call__(self, code: str, said: str, place: Place) -> RekreviewError:
        """The error with what is known filled in."""
        known = {
            "code": code,
            "said": said or self.unsaid,
            "who": place.who,
            "where": place.where,
            "service": place.service,
            "sign_in": place.sign_in,
        }
        return self.error(self.message.format_map(known).strip(), self.hint.format_map(known))


_THROTTLED: Final = _Words(
    Throttled, "{service} takes no more calls a second now: {said}", "The app slows down by itself."
)
_DENIED: Final = _Words(
    AccessDenied,
    "Amazon Rekognition refuses {who}: {said}. No asset was failed.",
    f"Allow the IAM action {ACTION} for it, or choose another profile.",
    unsaid="access denied",
)
_UNSUBSCRIBED: Final = _Words(
    AccessDenied,
    "The AWS account of {who} is not signed up for Amazon Rekognition: {said}. No asset was failed.",
    "Complete the account's sign-up at AWS, or choose another profile.",
)
_UNKNOWN_KEY: Final = _Words(
    CredentialsExpired,
    "AWS does not know the keys of {who}, or no longer. No asset was failed.",
    "Renew them (`{sign_in}` for a session), and check that the region is enabled for the account.",
)
_EXPIRED: Final = _Words(
    CredentialsExpired,
    "The AWS session of {who} has expired. No asset was failed.",
    "Sign in again with `{sign_in}`, then try again.",
)
_MISSING: Final = _Words(
    CredentialsMissing,
    "AWS found no credentials in {who}. Nothing was sent.",
    "Set up a profile with `aws configure` or `aws configure sso` and choose it, or set AWS_PROFILE.",
)
_BAD_SIGNATURE: Final = _Words(
    Unusable,
    "AWS does not accept the signature made with {who}. No asset was failed.",
    "Check that this computer's clock is right and that the secret key belongs to the access key.",
)
_ADAPTER: Final = _Words(
    Unusable,
    "The adapter cannot be used: {said}. No asset was failed.",
    "Check its ARN and region, and that its training is complete; or moderate without it.",
    unsaid="it was not found",
)
_TOO_LARGE: Final = _Words(TooLarge, "The service takes no picture as large as this one: {said}")
_BAD_FORMAT: Final = _Words(Undecodable, "The service cannot read this picture: {said}")
_BAD_FLOOR: Final = _Words(Unusable, "The service does not take this floor: {said}", "Choose one between 0 and 100.")
_REFUSED: Final = _Words(Unsupported, "The service does not take this picture: {said}")
_STRANGE: Final = _Words(
    Unusable,
    "{where} answered with “{code}”, which Amazon Rekognition does not. No asset was failed. {said}",
    "Check the endpoint and the region in the settings, AWS_ENDPOINT_URL_REKOGNITION and AWS_ENDPOINT_URL.",
)
_NO_REGION: Final = _Words(
    Unusable,
    "No AWS region is chosen. Nothing was sent.",
    f"Choose one in the settings, or set AWS_DEFAULT_REGION. Rekognition is in: {', '.join(REGIONS)}.",
)
_INSECURE: Final = _Words(
    Unusable,
    "No secure connection to {where} could be made. Nothing was sent.",
    "Check this computer's clock, its certificates (AWS_CA_BUNDLE), and any proxy between.",
)
_UNASKED: Final = _Words(Unusable, "{where} cannot be asked: {said}. Nothing was sent.", "See the settings.")
_BROKEN_OFF: Final = _Words(Unavailable, "The connection broke before the answer was here ({code}).")
_NO_ANSWER_OF_ITS: Final = _Words(BadAnswer, "The answer is not Amazon Rekognition's ({code}).")


def _signature(code: str, said: str, place: Place) -> RekreviewError:
    """A signature is made for one region, so a wrong one looks the same as a wrong secret."""
    if "region" not in said.lower() and "scoped" not in said.lower():
        return _BAD_SIGNATURE(code, said, place)
    return Unusable(
        f"{place.where} belongs to another region than {place.region or 'the one chosen'}. No asset was failed.",
        "Choose the region of the endpoint in the settings, or set AWS_DEFAULT_REGION.",
    )


def _parameter(code: str, said: str, place: Place) -> RekreviewError:
    """Only the words say which parameter the service does not take."""
    lower = said.lower()
    for words, told in (
        ("projectversion", _ADAPTER),
        ("project version", _ADAPTER),
        ("minconfidence", _BAD_FLOOR),
        ("length less than or equal", _TOO_LARGE),
    ):
        if words in lower:
            return told(code, said, place)
    return _REFUSED(code, said, place)


def _unreachable(_name: str, _said: str, place: Place) -> RekreviewError:
    hint = "Check the network connection, then try again; nothing is lost."
    if not place.endpoint and place.region and place.region not in REGIONS:
        hint = f"Amazon Rekognition is not known to be in {place.region}. It is in: {', '.join(REGIONS)}."
    elif place.endpoint:
        hint = "Check the address in the settings, AWS_ENDPOINT_URL_REKOGNITION and AWS_ENDPOINT_URL, and the network."
    return Unreachable(f"{place.where} cannot be reached. No asset was failed.", hint)


def _no_profile(_name: str, _said: str, place: Place) -> RekreviewError:
    return CredentialsMissing(
        f"There is no AWS profile “{place.profile}” on this computer. Nothing was sent."
        if place.profile
        else "The AWS profile that is set (AWS_PROFILE) is not on this computer. Nothing was sent.",
        "Choose one of those in ~/.aws/config, or make it with `aws configure sso --profile NAME`.",
    )


_CODES: Final[dict[str, Told]] = {
    **dict.fromkeys(
        ("Throttling", "Throttled", "ProvisionedThroughputExceeded", "RequestLimitExceeded", "SlowDown"),
        _THROTTLED,
    ),
    **dict.fromkeys(("TooManyRequests", "LimitExceeded", "RequestThrottled"), _THROTTLED),
    **dict.fromkeys(("AccessDenied", "UnauthorizedOperation", "NotAuthorized"), _DENIED),
    **dict.fromkeys(("SubscriptionRequired", "OptInRequired"), _UNSUBSCRIBED),
    **dict.fromkeys(("UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId"), _UNKNOWN_KEY),
    **dict.fromkeys(("ExpiredToken", "RequestExpired", "TokenRefreshRequired"), _EXPIRED),
    **dict.fromkeys(("MissingAuthenticationToken", "IncompleteSignature"), _MISSING),
    **dict.fromkeys(("InvalidSignature", "SignatureDoesNotMatch", "AuthFailure"), _signature),
    **dict.fromkeys(("ResourceNotFound", "ResourceNotReady"), _ADAPTER),
    "ImageTooLarge": _TOO_LARGE,
    "InvalidImageFormat": _BAD_FORMAT,
    "InvalidParameter": _parameter,
    "Validation": _parameter,
}
"""What the service's codes mean, without the “Exception” at their end."""


def _all(names: tuple[str, ...], state: CallState, told: Told) -> dict[str, tuple[CallState, Told]]:
    return dict.fromkeys(names, (state, told))


_BROKEN: Final[dict[str, tuple[CallState, Told]]] = {
    **_all(("NoCredentialsError", "PartialCredentialsError"), CallState.REFUSED, _MISSING),
    **_all(("ProfileNotFound",), CallState.REFUSED, _no_profile),
    **_all(("NoRegionError", "InvalidRegionError"), CallState.REFUSED, _NO_REGION),
    **_all(
        ("TokenRetrievalError", "UnauthorizedSSOTokenError", "SSOError", "CredentialRetrievalError"),
        CallState.REFUSED,
        _EXPIRED,
    ),
    **_all(("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"), CallState.REFUSED, _unreachable),
    **_all(("SSLError",), CallState.REFUSED, _INSECURE),
    **_all(
        ("HTTPClientError", "ReadTimeoutError", "ConnectionError", "IncompleteReadError"),
        CallState.UNANSWERED,
        _BROKEN_OFF,
    ),
    **_all(("ResponseParserError",), CallState.UNANSWERED, _NO_ANSWER_OF_ITS),
    **_all(("BotoCoreError", "ValueError"), CallState.REFUSED, _UNASKED),
}
"""What exceptions without an answer mean, and whether the call may be billed. The nearest class counts."""
