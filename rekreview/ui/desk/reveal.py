"""Reveals veiled pictures for as long as a key is held, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class RevealKey(QObject):
    """Hears W in a widget, from wherever inside it the key comes.

    A window or screen that is left is veiled again at once: the release of the key would not be heard there.
    """

    def __init__(self, widget: QWidget, reveal: Callable[[bool], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._reveal = reveal
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Heed the key, and what would take it away."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_W:
            return self._heed_key(event)
        left = kind is QEvent.Type.ActivationChange and not self._widget.isActiveWindow()
        if left or kind is QEvent.Type.Hide:
            self._reveal(False)
        return super().eventFilter(watched, event)

    def _heed_key(self, event: QKeyEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and not event.modifiers():
            self._reveal(True)
            return True
        if event.type() is QEvent.Type.KeyRelease and not event.isAutoRepeat():
            self._reveal(False)
            return True
        return False
