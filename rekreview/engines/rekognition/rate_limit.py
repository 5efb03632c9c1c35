"""One rate for all workers of an engine: how many calls a second may start, learned from the service's answers.

The service tells its quota only by refusing calls. So the rate starts low and grows by half while it is the limit and
nothing is refused (slow start). The first refusal halves it. From there it climbs quickly to the next refusal, which is
near the quota; from then on it climbs slowly and falls a little at each refusal, so that one call in hundreds is
refused. After Picard's rate control and TCP's congestion avoidance.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rekreview.domain.progress import CancelToken

FIRST_RATE = 5.0
LARGEST_RATE = 1000.0
SMALLEST_RATE = 0.5

STEP_SECONDS = 0.5
LATENCIES = 1.5
"""A rate is judged only after the answers to the calls made at it had time to come."""
SATURATED = 0.7
SLOW_START = 1.3
QUICK_CLIMB = 1.03
CLIMB_A_SECOND = 0.006
CLIMB_A_CALL = 0.00012
CALM_SECONDS = 12.0
HASTE_DOUBLES_SECONDS = 5.0
MOST_HASTE = 8.0
FIRST_FALL = 0.45
FALL = 0.93
DEEP_FALL = 0.85
SOON_SECONDS = 2.0
_SMOOTHING = 0.2
_LONGEST_CREDIT = 5.0


class _Gate:
    """Lets one thread in at a time, in the order they came. Nobody looks at a clock meanwhile: with two dozen threads
    that wait, and few calls a second, looking would cost more than the calls.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @contextmanager
    def taken(self, cancel: CancelToken) -> Iterator[None]:
        """Have the gate to oneself while the block lasts. Raises Cancelled while waiting for it."""
        self._enter(cancel)
        try:
            yield
        finally:
            with self._guard:
                self._call_up_next()

    def _enter(self, cancel: CancelToken) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        with cancel.heard_by(turn.set):
            turn.wait()
        with self._guard:
            if turn not in self._waiting:
                return
            self._waiting.remove(turn)
        cancel.check()

    def _call_up_next(self) -> None:
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._taken = False


class RateLimiter:
    """Hands out starting times for calls, evenly spaced. Safe for many threads; waits end at once on a cancel.

    fixed: calls a second set by a person; then nothing is learned. clock: seconds, for tests.
    """

    def __init__(
        self, *, fixed: float | None = None, first: float = FIRST_RATE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._fixed = fixed
        self._rate = fixed or first
        self._gate = _Gate()
        self._lock = threading.Lock()
        self._next = self._judged_from = clock()
        self._fallen: float | None = None
        self._near_quota = False
        self._ceiling: float | None = None
        self._answers = 0
        self._latency = 0.0

    @property
    def rate(self) -> float:
        """Calls a second that may start now."""
        return self._rate

    @property
    def learned_quota(self) -> float | None:
        """Calls a second the account seems to allow; None while it has refused nothing."""
        return self._ceiling

    def acquire(self, cancel: CancelToken) -> float:
        """Wait for the next starting time and return it, for `answered` or `refused`. Raises Cancelled.

        One thread waits for the time and the others for that thread, so that a rate that falls holds for all of them.
        """
        with self._gate.taken(cancel):
            while (left := self._next - self._clock()) > 0:
                cancel.wait(left)
            with self._lock:
                start = self._clock()
                # A thread that woke late may catch up a little, or the rate would never be reached.
                self._next = max(self._next, start - 1.0 / self._rate) + 1.0 / self._rate
            return start

    def answered(self, started: float) -> None:
        """A call that started then was let through: the rate may rise if it has been the limit for long enough."""
        with self._lock:
            now = self._clock()
            self._latency += _SMOOTHING * (now - started - self._latency)
            self._answers += 1
            held = now - self._judged_from
            if self._fixed is not None or held < max(STEP_SECONDS, LATENCIES * self._latency):
                return
            if self._answers >= SATURATED * self._rate * held:
                self._rise(held)
            self._judge_from(now)

    def refused(self, started: float) -> None:
        """A call that started then was refused for its rate. One that started before the last fall is old news."""
        with self._lock:
            if self._fixed is not None or (self._fallen is not None and started < self._fallen):
                return
            now = self._clock()
            factor = self._fall_at(now)
            self._near_quota = self._ceiling is not None
            self._ceiling = self._rate
            self._fallen = now
            self._set(self._rate * factor)
            self._judge_from(now)
            self._next = max(self._next, now + 1.0 / self._rate)

    def _fall_at(self, now: float) -> float:
        if self._fallen is None:
            return FIRST_FALL
        return DEEP_FALL if now - self._fallen < SOON_SECONDS + 2 * self._latency else FALL

    def _rise(self, held: float) -> None:
        if self._ceiling is None:
            self._set(self._rate * SLOW_START)
        elif not self._near_quota:
            self._set(self._rate * QUICK_CLIMB)
        else:
            climb = min(CLIMB_A_SECOND * min(held, _LONGEST_CREDIT), CLIMB_A_CALL * self._answers)
            self._set(self._rate * (1 + climb * self._haste()))

    def _haste(self) -> float:
        """How much faster to climb: the longer nothing was refused, the farther the quota must be."""
        calm = 0.0 if self._fallen is None else self._clock() - self._fallen - CALM_SECONDS
        return float(min(MOST_HASTE, 2.0 ** (calm / HASTE_DOUBLES_SECONDS))) if calm > 0 else 1.0

    def _set(self, rate: float) -> None:
        self._rate = max(SMALLEST_RATE, min(rate, LARGEST_RATE))

    def _judge_from(self, now: float) -> None:
        self._judged_from = now
        self._answers = 0
