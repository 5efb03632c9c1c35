"""A sweep: what one key confirms on a page of tiles, and what it leaves alone and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
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
    ASIDE = "aside"
    CHANGED = "changed"
    MEANWHILE = "meanwhile"


@dataclass(frozen=True, slots=True)
class OnPage:
    """One place of a page. tile: None if it did not come yet. seen, painted: how its asset and which verdict were
    painted last; None if it is not painted.
    """

    tile: Tile | None
    seen: Sighting | None
    painted: Status | None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A verdict that is confirmed, and how its asset was painted at that moment.

    aside: it was known to be put aside for a second look; one that was put aside meanwhile is left alone.
    note: what was written on it before.
    """

    asset_id: int
    status: Status
    seen: Sighting
    aside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep confirms, in the order of the page, and how many it skips for each reason."""

    confirmed: tuple[Confirmation, ...] = ()
    skipped: Counter[Skip] = field(default_factory=Counter)

    def written(self, changed: Collection[int]) -> Sweep:
        """What came of it: only these were changed. The others were decided on, or put aside, before it was written."""
        confirmed = tuple(one for one in self.confirmed if one.asset_id in changed)
        skipped = self.skipped.copy()
        if left := len(self.confirmed) - len(confirmed):
            skipped[Skip.MEANWHILE] += left
        return Sweep(confirmed, skipped)

    def number(self, status: Status) -> int:
        """How many verdicts of this status it confirms."""
        return sum(one.status is status for one in self.confirmed)


def sweep(page: Iterable[OnPage], *, second_looks: bool = False) -> Sweep:
    """What to confirm on a page.

    Only a verdict that was painted is confirmed, and only under a picture that was before the eyes: a mark that stands
    in for one is none. second_looks: the page is about what was put aside for one; else that is left alone.
    """
    confirmed: list[Confirmation] = []
    skipped: Counter[Skip] = Counter()
    for one in page:
        tile, seen = one.tile, one.seen
        if tile is not None and tile.decided_by is DecidedBy.REVIEWER:
            continue
        why = _why_skipped(one, second_looks=second_looks)
        if why is not None:
            skipped[why] += 1
        elif tile is not None and seen is not None:
            confirmed.append(Confirmation(tile.id, tile.status, seen, tile.second_look))
    return Sweep(tuple(confirmed), skipped)


def _why_skipped(one: OnPage, *, second_looks: bool) -> Skip | None:
    tile, seen = one.tile, one.seen
    if tile is not None and tile.blind:
        return Skip.HIDDEN
    if tile is not None and tile.second_look and not second_looks:
        return Skip.ASIDE
    if tile is not None and tile.status not in _VERDICTS:
        return Skip.NO_VERDICT
    if tile is None or seen is None:
        return Skip.NOT_PAINTED
    if seen.step is FilterStep.NO_PICTURE:
        return Skip.NO_PICTURE
    return None if one.painted is tile.status else Skip.CHANGED
