"""The threads that make calls: used again, never waited for by who stops, gone when the engine closes."""

from __future__ import annotations

import threading
import time
from concurrent.futures import wait

import pytest

from rekreview.engines.rekognition.callers import Callers


@pytest.fixture
def callers():
    made = Callers()
    yield made
    made.close(5)


def nothing() -> None:
    """Nobody waits."""


def alive() -> int:
    return sum(thread.name == "rekognition-call" for thread in threading.enumerate())


def test_calls_one_after_the_other_share_a_thread(callers):
    made = set()
    for _ in range(20):
        done = threading.Event()
        made.add(callers.call(threading.get_ident, done.set).result(5))
        assert done.wait(5)
        time.sleep(0.005)  # the thread stands by a moment after it has told
    assert len(made) <= 2
    assert alive() <= 2


def test_calls_at_the_same_time_have_threads_of_their_own(callers):
    together = threading.Barrier(8)
    wait([callers.call(lambda: together.wait(5), nothing) for _ in range(8)], 5)
    assert not together.broken


def test_an_error_comes_back_and_the_thread_goes_on(callers):
    with pytest.raises(ZeroDivisionError):
        callers.call(lambda: 1 // 0, nothing).result(5)
    assert callers.call(lambda: 7, nothing).result(5) == 7


def test_closing_ends_idle_threads_at_once_and_waits_a_while_for_a_call():
    callers, gate = Callers(), threading.Event()
    callers.call(lambda: None, nothing).result(5)
    under_way = callers.call(gate.wait, nothing)
    begun = time.monotonic()
    callers.close(0.2)
    assert 0.1 < time.monotonic() - begun < 2
    assert alive() == 1
    gate.set()
    assert under_way.result(5)
    callers.close(5)
    assert alive() == 0


def test_who_calls_after_a_closing_is_served(callers):
    callers.close(5)
    assert callers.call(lambda: 3, nothing).result(5) == 3
