"""How far long work has come, and the token that stops it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rekreview.domain.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Spending:
    """What work that costs money has cost so far, and how fast it may go.

    unanswered: calls that may be billed though no answer came; may_cost_usd: what they cost if they are. rate: calls a
    second that may start now. quota: calls a second the account seems to allow, None while that is not known.
    """

    calls: int = 0
    cost_usd: float = 0.0
    may_cost_usd: float = 0.0
    rate: float | None = None
    quota: float | None = None
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work has come. total is None while it is still being counted; rate is items a second.

    spending: for work that costs money.
    """

    done: int
    total: int | None
    rate: float = 0.0
    seconds_left: float | None = None
    current: str = ""
    failed: int = 0
    spending: Spending | None = None


class CancelToken:
    """Asks long work to stop, or to pause. Safe to use from any thread; waits on it end at once when cancelled."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self._guard = threading.Lock()
        self._listeners: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask the work to stop; whoever is paused wakes up and stops too."""
        with self._guard:
            self._cancelled.set()
            self._running.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """While the block lasts, have a function called when the work is asked to stop; at once if it was already.

        For who waits for something else as well: looking many times a second whether to stop costs more.
        """
        with self._guard:
            late = self._cancelled.is_set()
            if not late:
                self._listeners.append(listener)
        if late:
            listener()
        try:
            yield
        finally:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

    def pause(self) -> None:
        """Ask the work to stand still before its next item."""
        with self._guard:  # or a stop between the question and the answer would wait for ever
            if not self._cancelled.is_set():
                self._running.clear()

    def resume(self) -> None:
        """Let paused work go on."""
        self._running.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was asked to stop."""
        return self._cancelled.is_set()

    @property
    def paused(self) -> bool:
        """Whether the work was asked to stand still."""
        return not self._running.is_set()

    def check(self) -> None:
        """Raise Cancelled if the work was asked to stop; wait here while it is paused."""
        self._running.wait()
        if self._cancelled.is_set():
            raise Cancelled("Stopped.")

    def wait(self, seconds: float) -> None:
        """Sleep, but end at once and raise Cancelled when the work is asked to stop."""
        if self._cancelled.wait(seconds):
            raise Cancelled("Stopped.")


@dataclass(slots=True)
class Pace:
    """Turns a count into a rate and the time left, over the recent past, so that a slow start does not linger."""

    window_seconds: float = 10.0
    _marks: list[tuple[float, int]] = field(default_factory=list)

    def mark(self, done: int, total: int | None, *, current: str = "", failed: int = 0) -> Progress:
        """The progress at this moment, after `done` of `total` items."""
        now = time.monotonic()
        self._marks.append((now, done))
        while len(self._marks) > 2 and now - self._marks[0][0] > self.window_seconds:
            self._marks.pop(0)
        first_time, first_done = self._marks[0]
        elapsed = now - first_time
        rate = (done - first_done) / elapsed if elapsed > 0 else 0.0
        left = (total - done) / rate if total is not None and rate > 0 else None
        return Progress(done, total, rate, left, current, failed)
