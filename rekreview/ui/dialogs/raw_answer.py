"""An engine's answer as it came, to be read and copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from rekreview.ui import icons


class RawAnswer(QDialog):
    """Shows what was sent for one asset and what came back, as JSON."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("raw-answer")
        self.setWindowTitle(self.tr("The answer on {name}").format(name=name))
        self.resize(640, 560)
        told = QLabel(self.tr("What was sent, without the pixels, and what came back, as it is kept."), self)
        told.setProperty("tone", "muted")
        told.setWordWrap(True)
        self._text = QPlainTextEdit(text, self)
        self._text.setObjectName("raw-answer-text")
        self._text.setAccessibleName(self.tr("Answer"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        copy = QPushButton(icons.icon("copy"), self.tr("Copy"), self)
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.addWidget(told)
        column.addWidget(self._text, 1)
        column.addWidget(box)

    def copy(self) -> None:
        """Put all of it on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
