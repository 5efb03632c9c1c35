"""When a key or button was really pressed: the window may have been busy between that and hearing of it."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QInputEvent, QWindow

_PRESSES = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseButtonRelease})
_REMEMBERED = 64


class PressTimes(QObject):
    """Hears what is pressed in a window, and tells for as long as it is acted on when that was.

    The system counts milliseconds from a moment of its own. How far that is from our clock is learned: the press that
    was heard of soonest was heard of at once, near enough. clock: seconds.
    """

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lags: deque[float] = deque(maxlen=_REMEMBERED)
        self._pressed: float | None = None
        self._over = QTimer(self, singleShot=True, interval=0)
        self._over.timeout.connect(self._forget)

    def listen(self, window: QWindow) -> None:
        """Hear what is pressed in this window."""
        window.installEventFilter(self)

    def pressed_at(self) -> float | None:
        """When what is acted on now was pressed (seconds of the clock); None if no press led to it."""
        return self._pressed

    def heard(self, milliseconds: int) -> None:
        """A press of this time of the system is heard of now."""
        self._lags.append(self._clock() - milliseconds / 1000)
        self._pressed = milliseconds / 1000 + min(self._lags)
        self._over.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        """Note when a press was; it goes its way."""
        if event.type() in _PRESSES and isinstance(event, QInputEvent) and event.timestamp() > 0:
            self.heard(event.timestamp())
        return False

    def _forget(self) -> None:
        self._pressed = None
