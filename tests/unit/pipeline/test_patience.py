"""Asking again: later each time, not for ever, and never an asset's fault when it is the service's."""

from __future__ import annotations

import pytest

from rekreview.domain.errors import BadAnswer, Throttled, Unavailable, Unreachable
from rekreview.pipeline.patience import DROUGHT, LONGEST_DELAY_SECONDS, NEVER_SENSIBLE, Patience


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def patience(clock: Clock) -> Patience:
    return Patience(60, clock=clock, chance=lambda: 1.0)


def test_each_delay_is_twice_the_one_before_up_to_a_limit(patience: Patience) -> None:
    assert [patience.delay(setbacks) for setbacks in range(4)] == [0.5, 1.0, 2.0, 4.0]
    assert patience.delay(50) == LONGEST_DELAY_SECONDS


def test_delays_differ_so_that_not_all_come_back_at_once(clock: Clock) -> None:
    assert {Patience(clock=clock, chance=lambda c=c: c).delay(2) for c in (0.0, 0.5, 1.0)} == {1.0, 1.5, 2.0}


def test_an_asset_that_alone_fails_is_given_up(patience: Patience) -> None:
    assert [patience.is_final(Unavailable("x"), setbacks) for setbacks in range(9)] == [False] * 7 + [True] * 2
    assert [patience.is_final(BadAnswer("x"), setbacks) for setbacks in range(4)] == [False, False, True, True]
    assert not patience.is_final(Throttled("x"), 100)


def test_when_nothing_is_answered_no_asset_is_given_up(patience: Patience) -> None:
    for _ in range(DROUGHT):
        patience.failed(Unavailable("x"))
    assert patience.drought
    assert patience.hold_seconds == 0.5
    assert not patience.is_final(Unavailable("x"), 100)
    patience.answered()
    assert not patience.drought
    assert patience.hold_seconds == 0.0
    assert patience.is_final(Unavailable("x"), 100)


def test_one_failure_between_answers_holds_nothing_up(patience: Patience) -> None:
    for _ in range(20):
        patience.failed(Unavailable("x"))
        patience.answered()
    assert patience.hold_seconds == 0.0


def test_after_a_minute_without_an_answer_the_run_stops(patience: Patience, clock: Clock) -> None:
    patience.answered()
    patience.failed(Unavailable("The last word."))
    clock.now += 59
    patience.failed(Throttled("x"))
    clock.now += 2
    with pytest.raises(Unreachable, match=r"61 seconds.*last word|61 seconds") as caught:
        patience.failed(Unavailable("The last word."))
    assert "No asset was failed" in caught.value.message


def test_an_answer_starts_the_minute_anew(patience: Patience, clock: Clock) -> None:
    patience.failed(Unavailable("x"))
    clock.now += 59
    patience.answered()
    clock.now += 59
    patience.failed(Unavailable("x"))


def test_a_place_that_never_made_sense_is_not_the_service(patience: Patience) -> None:
    for _ in range(NEVER_SENSIBLE - 1):
        patience.failed(BadAnswer("It is a sign-in page."))
    with pytest.raises(Unreachable, match="not Amazon Rekognition") as caught:
        patience.failed(BadAnswer("It is a sign-in page."))
    assert "AWS_ENDPOINT_URL" in caught.value.hint


def test_refusals_for_the_rate_alone_hold_nothing_up(patience: Patience) -> None:
    for _ in range(50):
        patience.failed(Throttled("x"))
    assert not patience.drought
    assert patience.hold_seconds == 0.0


def test_each_attempt_in_a_drought_waits_twice_as_long_but_those_made_together_count_once(
    patience: Patience, clock: Clock
) -> None:
    for _ in range(DROUGHT + 8):
        patience.failed(Unavailable("x"))
    assert patience.hold_seconds == 0.5
    clock.now += 0.5
    patience.failed(Unavailable("x"))
    assert patience.hold_seconds == 1.0
