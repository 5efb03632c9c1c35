"""The day's summary with a note for the next reviewer; or what the last one left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget


class DayDialog(QDialog):
    """Emits left_note(note, summary) when the day is handed over, and written(note) whenever a word was changed before.

    draft: a note that was begun before.
    """

    left_note = Signal(str, str)
    written = Signal(str)

    def __init__(self, text: str, *, writable: bool, draft: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("day")
        self.setWindowTitle(self.tr("Day's summary and hand-over"))
        self.setMinimumSize(520, 540 if writable else 420)
        self._summary = self._text("day-summary", self.tr("Day's summary"), text)
        self._summary.setReadOnly(True)
        self._note = self._text("hand-over-note", self.tr("Note for the next reviewer"), draft if writable else "")
        self._note.setPlaceholderText(self.tr("What the next reviewer should know"))
        self._note.setMaximumHeight(110)
        self._note.textChanged.connect(lambda: self.written.emit(self.note))
        self._told = QLabel(self)
        self._told.setObjectName("day-told")
        self._told.setProperty("tone", "muted")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = self._buttons.addButton(self.tr("Copy as text"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("copy-day")
        copy.clicked.connect(self.copy)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(self._summary, 1)
        if writable:
            self._add_note(column)
        self._note.setVisible(writable)
        column.addWidget(self._told)
        column.addWidget(self._buttons)
        (self._note if writable else self._summary).setFocus()

    @property
    def note(self) -> str:
        """What is written for the next reviewer."""
        return self._note.toPlainText().strip()

    @property
    def text(self) -> str:
        """The summary, with the note above it."""
        return "\n\n".join(part for part in (self.note, self._summary.toPlainText()) if part)

    def copy(self) -> None:
        """Put all of it on the clipboard, as text."""
        QGuiApplication.clipboard().setText(self.text)
        self._told.setText(self.tr("Copied."))

    def _text(self, name: str, spoken: str, text: str = "") -> QPlainTextEdit:
        field = QPlainTextEdit(text, self)
        field.setObjectName(name)
        field.setAccessibleName(spoken)
        field.setTabChangesFocus(True)
        return field

    def _add_note(self, column: QVBoxLayout) -> None:
        label = QLabel(self.tr("&Note for the next reviewer"), self)
        label.setBuddy(self._note)
        told = QLabel(self.tr("It is kept in the library, and shown to whoever opens it next."), self)
        told.setProperty("tone", "muted")
        told.setWordWrap(True)
        for widget in (label, self._note, told):
            column.addWidget(widget)
        leave = self._buttons.addButton(self.tr("Hand over"), QDialogButtonBox.ButtonRole.AcceptRole)
        leave.setObjectName("hand-over")
        leave.setProperty("tone", "accent")
        self._buttons.accepted.connect(self._leave)

    def _leave(self) -> None:
        if not self.note:
            self._told.setText(self.tr("Write a note first: there is nothing to hand over yet."))
            self._note.setFocus()
            return
        self.left_note.emit(self.note, self._summary.toPlainText())
        self.accept()
