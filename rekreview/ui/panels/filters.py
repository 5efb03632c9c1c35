"""The order of the queue, the way to its filters, and what they have made of it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.taxonomy import Taxonomy
from rekreview.ui import actions, icons, naming
from rekreview.ui.panels.label_filters import LabelFilters


class Filters(QWidget):
    """Lets a person order the queue, and holds what narrows it. Emits `changed`; `applied_to` puts the choices into a
    filter. open_wanted: the panel of facets, where `labels` has its place; `open`, the button for it, lies elsewhere.
    """

    changed = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._kept = QueueFilter()  # kind, content type and facets
        self.labels = LabelFilters(self)
        self.labels.hide()
        self.open = QToolButton(self)
        self.open.setObjectName("open-filters")
        self.open.setIcon(icons.icon("list-filter"))
        self.open.setText(self.tr("Filters…"))
        actions.explain(self.open, "filters")
        self.open.clicked.connect(self.open_wanted)
        self._sort = QComboBox(self)
        self._sort.setObjectName("sort")
        self._sort.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._sort.setMinimumContentsLength(6)
        for key in SortKey:
            self._sort.addItem(naming.sort(key), key)
        self._direction = self._direction_button()
        self._reset = self._reset_button()
        self._lay_out()
        self._sort.currentIndexChanged.connect(self._tell)
        self._direction.toggled.connect(self._tell)
        self.labels.changed.connect(self._tell)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Offer these categories, each below its parent."""
        self.labels.show_taxonomy(taxonomy)

    def applied_to(self, wanted: QueueFilter) -> QueueFilter:
        """`wanted` with what is chosen here."""
        low, high = self.labels.confidence.ends
        return replace(
            wanted,
            kind=self._kept.kind,
            category=self.labels.category.currentData(),
            min_confidence=low,
            max_confidence=high,
            sort=SortKey(self._sort.currentData()),
            descending=self._direction.isChecked(),
            content_type=self._kept.content_type,
            facets=self._kept.facets,
        )

    def show_filter(self, shown: QueueFilter) -> None:
        """Show the choices of `shown` without telling of them."""
        self._kept = shown
        self.labels.show_choice(shown.category, shown.min_confidence, shown.max_confidence)
        self._sort.blockSignals(True)
        self._sort.setCurrentIndex(max(0, self._sort.findData(shown.sort)))
        self._sort.blockSignals(False)
        self._direction.blockSignals(True)
        self._direction.setChecked(shown.descending)
        self._direction.blockSignals(False)
        self._show_direction()
        self._show_reset()

    @property
    def narrowing(self) -> bool:
        """Whether anything but the order is chosen."""
        plain = self.applied_to(QueueFilter())
        return plain != QueueFilter(sort=plain.sort, descending=plain.descending)

    def reset(self) -> None:
        """Let everything through again, in the same order."""
        plain = self.applied_to(QueueFilter())
        self.show_filter(QueueFilter(sort=plain.sort, descending=plain.descending))
        self._tell()

    def show_order(self, sort: SortKey, descending: bool) -> None:
        """Show this order without telling of it."""
        self.show_filter(replace(self.applied_to(QueueFilter()), sort=sort, descending=descending))

    def _direction_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("sort-direction")
        button.setCheckable(True)
        button.setIcon(icons.icon("arrow-up-down"))
        button.setFixedWidth(32)
        return button

    def _reset_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("reset-filters")
        button.setText(self.tr("Clear filters"))
        button.setToolTip(button.text())
        button.setIcon(icons.icon("x"))
        button.setFixedSize(32, 24)
        button.clicked.connect(self.reset)
        place = button.sizePolicy()
        place.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        button.setSizePolicy(place)
        button.hide()
        return button

    def _lay_out(self) -> None:
        label = QLabel(self.tr("&Sort by"), self)
        label.setProperty("tone", "muted")
        label.setBuddy(self._sort)
        head, order = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label, 1, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._reset)  # beside the order it would leave that too little room for its words
        order.setSpacing(4)
        order.addWidget(self._sort, 1)
        order.addWidget(self._direction)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(order)
        self._show_direction()

    def _tell(self) -> None:
        self._show_direction()
        self._show_reset()
        self.changed.emit()

    def _show_direction(self) -> None:
        text = self.tr("Descending") if self._direction.isChecked() else self.tr("Ascending")
        self._direction.setText(text)
        self._direction.setToolTip(text)

    def _show_reset(self) -> None:
        self._reset.setVisible(self.narrowing)
