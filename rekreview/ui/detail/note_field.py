"""The note a reviewer leaves on an asset."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rekreview.ui import actions, live_keys


class NoteField(QLineEdit):
    """One line of text.

    entered: the keyboard is on it. kept(str): Enter was pressed, or the field left, after a change. left: Enter or
    Escape was pressed.
    """

    entered = Signal()
    kept = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setAccessibleName(self.tr("Note"))
        live_keys.follow(self, NoteField._show_key)
        self.setMaxLength(2000)
        self._known = ""

    def _show_key(self) -> None:
        self.setPlaceholderText(actions.with_hint(self.tr("Why? Goes with your verdict"), "note"))

    def show_note(self, note: str) -> None:
        """Show the note of another asset."""
        self._known = note
        self.setText(note)
        self.setCursorPosition(0)

    def take(self) -> str | None:
        """What was written and is not kept yet, for somebody who keeps it now; None if nothing was changed."""
        text = self.text().strip()
        written = text if text != self._known else None
        self._known = text
        return written

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep with Enter, give up with Escape; either way the keys of the desk count again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.setText(self._known)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Something may be written from now on."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written is kept."""
        super().focusOutEvent(event)
        self.keep()

    def keep(self) -> None:
        """Keep what was written, if anything changed."""
        text = self.text().strip()
        if text != self._known:
            self._known = text
            self.kept.emit(text)
