"""Fields for numbers and days, as every form of the app has them.

The style sheet pads a line of text but not the text of a box with arrows, so that it would touch the frame. The wheel
scrolls the form: a box that merely lies under the pointer must not change by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QDoubleSpinBox, QSpinBox, QWidget

TEXT_ROOM: Final = 8
"""Between the frame and the text, in pixels: as in a line of text."""


class WholeNumberField(QSpinBox):
    """A whole number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_roomy(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change only while it has the keyboard."""
        _turn(self, event, super().wheelEvent)


class NumberField(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_roomy(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change only while it has the keyboard."""
        _turn(self, event, super().wheelEvent)


class DayField(QDateEdit):
    """A day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _make_roomy(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change only while it has the keyboard."""
        _turn(self, event, super().wheelEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Tab to the pages the field lies on: Qt's own field would take it, and do nothing."""
        if (
            event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _make_roomy(field: QAbstractSpinBox) -> None:
    field.lineEdit().setTextMargins(TEXT_ROOM, 0, 0, 0)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _turn(field: QAbstractSpinBox, event: QWheelEvent, change: Callable[[QWheelEvent], None]) -> None:
    if field.hasFocus():
        change(event)
    else:
        event.ignore()
