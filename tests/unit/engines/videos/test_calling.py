"""A call is made again where that can help, within its rate, and never holds up who stops."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from rekreview.domain.errors import (
    AccessDenied,
    Cancelled,
    JobLimit,
    RekreviewError,
    Throttled,
    Unavailable,
    Unreachable,
)
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.faults import Place
from rekreview.engines.rekognition.rate_limit import RateLimiter
from rekreview.engines.rekognition.videos.calling import NEVER, ONCE, Caller, Stubbornness

ACTION = "rekognition:GetContentModeration"


def caller(attempts: int = 3) -> Caller:
    return Caller(Place(region="eu-west-1"), "mine", Stubbornness(attempts, 0.01))


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "Words."}, "ResponseMetadata": {"HTTPStatusCode": status}}, "Operation"
    )


class Script:
    """Fails as told, then answers."""

    def __init__(self, *faults: Exception) -> None:
        self.faults, self.calls = list(faults), 0

    def __call__(self) -> str:
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        return "answer"


def test_what_may_pass_is_tried_again() -> None:
    script = Script(refusal("ThrottlingException"), refusal("InternalServerError", 500))
    assert caller().call(ACTION, script, NEVER) == "answer"
    assert script.calls == 3


@pytest.mark.parametrize(
    ("fault", "error", "calls"),
    [
        (refusal("ThrottlingException"), Throttled, 3),
        (refusal("SlowDown", 503), Throttled, 3),
        (refusal("InternalError", 500), Unavailable, 3),
        (refusal("LimitExceededException"), JobLimit, 1),
        (refusal("AccessDenied", 403), AccessDenied, 1),
        (EndpointConnectionError(endpoint_url="x"), Unreachable, 1),
    ],
)
def test_what_does_not_pass_is_told(fault: Exception, error: type[RekreviewError], calls: int) -> None:
    script = Script(*[fault] * 9)
    with pytest.raises(error) as caught:
        caller().call(ACTION, script, NEVER)
    assert (script.calls, type(caught.value)) == (calls, error)


def test_once_is_once() -> None:
    script = Script(refusal("ThrottlingException"))
    with pytest.raises(Throttled):
        caller().call(ACTION, script, NEVER, stubbornness=ONCE)
    assert script.calls == 1


def test_pauses_grow_and_have_an_end() -> None:
    patient = Stubbornness(10, 1.0)
    assert all(0.5 * 2 ** (at - 1) <= patient.pause(at) <= 2 ** (at - 1) for at in (1, 2, 3))
    assert 4.0 <= patient.pause(9) <= 8.0


def stops_at_once(work: Callable[[CancelToken], Any]) -> None:
    cancel = CancelToken()
    threading.Timer(0.1, cancel.cancel).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        work(cancel)
    assert time.monotonic() - begun < 0.3


def test_who_stops_waits_for_no_answer_no_pause_and_no_turn() -> None:
    slow = threading.Event()
    one = caller()
    stops_at_once(lambda cancel: one.call(ACTION, lambda: slow.wait(2), cancel))
    slow.set()
    one.settle(1)
    lazy = Caller(Place(), "", Stubbornness(5, 20.0))
    stops_at_once(lambda cancel: lazy.call(ACTION, Script(*[refusal("ThrottlingException")] * 5), cancel))
    limiter = RateLimiter(fixed=0.5)
    limiter.acquire(NEVER)
    stops_at_once(lambda cancel: caller().call(ACTION, Script(), cancel, limiter=limiter))


def test_what_is_under_way_goes_on_and_can_be_waited_for() -> None:
    one, cancel, ended = caller(), CancelToken(), []

    def work() -> None:
        time.sleep(0.2)
        ended.append(True)

    threading.Timer(0.05, cancel.cancel).start()
    with pytest.raises(Cancelled):
        one.call(ACTION, work, cancel)
    assert not ended
    one.settle(2)
    assert ended


def test_every_attempt_waits_for_its_turn() -> None:
    limiter, begun = RateLimiter(fixed=20), time.monotonic()
    for _ in range(2):
        caller().call(ACTION, Script(refusal("ThrottlingException")), NEVER, limiter=limiter)
    assert time.monotonic() - begun > 0.12


def test_an_upload_that_is_stopped_is_not_tried_again() -> None:
    stopped = threading.Event()
    stopped.set()
    script = Script(Cancelled("The upload was stopped."))
    with pytest.raises(Cancelled):
        caller().stubbornly(ACTION, script, stopped)
    assert script.calls == 1


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("s3:PutObject", "s3:PutObject on arn:aws:s3:::mine/*"),
        ("s3:ListBucket", "s3:ListBucket on arn:aws:s3:::mine"),
        ("s3:ListBucketMultipartUploads", "s3:ListBucketMultipartUploads on arn:aws:s3:::mine"),
    ],
)
def test_a_denied_action_is_told_with_its_resource(action: str, resource: str) -> None:
    with pytest.raises(AccessDenied) as caught:
        caller().call(action, Script(refusal("AccessDenied", 403)), NEVER)
    assert f"Allow the IAM action {resource} for it" in caught.value.hint
