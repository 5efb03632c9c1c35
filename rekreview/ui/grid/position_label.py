"""The label beside the scroll bar while it is dragged: which row, and where that is in the order of the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionSlider

from rekreview.domain.queues import SortKey
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import naming
from rekreview.ui.grid.arithmetic import ArithmeticListView
from rekreview.ui.wording import percent, size, tr

if TYPE_CHECKING:
    from rekreview.library.values import Standpoint


class PositionQueries(Protocol):
    """What is asked of a library."""

    def standpoint(self, asset_id: int) -> Standpoint:
        """What tells where in an ordered list an asset stands."""


class PositionLabel(QObject):
    """Shows while the handle of the grid's scroll bar is held. The row at once; its name or number as soon as read."""

    def __init__(
        self,
        view: ArithmeticListView,
        queries: PositionQueries,
        dispatcher: Dispatcher,
        sort: Callable[[], SortKey],
        asset_id: Callable[[int], int],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._queries = queries
        self._dispatcher = dispatcher
        self._sort = sort
        self._asset_id = asset_id
        self._row = -1
        self.label = QLabel(view)
        self.label.setObjectName("scroll-position")
        self.label.setProperty("tone", "position")
        self.label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.label.setAutoFillBackground(True)
        self.label.setMargin(6)
        self.label.hide()
        bar = view.verticalScrollBar()
        bar.sliderPressed.connect(self.show)
        bar.valueChanged.connect(self._moved)
        bar.sliderReleased.connect(self.label.hide)

    def show(self) -> None:
        """Say where the handle stands."""
        rows = self._view.visible_rows()
        if not len(rows):
            return
        row = self._row = rows.start
        self._say("")
        sort = self._sort()

        def done(found: Standpoint) -> None:
            if self._row == row and not self.label.isHidden():
                self._say(words(found, sort))

        asset_id = self._asset_id(row)
        self._dispatcher.newest("scroll-position", lambda: self._queries.standpoint(asset_id), done, self._miss)

    def _moved(self) -> None:
        if self._view.verticalScrollBar().isSliderDown():
            self.show()

    def _miss(self, _error: Exception) -> None:
        """The row alone says enough."""

    def _say(self, more: str) -> None:
        place = tr("{at} of {all}").format(at=naming.number(self._row + 1), all=naming.number(self._view.grid.count))
        self.label.setText(f"{place} · {more}" if more else place)
        self.label.adjustSize()
        self.label.move(self._beside_handle())
        self.label.show()
        self.label.raise_()

    def _beside_handle(self) -> QPoint:
        bar = self._view.verticalScrollBar()
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        handle = bar.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, bar
        )
        middle = bar.mapTo(self._view, handle.center()).y() - self.label.height() // 2
        left = self._view.viewport().width() - self.label.width() - 8
        return QPoint(left, max(4, min(middle, self._view.height() - self.label.height() - 4)))


def words(found: Standpoint, sort: SortKey) -> str:
    """Where in an order an asset stands: its name's beginning, its confidence, how near its threshold, size or date."""
    if sort is SortKey.NAME:
        return found.name[:3]
    if sort is SortKey.CONFIDENCE:
        return tr("no label") if found.confidence is None else f"{percent(found.confidence)} %"
    if sort is SortKey.BORDERLINE:
        near = tr("{} points from its threshold")
        return tr("no label") if found.margin is None else near.format(percent(abs(found.margin)))
    if sort is SortKey.SIZE:
        return size(found.bytes)
    return naming.moment(found.imported)
