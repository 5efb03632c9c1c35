"""A sweep: what one key confirms on a page of tiles, and what it leaves alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.domain.sightings import FilterStep, Sighting

_VERDICTS: Final = (Status.APPROVED, Status.REJECTED)


class Skip(StrEnum):
    """Why a sweep leaves an undecided asset alone."""

    NOT_PAINTED = "not_painted"
    NO_PICTURE = "no_picture"
    NO_VERDICT = "no_verdict"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A verdict that is confirmed, and how its asset was painted at that moment."""

    asset_id: int
    status: Status
    seen: Sighting


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep confirms, in the order of the page, and how many it skips for each reason."""

    confirmed: tuple[Confirmation, ...] = ()
    skipped: Counter[Skip] = field(default_factory=Counter)

    def number(self, status: Status) -> int:
        """How many verdicts of this status it confirms."""
        return sum(one.status is status for one in self.confirmed)


def sweep(page: Iterable[tuple[Tile | None, Sighting | None]]) -> Sweep:
    """What to confirm on a page. A tile that did not come yet is None, as is the sighting of one that is not painted.

    Only a verdict that shows is confirmed, and only under a picture that was before the eyes: a mark that stands in for
    one is none.
    """
    confirmed: list[Confirmation] = []
    skipped: Counter[Skip] = Counter()
    for tile, seen in page:
        if tile is not None and tile.decided_by is DecidedBy.REVIEWER:
            continue
        why = _why_skipped(tile, seen)
        if why is not None:
            skipped[why] += 1
        elif tile is not None and seen is not None:
            confirmed.append(Confirmation(tile.id, tile.status, seen))
    return Sweep(tuple(confirmed), skipped)


def _why_skipped(tile: Tile | None, seen: Sighting | None) -> Skip | None:
    if tile is not None and tile.blind:
        return Skip.HIDDEN
    if tile is not None and tile.status not in _VERDICTS:
        return Skip.NO_VERDICT
    if tile is None or seen is None:
        return Skip.NOT_PAINTED
    return Skip.NO_PICTURE if seen.step is FilterStep.NO_PICTURE else None
