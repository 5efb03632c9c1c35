"""Which assets the desk shows, and when that changes: never under the reviewer's hand.

New assets come at the end of the list. What no longer belongs stays, greyed if it was decided here, until the reviewer
reads the queue again or goes to another one. Of a list of another queue the first screens are shown at once, and the
rest joins them when it is read: a million ids take the tenth of a second that a reviewer sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.domain.serving import mixed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.rows import Ids, Rows

SETTLE_MS = 250
LOOK_MS = 150


class ListingQueries(Protocol):
    """What the listing asks of a library."""

    def ids(self, wanted: QueueFilter) -> Ids:
        """The assets of a queue in its order."""

    def glance(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> Ids:
        """Some that follow on each other, in a moment: from the beginning, or from the first of `holding`."""


def merged(shown: Rows, found: Ids) -> tuple[Rows, int]:
    """What is shown with what is new at its end, and how many shown ones do not belong to the list any more."""
    fresh = found[~np.isin(found, shown.ids)]
    gone = len(shown) - (len(found) - len(fresh))
    return (Rows.of(np.concatenate([shown.ids, fresh])) if len(fresh) else shown), gone


def completed(glanced: Ids, found: Ids, *, descending: bool) -> Ids:
    """The whole list, with whatever of its glanced part left it meanwhile still in its place.

    Both are by id, but for what is served again among them.
    """
    left = glanced[~np.isin(glanced, found)]
    if not len(left):
        return found
    steps = np.diff(found)
    if not (steps < 0 if not descending else steps > 0).any():
        whole = np.union1d(glanced, found)
        return whole[::-1] if descending else whole
    kept = glanced[np.isin(glanced, found)]
    beside = {int(one): kept[kept_before - 1] for one, kept_before in _before(glanced, left, kept) if kept_before}
    return mixed(found, {one: int(after) for one, after in beside.items()})


def _before(glanced: Ids, left: Ids, kept: Ids) -> Iterator[tuple[int, int]]:
    """Each asset that left, and how many that are still there came before it."""
    places = np.flatnonzero(np.isin(glanced, kept))
    for one in left.tolist():
        yield one, int(np.searchsorted(places, np.flatnonzero(glanced == one)[0]))


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
        self._queries = queries
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

    def show(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> None:
        """Read this list and show it; first the part of it that holds these assets, if that can be had sooner."""
        self._filter = wanted
        self._soon.stop()
        self._rest.stop()
        self._pressing, self._asking = False, True
        self._dispatcher.newest(
            "desk-list", lambda: Rows.of(self._queries.glance(wanted, holding)), self._show_glance, self._miss
        )

    def read(self) -> None:
        """Read the list anew: what does not belong leaves."""
        self._soon.stop()
        self._rest.stop()
        self._pressing, self._asking = False, True
        wanted = self._filter
        self._dispatcher.newest("desk-list", lambda: Rows.of(self._queries.ids(wanted)), self._replace, self._miss)

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
        wanted, glanced = self._filter, self._rows

        def whole() -> tuple[Rows, int]:
            found = self._queries.ids(wanted)
            rows = Rows.of(completed(glanced.ids, found, descending=wanted.descending))
            return rows, len(rows) - len(found)

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
        wanted, shown = self._filter, self._rows
        self._dispatcher.newest(
            "desk-list",
            lambda: merged(shown, self._queries.ids(wanted)),
            partial(self._extend, shown),
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

    def _extend(self, shown: Rows, found: tuple[Rows, int]) -> None:
        rows, gone = found
        self._answered()
        if shown is self._rows:
            self._rows = rows
            self.extended.emit(rows)
            self.outdated.emit(gone)
