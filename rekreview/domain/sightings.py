"""What a person had before their eyes when they decided on an asset: kept with the decision, to prove that it was seen.

A decision without a sighting is recorded as made on what was not seen: on what a batch decided beside what the screen
showed of it, or one of the command line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class View(StrEnum):
    """Where a picture was painted."""

    GRID = "grid"
    LOUPE = "loupe"
    REEL = "reel"


class FilterStep(StrEnum):
    """How much of a picture could be seen. no_picture: a mark stood in its place, since it cannot be shown.

    grey: all its detail without its colours, the first step of lifting a veil.
    """

    SHARP = "sharp"
    GREY = "grey"
    VEILED = "veiled"
    NO_PICTURE = "no_picture"


@dataclass(frozen=True, slots=True)
class Sighting:
    """How one asset was painted at the moment of a decision on it.

    source_sha256: of the bytes its pixels were made from: in the grid those of the thumbnail, in the loupe the asset's
    own, also while a video plays there; in the reel those of the one frame that stood for a hit of the clip; "" where
    no picture was painted. width, height: pixels of the screen the picture took. dwell_ms: for how long it had been
    there at this filter step without a break. Raises ValueError for what cannot be.
    """

    view: View
    step: FilterStep
    source_sha256: str
    width: int
    height: int
    dwell_ms: int

    def __post_init__(self) -> None:
        sound = not self.source_sha256 if self.step is FilterStep.NO_PICTURE else _SHA256.fullmatch(self.source_sha256)
        if not sound:
            raise ValueError(f"no pixels ({self.step}) are made from “{self.source_sha256}”")
        if min(self.width, self.height, self.dwell_ms) < 0:
            raise ValueError("nothing is painted in less than no room or time")


Seen: TypeAlias = Sighting | Mapping[int, Sighting] | None
"""How the one asset a decision is about was painted, or those of several that were."""


def by_asset(seen: Seen, ids: Sequence[int]) -> Mapping[int, Sighting]:
    """The sighting of each of these assets that was seen. Raises ValueError for one sighting of several assets."""
    if seen is None:
        return {}
    if not isinstance(seen, Sighting):
        return seen
    if len(ids) != 1:
        raise ValueError("a sighting is of one asset")
    return {ids[0]: seen}
