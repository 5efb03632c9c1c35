"""A list view whose cells lie where arithmetic says, so that a million rows cost what the visible ones do."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from rekreview.ui.grid.geometry import DEFAULT_TILE, Geometry
from rekreview.ui.grid.moves import moved_row
from rekreview.ui.own_viewport import own_viewport

Index = QModelIndex | QPersistentModelIndex
_MANY_SPANS = 8


class ArithmeticListView(QListView):
    """QListView's place in the accessible world, without its layout, which takes time for every row there is.

    Rows only come at the end, or all anew. A subclass paints. grid_changed: cells lie elsewhere,
    or are of another size. A subclass must not override again what is overridden here: PySide 6.11 then gives back a
    reference it does not hold, and the process dies some time later.
    """

    grid_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = Geometry(0, 1, 1)
        self._tile = DEFAULT_TILE
        self.beyond = 0
        """So many pixels right of its cell and below it a tile may be painted too."""
        own_viewport(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # Qt would scroll to whatever becomes current, also under the pointer that clicked it.
        self.setAutoScroll(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show these rows, and count those that come in at once: Qt would wait until the view shows, but what is in
        front of it goes from row to row meanwhile.
        """
        super().setModel(model)
        if model is not None:
            model.rowsInserted.connect(lambda: self.updateGeometries())

    def visible_rows(self) -> range:
        """The rows that show now, wholly or in part."""
        return self.grid.visible(self.verticalOffset())

    def lay_out(self) -> None:
        """A new geometry in which the asset at hand stays where it was in the view."""
        anchor = self._anchor_row()
        offset = self.grid.cell(anchor).top() - self.verticalOffset() if anchor >= 0 else 0
        self.updateGeometries()
        if 0 <= anchor < self.grid.count:
            wanted = self.grid.cell(anchor).top() - offset
            bar = self.verticalScrollBar()
            bar.setValue(self.grid.scroll_to_show(anchor, wanted) if offset >= 0 else wanted)
        self.viewport().update()

    def _anchor_row(self) -> int:
        visible = self.visible_rows()
        current = self.currentIndex().row()
        return current if current in visible else visible.start if len(visible) else -1

    def visualRect(self, index: Index) -> QRect:
        """The rectangle of a cell in the viewport."""
        if not index.isValid():
            return QRect()
        return self.grid.cell(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The asset under a point of the viewport."""
        row = self.grid.row_at(point + QPoint(0, self.verticalOffset()))
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def verticalOffset(self) -> int:
        """Pixels of the content above the viewport."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        """The grid never scrolls sideways."""
        return 0

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QListView.ScrollHint.EnsureVisible) -> None:
        """Scroll as little as needed to show a cell whole, or put it in the middle if that is asked for."""
        if not index.isValid():
            return
        bar = self.verticalScrollBar()
        if hint is QListView.ScrollHint.PositionAtCenter:
            middle = self.grid.cell(index.row()).center().y() - self.grid.height // 2
            bar.setValue(max(0, min(middle, self.grid.scroll_limit)))
        else:
            bar.setValue(self.grid.scroll_to_show(index.row(), bar.value()))

    def doItemsLayout(self) -> None:
        """There is nothing to lay out: cells lie where division says."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        """Work out the grid anew for the rows and the size there are, and set the scroll bar by it."""
        view = self.viewport().size()
        rows = self.model().rowCount() if self.model() else 0
        self.grid = Geometry(rows, view.width(), view.height(), self._tile)
        bar = self.verticalScrollBar()
        bar.setRange(0, self.grid.scroll_limit)
        bar.setPageStep(view.height())
        bar.setSingleStep(max(1, self.grid.pitch // 4))
        # Always there, so that tiles keep their width; with nothing to scroll it shows no handle.
        bar.setEnabled(self.grid.scroll_limit > 0)
        self.grid_changed.emit()

    def reach(self, row: int) -> QRect:
        """Where a tile is painted, in the viewport: its cell, and what is beyond."""
        return self.grid.cell(row).translated(0, -self.verticalOffset()).adjusted(0, 0, self.beyond, self.beyond)

    def repaint_rows(self, rows: Container[int]) -> None:
        """Paint these tiles anew, as far as they show: each costs a third of a millisecond, so not all of them."""
        for row in self.visible_rows():
            if row in rows:
                self.viewport().update(self.reach(row))

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the selected tiles are that show; all of the viewport where walking them would cost more."""
        if selection.size() > _MANY_SPANS:
            return QRegion(self.viewport().rect())
        spans = [selection.at(at) for at in range(selection.size())]
        region = QRegion()
        for row in self.visible_rows():
            if any(span.top() <= row <= span.bottom() for span in spans):
                region += self.reach(row)
        return region

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier  # noqa: ARG002
    ) -> QModelIndex:  # fmt: skip
        """Where a move of the cursor leads."""
        row = moved_row(action, self.currentIndex().row(), self.grid)
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def setSelection(self, rect: QRect, command: object) -> None:
        """Mice and keys select through the selector; nothing is ever selected by rectangle."""

    def dataChanged(self, top: Index, bottom: Index, roles: object = ()) -> None:  # noqa: ARG002
        """Tiles changed: assistive technology is told, and the view paints what shows."""
        QAbstractItemView.dataChanged(self, top, bottom, [])

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """The selection changed: paint it. (QListView's own walks every index of it.)"""
        QAbstractItemView.selectionChanged(self, selected, deselected)

    def keyboardSearch(self, search: str) -> None:
        """Letters are keys of the review desk here."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002
        """Fill the new width. (Qt's own would work out the geometry before the place in it is known.)"""
        self.lay_out()

    def sizeHint(self) -> QSize:
        """Room for four tiles by three."""
        return QSize(4 * self._tile + 60, 3 * self._tile + 120)
