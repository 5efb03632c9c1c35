"""Reads that begin a little later, so that what nobody waits for does not delay what somebody waits for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

WRITE_MS = 50
"""So long a read waits at most for writes whose answers are awaited."""

Begin = Callable[[], None]


class KeptReads:
    """Keeps reads back while the app starts, and while a write is on its way whose answer is to be shown.

    Threads of Python take turns: a few reads beside it make a commit, and the paint of what it says, twice as late. For
    the GUI thread only.
    """

    def __init__(self, parent: QObject) -> None:
        self._reads: list[Begin] = []
        self._held = False
        self._writes = 0
        self._latest = QTimer(parent, singleShot=True, interval=WRITE_MS)
        self._latest.timeout.connect(self._begin)

    @property
    def some(self) -> bool:
        """Whether any is kept back."""
        return bool(self._reads)

    def take(self, begin: Begin) -> None:
        """Begin a read as soon as nothing speaks against it."""
        if not (self._held or self._writes):
            begin()
            return
        self._reads.append(begin)
        if not (self._held or self._latest.isActive()):
            self._latest.start()

    def hold(self) -> None:
        """Begin none until `let_go`."""
        self._held = True

    def let_go(self) -> None:
        """Begin those that were kept back, in their order, and hold none any more."""
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
        self._reads.clear()

    def _begin(self) -> None:
        if self._held:
            return
        self._latest.stop()
        reads, self._reads = self._reads, []
        for begin in reads:
            begin()
