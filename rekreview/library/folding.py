"""Folds what is in the write-ahead log into the database file, beside those who write.

Left to itself, SQLite has the commit that makes the log too long do that: a person's decision, or an import that holds
the lane a decision waits for, then takes as long as the disk needs for megabytes, and twice to be sure of them.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path

LONG_BYTES = 4 * 1024 * 1024
"""A shorter log is not worth the trouble."""
GROWN_BYTES = 16 * 1024 * 1024
MOST_BYTES = 48 * 1024 * 1024
"""Writers wait for a log that is longer, and grows since they go on while it is folded."""
EVERY_SECONDS = 5.0
_FOLD = "PRAGMA wal_checkpoint(PASSIVE)"
"""Waits for nobody and nobody waits for it. The next writer after it begins the log anew, if all of it was folded."""
BUSY_SECONDS = 10.0


class LogFolder:
    """Sees to the log of one database. lane: what a writer holds while it writes."""

    def __init__(
        self, file: Path, lane: AbstractContextManager[None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._lane = lane
        self._clock = clock
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._folded_at = clock()
        self._folded_bytes = 0
        self._closed = False

    def written(self) -> None:
        """Somebody wrote, and has left the lane: begin to fold if there is enough of it. Takes no time."""
        if not self._is_due(self._log_bytes()):
            return
        with self._guard:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._fold, name=f"fold {self._file.name}", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Have the disk take what was written so far, so that nobody's decision has to wait until it did."""
        with suppress(OSError):  # it is only for speed, and whoever must be sure of the disk asks SQLite
            log = os.open(self._log, os.O_RDWR)
            try:
                os.fdatasync(log)
            finally:
                os.close(log)

    def close(self) -> None:
        """Fold nothing more, and wait until what is under way has ended."""
        with self._guard:
            self._closed = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _is_due(self, log_bytes: int) -> bool:
        if log_bytes < LONG_BYTES:
            return False
        waited = self._clock() - self._folded_at >= EVERY_SECONDS
        return waited or log_bytes - self._folded_bytes >= GROWN_BYTES

    def _log_bytes(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def _fold(self) -> None:
        try:
            with suppress(sqlite3.Error):  # a full or slow disk: the log keeps everything, and the next one tries again
                self._fold_beside()
        finally:
            self._folded_bytes, self._folded_at = self._log_bytes(), self._clock()
            with self._guard:
                self._thread = None

    def _fold_beside(self) -> None:
        with closing(sqlite3.connect(self._file, BUSY_SECONDS, isolation_level=None)) as connection:
            connection.execute(_FOLD)
            if self._log_bytes() > max(MOST_BYTES, self._folded_bytes):
                with self._lane:  # what came meanwhile is little
                    connection.execute(_FOLD)
