"""Runs many small jobs on an executor, a bounded number at a time, so that memory stays flat however many there are."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


def threads(workers: int, cores: int | None = None) -> int:
    """How many threads look at what `workers` processes decode: one more than those where they are to fill all cores.

    A thread sleeps while its picture is decoded, and both ends wait to be woken; the one more has work meanwhile.
    """
    return workers + (workers >= (cores or os.cpu_count() or 1))


def in_order(executor: Executor, work: Callable[[A], R], inputs: Iterable[A], *, ahead: int) -> Iterator[R]:
    """What `work` returns for each input, in the inputs' order, with at most `ahead` under way.

    An exception of `work` is raised here. Closing the iterator drops what has not started and waits for the rest.
    """
    waiting: deque[Future[R]] = deque()
    remaining = iter(inputs)
    try:
        while True:
            for value in remaining:
                waiting.append(executor.submit(work, value))
                if len(waiting) >= ahead:
                    break
            if not waiting:
                return
            yield waiting.popleft().result()
    finally:
        drop(waiting)


def drop(futures: Iterable[Future[R]]) -> None:
    """Cancel what has not started, and wait for what has."""
    under_way = [future for future in futures if not future.cancel()]
    wait(under_way)


class Arrivals(Generic[R]):
    """Futures as they get done: who waits is not told to look at all of them for each one."""

    def __init__(self) -> None:
        self._done: SimpleQueue[Future[R]] = SimpleQueue()

    def expect(self, future: Future[R]) -> None:
        """Have a future handed over when it is done, or cancelled."""
        future.add_done_callback(self._done.put)

    def next(self, timeout: float) -> list[Future[R]]:
        """Those done since the last time, waiting up to `timeout` seconds for the first."""
        found: list[Future[R]] = []
        with suppress(Empty):
            found.append(self._done.get(timeout=timeout))
            while True:
                found.append(self._done.get_nowait())
        return found
