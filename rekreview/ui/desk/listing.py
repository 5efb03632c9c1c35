"""Which assets the desk shows, and when that changes: never under the reviewer's hand.

New assets come at the end of the list. What no longer belongs stays, greyed if it was decided here, until the reviewer
reads the queue again or goes to another one. Of a list of another queue the first screens are shown at once, and the
rest joins them when it is read: a million ids take the tenth of a second that a reviewer sees.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.readers import ListingQueries, ListReader, PlainReader
from rekreview.ui.grid.rows import Rows

SETTLE_MS = 250
LOOK_MS = 150
_SETTLE_TIMES = 4
"""A list is looked through again after so many times as long as that took: who decides would feel it otherwise."""


class Listing(QObject):
    """Keeps the ids of one queue in step with the library. glanced(Rows): a part of another list, all of which comes
    as `replaced`. replaced(Rows): another list. extended(Rows): the same list, longer. outdated(int): so many of the
    shown assets do not belong here any more. failed(Exception).
    """

    glanced = Signal(object)
    replaced = Signal(object)
    extended = Signal(object)
    outdated = Signal(int)
    failed = Signal(object)

    def __init__(self, queries: ListingQueries, dispatcher: Dispatcher, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: ListReader = PlainReader(queries)
        self._dispatcher = dispatcher
        self._filter = QueueFilter()
        self._rows = Rows()
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self._compare)
        # The tiles of what is seen are read before the rest of the list, which would keep them waiting.
        self._rest = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._rest.timeout.connect(self._ask_for_rest)
        self._pressing = False  # the library changed since the list was last asked for
        self._asking = False
        # While nobody looks, or nothing is there to be moved, a new list simply takes the place of the old one.
        self.may_replace: Callable[[], bool] = lambda: False

    @property
    def filter(self) -> QueueFilter:
        """The queue, filters and order that are shown."""
        return self._filter

    @property
    def reader(self) -> ListReader:
        """How lists are read."""
        return self._reader

    def read_with(self, reader: ListReader) -> None:
        """Read every list in this way from now on; the one that shows stays until it is read again."""
        self._reader = reader

    def show(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> None:
        """Read this list and show it; first the part of it that holds these assets, if that can be had sooner."""
        self._filter = wanted
        self._soon.stop()
        self._rest.stop()
        self._pressing, self._asking = False, True
        self._dispatcher.newest(
            "desk-list", partial(self._reader.glance, wanted, holding), self._show_glance, self._miss, foremost=True
        )

    def read(self) -> None:
        """Read the list anew: what does not belong leaves."""
        self._soon.stop()
        self._rest.stop()
        self._pressing, self._asking = False, True
        self._dispatcher.newest(
            "desk-list", partial(self._reader.whole, self._filter), self._replace, self._miss, foremost=True
        )

    def _show_glance(self, glanced: Rows) -> None:
        """Show it if there is any, and have the whole read. What changed meanwhile is in the whole."""
        if not len(glanced):
            self.read()
            return
        self._rows = glanced
        self._pressing = False
        self._rest.start()
        self.glanced.emit(glanced)

    def _ask_for_rest(self) -> None:
        whole = partial(self._reader.completed, self._filter, self._rows)
        self._dispatcher.newest("desk-list", whole, self._complete, self._miss)

    def _complete(self, found: tuple[Rows, int]) -> None:
        rows, gone = found
        self._rows = rows
        self._answered()
        self.replaced.emit(rows)
        self.outdated.emit(gone)

    def heed(self, change: ChangeSet) -> None:
        """The library changed: look soon whether this list did, also while it goes on changing."""
        if change.added or change.changed or change.everything:
            self._pressing = True
            self._look_soon()

    def stop(self) -> None:
        """Heed nothing more."""
        self._soon.stop()
        self._rest.stop()
        self._pressing = False

    def _look_soon(self) -> None:
        # The wait is not begun anew by each change: a run changes the library more often than every SETTLE_MS, and the
        # list would show nothing of it before the run ends. A question waits for the answer to the one before.
        if self._pressing and not self._asking and not self._soon.isActive():
            self._soon.start()

    def _compare(self) -> None:
        if not len(self._rows) or self.may_replace():
            self.read()
            return
        self._pressing, self._asking = False, True
        shown, begun = self._rows, time.monotonic()
        self._dispatcher.newest(
            "desk-list",
            partial(self._reader.merged, self._filter, shown),
            partial(self._extend, shown, begun),
            self._miss,
        )

    def _miss(self, error: Exception) -> None:
        self._answered()
        self.failed.emit(error)

    def _answered(self) -> None:
        self._asking = False
        self._look_soon()

    def _replace(self, rows: Rows) -> None:
        self._rows = rows
        self._answered()
        self.replaced.emit(rows)
        self.outdated.emit(0)

    def _extend(self, shown: Rows, begun: float, found: tuple[Rows, int]) -> None:
        rows, gone = found
        self._soon.setInterval(max(SETTLE_MS, round(_SETTLE_TIMES * 1000 * (time.monotonic() - begun))))
        self._answered()
        if shown is self._rows:
            self._rows = rows
            self.extended.emit(rows)
            self.outdated.emit(gone)
