"""A sample of decided assets, to be judged blind a second time.

Every decision has the same chance to be drawn. They are laid in a row, kind by kind (who decided, under which
category, and what), in the order of their lots within a kind; every so-many-th is taken, from a place the seed gives.
So each kind has its share in the sample, to the nearest asset, and a share counted on the sample needs no weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rekreview.domain.arrays import np
from rekreview.domain.assets import Status
from rekreview.domain.lots import lots


class DecisionKind(NamedTuple):
    """What decisions of one kind have in common. category: the one the machine's verdict rests on, "" for none."""

    reviewer: str
    category: str
    status: Status


class StandingDecision(NamedTuple):
    """A decision that stands on an asset."""

    decision_id: int
    asset_id: int
    kind: DecisionKind


@dataclass(frozen=True, slots=True)
class SampleStratum:
    """So many decisions of a kind, of which so many were drawn."""

    kind: DecisionKind
    decisions: int
    drawn: int


@dataclass(frozen=True, slots=True)
class SecondSample:
    """What was drawn, in the order it is to be judged in, and how many there are of each kind."""

    decisions: tuple[StandingDecision, ...]
    strata: tuple[SampleStratum, ...]


def draw_again(decisions: Sequence[StandingDecision], *, size: int, seed: int) -> SecondSample:
    """Draw a sample; the same seed draws the same from the same decisions."""
    lot = lots(np.array([one.decision_id for one in decisions], dtype=np.int64), seed).tolist()
    row = sorted(range(len(decisions)), key=lambda at: (decisions[at].kind, lot[at]))
    taken = [decisions[row[at]] for at in _every_so_many(len(row), min(size, len(row)), seed)]
    # A second lot for the order: after the first one alone the kinds would come one after the other.
    second = lots(np.array([one.decision_id for one in taken], dtype=np.int64), ~seed).tolist()
    order = sorted(range(len(taken)), key=second.__getitem__)
    there, drawn = Counter(one.kind for one in decisions), Counter(one.kind for one in taken)
    strata = tuple(SampleStratum(kind, there[kind], drawn[kind]) for kind in sorted(there))
    return SecondSample(tuple(taken[at] for at in order), strata)


def _every_so_many(there: int, wanted: int, seed: int) -> list[int]:
    """Places of a row that lie equally far from each other, the first where the seed says."""
    start = int(lots(np.zeros(1, dtype=np.int64), seed)[0]) / 2**64
    return [min(there - 1, int((at + start) * there / wanted)) for at in range(wanted)]
