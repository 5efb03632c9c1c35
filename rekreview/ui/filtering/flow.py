"""A layout that puts widgets beside each other, and the next row below where there is no more room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its widgets out as a paragraph lays out words."""

    def __init__(self, parent: QWidget, spacing: int = 6) -> None:
        super().__init__(parent)
        self._gap = spacing
        self._cells: list[QLayoutItem] = []

    def addItem(self, cell: QLayoutItem) -> None:
        """Take one more, at the end."""
        self._cells.append(cell)

    def count(self) -> int:
        """How many there are."""
        return len(self._cells)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The one at a place; None beyond the last."""
        return self._cells[index] if 0 <= index < len(self._cells) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of the one at a place."""
        return self._cells.pop(index) if 0 <= index < len(self._cells) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the rows are in this width."""
        return self._lay_out(QRect(0, 0, width, 0), moving=False)

    def setGeometry(self, place: QRect) -> None:
        """Put every widget into its place."""
        super().setGeometry(place)
        self._lay_out(place, moving=True)

    def sizeHint(self) -> QSize:
        """As small as can be."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """What the widest of them needs."""
        least = QSize()
        for cell in self._cells:
            least = least.expandedTo(cell.minimumSize())
        margins = self.contentsMargins()
        return least + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _lay_out(self, place: QRect, *, moving: bool) -> int:
        margins = self.contentsMargins()
        inner = place.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        x, y, high = inner.x(), inner.y(), 0
        for cell in self._cells:
            if cell.isEmpty():
                continue
            size = cell.sizeHint().boundedTo(QSize(max(1, inner.width()), cell.sizeHint().height()))
            if x > inner.x() and x + size.width() > inner.right() + 1:
                x, y, high = inner.x(), y + high + self._gap, 0
            if moving:
                cell.setGeometry(QRect(QPoint(x, y), size))
            x, high = x + size.width() + self._gap, max(high, size.height())
        return y + high - place.y() + margins.bottom()
