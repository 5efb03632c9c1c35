"""Memory of decisions: what was decided on a near-duplicate is offered, and never taken by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from rekreview.ui import actions, naming
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.offer import MemoryOffer
from rekreview.ui.wording import tr

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.changes import ChangeSet
    from rekreview.domain.memories import Memory
    from rekreview.ui.desk.parts import DeskParts

LOOK_MS = 150
"""Who goes through a list faster than this looks for no precedent."""
FIRST_LOOK_MS = 1_500
"""Until near-duplicates are known: finding them is not to slow the start down."""


@dataclass(frozen=True, slots=True)
class _Last:
    """The verdict that was made last, on one asset."""

    asset_id: int
    name: str
    status: Status
    reason: str


class Remembering(DeskFeature):
    """Offers the newest decision on a near-duplicate of the asset at hand, and tells of those left undecided."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self._asset_id = -1
        self._stopped = False
        self._memory: Memory | None = None
        self._last: _Last | None = None
        self._said = ""
        self.offers = (MemoryOffer(parts.detail), MemoryOffer(parts.loupe, in_a_row=True))
        parts.detail.beside_status.addWidget(self.offers[0])
        parts.loupe.above_foot.addWidget(self.offers[1])
        for offer in self.offers:
            offer.taken.connect(self.use)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._look_when_ready)
        parts.verdicts.told.connect(self._hear)
        parts.verdicts.decided.connect(self._remember_verdict)
        parts.verdicts.undone.connect(self._forget_verdict)
        parts.near.changed.connect(self._look_soon)

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """The keys that take an offer, and that decide near-duplicates likewise."""
        return {"use_memory": self.use, "decide_alike": self.decide_alike}

    def deciding_keys(self) -> tuple[str, ...]:
        """Both decide."""
        return ("use_memory", "decide_alike")

    # What is offered.

    def show_current(self, asset_id: int) -> None:
        """Offer nothing of the asset before, and look what there is for this one."""
        self._asset_id = asset_id
        self._offer(None)
        if asset_id >= 0:
            self._look_soon()
        else:
            self._soon.stop()

    def heed(self, change: ChangeSet) -> None:
        """A decision was made, or undone, on this asset or on one that may be like it."""
        if (change.history or change.everything) and self._asset_id >= 0:
            self._look_soon()

    def stop(self) -> None:
        """Look for nothing more, whatever answers are still on their way."""
        self._stopped = True
        self._soon.stop()
        self.parts.near.forget("memory")

    def _look_soon(self) -> None:
        if not self._stopped:
            self._soon.start(LOOK_MS if self.parts.near.ready else FIRST_LOOK_MS)

    def _look_when_ready(self) -> None:
        self.parts.near.when_ready("memory", self._look)

    def _look(self) -> None:
        asset_id = self._asset_id
        if asset_id >= 0:
            ask = partial(self.parts.queries.memory, asset_id, self.parts.near.distance)
            self.parts.dispatcher.newest("memory", ask, partial(self._show, asset_id), self.failed.emit)

    def _show(self, asset_id: int, memory: Memory | None) -> None:
        if asset_id == self._asset_id:
            self._offer(memory)

    def _offer(self, memory: Memory | None) -> None:
        self._memory = memory
        for offer in self.offers:
            offer.offer(memory, self.parts.operations.reviewer(), writable=self.parts.writable)

    def use(self) -> None:
        """Decide on the asset at hand as its near-duplicate was decided."""
        memory = self._memory
        if memory is None or self.parts.stage.current() != self._asset_id:
            self.told.emit(tr("No decision on a near-duplicate of this asset is known."))
        elif self.parts.writable:
            newest = memory.newest
            self.parts.verdicts.decide_likewise(self._asset_id, newest.status, newest.reason)

    # What is left undecided.

    def _hear(self, said: str) -> None:
        self._said = said

    def _remember_verdict(self, ids: Sequence[int], status: Status, reason: str) -> None:
        self._last = None
        if len(ids) == 1:
            self._last = _Last(ids[0], self.parts.stage.name_of(ids[0]), status, reason)
            if self.parts.near.ready:
                self._count(self._last, self._said)

    def _forget_verdict(self, ids: Sequence[int]) -> None:
        if self._last is not None and self._last.asset_id in ids:
            self._last = None

    def _count(self, last: _Last, said: str) -> None:
        row = self.parts.model.rows.row_of(last.asset_id)
        if row >= 0 and self.parts.model.rows.count(row) > 1:
            return  # the sentence on a stack says it already
        ask = partial(self.parts.queries.undecided_like, last.asset_id, self.parts.near.distance)
        self.parts.dispatcher.newest("undecided-alike", ask, partial(self._tell_left, last, said), self.failed.emit)

    def _tell_left(self, last: _Last, said: str, left: Sequence[int]) -> None:
        if not len(left) or self._last is not last or self._said != said:
            return
        text = tr("{count} near-duplicates of it are undecided; {key} decides them likewise.")
        if len(left) == 1:
            text = tr("A near-duplicate of it is undecided; {key} decides it likewise.")
        key = actions.key_or_name("decide_alike")
        self.told.emit(f"{said} {text.format(count=naming.number(len(left)), key=key)}")

    def decide_alike(self) -> None:
        """Decide on the undecided near-duplicates of what was decided last as on that, as one batch."""
        last = self._last
        if last is None or not self.parts.writable:
            self.told.emit(tr("First decide on one asset; then this key decides its near-duplicates likewise."))
            return
        near = self.parts.near

        def look() -> None:
            ask = partial(self.parts.queries.undecided_like, last.asset_id, near.distance)
            self.parts.dispatcher.newest("decide-alike", ask, partial(self._decide_left, last), self.failed.emit)

        near.when_ready("decide-alike", look)

    def _decide_left(self, last: _Last, left: Sequence[int]) -> None:
        if self._last is not last:
            text = tr("Something else was decided meanwhile than {name}: its near-duplicates are left as they were.")
            self.told.emit(text.format(name=last.name))
            return
        if not len(left):
            text = tr("No near-duplicate of {name} is left undecided.")
            self.told.emit(text.format(name=last.name))
            return
        ids = [int(one) for one in left]
        words = tr("{assets} like {name}").format(assets=naming.assets(len(ids)), name=last.name)
        self.parts.verdicts.decide_together(-1, ids, last.status, words, advance=False, reason=last.reason)
