"""Collects Python's cyclic garbage on the GUI thread, and nowhere else.

Python collects in whichever thread happens to allocate. A worker thread that so comes to delete a timer, a widget or
any other QObject takes it away under the event loop, and the process ends with a segmentation fault.

A collection looks at every object there is, and most of a hundred thousand are modules and classes that stay to the
end: looking at them took 50 to 150 ms, six frames and more. So they are set aside once the library is open.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

# Often enough that few new objects wait to be looked at.
INTERVAL_MS = 200


def collect_due() -> int | None:
    """Collect the oldest generation that is due by Python's own thresholds; which it was, None if none was."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return None


class GuiGarbage(QObject):
    """Takes garbage collection over from Python, from its making on the GUI thread until `stop`.

    Nothing is collected before `settle`: what is imported until then is no garbage.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)

    def settle(self) -> None:
        """Set aside all there is by now as what stays, without looking at it; collect from now on what comes after.

        Again whenever much was made that stays, as a screen.
        """
        gc.freeze()
        self._timer.start()

    def collect(self) -> None:
        """Collect what is due, but not while something is dragged: it can wait, and a frame cannot."""
        if not QGuiApplication.mouseButtons().value:
            collect_due()

    def stop(self) -> None:
        """Give garbage collection back as it was."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
