"""A dialog that is there for a moment: a click beside it, another window or Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QWidget


class PassingDialog(QDialog):
    """Without a frame, over the window it belongs to. It is deleted when it closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("tone", "passing")

    def changeEvent(self, event: QEvent) -> None:
        """Who goes elsewhere wants nothing of it any more."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible() and not self.isActiveWindow():
            self.close()
