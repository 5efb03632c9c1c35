"""Where the parts of the desk are: the grid with its pane, the large view, and the hit reel, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from rekreview.ui.desk.empty import EmptyList
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.reel.view import HitReel


class DeskPages(QStackedWidget):
    """Lays the parts out. The grid gives its place to words where a list is empty."""

    def __init__(
        self, head: DeskHead, grid: GridView, detail: DetailPane, loupe: Loupe, reel: HitReel, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._grid, self._loupe, self._reel = grid, loupe, reel
        self.empty = EmptyList(self)
        self._middle = QStackedWidget(self)
        self._middle.addWidget(grid)
        self._middle.addWidget(self.empty)
        self.left = left = QWidget(self)
        self._column = column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._middle, 1)
        self.halves = halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setObjectName("review-splitter")
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(detail)
        halves.setStretchFactor(0, 1)
        for page in (halves, loupe, reel):
            self.addWidget(page)

    def add_above_grid(self, widget: QWidget) -> None:
        """Put something between the head and the grid."""
        self._column.insertWidget(1, widget)

    def add_below_grid(self, widget: QWidget) -> None:
        """Put something below the grid."""
        self._column.addWidget(widget)

    def fill(self, desk: QWidget) -> None:
        """Take the whole of the desk."""
        whole = QVBoxLayout(desk)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self)

    def show_grid(self) -> None:
        """The grid, and the pane beside it."""
        self.setCurrentIndex(0)

    def show_loupe(self) -> None:
        """The large view."""
        self.setCurrentWidget(self._loupe)

    def show_reel(self) -> None:
        """The hit reel."""
        self.setCurrentWidget(self._reel)

    def show_list(self, count: int) -> None:
        """The grid, or words where there is nothing in the list."""
        had_focus = self._grid.hasFocus()
        self._middle.setCurrentWidget(self._grid if count else self.empty)
        if had_focus and count:
            self._grid.setFocus()
