"""The rows of a list that H goes to, found once and kept for as long as the list and the library stand still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.wording import tr


class LandmarkQueries(Protocol):
    """What is asked of a library."""

    def borderline(self) -> Ids:
        """Every asset whose confidence lies near a threshold."""


class Landmarks(QObject):
    """Goes from one borderline asset of the list to the next. go(int): a row. told: a sentence for the status line."""

    go = Signal(int)
    told = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        queries: LandmarkQueries,
        dispatcher: Dispatcher,
        rows: Callable[[], Rows],
        current: Callable[[], int],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._queries = queries
        self._dispatcher = dispatcher
        self._rows = rows
        self._current = current
        self._found: tuple[Rows, Ids] | None = None
        self._changes = 0

    def forget(self) -> None:
        """The library changed: what lies near a threshold is asked for again when it is next wanted."""
        self._found = None
        self._changes += 1

    def step(self, by: int) -> None:
        """To the next borderline asset (1), or to the one before (-1)."""
        rows = self._rows()
        if self._found is not None and self._found[0] is rows:
            self._step(by, self._found[1])
            return

        changes = self._changes

        def find() -> Ids:
            found: Ids = np.unique(rows.rows_holding(self._queries.borderline()))
            return found

        def done(found: Ids) -> None:
            if self._changes == changes:
                self._found = (rows, found)
            if self._rows() is rows:
                self._step(by, found)

        self._dispatcher.newest("desk-landmarks", find, done, self.failed.emit)

    def _step(self, by: int, found: Ids) -> None:
        current = self._current()
        at = int(np.searchsorted(found, current, "right" if by > 0 else "left")) - (by < 0)
        if 0 <= at < len(found):
            self.go.emit(int(found[at]))
        elif not len(found):
            self.told.emit(tr("No asset of this list lies near a threshold."))
        else:
            after, before = tr("No borderline asset after this one."), tr("No borderline asset before this one.")
            self.told.emit(after if by > 0 else before)
