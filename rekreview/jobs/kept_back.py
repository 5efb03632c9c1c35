"""What begins a little later, so that what nobody waits for does not delay what somebody waits for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

WRITE_MS = 50
"""So long anything waits at most for writes whose answers are awaited."""

Begin = Callable[[], None]


class KeptBack:
    """Keeps reads back while the app starts, and all that can wait while a write is on its way whose answer is to be
    shown.

    Threads of Python take turns: a few reads beside it make a commit, and the paint of what it says, twice as late; and
    so does what else is painted before it. For the GUI thread only.
    """

    def __init__(self, parent: QObject) -> None:
        self._kept: list[Begin] = []
        self._held = False
        self._writes = 0
        self._latest = QTimer(parent, singleShot=True, interval=WRITE_MS)
        self._latest.timeout.connect(self._begin)

    @property
    def some(self) -> bool:
        """Whether anything is kept back."""
        return bool(self._kept)

    def read(self, begin: Begin) -> None:
        """Begin a read as soon as nothing speaks against it."""
        if self._held:
            self._kept.append(begin)
        else:
            self.after_writes(begin)

    def after_writes(self, begin: Begin) -> None:
        """Begin something as soon as no write is on its way."""
        if not self._writes:
            begin()
            return
        self._kept.append(begin)
        if not (self._held or self._latest.isActive()):
            self._latest.start()

    def hold(self) -> None:
        """Begin nothing that is kept back until `let_go`."""
        self._held = True

    def let_go(self) -> None:
        """Begin what was kept back, in its order, and hold nothing any more."""
        self._held = False
        self._begin()

    def write_begun(self) -> None:
        """A write is on its way."""
        self._writes += 1

    def write_answered(self) -> None:
        """What one said is on the screen."""
        self._writes -= 1
        if not self._writes:
            self._begin()

    def forget(self) -> None:
        """Nothing begins any more."""
        self._latest.stop()
        self._kept.clear()

    def _begin(self) -> None:
        if self._held:
            return
        self._latest.stop()
        kept, self._kept = self._kept, []
        for begin in kept:
            begin()
