"""What clicks and keys select in the grid, always as ranges of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt

from rekreview.ui.grid.model import AssetModel

_Flag = QItemSelectionModel.SelectionFlag
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier


class Selector:
    """Current row and selected rows of one list.

    As in every list a plain move selects only where it goes, Shift selects all from the anchor. Picked tiles (Space,
    Ctrl+click) stay picked while the arrows move on, until Escape, a plain click, or a decision on them.
    """

    def __init__(self, model: AssetModel, selection: QItemSelectionModel) -> None:
        self._model = model
        self._selection = selection
        self._anchor = 0
        self._picking = False

    @property
    def current(self) -> int:
        """The current row, -1 if there is none."""
        return self._selection.currentIndex().row()

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return sum(span.height() for span in self._spans())

    def _spans(self) -> list[QItemSelectionRange]:
        chosen = self._selection.selection()
        return [chosen.at(at) for at in range(chosen.size())]

    def rows(self) -> NDArray[np.int64]:
        """The selected rows in their order."""
        spans = [np.arange(span.top(), span.bottom() + 1) for span in self._spans()]
        if len(spans) == 1:
            return spans[0]  # all of a million, say
        return np.unique(np.concatenate(spans)) if spans else np.empty(0, np.int64)

    def move(self, row: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Make a row the current one, as an arrow key does."""
        if modifiers & _SHIFT:
            self._extend(row)
            return
        self._anchor = row
        if self._picking or modifiers & _CONTROL:
            self._go(row)
        else:
            self._select(row, row, _Flag.ClearAndSelect)
            self._go(row)

    def click(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        """Make a row the current one, as a click on it does."""
        if modifiers & _CONTROL and not modifiers & _SHIFT:
            self._go(row)
            self.pick(row)
        elif modifiers & _SHIFT:
            self._extend(row)
        else:
            self._picking = False
            self.move(row)

    def pick(self, row: int) -> None:
        """Select a row beside the others, or no longer."""
        # What the last move selected is there already: the first pick keeps it.
        already = not self._picking and self.rows().tolist() == [row]
        self._picking = True
        self._anchor = row
        if not already:
            self._select(row, row, _Flag.Toggle)

    def select_all(self) -> None:
        """Select every row: one range, however many there are."""
        if self._model.rowCount():
            self._picking = True
            self._select(0, self._model.rowCount() - 1, _Flag.ClearAndSelect)

    def collapse(self) -> None:
        """Select nothing but the current row."""
        self._picking = False
        if self.current >= 0:
            self._select(self.current, self.current, _Flag.ClearAndSelect)
        else:
            self._selection.clearSelection()

    def put(self, rows: NDArray[np.int64]) -> None:
        """Select just these rows."""
        chosen = QItemSelection()
        for span in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1) if len(rows) else []:
            chosen.append(QItemSelectionRange(self._model.index(int(span[0])), self._model.index(int(span[-1]))))
        self._picking = len(rows) > 1
        self._selection.select(chosen, _Flag.ClearAndSelect)

    def _extend(self, row: int) -> None:
        self._select(min(self._anchor, row), max(self._anchor, row), _Flag.ClearAndSelect)
        self._picking = False
        self._go(row)

    def _go(self, row: int) -> None:
        self._selection.setCurrentIndex(self._model.index(row), _Flag.NoUpdate)

    def _select(self, first: int, last: int, how: QItemSelectionModel.SelectionFlag) -> None:
        self._selection.select(QItemSelection(self._model.index(first), self._model.index(last)), how)
