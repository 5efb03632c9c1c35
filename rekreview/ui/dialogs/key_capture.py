"""A field that waits for one press of a key, and tells which it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
)


class KeyCapture(QLineEdit):
    """Hears whatever is pressed while it waits, shortcuts of the app too. Tab, and a click elsewhere, end the waiting.

    pressed(str): the key, as the table writes it. left: it waits no more.
    """

    pressed = Signal(str)
    left = Signal()
    _waits = False  # Qt sends events while the field is being made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("key-capture")
        self.setAccessibleName(self.tr("Press the new key"))
        self.setReadOnly(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rest()

    @property
    def waits(self) -> bool:
        """Whether the next press is taken."""
        return self._waits

    def wait(self) -> None:
        """Take the next press."""
        self._waits = True
        self.setText(self.tr("Press the new key …"))
        self.setEnabled(True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """Take no press any more."""
        self._waits = False
        self.setText("")
        self.setEnabled(False)

    def event(self, event: QEvent) -> bool:
        """While it waits no key is a shortcut of anything."""
        if self._waits and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of the key, once it is more than a modifier."""
        if not self._waits:
            super().keyPressEvent(event)
            return
        if event.key() in _MODIFIERS or event.isAutoRepeat():
            return
        pressed = sequence_of(event)
        self.rest()
        self.pressed.emit(pressed)
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Who goes elsewhere wants no new key."""
        super().focusOutEvent(event)
        if self._waits:
            self.rest()
            self.left.emit()


def sequence_of(event: QKeyEvent) -> str:
    """The key that was pressed, as the table writes it: "?" and not "Shift+?", which no other keyboard may have."""
    combination = event.keyCombination()
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    written = event.text()
    symbol = len(written) == 1 and written.isprintable() and not written.isalnum() and not written.isspace()
    if symbol and modifiers == Qt.KeyboardModifier.ShiftModifier:
        modifiers = Qt.KeyboardModifier.NoModifier
    whole = QKeySequence(int(combination.key().value) | int(modifiers.value))
    return whole.toString(QKeySequence.SequenceFormat.PortableText)
