"""What failed calls mean: the words are true of a run that stops as of a connection that is only tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import botocore.exceptions as boto
import pytest

from rekreview.domain import errors
from rekreview.domain.calls import CallState
from rekreview.engines.rekognition.faults import _BROKEN, _CODES, Place, failure

PLACE = Place("reviews", "eu-west-1")


def refused(code: str, said: str = "", status: int = 400) -> boto.ClientError:
    """What boto3 raises when the service answers with a fault."""
    answer: Any = {"Error": {"Code": code, "Message": said}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return boto.ClientError(answer, "DetectModerationLabels")


@pytest.mark.parametrize(
    ("code", "said", "error", "word"),
    [
        ("ThrottlingException", "Rate exceeded", errors.Throttled, "Rate exceeded"),
        ("AccessDeniedException", "", errors.AccessDenied, "the profile “reviews”: access denied."),
        ("AccessDeniedException", "not for you", errors.AccessDenied, "not for you"),
        ("SubscriptionRequiredException", "sign up", errors.AccessDenied, "not signed up"),
        ("UnrecognizedClientException", "", errors.CredentialsExpired, "does not know the keys"),
        ("ExpiredTokenException", "", errors.CredentialsExpired, "has expired"),
        ("MissingAuthenticationTokenException", "", errors.CredentialsMissing, "no credentials"),
        ("InvalidSignatureException", "Signature expired", errors.Unusable, "signature"),
        ("InvalidSignatureException", "Credential should be scoped to eu", errors.Unusable, "another region"),
        ("ResourceNotFoundException", "", errors.Unusable, "it was not found"),
        ("ImageTooLargeException", "5242880", errors.TooLarge, "5242880"),
        ("InvalidImageFormatException", "no picture", errors.Undecodable, "no picture"),
        ("InvalidParameterException", "Invalid projectVersion", errors.Unusable, "adapter"),
        ("ValidationException", "'minConfidence' is 101", errors.Unusable, "floor"),
        ("ValidationException", "must have length less than or equal to 5", errors.TooLarge, "as large"),
        ("InvalidParameterException", "no such thing", errors.Unsupported, "does not take this picture"),
        ("TeapotException", "short and stout", errors.Unusable, "“TeapotException”"),
    ],
)
def test_each_code_of_the_service_has_its_meaning(code: str, said: str, error: type, word: str) -> None:
    told = failure(refused(code, said), PLACE)
    assert (told.state, type(told.error)) == (CallState.REFUSED, error)
    assert word in told.error.message


def test_what_the_service_failed_at_may_be_billed() -> None:
    told = failure(refused("InternalServerError", "oops", 500), PLACE)
    assert (told.state, type(told.error)) == (CallState.UNANSWERED, errors.Unavailable)


def timeout(kind: Callable[..., Exception]) -> Exception:
    return kind(endpoint_url="https://rekognition.eu-west-1.amazonaws.com", error="gone")


@pytest.mark.parametrize(
    ("raised", "state", "error", "word"),
    [
        (boto.NoCredentialsError(), CallState.REFUSED, errors.CredentialsMissing, "no credentials"),
        (boto.ProfileNotFound(profile="reviews"), CallState.REFUSED, errors.CredentialsMissing, "“reviews”"),
        (boto.NoRegionError(), CallState.REFUSED, errors.Unusable, "No AWS region"),
        (boto.UnauthorizedSSOTokenError(), CallState.REFUSED, errors.CredentialsExpired, "has expired"),
        (timeout(boto.EndpointConnectionError), CallState.REFUSED, errors.Unreachable, "cannot be reached"),
        (timeout(boto.ConnectTimeoutError), CallState.REFUSED, errors.Unreachable, "cannot be reached"),
        (timeout(boto.SSLError), CallState.REFUSED, errors.Unusable, "secure connection"),
        (timeout(boto.ReadTimeoutError), CallState.UNANSWERED, errors.Unavailable, "(ReadTimeoutError)"),
        (timeout(boto.ConnectionClosedError), CallState.UNANSWERED, errors.Unavailable, "(ConnectionClosedError)"),
        (boto.DataNotFoundError(data_path="x"), CallState.REFUSED, errors.Unusable, "cannot be asked"),
        (ValueError("Invalid endpoint: {what}"), CallState.REFUSED, errors.Unusable, "Invalid endpoint: {what}"),
        (KeyError("ModerationLabels"), CallState.UNANSWERED, errors.BadAnswer, "could not be read (KeyError)"),
    ],
)
def test_a_call_that_got_no_answer_is_told_apart_from_one_that_was_never_sent(
    raised: Exception, state: CallState, error: type, word: str
) -> None:
    told = failure(raised, PLACE)
    assert (told.state, type(told.error)) == (state, error)
    assert word in told.error.message


def every_error() -> list[errors.RekreviewError]:
    told = [*_CODES.values(), *(told for _, told in _BROKEN.values())]
    return [one("Code", "{odd} words of the service", place) for one in told for place in (PLACE, Place())]


def test_no_words_speak_of_a_run_that_may_not_exist() -> None:
    for error in every_error():
        assert "the run" not in f"{error.message} {error.hint}", error.message


def test_every_text_is_filled_in() -> None:
    for error in every_error():
        text = f"{error.message} {error.hint}".replace("{odd}", "")
        assert "{" not in text, text


def test_a_region_that_has_no_rekognition_is_named_with_those_that_have() -> None:
    unknown = failure(timeout(boto.EndpointConnectionError), Place(region="mars-north-1")).error
    assert "not known to be in mars-north-1" in unknown.hint
    assert "eu-west-1" in unknown.hint
    own = failure(timeout(boto.EndpointConnectionError), Place(endpoint="http://127.0.0.1:9")).error
    assert "http://127.0.0.1:9 cannot be reached" in own.message
    assert "AWS_ENDPOINT_URL" in own.hint


def test_no_key_is_told_and_no_endless_text() -> None:
    told = failure(ValueError("the key AKIDEXAMPLE0000000001 " + "and so on " * 100), PLACE).error
    assert "AKIDEXAMPLE" not in told.message
    assert len(told.message) < 450
