"""Bounds on any label of an asset: its category and its confidence, to the percent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QWidget

from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.ui.panels.confidence_range import ConfidenceRange


class LabelFilters(QWidget):
    """Lets a person keep assets with any label of a category, or of a confidence. Emits `changed`."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-filters")
        self.category = QComboBox(self)
        self.category.setObjectName("filter-category")
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.setMinimumContentsLength(6)
        self.category.setMaxVisibleItems(24)
        self.category.addItem(self.tr("Any category"), None)
        self.category.setToolTip(self.tr("Any label in this category or below it, not only the one the tile names"))
        self.confidence = ConfidenceRange(self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        for text, widget in ((self.tr("Any &label"), self.category), (self.tr("Con&fidence"), self.confidence)):
            label = QLabel(text, self)
            label.setProperty("tone", "muted")
            label.setBuddy(widget)
            form.addRow(label, widget)
        self.category.currentIndexChanged.connect(self.changed)
        self.confidence.changed.connect(self.changed)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Offer these categories, each below its parent."""
        chosen = self.category.currentData()
        self.category.blockSignals(True)
        while self.category.count() > 1:
            self.category.removeItem(1)
        for top in taxonomy.children(None):
            self._add(taxonomy, top)
        self.category.setCurrentIndex(max(0, self.category.findData(chosen)))
        self.category.blockSignals(False)

    def show_choice(self, category: str | None, low: float | None, high: float | None) -> None:
        """Show these bounds without telling of them."""
        self.category.blockSignals(True)
        self.category.setCurrentIndex(max(0, self.category.findData(category)))
        self.category.blockSignals(False)
        self.confidence.set_ends(low, high)

    def _add(self, taxonomy: Taxonomy, category: Category, depth: int = 0) -> None:
        self.category.addItem("    " * depth + category.name, category.slug)
        for child in taxonomy.children(category.slug):
            if child.slug == category.slug:
                continue  # In v6 "Gambling" is its own child: one choice means both.
            self._add(taxonomy, child, depth + 1)
