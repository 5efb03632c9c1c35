"""Tells every view what changed in the library, whoever changed it, without drowning the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.jobs.dispatcher import Dispatcher

BURST_MS = 50
FOREIGN_POLL_MS = 1000

ALL_MAY_HAVE_CHANGED = ChangeSet(everything=True, policy=True, runs=True, history=True, filters=True)


class Changing(Protocol):
    """What the feed needs of a library."""

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        """Call `listener` after every commit, on the writing thread; call the answer to end that."""

    def foreign_writes(self) -> bool:
        """Whether another process has written since the last time this was asked."""


def merged(earlier: ChangeSet, later: ChangeSet) -> ChangeSet:
    """One change set that says what both say, each id once."""
    return ChangeSet(
        added=tuple(dict.fromkeys(earlier.added + later.added)),
        changed=tuple(dict.fromkeys(earlier.changed + later.changed)),
        everything=earlier.everything or later.everything,
        policy=earlier.policy or later.policy,
        runs=earlier.runs or later.runs,
        history=earlier.history or later.history,
        filters=earlier.filters or later.filters,
    )


def _nothing() -> None:
    """There is no subscription to end."""


class ChangeFeed(QObject):
    """Emits `changed` on the GUI thread: the first change at once, and what follows within 50 ms as one.

    A verdict key is so answered without delay, and an import of thousands of files repaints 20 times a second.
    """

    changed = Signal(object)

    def __init__(self, library: Changing, dispatcher: Dispatcher, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._dispatcher = dispatcher
        self._waiting: list[ChangeSet] = []
        self._lock = threading.Lock()
        self._burst = QTimer(self, singleShot=True, interval=BURST_MS)
        self._burst.timeout.connect(self._flush)
        self._poll = QTimer(self, interval=FOREIGN_POLL_MS)
        self._poll.timeout.connect(self._ask_for_foreign_writes)
        self._asking = False
        self._unsubscribe = library.subscribe(self._hear)
        self._poll.start()

    def stop(self) -> None:
        """Hear nothing more; doing it twice is no matter."""
        self._unsubscribe()
        self._unsubscribe = _nothing
        self._poll.stop()
        self._burst.stop()

    def _hear(self, change: ChangeSet) -> None:
        """Runs on the writing thread."""
        with self._lock:
            first = not self._waiting
            self._waiting.append(change)
        if first:
            self._dispatcher.post(self._soon)

    def _soon(self) -> None:
        if not self._burst.isActive():
            self._flush()

    def _flush(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        whole = waiting[0]
        for change in waiting[1:]:
            whole = merged(whole, change)
        self._burst.start()
        if whole:
            self.changed.emit(whole)

    def _ask_for_foreign_writes(self) -> None:
        if not self._asking:
            self._asking = True
            self._dispatcher.read(self._library.foreign_writes, self._hear_foreign, self._miss_foreign)

    def _hear_foreign(self, written: bool) -> None:
        self._asking = False
        if written:
            self._hear(ALL_MAY_HAVE_CHANGED)

    def _miss_foreign(self, _error: Exception) -> None:
        self._asking = False
