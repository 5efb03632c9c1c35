"""Notes on assets that are not decided yet: each waits for the next verdict on its asset, in whatever company."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np

if TYPE_CHECKING:
    from rekreview.domain.notes import Note
    from rekreview.domain.sweeps import Confirmation
    from rekreview.ui.grid.rows import Ids


class Lent:
    """The notes that go with a long step on these assets, but for those that go with a later verdict before it comes to
    them. What it is about to write it asks for, so that each goes one way. The step asks, and tells, in any thread.

    over: told once it has ended.
    """

    def __init__(self, notes: dict[int, str], ids: Sequence[int] | Ids, over: Callable[[Lent], object]) -> None:
        self.notes = notes
        self._ids = ids
        self._over = over
        self._guard = Lock()
        self._taken: set[int] = set()  # by later verdicts
        self._passed: set[int] = set()  # the step has asked for what is on these
        self._reached = 0
        self._left_alone: Collection[int] = ()

    def give(self, ids: Sequence[int]) -> dict[int, str]:
        """What goes with these assets, which the step writes next."""
        with self._guard:
            found = _among(self.notes, ids)
            self._passed.update(found)
            return {one: self.notes[one] for one in found if one not in self._taken}

    def take(self, ids: Sequence[int] | Ids) -> dict[int, str]:
        """What goes with a later verdict on these assets: all that the step has not come to, or has left alone."""
        with self._guard:
            found = [one for one in _among(self.notes, ids) if one not in self._taken]
            free = [one for one in found if one not in self._passed or one in self._left_alone]
            self._taken.update(free)
        return {one: self.notes[one] for one in free}

    def take_back(self, asset_id: int) -> bool:
        """The verdict that took it was not written. Whether it goes with the step again, as that is still to come."""
        with self._guard:
            goes_on = asset_id in self._taken and asset_id not in self._passed
            if goes_on:
                self._taken.discard(asset_id)
        return goes_on

    def went(self, reached: int, left_alone: Collection[int], ended: bool) -> None:
        """The step has come so far. left_alone: the assets gone through whose note it did not write."""
        with self._guard:
            self._reached, self._left_alone = reached, left_alone
        if ended:
            self._over(self)

    def unwritten(self) -> dict[int, str]:
        """Those that went neither with the step, as far as it came, nor with a later verdict."""
        written = self._taken | set(_among(self.notes, self._ids[: self._reached])).difference(self._left_alone)
        return {one: words for one, words in self.notes.items() if one not in written}


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
            found |= lent.take(ids)
        return found | self._waiting(ids)

    def lend(self, ids: Sequence[int] | Ids) -> Lent:
        """What goes with a long step on these assets; what that has not written by its end waits again."""
        lent = Lent(self._waiting(ids), ids, self._settle)
        if lent.notes:
            self._lent.append(lent)
        return lent

    def _settle(self, lent: Lent) -> None:
        if lent in self._lent:
            self._lent.remove(lent)
            self.give_back(lent.unwritten())

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
        return any(lent.notes.get(asset_id) == words and lent.take_back(asset_id) for lent in self._lent)


def _among(noted: Collection[int], ids: Sequence[int] | Ids) -> list[int]:
    """The assets with a note that are among these."""
    if not noted:
        return []
    each = np.fromiter(noted, np.int64)
    found: list[int] = each[np.isin(each, ids)].tolist()
    return found
