"""Threads that make the calls, so that who waits for an answer may go before it is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeVar

Answer = TypeVar("Answer")
Work = Callable[[], None]


class Callers:
    """As many threads as there are calls at a time, used again and again: to start one for each call costs more.

    They are daemons: a service that never answers must not keep the app from ending.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._idle: list[SimpleQueue[Work | None]] = []
        self._threads: set[threading.Thread] = set()
        self._closed = False

    def call(self, work: Callable[[], Answer], done: Callable[[], None]) -> Future[Answer]:
        """Have one of them work, and then call `done`; the future has the answer."""
        answered: Future[Answer] = Future()

        def carry_out() -> None:
            try:
                answered.set_result(work())
            except BaseException as error:
                answered.set_exception(error)
            done()

        with self._guard:
            self._closed = False
            orders = self._idle.pop() if self._idle else None
        if orders is None:
            orders = SimpleQueue()
            thread = threading.Thread(target=self._serve, args=(orders,), name="rekognition-call", daemon=True)
            with self._guard:
                self._threads.add(thread)
            thread.start()
        orders.put(carry_out)
        return answered

    def close(self, seconds: float) -> None:
        """Let the idle ones end now and the others after their call; wait so long for those."""
        deadline = time.monotonic() + seconds
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
            threads = list(self._threads)
        for orders in idle:
            orders.put(None)
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _serve(self, orders: SimpleQueue[Work | None]) -> None:
        """One thread's life: take an order, carry it out, stand by for the next."""
        while (work := orders.get()) is not None:
            work()
            del work
            with self._guard:
                if self._closed:
                    break
                self._idle.append(orders)
        with self._guard:
            self._threads.discard(threading.current_thread())
