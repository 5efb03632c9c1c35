"""When to ask again what failed, when to give up on an asset, and when on the whole service."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from rekreview.domain.errors import BadAnswer, EngineError, Throttled, Unreachable

FIRST_DELAY_SECONDS: Final = 0.5
LONGEST_DELAY_SECONDS: Final = 30.0
PATIENCE_SECONDS: Final = 60.0
DROUGHT: Final = 3
"""After so many failures in a row it is the service that fails and not the asset."""
NEVER_SENSIBLE: Final = 6
_BAD_ANSWERS: Final = 3
_SETBACKS: Final = 8


class Patience:
    """What the failed calls of one run mean together. patience_seconds: without any answer, before the run stops.

    clock: seconds; chance: 0–1; for tests.
    """

    def __init__(
        self,
        patience_seconds: float = PATIENCE_SECONDS,
        *,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._patience = patience_seconds
        self._clock = clock
        self._chance = chance
        self._in_a_row = 0
        self._attempts = 0
        self._since: float | None = None
        self._hold_until = 0.0
        self._answered = False
        self._bad = 0

    @property
    def drought(self) -> bool:
        """Whether nothing has been answered for several calls, so that one at a time is enough to try."""
        return self._in_a_row >= DROUGHT

    @property
    def hold_seconds(self) -> float:
        """How long no asset should be begun."""
        return max(0.0, self._hold_until - self._clock())

    def answered(self) -> None:
        """The service answered: whatever was wrong is over."""
        self._answered = True
        self._in_a_row = self._bad = self._attempts = 0
        self._since = None
        self._hold_until = 0.0

    def failed(self, error: EngineError) -> None:
        """A call failed in a way that time may mend. Raises Unreachable when that has gone on for too long."""
        now = self._clock()
        self._since = now if self._since is None else self._since
        self._bad += isinstance(error, BadAnswer)
        if not isinstance(error, Throttled):
            self._in_a_row += 1
        if self.drought and now >= self._hold_until:
            # Those that were under way together fail together, and count as one attempt.
            self._hold_until = now + self.delay(self._attempts)
            self._attempts += 1
        if not self._answered and self._bad >= NEVER_SENSIBLE:
            raise Unreachable(
                f"What answers is not Amazon Rekognition: {error.message} No asset was failed.",
                "Check the endpoint in the settings and the AWS_ENDPOINT_URL variables, and whether this network first "
                "wants you to sign in.",
            )
        if now - self._since >= self._patience:
            raise Unreachable(
                f"Nothing was answered for {now - self._since:.0f} seconds; the last reply was: {error.message} "
                "No asset was failed; the run waits where it is.",
                "Look at the network and at the AWS Health Dashboard, then go on.",
            )

    def is_final(self, error: EngineError, setbacks: int) -> bool:
        """Whether an asset has failed often enough. setbacks: unanswered calls for it before this one."""
        if self.drought or isinstance(error, Throttled):
            return False
        return setbacks + 1 >= (_BAD_ANSWERS if isinstance(error, BadAnswer) else _SETBACKS)

    def delay(self, setbacks: int) -> float:
        """Seconds until the next attempt: twice as long each time, and at random, so that not all come back at once."""
        longest = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** min(setbacks, 10))
        return longest * (0.5 + self._chance() / 2)
