"""What goes wrong, and when: a schedule of faults that the stand-in plays."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """One way a call can go wrong."""

    THROTTLE = "throttle"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"
    RESET_BEFORE = "reset-before"
    RESET_MIDWAY = "reset-midway"
    RESET_AFTER = "reset-after"
    HANG = "hang"
    GARBAGE = "garbage"
    MISSING_FIELD = "missing-field"
    WILD_CONFIDENCE = "wild-confidence"
    ACCESS_DENIED = "access-denied"
    EXPIRED = "expired"
    TOKEN_EXPIRED = "token-expired"


@dataclass
class Faults:
    """Which calls fail. Rates are shares of calls, 0–1; counts are calls from the start.

    quota: calls a second the account allows (None: no limit), as a token bucket of one second. outage: (first, last)
    second since the server's start in which nothing answers. expire_after: calls until the credentials expire; new
    ones are accepted again after `renew`. model_changes_after: calls until the model version changes.

    All of these are for pictures. For every other operation, by its name: scripts holds the faults of its first calls
    in turn (None: it goes well), operation_rates shares of the calls after those, operation_quotas calls a second.
    """

    quota: float | None = None
    rates: dict[Fault, float] = field(default_factory=dict)
    outage: tuple[float, float] | None = None
    expire_after: int | None = None
    model_changes_after: int | None = None
    latency: tuple[float, float] = (0.0, 0.0)
    seed: int = 1
    scripts: dict[str, list[Fault | None]] = field(default_factory=dict)
    operation_rates: dict[str, dict[Fault, float]] = field(default_factory=dict)
    operation_quotas: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(self.seed)
        self._tokens = float(self.quota or 0)
        self._filled = self._started = time.monotonic()
        self._buckets: dict[str, tuple[float, float]] = {}

    def next(self, call: int, *, renewed: bool) -> Fault | None:
        """The fault of this call, if it has one."""
        with self._lock:
            if self.expire_after is not None and call > self.expire_after and not renewed:
                return Fault.EXPIRED
            if self._in_outage():
                return Fault.RESET_BEFORE
            if not self._within_quota():
                return Fault.THROTTLE
            return self._drawn(self.rates)

    def of(self, operation: str) -> Fault | None:
        """The fault of the next call of an operation on videos or storage, if it has one."""
        with self._lock:
            script = self.scripts.get(operation)
            if script:
                return script.pop(0)
            if not self._within_quota_of(operation):
                return Fault.THROTTLE
            return self._drawn(self.operation_rates.get(operation, {}))

    def pause(self) -> float:
        """Seconds this call takes to answer."""
        with self._lock:
            return self._random.uniform(*self.latency)

    def _in_outage(self) -> bool:
        if self.outage is None:
            return False
        since = time.monotonic() - self._started
        return self.outage[0] <= since < self.outage[1]

    def _within_quota(self) -> bool:
        if self.quota is None:
            return True
        now = time.monotonic()
        self._tokens = min(max(self.quota, 1.0), self._tokens + (now - self._filled) * self.quota)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def _within_quota_of(self, operation: str) -> bool:
        quota = self.operation_quotas.get(operation)
        if quota is None:
            return True
        now = time.monotonic()
        tokens, filled = self._buckets.get(operation, (max(quota, 1.0), now))
        tokens = min(max(quota, 1.0), tokens + (now - filled) * quota)
        self._buckets[operation] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1

    def _drawn(self, rates: dict[Fault, float]) -> Fault | None:
        draw = self._random.random()
        for fault, share in rates.items():
            draw -= share
            if draw < 0:
                return fault
        return None
