"""The panel of facets that `F` opens over the grid: search, the tree, and bounds on any label."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from rekreview.domain.facets import FacetCounts
from rekreview.domain.queues import QueueFilter
from rekreview.ui import actions, icons, naming, tab_order
from rekreview.ui.filtering.tree import FacetTree

WIDTH = 340
_MARGIN = 6


class FacetPanel(QFrame):
    """Lies over the left of `over`, as high as that. toggled(Choice); cleared: all filters are to go; closed: a person
    is done here; fine: room for filters that are no facets.
    """

    toggled = Signal(object)
    cleared = Signal()
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("facet-panel")
        self.setAccessibleName(self.tr("Filters"))
        self.setProperty("tone", "overlay")
        self.setAutoFillBackground(True)
        self.search = QLineEdit(self)
        self.search.setObjectName("facet-search")
        self.search.setAccessibleName(self.tr("Find a filter"))
        self.search.setPlaceholderText(self.tr("Find a filter"))
        self.search.setClearButtonEnabled(True)
        self.tree = FacetTree(self)
        self.left = QLabel(self)
        self.left.setObjectName("facet-total")
        self.left.setProperty("tone", "muted")
        self.clear = QPushButton(icons.icon("eraser"), self.tr("Clear all"), self)
        self.clear.setObjectName("clear-facets")
        self._fine = QVBoxLayout()
        self._lay_out()
        self.search.textChanged.connect(self.tree.seek)
        self.search.installEventFilter(self)
        self.tree.toggled.connect(self.toggled)
        self.clear.clicked.connect(self.cleared)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)
        over.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it, with the keyboard in its search."""
        self._place()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def add_fine(self, widget: QWidget) -> None:
        """Put something below the facets that narrows the list further."""
        self._fine.addWidget(widget)
        tab_order.follow(self.layout())

    def show_counts(self, told: FacetCounts, shown: QueueFilter) -> None:
        """Show the values and how many assets each would leave."""
        self.tree.show_counts(told, shown.facets)
        self.left.setText(self.tr("{assets} in this list").format(assets=naming.assets(told.total)))

    def show_waiting(self) -> None:
        """The numbers shown are being counted anew."""
        self.left.setText(self.tr("Counting…"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the height of what it lies over; from the search Down leads into the tree, Enter ticks the one hit."""
        if watched is self._over and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._search_key(event)
        return super().eventFilter(watched, event)

    def _search_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self.tree.enter()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            hits = self.tree.visible_values if self.search.text().strip() else []
            if len(hits) == 1:
                self.toggled.emit(hits[0])
                self.search.clear()
            else:
                self.tree.enter()
            return True
        return False

    def _place(self) -> None:
        width = min(WIDTH, self._over.width() - 2 * _MARGIN)
        self.setGeometry(_MARGIN, _MARGIN, width, max(0, self._over.height() - 2 * _MARGIN))

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Filters"), self)
        title.setProperty("tone", "heading")
        close = QToolButton(self)
        close.setIcon(icons.icon("x"))
        close.setAccessibleName(self.tr("Close the filters"))
        close.setToolTip(self.tr("Close the filters (Esc)"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.addWidget(self.left, 1)
        foot.addWidget(self.clear)
        self.clear.setToolTip(self.tr("Take all filters away"))
        actions.explain_as(self.search, self.tr("Find a filter by its words"), "filters")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        column.addLayout(self._fine)
        column.addLayout(foot)
