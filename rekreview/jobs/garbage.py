"""Collects Python's cyclic garbage on the GUI thread, and nowhere else.

Python collects in whichever thread happens to allocate. A worker thread that so comes to delete a timer, a widget or
any other QObject takes it away under the event loop, and the process ends with a segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 500


def collect_due() -> int | None:
    """Collect the oldest generation that is due by Python's own thresholds; which it was, None if none was."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return None


class GuiGarbage(QObject):
    """Takes garbage collection over from Python, from its making on the GUI thread until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collect what is due."""
        collect_due()

    def stop(self) -> None:
        """Give garbage collection back as it was."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
