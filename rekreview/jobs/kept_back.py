"""What begins a little later, so that what nobody waits for does not delay what somebody waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from PySide6.QtCore import QObject, QTimer

WRITE_MS = 50
"""So long anything waits at most for writes whose answers are awaited."""

Begin = Callable[[], None]


class KeptBack:
    """Keeps reads back while the app starts, and all that can wait while a write is on its way whose answer is awaited.

    Threads of Python take turns: a few reads beside it make a commit, and the paint of what it says, twice as late; and
    so does what else is painted before it. For the GUI thread only.
    """

    def __init__(self, parent: QObject) -> None:
        self._held = False
        self._held_reads: list[Begin] = []
        self._writes = 0
        self._after_writes: list[Begin] = []
        self._beginning = False
        self._latest = QTimer(parent, singleShot=True, interval=WRITE_MS)
        self._latest.timeout.connect(self._begin_what_waits)

    @property
    def some(self) -> bool:
        """Whether anything is kept back."""
        return bool(self._held_reads or self._after_writes)

    def read(self, begin: Begin) -> None:
        """Begin a read as soon as neither the start nor a write speaks against it."""
        if self._held:
            self._held_reads.append(begin)
        else:
            self.after_writes(begin)

    def after_writes(self, begin: Begin) -> None:
        """Begin something now, or, while the answer of a write is awaited, right after it or when that takes long."""
        if self._beginning or not self._writes:
            begin()
            return
        self._after_writes.append(begin)
        if not self._latest.isActive():
            self._latest.start()

    def hold(self) -> None:
        """Begin no read until `let_go`."""
        self._held = True

    def let_go(self) -> None:
        """Begin the reads that were held, in their order, and hold none any more."""
        self._held = False
        reads, self._held_reads = self._held_reads, []
        _begin_all(reads)

    def write_begun(self) -> None:
        """A write is on its way whose answer is awaited."""
        self._writes += 1

    def write_answered(self) -> None:
        """Whoever waited for it has the answer."""
        self._writes -= 1
        if not self._writes:
            self._begin_what_waits()

    def forget(self) -> None:
        """Nothing that is kept back begins any more, and no write is awaited."""
        self._latest.stop()
        self._held_reads.clear()
        self._after_writes.clear()
        self._writes = 0

    def _begin_what_waits(self) -> None:
        """Those that begin now may ask for reads: these have waited with them."""
        self._latest.stop()
        waited, self._after_writes = self._after_writes, []
        self._beginning = True
        try:
            _begin_all(waited)
        finally:
            self._beginning = False


def _begin_all(some: Sequence[Begin]) -> None:
    with ExitStack() as rest:  # a bug in one does not keep the others from beginning
        for begin in reversed(some):
            rest.callback(begin)
