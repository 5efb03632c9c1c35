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
    for kind in type(error).__mro__:
        told = _BROKEN.get(kind.__name__)
        if told is not None:
            return told(error, place)
    return Failure(CallState.UNANSWERED, BadAnswer(f"The answer could not be read ({type(error).__name__})."))


def words_of(response: dict[str, Any]) -> str:
    """The service's own words, without keys and cut to a sane length."""
    said = str(response.get("Error", {}).get("Message", ""))
    return _KEY.sub("…", " ".join(said.split()))[:_LONGEST_WORDS]


def _refusal(response: dict[str, Any], place: Place) -> Failure:
    code = str(response["Error"].get("Code", ""))
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode") or 0
    said = words_of(response)
    if status >= _SERVER_FAULT:
        # Whether Amazon bills such a call is written nowhere, so it counts among those it may bill.
        return Failure(CallState.UNANSWERED, Unavailable(f"{place.service} failed ({code or status}): {said}"))
    told = _CODES.get(code.removesuffix("Exception"), _unknown)
    return Failure(CallState.REFUSED, told(code, said, place))


Told = Callable[[str, str, Place], RekreviewError]


def _throttled(_code: str, said: str, place: Place) -> RekreviewError:
    return Throttled(f"{place.service} takes no more calls a second now: {said}", "The app slows down by itself.")


def _denied(_code: str, said: str, place: Place) -> RekreviewError:
    return AccessDenied(
        f"Amazon Rekognition refuses {place.who}: {said or 'access denied'}. No asset was failed.",
        f"Allow the IAM action {ACTION} for it, or choose another profile.",
    )


def _unsubscribed(_code: str, said: str, place: Place) -> RekreviewError:
    return AccessDenied(
        f"The AWS account of {place.who} is not signed up for Amazon Rekognition: {said}. No asset was failed.",
        "Complete the account's sign-up at AWS, or choose another profile.",
    )


def _unknown_key(_code: str, _said: str, place: Place) -> RekreviewError:
    return CredentialsExpired(
        f"AWS does not know the keys of {place.who}, or no longer. No asset was failed.",
        f"Renew them (`{place.sign_in}` for a session), and check that the region is enabled for the account.",
    )


def _expired(_code: str, _said: str, place: Place) -> RekreviewError:
    return CredentialsExpired(
        f"The AWS session of {place.who} has expired. No asset was failed; the run waits where it is.",
        f"Sign in again with `{place.sign_in}`, then go on.",
    )


def _missing(_code: str, _said: str, place: Place) -> RekreviewError:
    return CredentialsMissing(
        f"AWS found no credentials in {place.who}. Nothing was sent.",
        "Set up a profile with `aws configure` or `aws configure sso` and choose it, or set AWS_PROFILE.",
    )


def _bad_signature(_code: str, said: str, place: Place) -> RekreviewError:
    if "region" in said.lower() or "scoped" in said.lower():
        return Unusable(
            f"{place.where} belongs to another region than {place.region or 'the one chosen'}. No asset was failed.",
            "Choose the region of the endpoint (--region has no effect on keys; AWS_DEFAULT_REGION works too).",
        )
    return Unusable(
        f"AWS does not accept the signature made with {place.who}. No asset was failed.",
        "Check that this computer's clock is right and that the secret key belongs to the access key.",
    )


def _adapter(_code: str, said: str, _place: Place) -> RekreviewError:
    return Unusable(
        f"The adapter cannot be used: {said or 'it was not found'}. No asset was failed.",
        "Check its ARN and region, and that its training is complete; or moderate without it.",
    )


def _too_large(_code: str, said: str, _place: Place) -> RekreviewError:
    return TooLarge(f"The service takes no picture as large as this one: {said}")


def _bad_format(_code: str, said: str, _place: Place) -> RekreviewError:
    return Undecodable(f"The service cannot read this picture: {said}")


def _parameter(_code: str, said: str, place: Place) -> RekreviewError:
    lower = said.lower()
    if "projectversion" in lower or "project version" in lower:
        return _adapter("", said, place)
    if "minconfidence" in lower:
        return Unusable(f"The service does not take this floor: {said}", "Choose one between 0 and 100.")
    if "length less than or equal" in lower:
        return TooLarge(f"The service takes no picture as large as this one: {said}")
    return Unsupported(f"The service does not take this picture: {said}")


def _unknown(code: str, said: str, place: Place) -> RekreviewError:
    return Unusable(
        f"{place.where} answered with “{code}”, which Amazon Rekognition does not. No asset was failed. {said}".strip(),
        "Check the endpoint and the region in the settings, AWS_ENDPOINT_URL_REKOGNITION and AWS_ENDPOINT_URL.",
    )


