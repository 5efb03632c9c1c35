"""Progress and the token that stops or holds long work."""

from __future__ import annotations

import threading
import time

import pytest

from rekreview.domain import progress
from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken, Pace


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress.time, "monotonic", clock.monotonic)
    return clock


def test_a_fresh_token_lets_everything_pass() -> None:
    token = CancelToken()
    token.check()
    token.wait(0)
    assert not token.cancelled
    assert not token.paused


def test_a_cancelled_token_stops_whoever_asks() -> None:
    token = CancelToken()
    token.cancel()
    assert token.cancelled
    with pytest.raises(Cancelled):
        token.check()
    with pytest.raises(Cancelled):
        token.wait(60)


def test_what_is_cancelled_can_no_longer_be_paused() -> None:
    token = CancelToken()
    token.cancel()
    token.pause()
    assert not token.paused


@pytest.mark.parametrize("end", ["resume", "cancel"])
def test_who_is_paused_stands_still_until_resumed_or_cancelled(end: str) -> None:
    token = CancelToken()
    token.pause()
    assert token.paused
    ended: list[str] = []

    def work() -> None:
        try:
            token.check()
            ended.append("resume")
        except Cancelled:
            ended.append("cancel")

    worker = threading.Thread(target=work)
    worker.start()
    worker.join(0.1)
    assert worker.is_alive()
    getattr(token, end)()
    worker.join(5)
    assert ended == [end]


def test_a_wait_ends_at_once_when_it_is_cancelled() -> None:
    token = CancelToken()
    threading.Timer(0.05, token.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        token.wait(30)
    assert time.monotonic() - began < 10


def test_the_first_mark_knows_neither_rate_nor_time_left(clock: Clock) -> None:
    first = Pace().mark(0, 10, current="a.jpg", failed=1)
    assert (first.done, first.total, first.rate, first.seconds_left) == (0, 10, 0.0, None)
    assert (first.current, first.failed) == ("a.jpg", 1)


def test_rate_and_time_left_come_from_what_was_done(clock: Clock) -> None:
    pace = Pace()
    pace.mark(0, 100)
    clock.now += 2
    told = pace.mark(20, 100)
    assert (told.rate, told.seconds_left) == (10.0, 8.0)


def test_a_slow_start_does_not_linger(clock: Clock) -> None:
    pace = Pace(window_seconds=10)
    pace.mark(0, 1000)
    clock.now += 60
    pace.mark(1, 1000)
    for done in range(1, 12):
        clock.now += 1
        told = pace.mark(1 + done * 10, 1000)
    assert told.rate == pytest.approx(10.0)


def test_without_a_total_there_is_no_time_left(clock: Clock) -> None:
    pace = Pace()
    pace.mark(0, None)
    clock.now += 1
    told = pace.mark(5, None)
    assert (told.total, told.rate, told.seconds_left) == (None, 5.0, None)


def test_who_waits_for_something_else_hears_of_a_stop_once() -> None:
    cancel, heard = CancelToken(), list[str]()
    with cancel.heard_by(lambda: heard.append("before")):
        pass
    with cancel.heard_by(lambda: heard.append("inside")):
        cancel.cancel()
        cancel.cancel()
    with cancel.heard_by(lambda: heard.append("late")):
        pass
    assert heard == ["inside", "late"]


def test_a_pause_that_a_stop_overtakes_holds_nobody() -> None:
    """A person presses Pause and Cancel at once: the one asks whether the work goes on while the other ends it."""
    token = CancelToken()
    stop = threading.Thread(target=token.cancel)

    class Overtaken(threading.Event):
        asked = False

        def is_set(self) -> bool:
            answer = super().is_set()
            if not self.asked and threading.current_thread() is threading.main_thread():
                self.asked = True
                stop.start()
                stop.join(0.2)
            return answer

    token._cancelled = Overtaken()
    token.pause()
    stop.join()
    assert token.cancelled
    assert not token.paused, "who is paused after the end would wait for ever"
    with pytest.raises(Cancelled):
        token.check()
