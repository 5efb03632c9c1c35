"""Whether the library's near-duplicates are known yet, so that nothing waits for them that could go on without."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from rekreview.domain.near_duplicates import DISTANCE, MOST_DISTANT

if TYPE_CHECKING:
    from rekreview.jobs.dispatcher import Dispatcher


class NearQueries(Protocol):
    """What has to be asked of the library once."""

    def make_stacks(self, distance: int) -> None:
        """Have the stacks of the whole library ready."""


class NearDuplicates(QObject):
    """Has the stacks of the library made ready when they are first needed: seconds of one reader at a million assets.

    Until then whoever needs them waits without holding a reader, so that the other one serves the grid. changed: the
    distance was set anew, and what is known counts no more. failed(Exception).
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, queries: NearQueries, dispatcher: Dispatcher, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queries = queries
        self._dispatcher = dispatcher
        self._distance = DISTANCE
        self._ready = False
        self._asked = False
        self._waiting: dict[str, Callable[[], object]] = {}

    @property
    def distance(self) -> int:
        """In how many bits near-duplicates may differ from the one that stands for them."""
        return self._distance

    @property
    def ready(self) -> bool:
        """Whether an answer comes in a moment."""
        return self._ready

    def set_distance(self, distance: int) -> None:
        """Let near-duplicates be so far apart from now on; what makes no sense counts as the nearest that does."""
        wanted = max(0, min(distance, MOST_DISTANT))
        if wanted != self._distance:
            self._distance = wanted
            self._ready = self._asked = False
            self.changed.emit()
            if self._waiting:
                self._ask()

    def when_ready(self, key: str, then: Callable[[], object]) -> None:
        """Do this once they are known, or now if they are; of two with one key only the later is done."""
        if self._ready:
            then()
            return
        self._waiting[key] = then
        self._ask()

    def forget(self, key: str) -> None:
        """Whoever waited under this key waits no more."""
        self._waiting.pop(key, None)

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            make = partial(self._queries.make_stacks, self._distance)
            self._dispatcher.newest("near-duplicates", make, self._know, self._miss)

    def _know(self, _answer: None) -> None:
        self._ready = True
        waiting, self._waiting = self._waiting, {}
        for then in waiting.values():
            then()

    def _miss(self, error: Exception) -> None:
        self._asked = False
        self._waiting.clear()
        self.failed.emit(error)
