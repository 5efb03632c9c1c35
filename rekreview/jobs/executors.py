"""Executors the pipeline can use like any other, whose threads belong to a QThreadPool."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QThreadPool

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Order:
    """One call that waits for a thread."""

    future: Future[Any]
    call: Callable[[], Any]

    def carry_out(self) -> None:
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            answer = self.call()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(answer)


class PoolExecutor(Executor):
    """A concurrent.futures.Executor on a QThreadPool of its own.

    The waiting calls are kept here and not in the pool, so that a shutdown can cancel their futures: a call that a pool
    throws away would leave whoever waits for it waiting for ever. Thread-local values do not outlive a call, since Qt's
    threads are strangers to Python between two of them.
    """

    def __init__(self, workers: int, name: str = "") -> None:
        self.workers = workers
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(workers)
        self._pool.setObjectName(name)
        self._waiting: deque[_Order] = deque()
        self._lock = threading.Lock()
        self._unfinished = 0
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Queue a call. Raises RuntimeError after a shutdown, as every executor does."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            self._waiting.append(_Order(future, lambda: fn(*args, **kwargs)))
            self._unfinished += 1
        self._pool.start(self._carry_out_next)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; with `wait`, return when the last call ended."""
        self._closed = True
        if cancel_futures:
            self.cancel_waiting()
        if wait:
            self._pool.waitForDone()

    def cancel_waiting(self) -> None:
        """Cancel every call that has not begun."""
        with self._lock:
            dropped, self._waiting = self._waiting, deque()
            self._unfinished -= len(dropped)
        for order in dropped:
            order.future.cancel()
            order.future.set_running_or_notify_cancel()

    def wait(self, seconds: float) -> bool:
        """Wait until every call has ended, at most this long; whether they have."""
        deadline = time.monotonic() + max(seconds, 0.0)
        finished = self._pool.waitForDone(int(max(seconds, 0.0) * 1000))
        while finished and self.unfinished and time.monotonic() < deadline:
            finished = self._pool.waitForDone(10)
        return finished and not self.unfinished

    @property
    def unfinished(self) -> int:
        """How many calls wait or run."""
        with self._lock:
            return self._unfinished

    def _carry_out_next(self) -> None:
        with self._lock:
            order = self._waiting.popleft() if self._waiting else None
        if order is None:
            return
        try:
            order.carry_out()
        finally:
            with self._lock:
                self._unfinished -= 1


class InlineExecutor(Executor):
    """Runs every call at once in the calling thread: the synchronous mode of tests."""

    workers = 1

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the call now and answer with its finished future."""
        future: Future[T] = Future()
        _Order(future, lambda: fn(*args, **kwargs)).carry_out()
        return future
