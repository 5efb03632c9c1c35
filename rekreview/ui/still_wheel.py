"""Turning the wheel over a page scrolls it: what lies under the pointer on the way keeps its value."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QComboBox, QScrollArea, QScrollBar, QWidget

TURNED = (QAbstractSpinBox, QComboBox, QAbstractSlider)
"""Whose values Qt changes when the wheel is turned over them, with the focus or without it."""


class StillWheel(QObject):
    """Has the controls on the page of an area leave the wheel to the area."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        for control in area.findChildren(QWidget):
            if isinstance(control, TURNED) and not isinstance(control, QScrollBar):
                control.installEventFilter(self)
                if control.focusPolicy() == Qt.FocusPolicy.WheelFocus:
                    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A turn goes on to what is around the control."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)
