"""Calls to Amazon that a person who stops does not wait for, and that are made again where that can help."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, TypeVar

from rekreview.domain.errors import JobLimit, RekreviewError, Throttled
from rekreview.domain.progress import CancelToken
from rekreview.engines.rekognition.faults import Place
from rekreview.engines.rekognition.rate_limit import RateLimiter
from rekreview.engines.rekognition.videos.faults import Step, meaning

ATTEMPTS: Final = 5
FIRST_PAUSE_SECONDS: Final = 0.5
MOST_PAUSE_SECONDS: Final = 8.0
NEVER: Final = CancelToken()
"""For a caller that never stops."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Stubbornness:
    """How often a call is made before its failure is told, and the seconds before the second time; then it doubles."""

    attempts: int = ATTEMPTS
    first_pause: float = FIRST_PAUSE_SECONDS

    def pause(self, attempt: int) -> float:
        """Seconds to wait after so many attempts; at random, so that not all come back at once."""
        longest = min(MOST_PAUSE_SECONDS, self.first_pause * 2.0 ** (attempt - 1))
        return longest * (0.5 + random.random() / 2)  # noqa: S311


ONCE: Final = Stubbornness(attempts=1)


class Caller:
    """Makes the calls to one service. Safe to use from several threads.

    place: whose account, for texts. bucket: the one that is asked, "" if none is.
    """

    def __init__(self, place: Place, bucket: str = "", stubbornness: Stubbornness | None = None) -> None:
        self.place = place
        self._bucket = bucket
        self._stubbornness = stubbornness or Stubbornness()
        self._under_way: set[threading.Thread] = set()

    def call(
        self,
        action: str,
        work: Callable[[], Found],
        cancel: CancelToken,
        *,
        limiter: RateLimiter | None = None,
        stubbornness: Stubbornness | None = None,
    ) -> Found:
        """What `work` returns. Raises what its failure means, after a few attempts if it may pass; Cancelled at once.

        action: the IAM action it needs. limiter: whose turn is waited for before each attempt.
        """
        chosen = stubbornness or self._stubbornness

        def once() -> Found:
            cancel.check()
            started = limiter.acquire(cancel) if limiter else 0.0
            try:
                found = self.heeding(cancel, work)
            except Exception as error:
                if limiter and isinstance(self._meaning(error, action), Throttled):
                    limiter.refused(started)
                raise
            if limiter:
                limiter.answered(started)
            return found

        return self._again(action, once, chosen, cancel.wait)

    def stubbornly(self, action: str, work: Callable[[], Found], stopped: threading.Event) -> Found:
        """What `work` returns, on this thread. Raises as `call` does; waits between attempts end when it is stopped."""
        return self._again(action, work, self._stubbornness, stopped.wait)

    def _again(
        self, action: str, once: Callable[[], Found], chosen: Stubbornness, wait: Callable[[float], object]
    ) -> Found:
        for attempt in range(1, chosen.attempts + 1):
            try:
                return once()
            except Exception as error:  # boto3 has dozens
                told = self._meaning(error, action)
                if attempt == chosen.attempts or not _passes_soon(told):
                    raise told from error
            wait(chosen.pause(attempt))
        raise AssertionError("the last attempt returns or raises")

    def _meaning(self, error: Exception, action: str) -> RekreviewError:
        return meaning(error, self.place, Step(action, self._bucket))

    def heeding(self, cancel: CancelToken, work: Callable[[], Found]) -> Found:
        """What `work` returns, done on a thread of its own: who stops does not wait for it, it goes on by itself."""
        answered: Future[Found] = Future()
        awake = threading.Event()

        def run() -> None:
            try:
                answered.set_result(work())
            except BaseException as error:
                answered.set_exception(error)
            finally:
                awake.set()

        self.start(run)
        with cancel.heard_by(awake.set):
            awake.wait()
        if not answered.done():
            cancel.check()
        return answered.result()

    def start(self, run: Callable[[], None]) -> None:
        """Run something on a thread that nobody waits for but `settle`."""
        thread = threading.Thread(target=self._noted(run), name="amazon-call", daemon=True)
        self._under_way.add(thread)
        thread.start()

    def settle(self, seconds: float) -> None:
        """Wait a while for what is under way."""
        deadline = time.monotonic() + seconds
        for thread in list(self._under_way):
            thread.join(max(0.0, deadline - time.monotonic()))

    def _noted(self, run: Callable[[], None]) -> Callable[[], None]:
        def noted() -> None:
            try:
                run()
            finally:
                self._under_way.discard(threading.current_thread())

        return noted


def _passes_soon(error: RekreviewError) -> bool:
    """Whether the same again may succeed within seconds: a job that waits for others to end may wait for hours."""
    return error.retryable and not isinstance(error, JobLimit)
