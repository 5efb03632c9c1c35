"""The counts of queues as a person sees the library, while some assets show as if nobody had decided on them yet.

What comes back for a second opinion counts as not decided until it was decided again, in the list it shows in. Counts
that knew better would stand still at just those decisions, and tell them apart from all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.domain.queues import QueueCounts, QueueName

_BY_STATUS: Final = {
    Status.REJECTED: QueueName.REJECTED,
    Status.APPROVED: QueueName.APPROVED,
    Status.PENDING: QueueName.PENDING,
    Status.NOT_MODERATED: QueueName.NOT_MODERATED,
}

DOUBTFUL: Final = (QueueName.BORDERLINE, QueueName.DISAGREEING)
"""The queues of what a machine alone cannot settle: near a threshold, or judged otherwise by another engine."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One asset as it is, and as it shows. doubts: the DOUBTFUL queues it is in unless a person decides on it."""

    asset: Tile
    seen: Tile
    doubts: frozenset[QueueName] = frozenset()


def queues_of(tile: Tile, doubts: Collection[QueueName] = ()) -> frozenset[QueueName]:
    """The queues an asset that stands like this is in. doubts: those of them it is in unless it is decided."""
    reviewed = tile.decided_by is DecidedBy.REVIEWER
    found = {
        QueueName.ALL: True,
        QueueName.REVIEWED: reviewed,
        QueueName.OVERTURNED: tile.overturned,
        QueueName.SECOND_LOOK: tile.second_look,
        **{name: name in doubts and not reviewed for name in DOUBTFUL},
    }
    by_status = {_BY_STATUS[tile.status]} if tile.status in _BY_STATUS else set()
    return frozenset({name for name, holds in found.items() if holds} | by_status)


def as_seen(counts: QueueCounts, shown: Iterable[Shown]) -> QueueCounts:
    """The counts with each of these assets where it shows instead of where it is."""
    moved: Counter[QueueName] = Counter()
    left: Counter[QueueName] = Counter()
    for one in shown:
        for tile, by in ((one.asset, -1), (one.seen, 1)):
            for name in queues_of(tile, one.doubts):
                moved[name] += by
                left[name] += by if tile.decided_by is not DecidedBy.REVIEWER else 0
    return replace(counts, counts=_with(counts.counts, moved), left=_with(counts.left, left))


def _with(counts: dict[QueueName, int], moved: Counter[QueueName]) -> dict[QueueName, int]:
    return {name: max(0, number + moved[name]) for name, number in counts.items()}
