"""What was pressed and is not done with yet: a key that waits, a reason that goes with the next, the last decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.notes import Note
    from rekreview.domain.sightings import Seen
    from rekreview.ui.grid.rows import Ids


@dataclass(frozen=True, slots=True)
class Waiting:
    """A key that waits for a picture. ids: what it decides; others may go with the one that is waited for. reason: what
    goes with this verdict, and with no other that is pressed in its place.
    """

    asset_id: int
    status: Status
    advance: bool
    ids: tuple[int, ...]
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Armed:
    """A reason that goes with the next verdict, on the asset that was current or on any of what a key acted on then.
    ids: None for more assets than are written at once.
    """

    current: int
    ids: frozenset[int] | None
    words: str

    def goes_with(self, ids: Sequence[int] | Ids) -> bool:
        """Whether it was said of any of these, which are decided on now."""
        return self.ids is None or bool(np.isin(ids, [self.current, *self.ids]).any())


@dataclass(frozen=True, slots=True)
class Last:
    """What was decided last, and when (seconds of the clock). made_in: the list that showed. reasoned: a reason
    followed, in a step of its own.
    """

    ids: tuple[int, ...]
    status: Status
    note: Note
    at: float
    seen: Seen
    made_in: int
    reasoned: bool = False
