"""Asks for the name of a queue that is about to be saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget


class NameQueue(QDialog):
    """Emits `named` with the name, once it is given."""

    named = Signal(str)

    def __init__(self, suggestion: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("name-queue")
        self.setWindowTitle(self.tr("Save as a queue"))
        self._name = QLineEdit(suggestion, self)
        self._name.setObjectName("queue-name")
        self._name.setAccessibleName(self.tr("Name of the queue"))
        self._name.setMaxLength(60)
        self._name.selectAll()
        told = QLabel(
            self.tr(
                "The queue, its filters and its order are kept in the library under this name. One of the same "
                "name is replaced."
            ),
            self,
        )
        told.setWordWrap(True)
        told.setProperty("tone", "muted")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self)
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._name.textChanged.connect(self._judge)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(told)
        column.addWidget(self._name)
        column.addWidget(buttons)
        self.setMinimumWidth(420)
        self._judge(suggestion)

    def accept(self) -> None:
        """Take the name."""
        name = self._name.text().strip()
        if name:
            self.named.emit(name)
            super().accept()

    def _judge(self, text: str) -> None:
        self._save.setEnabled(bool(text.strip()))
