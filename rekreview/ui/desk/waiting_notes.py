"""Notes on assets that are not decided yet: each waits for the next verdict on its asset, in whatever company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np
from rekreview.domain.notes import Note
from rekreview.domain.sweeps import Confirmation

if TYPE_CHECKING:
    from rekreview.ui.grid.rows import Ids


class WaitingNotes:
    """What was written, by asset. What is taken along with a verdict that is not written in the end comes back."""

    def __init__(self) -> None:
        self._notes: dict[int, str] = {}

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
        if not self._notes:
            return {}
        waiting = np.fromiter(self._notes, np.int64)
        return {one: self._notes.pop(one) for one in waiting[np.isin(waiting, ids)].tolist()}

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
            if words:
                self._notes.setdefault(asset_id, words)
