"""One line in which a person says what to exempt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from rekreview.domain.content_types import CONTENT_TYPES
from rekreview.domain.exemptions import LEAST_CONFIDENCE, Exemption
from rekreview.domain.taxonomy import Taxonomy
from rekreview.ui.exempting import content_type_word
from rekreview.ui.number_fields import NumberField


class ExemptionForm(QWidget):
    """Content type, how sure the engine must be of it, and the category. `added` carries the Exemption."""

    added = Signal(object)

    def __init__(self, taxonomy: Taxonomy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content_type = QComboBox(self)
        for name in CONTENT_TYPES:
            self.content_type.addItem(content_type_word(name), name)
        self.least = NumberField(self)
        self.least.setRange(0, 100)
        self.least.setDecimals(1)
        self.least.setValue(LEAST_CONFIDENCE)
        self.least.setSuffix(self.tr(" % or more"))
        self.category = QComboBox(self)
        self.category.setMaxVisibleItems(24)
        self.category.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.category.setMinimumContentsLength(24)
        self.add = QPushButton(self.tr("Exempt"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self._lay_out()
        self.show_taxonomy(taxonomy)
        self.add.clicked.connect(self._add)
        self.cancel.clicked.connect(self.hide)

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Offer the categories of this version, each below its parent, after all of them together."""
        chosen = self.category.currentData()
        self.category.clear()
        self.category.addItem(self.tr("every category"), None)
        for category in taxonomy.categories:
            if self.category.findData(category.slug) < 0:  # one name of version 6 names two categories
                self.category.addItem("    " * (category.level - 1) + category.name, category.slug)
        self.category.setCurrentIndex(max(0, self.category.findData(chosen)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the form, Enter exempts."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._add()
        else:
            super().keyPressEvent(event)

    def _add(self) -> None:
        slug = self.category.currentData()
        categories = () if slug is None else (slug,)
        self.hide()
        self.added.emit(Exemption(self.content_type.currentData(), self.least.value(), categories))

    def _lay_out(self) -> None:
        self.content_type.setAccessibleName(self.tr("Content type to exempt"))
        self.least.setAccessibleName(self.tr("Least confidence of the content type"))
        self.category.setAccessibleName(self.tr("Category to exempt"))
        self.category.setToolTip(self.tr("This category and those below it; a label of a parent still counts"))
        self.add.setProperty("tone", "accent")
        words = QLabel(self.tr("exempt from"), self)
        words.setProperty("tone", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in (self.content_type, self.least, words, self.category, self.add, self.cancel):
            layout.addWidget(part)
        layout.addStretch(1)
