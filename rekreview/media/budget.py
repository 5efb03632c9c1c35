"""The memory that all decoders together may decode into."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from rekreview.domain.progress import CancelToken

POLL_SECONDS = 0.05
"""How often a wait looks whether it was cancelled."""


class Budget:
    """Shares out bytes first come, first served. Who wants more than there is gets all of it, and so works alone."""

    def __init__(self, total_bytes: int) -> None:
        self._total = total_bytes
        self._taken = 0
        self._waiting: deque[object] = deque()
        self._freed = threading.Condition()

    @contextmanager
    def share(self, wanted_bytes: int, cancel: CancelToken) -> Iterator[None]:
        """Hold a share, after waiting for it. Raises Cancelled."""
        share = min(wanted_bytes, self._total)
        self._take(share, cancel)
        try:
            yield
        finally:
            with self._freed:
                self._taken -= share
                self._freed.notify_all()

    def _take(self, share: int, cancel: CancelToken) -> None:
        turn = object()
        with self._freed:
            self._waiting.append(turn)
            try:
                while self._waiting[0] is not turn or self._taken + share > self._total:
                    self._freed.wait(POLL_SECONDS)
                    if cancel.cancelled:
                        cancel.check()
                self._taken += share
            finally:
                self._waiting.remove(turn)
                self._freed.notify_all()
