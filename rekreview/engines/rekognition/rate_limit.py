"""One rate for all workers of an engine: how many calls a second may start, learned from the service's answers.

The service tells its quota only by refusing calls. So the rate starts low and doubles each second in which it was the
limit and nothing was refused (slow start). A refusal ends that: the rate falls below what the service had just let
through, that becomes the known ceiling, and it is approached again in small steps, and later carefully probed.
After Picard's rate control and TCP's congestion avoidance.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from rekreview.domain.progress import CancelToken

FIRST_RATE = 5.0
LARGEST_RATE = 1000.0
SMALLEST_RATE = 0.5
LONGEST_SLEEP = 0.25

STEP_SECONDS = 0.5
SATURATED = 0.7
SLOW_START = 1.5
FALL = 0.7
CLIMB = 1.03
RETREAT = 0.95
NEAR_CEILING = 0.96
PROBE_SECONDS = 20.0


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
        self._lock = threading.Lock()
        self._next = self._changed = clock()
        self._refused = -PROBE_SECONDS
        self._ceiling: float | None = None
        self._answers = 0

    @property
    def rate(self) -> float:
        """Calls a second that may start now."""
        return self._rate

    @property
    def learned_quota(self) -> float | None:
        """Calls a second the account seems to allow; None while it has refused nothing."""
        return self._ceiling

    def acquire(self, cancel: CancelToken) -> float:
        """Wait for the next starting time and return it, for `refused`. Raises Cancelled."""
        with self._lock:
            now = self._clock()
            start = max(now, self._next)
            self._next = start + 1.0 / self._rate
        while (left := start - self._clock()) > 0:
            cancel.wait(min(left, LONGEST_SLEEP))
        return start

    def answered(self) -> None:
        """A call was let through: the rate may rise if it has been the limit for long enough."""
        with self._lock:
            self._answers += 1
            now = self._clock()
            held = now - self._changed
            if self._fixed is None and held >= STEP_SECONDS and self._answers >= SATURATED * self._rate * held:
                self._rise(now, held)

    def refused(self, started: float) -> None:
        """A call that started then was refused for its rate. One that started before the last change is old news."""
        with self._lock:
            if self._fixed is not None or started < self._changed:
                return
            now = self._clock()
            falling = self._ceiling is None or now - self._refused < STEP_SECONDS * 2
            self._ceiling = self._rate
            self._refused = now
            self._set(self._rate * (FALL if falling else RETREAT), now)
            self._next = max(self._next, now + 1.0 / self._rate)

    def _rise(self, now: float, held: float) -> None:
        if self._ceiling is None:
            self._set(self._rate * SLOW_START, now)
        elif self._rate < self._ceiling * NEAR_CEILING / CLIMB or held >= PROBE_SECONDS:
            self._set(self._rate * CLIMB, now)

    def _set(self, rate: float, now: float) -> None:
        self._rate = max(SMALLEST_RATE, min(rate, LARGEST_RATE))
        self._changed = now
        self._answers = 0
