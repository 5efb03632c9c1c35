"""Bounded parallel work keeps its order, its bound, and leaves nothing behind."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rekreview.pipeline.flow import Arrivals, drop, in_order, threads


@pytest.fixture
def executor():
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.mark.parametrize(("workers", "cores", "expected"), [(2, 1, 3), (2, 2, 3), (8, 8, 9), (1, 2, 1), (8, 16, 8)])
def test_one_more_thread_only_where_all_cores_are_wanted(workers, cores, expected):
    assert threads(workers, cores) == expected


def test_threads_are_counted_for_this_machine():
    cores = os.cpu_count() or 1
    assert threads(cores) == cores + 1
    assert threads(cores + 1) == cores + 2
    assert cores == 1 or threads(cores - 1) == cores - 1


def test_order_is_that_of_the_inputs(executor):
    def work(value):
        time.sleep(0.003 * (5 - value % 5))
        return value * value

    assert list(in_order(executor, work, range(40), ahead=6)) == [value * value for value in range(40)]


def test_never_more_ahead_than_allowed(executor):
    taken = []

    def inputs():
        for value in range(50):
            taken.append(value)
            yield value

    for index, _ in enumerate(in_order(executor, lambda value: value, inputs(), ahead=4)):
        assert len(taken) <= index + 4


def test_an_exception_reaches_the_caller_and_stops_the_rest(executor):
    done = []

    def work(value):
        if value == 3:
            raise ValueError("three")
        done.append(value)
        return value

    with pytest.raises(ValueError, match="three"):
        list(in_order(executor, work, range(1000), ahead=4))
    assert len(done) < 20


def test_closing_waits_for_what_runs(executor):
    running = threading.Event()
    finished = []

    def work(value):
        running.set()
        time.sleep(0.05)
        finished.append(value)
        return value

    outcomes = in_order(executor, work, range(100), ahead=8)
    next(outcomes)
    outcomes.close()
    count = len(finished)
    time.sleep(0.15)
    assert running.is_set()
    assert len(finished) == count


def test_what_arrives_is_waited_for_and_handed_over_once(executor):
    gate, arrivals = threading.Event(), Arrivals()
    future = executor.submit(gate.wait)
    arrivals.expect(future)
    assert arrivals.next(0.02) == []
    gate.set()
    assert arrivals.next(5) == [future]
    assert arrivals.next(0.02) == []


def test_everything_that_arrived_comes_at_once(executor):
    arrivals = Arrivals()
    futures = {executor.submit(time.sleep, 0) for _ in range(50)}
    for future in futures:
        arrivals.expect(future)
    found = set()
    while len(found) < len(futures):
        found |= set(arrivals.next(5))
    assert found == futures


def test_what_is_cancelled_arrives_too():
    with ThreadPoolExecutor(1) as single:
        gate, arrivals = threading.Event(), Arrivals()
        single.submit(gate.wait)
        waiting = single.submit(time.sleep, 0)
        arrivals.expect(waiting)
        drop([waiting])
        gate.set()
        assert arrivals.next(5) == [waiting]


def test_drop_cancels_what_waits():
    with ThreadPoolExecutor(1) as single:
        gate = threading.Event()
        futures = [single.submit(gate.wait), *(single.submit(int) for _ in range(3))]
        threading.Timer(0.05, gate.set).start()
        drop(futures)
        assert [future.cancelled() for future in futures] == [False, True, True, True]
