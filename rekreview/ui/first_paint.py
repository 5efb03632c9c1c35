"""The moment a window is first painted: what is heavy waits for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class FirstPaint(QObject):
    """Emits `begun` once, as the first painting of a widget begins.

    The loop does not say it otherwise: a window is shown by another process, and what waits in the loop may come first.
    """

    begun = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget: QWidget | None = widget
        widget.installEventFilter(self)

    def waive(self) -> None:
        """Wait no longer: it has begun, or counts as if it had."""
        if self._widget is not None:
            self._widget.removeEventFilter(self)
            self._widget = None
            self.begun.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """See the first painting come."""
        if event.type() is QEvent.Type.Paint:
            self.waive()
        return False
