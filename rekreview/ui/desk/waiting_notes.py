"""Notes on assets that are not decided yet: each waits for the next verdict on its asset, in whatever company."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np

if TYPE_CHECKING:
    from rekreview.domain.notes import Note
    from rekreview.domain.sweeps import Confirmation
    from rekreview.ui.grid.rows import Ids


@dataclass(eq=False)
class Lent:
    """The notes that are on their way with a long step on these assets. taken: those that went with a later verdict.
    reached: how many of the assets it has gone through so far. left_alone: those of them whose note it did not write.
    """

    notes: dict[int, str]
    ids: Sequence[int] | Ids
    taken: set[int] = field(default_factory=set)
    reached: int = 0
    left_alone: Collection[int] = ()

    def among(self, ids: Sequence[int] | Ids) -> dict[int, str]:
        """Those on these assets that are still to be written."""
        found = [one for one in _among(self.notes, ids) if one not in self.taken]
        if not found:
            return {}
        written = set(_among(found, self.ids[: self.reached])).difference(self.left_alone)
        return {one: self.notes[one] for one in found if one not in written}


class WaitingNotes:
    """What was written, by asset. What is taken along with a verdict that is not written in the end comes back.

    A verdict on an asset that a long step is still on its way to counts instead of that, and so takes its note along.
    """

    def __init__(self) -> None:
        self._notes: dict[int, str] = {}
        self._lent: list[Lent] = []

    def put(self, asset_id: int, note: str) -> None:
        """Let this wait; an empty one takes back what waits."""
        if note:
            self._notes[asset_id] = note
        else:
            self._notes.pop(asset_id, None)

    def on(self, asset_id: int) -> str:
        """What waits for a verdict on this asset."""
        return self._notes.get(asset_id, "")

    def take(self, ids: Sequence[int] | Ids) -> dict[int, str]:
        """What goes with a verdict on these assets, each with that on its own asset; it waits no more."""
        found: dict[int, str] = {}
        for lent in self._lent:
            away = lent.among(ids)
            lent.taken |= away.keys()
            found |= away
        return found | self._waiting(ids)

    def lend(self, ids: Sequence[int] | Ids) -> Lent:
        """What goes with a long step on these assets, until `settle`."""
        lent = Lent(self._waiting(ids), ids)
        if lent.notes:
            self._lent.append(lent)
        return lent

    def settle(self, lent: Lent, ids: Ids, reached: int, left_alone: Collection[int], ended: bool) -> None:
        """The long step on these assets has come so far: what it wrote goes with no other verdict. Once it has ended, a
        note on what it did not reach, or left as it was, waits again. Before that, any thread may tell.
        """
        lent.left_alone = left_alone  # first: what counts as reached must be known to be left alone
        lent.reached = reached
        if ended and lent in self._lent:
            self._lent.remove(lent)
            written = lent.taken | (set(ids[:reached].tolist()) - set(left_alone))
            self.give_back({one: words for one, words in lent.notes.items() if one not in written})

    def _waiting(self, ids: Sequence[int] | Ids) -> dict[int, str]:
        return {one: self._notes.pop(one) for one in _among(self._notes, ids)}

    def take_for(self, ids: Sequence[int]) -> Note:
        """The same as the note of a decision on these assets."""
        taken = self.take(ids)
        return taken.get(ids[0], "") if len(ids) == 1 else taken or ""

    def take_along(self, choices: Sequence[Confirmation]) -> list[Confirmation]:
        """The same verdicts, each with the note that waited for it."""
        taken = self.take([one.asset_id for one in choices])
        return [replace(one, note=taken.get(one.asset_id, "")) for one in choices]

    def give_back(self, note: Note, ids: Sequence[int] = ()) -> None:
        """Nothing was written of a decision on these assets: let its note wait again, under what was written since."""
        notes: Mapping[int, str] = dict.fromkeys(ids[:1], note) if isinstance(note, str) else note
        for asset_id, words in notes.items():
            if words and not self._goes_on(asset_id, words):
                self._notes.setdefault(asset_id, words)

    def _goes_on(self, asset_id: int, words: str) -> bool:
        """Whether it goes with a long step again, which the verdict that took it did not come before."""
        lent = next((one for one in self._lent if one.notes.get(asset_id) == words), None)
        if lent is not None:
            lent.taken.discard(asset_id)
        return lent is not None


def _among(noted: Collection[int], ids: Sequence[int] | Ids) -> list[int]:
    """The assets with a note that are among these."""
    if not noted:
        return []
    each = np.fromiter(noted, np.int64)
    found: list[int] = each[np.isin(each, ids)].tolist()
    return found
