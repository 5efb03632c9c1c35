"""Runs many small jobs on an executor, a bounded number at a time, so that memory stays flat however many there are."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


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


def next_done(futures: Iterable[Future[R]], *, timeout: float | None = None) -> set[Future[R]]:
    """Those of `futures` that are done, waiting up to `timeout` seconds for the first."""
    return wait(futures, timeout=timeout, return_when=FIRST_COMPLETED).done
