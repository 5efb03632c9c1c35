"""The left side of the window: search, queues and filters, and the one QueueFilter they make together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName, SortKey
from rekreview.domain.taxonomy import Taxonomy
from rekreview.ui import icons, tab_order
from rekreview.ui.focus_in_sight import FocusInSight
from rekreview.ui.panels.filters import Filters
from rekreview.ui.panels.queues import QueuesList

if TYPE_CHECKING:
    from rekreview.ui.filter_memory import Order

# Long enough that a typed word asks one question, short enough that nobody waits for it.
SEARCH_AFTER_MS = 150

# Borderline assets come nearest to their threshold first, those put aside longest ago first.
_OWN_ORDER = {QueueName.BORDERLINE: SortKey.BORDERLINE, QueueName.SECOND_LOOK: SortKey.WAITING}


class SidePanel(QWidget):
    """Lets a person choose what to look at.

    filter_changed(QueueFilter). left: a person has chosen and now wants to work on the assets.
    """

    filter_changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side-panel")
        self.setMinimumWidth(216)
        self.setMaximumWidth(340)
        self._held: QueueCounts | None = None
        self._holding = False
        self.queues = QueuesList(self)
        self.filters = Filters(self)
        self.search = self._search_field()
        self._typed = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typed.timeout.connect(self._tell)
        self._order_before: Order | None = None
        self.queues.chosen.connect(self._take_queue)
        self.filters.changed.connect(self._tell)
        self.search.textChanged.connect(self._typed.start)
        self.search.returnPressed.connect(self._leave_search)
        self._search_key(Qt.Key.Key_Down, self._leave_search)
        self._search_key(Qt.Key.Key_Escape, self._give_search_up)
        self.queues.left.connect(self.left)
        self._lay_out()

    @property
    def filter(self) -> QueueFilter:
        """What is chosen now."""
        plain = QueueFilter(queue=self.queues.selected, search=self.search.text().strip())
        return self.filters.applied_to(plain)

    @property
    def order_before(self) -> Order | None:
        """The order that is back once a queue that has one of its own is left."""
        return self._order_before

    def show_filter(self, shown: QueueFilter, order_before: Order | None = None) -> None:
        """Show these choices and tell of them once. order_before: what to go back to from a queue of an own order;
        without one, the order shown now.
        """
        self._order_before = order_before or self._order_to_return_to(shown)
        self._choose(shown.queue, shown.search)
        self.filters.show_filter(shown)
        self._tell()

    def show_no_queue(self) -> None:
        """A list is shown that none of these choices make: whichever is taken next leaves it."""
        self._choose(None)
        self._narrow_no_more()

    def show_queue(self, name: QueueName) -> None:
        """Choose this queue, with nothing narrowing it, as a click on it does."""
        self._choose(name)
        self._narrow_no_more()
        self._take_queue(name)

    def show_counts(self, counts: QueueCounts) -> None:
        """Show how many assets each queue holds; later, while they are held."""
        self._held = counts if self._holding else None
        if not self._holding:
            self.queues.show_counts(counts)

    def hold_counts(self, on: bool) -> None:
        """Let the counts stand still for as long as a blind sample is judged: a decision that moves those of Rejected
        and Approved would tell the verdict it agreed or disagreed with.
        """
        self._holding = on
        if not on and self._held is not None:
            self.show_counts(self._held)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Offer the categories of this taxonomy as filters."""
        self.filters.show_taxonomy(taxonomy)

    def show_filters(self, on: bool) -> None:
        """Show what narrows a queue down only where a queue is shown."""
        self._narrowing.setVisible(on)
        self.search.setVisible(on)
        self.filters.open.setVisible(on)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def add_list(self, widget: QWidget) -> None:
        """Put another list of queues below those every library has."""
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 14, 0)
        row.addWidget(widget)
        self._column.insertLayout(1, row)
        tab_order.follow(self.layout())

    def _choose(self, queue: QueueName | None, search: str = "") -> None:
        """Show this queue and search without telling of them."""
        for widget in (self.queues, self.search):
            widget.blockSignals(True)
        self.queues.select(queue)
        self.search.setText(search)
        for widget in (self.queues, self.search):
            widget.blockSignals(False)

    def _narrow_no_more(self) -> None:
        kept = self.filters.applied_to(QueueFilter())
        self.filters.show_filter(QueueFilter(sort=kept.sort, descending=kept.descending))

    def _order_to_return_to(self, shown: QueueFilter) -> Order | None:
        if shown.queue not in _OWN_ORDER:
            return None
        if self._order_before is not None:
            return self._order_before
        order = self.filters.applied_to(QueueFilter())
        return None if order.sort in _OWN_ORDER.values() else (order.sort, order.descending)

    def _take_queue(self, name: QueueName) -> None:
        """Some queues have an order of their own, unless another one is chosen there; then the one before is back."""
        order = self.filters.applied_to(QueueFilter())
        own = _OWN_ORDER.get(name)
        if self._order_before is not None and order.sort in _OWN_ORDER.values() and order.sort is not own:
            self.filters.show_order(*self._order_before)
            order = self.filters.applied_to(QueueFilter())
        if own is None:
            self._order_before = None
        elif order.sort is not own:
            self._order_before = (order.sort, order.descending)
            self.filters.show_order(own, descending=False)
        self._tell()

    def _search_field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName("search")
        field.setAccessibleName(self.tr("Search"))
        field.setPlaceholderText(self.tr("Search by file name"))
        magnifier = QAction(icons.icon("search"), self.tr("Search by file name"), field)
        field.addAction(magnifier, QLineEdit.ActionPosition.LeadingPosition)
        field.setClearButtonEnabled(True)
        return field

    def _search_key(self, key: Qt.Key, pressed: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self.search)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(pressed)

    def _leave_search(self) -> None:
        """To the assets found: letters are verdicts there."""
        self._tell()
        self.left.emit()

    def _give_search_up(self) -> None:
        self.search.clear()
        self._leave_search()

    def _lay_out(self) -> None:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(12)
        column.addWidget(self.queues)
        self._column = column
        self._narrowing = QWidget(inner)
        narrowed = QVBoxLayout(self._narrowing)
        narrowed.setContentsMargins(14, 0, 14, 0)
        narrowed.setSpacing(12)
        narrowed.addWidget(_line(self._narrowing))
        narrowed.addWidget(self.filters)
        column.addWidget(self._narrowing)
        column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        FocusInSight(scroll)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.setSpacing(10)
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 10, 0)
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.filters.open)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        tab_order.follow(whole)

    def _tell(self) -> None:
        self._typed.stop()
        self.filter_changed.emit(self.filter)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setProperty("tone", "line")
    return line
