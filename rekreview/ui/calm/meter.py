"""The private meter: seconds in which sharp pictures of heavy categories were on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview.domain.exposure import Exposure

LOOK_MS = 200
# A clock that jumps, or a computer that slept, adds no more than this at once.
_MOST_SECONDS = 1.0


class ExposureMeter(QObject):
    """Looks while it is told to watch, and not otherwise. changed(Exposure): there is more.

    looks: whether a sharp heavy picture is on the screen. Nothing of it is logged.
    """

    changed = Signal(object)

    def __init__(
        self,
        looks: Callable[[], bool],
        exposure: Exposure,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(parent)
        self.exposure = exposure
        self._looks = looks
        self._clock = clock
        self._today = today
        self._since: float | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_watching(self) -> bool:
        """Whether it looks."""
        return self._timer.isActive()

    def watch(self, on: bool) -> None:
        """Look from now on, or no more; what was seen until now counts."""
        if on is self.is_watching:
            return
        if on:
            self._since = None
            self._timer.start()
        else:
            self.look()
            self._timer.stop()

    def look(self) -> None:
        """Count what has passed since the look before, if one was there then and is there now."""
        now = self._clock()
        if not self._looks():
            self._since = None
            return
        if self._since is not None:
            self.exposure = self.exposure.grown(min(now - self._since, _MOST_SECONDS), self._today())
            self.changed.emit(self.exposure)
        self._since = now
