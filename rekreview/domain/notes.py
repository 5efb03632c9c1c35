"""The words a person writes on assets they decide on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

Note: TypeAlias = str | Mapping[int, str]
"""What goes with a decision: the same on each of its assets, or on some of several what was written on them alone."""


def note_on(note: Note, asset_id: int) -> str:
    """What is said of this asset; "" for nothing."""
    return note if isinstance(note, str) else note.get(asset_id, "")


def notes_among(note: Note, ids: Collection[int]) -> Note:
    """The same of these assets alone; empty words say nothing."""
    if isinstance(note, str):
        return note
    wanted = note.keys() & set(ids)
    return {one: words for one, words in note.items() if words and one in wanted}
