"""What narrows a queue down: kind, category, confidence, content type; and the order it is shown in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rekreview.domain.assets import MediaKind
from rekreview.domain.content_types import CONTENT_TYPES
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.ui import icons, naming
from rekreview.ui.exempting import content_type_word
from rekreview.ui.panels.confidence_range import ConfidenceRange


class Filters(QWidget):
    """Lets a person narrow and order the queue. Emits `changed`; `applied_to` puts the choices into a filter."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._kind = self._combo("filter-kind")
        self._kind.addItem(self.tr("Pictures and videos"), None)
        for kind in MediaKind:
            self._kind.addItem(naming.kind(kind), kind)
        self._category = self._combo("filter-category")
        self._category.addItem(self.tr("Any category"), None)
        self._content_type = self._combo("filter-content-type")
        self._content_type.addItem(self.tr("Any content type"), None)
        for name in CONTENT_TYPES:
            self._content_type.addItem(content_type_word(name), name)
        self._content_type.setToolTip(
            self.tr("Told by Amazon Rekognition. The on-device check tells no content types.")
        )
        self._confidence = ConfidenceRange(self)
        self._sort = self._combo("sort")
        for key in SortKey:
            self._sort.addItem(naming.sort(key), key)
        self._direction = self._direction_button()
        self._reset = self._reset_button()
        self._lay_out()
        for box in (self._kind, self._category, self._content_type, self._sort):
            box.currentIndexChanged.connect(self._tell)
        self._confidence.changed.connect(self._tell)
        self._direction.toggled.connect(self._tell)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Offer these categories, each below its parent."""
        chosen = self._category.currentData()
        self._category.blockSignals(True)
        while self._category.count() > 1:
            self._category.removeItem(1)
        for top in taxonomy.children(None):
            self._add_category(taxonomy, top)
        self._category.setCurrentIndex(max(0, self._category.findData(chosen)))
        self._category.blockSignals(False)

    def applied_to(self, wanted: QueueFilter) -> QueueFilter:
        """`wanted` with what is chosen here."""
        low, high = self._confidence.ends
        kind = self._kind.currentData()  # Qt keeps the word and forgets that it was a kind
        return replace(
            wanted,
            kind=None if kind is None else MediaKind(kind),
            category=self._category.currentData(),
            min_confidence=low,
            max_confidence=high,
            sort=SortKey(self._sort.currentData()),
            descending=self._direction.isChecked(),
            content_type=self._content_type.currentData(),
        )

    def show_filter(self, shown: QueueFilter) -> None:
        """Show the choices of `shown` without telling of them."""
        shows = (
            (self._kind, shown.kind),
            (self._category, shown.category),
            (self._content_type, shown.content_type),
            (self._sort, shown.sort),
        )
        for box, value in shows:
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)
        self._confidence.set_ends(shown.min_confidence, shown.max_confidence)
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

    def _add_category(self, taxonomy: Taxonomy, category: Category, depth: int = 0) -> None:
        self._category.addItem("    " * depth + category.name, category.slug)
        for child in taxonomy.children(category.slug):
            if child.slug == category.slug:
                continue  # In v6 "Gambling" is its own child: one choice means both.
            self._add_category(taxonomy, child, depth + 1)

    def _combo(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(6)
        box.setMaxVisibleItems(24)
        return box

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
        button.setIcon(icons.icon("x"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(self.reset)
        button.hide()
        return button

    def _lay_out(self) -> None:
        order = QHBoxLayout()
        order.setSpacing(4)
        order.addWidget(self._sort, 1)
        order.addWidget(self._direction)
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        self._rows = (
            (self.tr("&Kind"), self._kind),
            (self.tr("&Category"), self._category),
            (self.tr("Con&fidence"), self._confidence),
            (self.tr("Content t&ype"), self._content_type),
        )
        for text, widget in self._rows:
            form.addRow(self._label(text, widget), widget)
        form.addRow(self._label(self.tr("&Sort by"), self._sort), order)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._reset)
        self._show_direction()

    def _label(self, text: str, buddy: QWidget) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("tone", "muted")
        label.setBuddy(buddy)
        return label

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
