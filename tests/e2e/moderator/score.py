"""What a session would take a person, by the keystroke-level model, and how many inputs each decision took."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.moderator.diary import Deed, Diary

KEY, POINT, THINK, SCAN = 0.2, 1.1, 1.35, 0.35
"""Seconds: of a key or click, of aiming with the mouse, of making up one's mind, of a look at a tile."""
FREE = 0.1
"""Seconds the app may take before they count."""


@dataclass(frozen=True, slots=True)
class Score:
    """What came out for a person."""

    items: int
    seconds: float
    inputs: int

    @property
    def items_an_hour(self) -> float:
        """How many assets are decided in an hour of this."""
        return 3600 * self.items / self.seconds

    @property
    def inputs_each(self) -> float:
        """Keys and clicks for each asset."""
        return self.inputs / self.items


def score(diary: Diary, items: int) -> Score:
    """Score a session that decided on so many assets.

    Who sees one asset after the other makes up their mind on each. Who scans tiles looks at each for a moment, and
    makes up their mind where they press something; not again for each arrow that leads there. A key held with another
    one takes the time of two. What the app took beyond a tenth of a second counts as it was.
    """
    keys = sum(one.key.count("+") + 1 for one in diary.inputs)
    thoughts = sum(one.deed is not Deed.MOVE for one in diary.inputs)
    aimed = sum(one.aimed for one in diary.inputs)
    waited = sum(max(0.0, max(one.painted_ms or 0.0, one.next_ms or 0.0) / 1000 - FREE) for one in diary.inputs)
    seconds = keys * KEY + thoughts * THINK + aimed * POINT + diary.scanned * SCAN + waited
    return Score(items, seconds, len(diary.inputs))