_CODES: Final[dict[str, Told]] = {
    **dict.fromkeys(
        ("Throttling", "Throttled", "ProvisionedThroughputExceeded", "RequestLimitExceeded", "SlowDown"),
        _throttled,
    ),
    **dict.fromkeys(("TooManyRequests", "LimitExceeded", "RequestThrottled"), _throttled),
    **dict.fromkeys(("AccessDenied", "UnauthorizedOperation", "NotAuthorized"), _denied),
    **dict.fromkeys(("SubscriptionRequired", "OptInRequired"), _unsubscribed),
    **dict.fromkeys(("UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId"), _unknown_key),
    **dict.fromkeys(("ExpiredToken", "RequestExpired", "TokenRefreshRequired"), _expired),
    **dict.fromkeys(("MissingAuthenticationToken", "IncompleteSignature"), _missing),
    **dict.fromkeys(("InvalidSignature", "SignatureDoesNotMatch", "AuthFailure"), _bad_signature),
    **dict.fromkeys(("ResourceNotFound", "ResourceNotReady"), _adapter),
    "ImageTooLarge": _too_large,
    "InvalidImageFormat": _bad_format,
    "InvalidParameter": _parameter,
    "Validation": _parameter,
}

Broken = Callable[[Exception, Place], Failure]


def _unreachable(_error: Exception, place: Place) -> Failure:
    hint = "Check the network connection, then go on; nothing is lost."
    if not place.endpoint and place.region and place.region not in REGIONS:
        hint = f"Amazon Rekognition is not known to be in {place.region}. It is in: {', '.join(REGIONS)}."
    elif place.endpoint:
        hint = "Check the address in the settings, AWS_ENDPOINT_URL_REKOGNITION and AWS_ENDPOINT_URL, and the network."
    error = Unreachable(f"{place.where} cannot be reached. No asset was failed; the run waits where it is.", hint)
    return Failure(CallState.REFUSED, error)


def _broken_off(error: Exception, _place: Place) -> Failure:
    return Failure(
        CallState.UNANSWERED, Unavailable(f"The connection broke before the answer was here ({type(error).__name__}).")
    )


def _insecure(_error: Exception, place: Place) -> Failure:
    error = Unusable(
        f"No secure connection to {place.where} could be made. Nothing was sent.",
        "Check this computer's clock, its certificates (AWS_CA_BUNDLE), and any proxy between.",
    )
    return Failure(CallState.REFUSED, error)


def _no_credentials(_error: Exception, place: Place) -> Failure:
    return Failure(CallState.REFUSED, _missing("", "", place))


def _no_profile(_error: Exception, place: Place) -> Failure:
    error = CredentialsMissing(
        f"There is no AWS profile “{place.profile}” on this computer. Nothing was sent."
        if place.profile
        else "The AWS profile that is set (AWS_PROFILE) is not on this computer. Nothing was sent.",
        "Choose one of those in ~/.aws/config, or make it with `aws configure sso --profile NAME`.",
    )
    return Failure(CallState.REFUSED, error)


def _sign_in(_error: Exception, place: Place) -> Failure:
    return Failure(CallState.REFUSED, _expired("", "", place))


def _no_region(_error: Exception, _place: Place) -> Failure:
    error = Unusable(
        "No AWS region is chosen. Nothing was sent.",
        f"Choose one in the settings, or set AWS_DEFAULT_REGION. Rekognition is in: {', '.join(REGIONS)}.",
    )
    return Failure(CallState.REFUSED, error)


def _unusable(error: Exception, place: Place) -> Failure:
    words = _KEY.sub("…", " ".join(str(error).split()))[:_LONGEST_WORDS]
    return Failure(
        CallState.REFUSED, Unusable(f"{place.where} cannot be asked: {words}. Nothing was sent.", "See the settings.")
    )


_BROKEN: Final[dict[str, Broken]] = {
    "NoCredentialsError": _no_credentials,
    "PartialCredentialsError": _no_credentials,
    "ProfileNotFound": _no_profile,
    "NoRegionError": _no_region,
    "InvalidRegionError": _no_region,
    **dict.fromkeys(
        ("TokenRetrievalError", "UnauthorizedSSOTokenError", "SSOError", "CredentialRetrievalError"), _sign_in
    ),
    **dict.fromkeys(("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError"), _unreachable),
    "SSLError": _insecure,
    **dict.fromkeys(("HTTPClientError", "ReadTimeoutError", "ConnectionError", "IncompleteReadError"), _broken_off),
    "ResponseParserError": lambda error, _place: Failure(
        CallState.UNANSWERED, BadAnswer(f"The answer is not Amazon Rekognition's ({type(error).__name__}).")
    ),
    "BotoCoreError": _unusable,
    "ValueError": _unusable,
}
