"""The list of assets as a Qt model: ids in memory, tiles by pages, and what was decided while this list is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.ui.as_written import in_tip
from rekreview.ui.grid.pages import Reads, Summaries, TilePages, Tiles
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.wording import accessible_tile, tile_marks, tr

_Role = Qt.ItemDataRole
_TEXT_ROLES = frozenset(
    {_Role.DisplayRole, _Role.AccessibleTextRole, _Role.AccessibleDescriptionRole, _Role.ToolTipRole}
)


class AssetModel(QAbstractListModel):
    """The assets of one queue, in its order.

    `flags()` is Qt's own, since a Python one is called too often. `tiles_changed` names the first and last row whose
    tile came or changed. `unread` says, once, why tiles could not be read (an exception, None once they were), and
    whether old ones show in their place.
    """

    tiles_changed = Signal(int, int)
    unread = Signal(object, bool)

    def __init__(
        self, tiles: Tiles, reads: Reads, parent: QObject | None = None, *, summaries: Summaries | None = None
    ) -> None:
        """summaries: what is to say of stacks, for rows that stand for some."""
        super().__init__(parent)
        self.shown_words: Callable[[Tile], str] = lambda _tile: ""
        """How much of a tile's picture is to be seen, in words: whoever shows the tiles says so."""
        self._rows = Rows()
        self._pages = TilePages(tiles, reads, self._tell, summaries, self.unread.emit)
        self._left = np.empty(0, np.bool_)
        self.list_number = 0
        """Which list this is of those that were shown one after the other."""

    @property
    def rows(self) -> Rows:
        """The assets of the list."""
        return self._rows

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        """How many assets the list has."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _Role.DisplayRole) -> Any:
        """Name, accessible text and tool tip of a row; a placeholder while its page is on its way."""
        if role not in _TEXT_ROLES or not index.isValid():
            return None
        tile = self.tile(index.row())
        if tile is None:
            return tr("Loading…") if role != _Role.ToolTipRole else None
        if role == _Role.AccessibleTextRole:
            return accessible_tile(tile)
        if role == _Role.AccessibleDescriptionRole:
            return ". ".join(filter(None, (self.shown_words(tile), *tile_marks(tile))))
        return in_tip("\n".join((tile.name, *tile_marks(tile)))) if role == _Role.ToolTipRole else tile.name

    def tile(self, row: int) -> Tile | None:
        """The tile of a row with a decision just made already in it; None while it is on its way."""
        return self._pages.tile(row)

    def asset_id(self, row: int) -> int:
        """The id of the asset in a row."""
        return int(self._rows.ids[row])

    def has_left(self, row: int) -> bool:
        """Whether the asset was decided since the list was read: it is greyed and leaves at the next refresh.

        So is a stack once all of it was decided.
        """
        if not self._left[row]:
            return False
        tile = self._pages.known(row)
        if tile is None or tile.stack is None:
            return tile is not None and tile.decided_by is DecidedBy.REVIEWER
        return tile.stack.all_decided

    @property
    def left(self) -> Ids:
        """The assets decided since the list was read; of a stack only the one that shows."""
        return self._rows.ids[self._left]

    def mark_left(self, ids: Iterable[int] | Ids) -> None:
        """Take these for decided since the list was read, if they still are."""
        self._left[self._rows.rows_holding(ids)] = True

    def put(self, rows: Rows, *, another: bool = True) -> None:
        """Show these rows: another list, or a part of the one that shows, or the whole of it again."""
        self.beginResetModel()
        self._rows = rows
        self.list_number += another
        self._pages.reset(rows)
        self._left = np.zeros(len(rows), np.bool_)
        self.endResetModel()
        self._pages.forget_failures()

    def show_decided(self, ids: Iterable[int] | Ids, status: Status) -> None:
        """Show a decision that was just written, before its pages are read again."""
        rows = self._rows.rows_of(ids)
        whole = set(self._rows.whole(ids).tolist())
        for row in self._pages.held(rows).tolist():
            tile = self._pages.known(row)
            if tile is not None:
                self._pages.patch(row, _decided(tile, status, whole=row in whole))
        self.mark_left(ids)
        self._tell_rows(rows)

    def extend(self, rows: Rows) -> None:
        """Show a longer list that begins with this one; what is shown stays where it is."""
        known = len(self._rows)
        if len(rows) == known:
            if rows.assets != self._rows.assets:  # only stacks have grown
                self._rows = rows
                self._pages.extend(rows)
                self._tell(0, known - 1)
            return
        self.beginInsertRows(QModelIndex(), known, len(rows) - 1)
        self._rows = rows
        self._pages.extend(rows)
        self._left = np.concatenate([self._left, np.zeros(len(rows) - known, np.bool_)])
        self.endInsertRows()

    def show_truth(self, ids: Sequence[int] | Ids) -> None:
        """Show again what the library says: a decision was taken back, or could not be written."""
        self._left[self._rows.rows_holding(ids)] = False
        self._pages.show_truth(np.asarray(ids, np.int64))
        self.outdate(ids)

    def outdate(self, ids: Iterable[int] | Ids | None = None) -> None:
        """Read the tiles of these assets again when they are next looked at; all of them without any named."""
        rows = None if ids is None else self._rows.rows_holding(ids)
        self._pages.outdate(rows)
        if rows is None:
            self._tell(0, len(self._rows) - 1)
        else:
            self._tell_rows(rows)

    def _tell_rows(self, rows: NDArray[np.int64]) -> None:
        if len(rows):
            self._tell(int(rows.min()), int(rows.max()))

    def _tell(self, first: int, last: int) -> None:
        if first <= last:
            self.tiles_changed.emit(first, last)
            self.dataChanged.emit(self.index(first), self.index(last), [])


def _decided(tile: Tile, status: Status, *, whole: bool) -> Tile:
    """The tile once this was decided on its asset; whole: on all of the stack it stands for."""
    stack = tile.stack
    if stack is not None and whole:
        stack = stack.once_all_are(status)
    elif stack is not None:
        stack = stack.after(tile.status, status, was_decided=tile.decided_by is DecidedBy.REVIEWER)
    return replace(tile, status=status, decided_by=DecidedBy.REVIEWER, stack=stack)
