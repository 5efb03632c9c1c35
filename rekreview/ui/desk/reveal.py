"""Reveals veiled pictures for as long as a key is held, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from rekreview.ui import live_keys

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class RevealKey(QObject):
    """Hears the key for it (W) in a widget, from wherever inside it the key comes.

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
        if isinstance(event, QKeyEvent) and kind in _KEYS and self._heed_key(event):
            return True
        left = kind is QEvent.Type.ActivationChange and not self._widget.isActiveWindow()
        if left or kind is QEvent.Type.Hide:
            self._reveal(False)
        return super().eventFilter(watched, event)

    def _heed_key(self, event: QKeyEvent) -> bool:
        pressed = event.type() is QEvent.Type.KeyPress
        if not live_keys.is_key_of(event, "reveal", released=not pressed):
            return False
        if pressed or not event.isAutoRepeat():
            self._reveal(pressed)
        return True
