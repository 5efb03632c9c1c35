"""Keeps asking the library how it stands: counts, what can be undone, what is left of a run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import RekreviewError
from rekreview.domain.queues import QueueCounts
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher

if TYPE_CHECKING:
    from rekreview.library.library import Library
    from rekreview.library.values import RunView

STANDSTILL_MS = 4_000
REST_AFTER_FAULT_MS = 1_000
LIST_MS = 500
LEAST_REST_MS = 100
_REST_TIMES = 3


class Standing(QObject):
    """Emits counted(QueueCounts), undo_changed(UndoState) and unfinished_changed(RunView or None) after each change.

    undo_asked: what Undo and Redo would do is being asked for. as_seen: makes of the counts of the library those of
    what shows; asked in another thread.
    """

    counted = Signal(object)
    undo_asked = Signal()
    undo_changed = Signal(object)
    unfinished_changed = Signal(object)

    def __init__(
        self,
        *,
        dispatcher: Dispatcher,
        library: Library,
        changes: ChangeFeed,
        as_seen: Callable[[QueueCounts], QueueCounts] = lambda counts: counts,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dispatcher = dispatcher
        self._library = library
        self._as_seen = as_seen
        self._counting = False
        self._outdated = False
        self._begun = 0.0
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._rested)
        self._last_seen: RunView | None = None
        self._again = QTimer(self, singleShot=True, interval=STANDSTILL_MS)
        self._again.timeout.connect(self.ask_for_unfinished)
        self._soon = QTimer(self, singleShot=True, interval=LIST_MS)
        self._soon.timeout.connect(self.ask)
        changes.changed.connect(self._heed)

    def ask_soon(self) -> None:
        """Ask for everything once the first list is read, whose tiles would wait: a million are counted in 0.2 s."""
        self._soon.start()

    def list_is_read(self) -> None:
        """The first list is here: ask now, if that was waited for."""
        if self._soon.isActive():
            self._soon.stop()
            self.ask()

    def count(self) -> None:
        """Count the queues again: other assets show as not decided."""
        self._count()

    def ask(self) -> None:
        """Ask for everything."""
        self._count()
        self.ask_for_undo()
        self.ask_for_unfinished()

    def ask_for_unfinished(self) -> None:
        """Ask whether a run waits to be resumed."""
        self._dispatcher.newest("unfinished", self._library.queries.unfinished_run, self._judge_unfinished)

    def stop(self) -> None:
        """Ask nothing more."""
        self._again.stop()
        self._rest.stop()
        self._soon.stop()

    def _judge_unfinished(self, run: RunView | None) -> None:
        """A run that is called running, but not by this window, is either the command line's or was cut off: if it does
        not move for a while, it was cut off.
        """
        before, self._last_seen = self._last_seen, run
        if run is None or run.state.value != "running" or run == before:
            self.unfinished_changed.emit(run)
        else:
            self._again.start()

    def _heed(self, change: ChangeSet) -> None:
        self._count()
        if change.history or change.everything:
            self.ask_for_undo()

    def _count(self) -> None:
        """One question at a time, and a rest after each, longer than it took: an import asks 20 times a second, and so
        would who decides ten times a second, whose next key waits while the machine counts.
        """
        if self._counting:
            self._outdated = True
            return
        self._counting = True
        self._outdated = False
        self._begun = time.monotonic()
        queries, as_seen = self._library.queries, self._as_seen
        self._dispatcher.read(lambda: as_seen(queries.counts()), self._counted, self._not_counted)

    def _counted(self, counts: QueueCounts) -> None:
        self._rest.start(max(LEAST_REST_MS, round(_REST_TIMES * 1000 * (time.monotonic() - self._begun))))
        self.counted.emit(counts)

    def _not_counted(self, error: Exception) -> None:
        self._rest.start(REST_AFTER_FAULT_MS)
        if isinstance(error, RekreviewError):
            self._dispatcher.faulted.emit(error)

    def _rested(self) -> None:
        self._counting = False
        if self._outdated:
            self._count()

    def ask_for_undo(self) -> None:
        """Ask what Undo and Redo would do."""
        self.undo_asked.emit()
        self._dispatcher.newest("undo", self._library.queries.undo_state, self.undo_changed.emit)
