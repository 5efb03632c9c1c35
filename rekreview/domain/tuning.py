"""Tuning: what a policy would say of a whole library at once, worked out on columns of numbers.

Everything here agrees exactly with `policy.decide`, one asset at a time; it is only faster. No engine is asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from rekreview.domain.arrays import np
from rekreview.domain.assets import Status
from rekreview.domain.columns import KINDS, VERSIONS, ColumnsBuilder, LabelColumns
from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, Policy, PolicyPair
from rekreview.domain.status_codes import STATUS_CODES, code_of
from rekreview.domain.taxonomy import taxonomy
from rekreview.domain.thresholds import IGNORE, Threshold, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "BelowFloor",
    "Codes",
    "ColumnsBuilder",
    "Flips",
    "LabelColumns",
    "below_floor",
    "count",
    "evaluate",
    "exempt",
    "flips",
    "offending",
    "smallest_exceeding",
]

Codes: TypeAlias = "NDArray[np.int8]"

_REJECTED: Final = code_of(Status.REJECTED)
_APPROVED: Final = code_of(Status.APPROVED)


@dataclass(frozen=True, slots=True)
class Flips:
    """Assets that change side, as rows of the columns: those that become rejected, those that become approved."""

    to_rejected: NDArray[np.intp]
    to_approved: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class BelowFloor:
    """A category whose threshold lies under the floor its assets were asked with, so that labels may be missing.

    floor: 0–100. assets: how many were asked with it.
    """

    category: str
    floor: float
    assets: int


@lru_cache(maxsize=1024)
def smallest_exceeding(threshold: Threshold) -> float:
    """The smallest confidence (0–100) over a threshold, so that comparing floats with it is as exact as `exceeds`.

    Infinite for `ignore`. A float counts as the shortest decimal that names it, as everywhere.
    """
    if threshold is IGNORE:
        return math.inf
    bound = percent(threshold)
    smallest = float(bound)
    while Decimal(repr(smallest)) <= bound:
        smallest = math.nextafter(smallest, math.inf)
    while Decimal(repr(below := math.nextafter(smallest, -math.inf))) > bound:
        smallest = below
    return smallest


def evaluate(columns: LabelColumns, pair: PolicyPair) -> Codes:
    """The status code of every asset if `pair` were the policy: what a person decided stands, the rest is judged."""
    statuses = columns.undetected.copy()
    for kind_code, kind in enumerate(KINDS):
        judged = columns.has_detection & (columns.kind == kind_code)
        statuses[judged] = code_of(pair.for_kind(kind).approval)
    statuses[_rejected(columns, pair)] = _REJECTED
    decided = columns.standing >= 0
    statuses[decided] = columns.standing[decided]
    return statuses


def count(statuses: Codes) -> dict[Status, int]:
    """How many assets have each status."""
    counts = np.bincount(statuses, minlength=len(STATUS_CODES))
    return {status: int(counts[code]) for code, status in enumerate(STATUS_CODES)}


def flips(before: Codes, after: Codes) -> Flips:
    """Which assets change side between two evaluations of the same columns."""
    return Flips(
        np.flatnonzero((after == _REJECTED) & (before != _REJECTED)),
        np.flatnonzero((after == _APPROVED) & (before != _APPROVED)),
    )


def below_floor(columns: LabelColumns, pair: PolicyPair) -> list[BelowFloor]:
    """Categories judged under the floor their assets were asked with, for each such floor, in table order."""
    counts: dict[tuple[str, float], int] = {}
    for kind_code, kind in enumerate(KINDS):
        policy = pair.for_kind(kind)
        for version_code, version in enumerate(VERSIONS):
            chosen = columns.has_detection & (columns.kind == kind_code) & (columns.taxonomy == version_code)
            floors = _floors(columns.floor[chosen])
            for slug, threshold in policy.effective(taxonomy(version)).items() if policy.judges else ():
                for floor in floors:
                    if threshold is not IGNORE and percent(threshold) < Decimal(repr(floor)):
                        counts[slug, floor] = counts.get((slug, floor), 0) + floors[floor]
    return [BelowFloor(slug, floor, assets) for (slug, floor), assets in counts.items()]


def offending(columns: LabelColumns, pair: PolicyPair) -> NDArray[np.bool_]:
    """Which labels are over their threshold and count, under each medium's own string."""
    bounds = np.full((len(KINDS), len(columns.legend)), math.inf)
    for kind_code, kind in enumerate(KINDS):
        policy = pair.for_kind(kind)
        if policy.judges:
            bounds[kind_code] = _bounds(columns, policy)
    over: NDArray[np.bool_] = columns.confidence >= bounds.ravel()[columns.bound_code]
    if pair.parents is Parents.LEAF:
        over &= ~columns.explained
    return over & ~exempt(columns, pair.exemptions) if pair.exemptions else over


def exempt(columns: LabelColumns, exemptions: Sequence[Exemption]) -> NDArray[np.bool_]:
    """Which labels do not reject because of what content type they were seen in."""
    spared = np.zeros(len(columns.asset), dtype=np.bool_)
    for exemption in exemptions:
        holding = columns.moments.holding(exemption)
        if holding.any() and len(columns.legend):
            covered = np.array([exemption.covers(place) for _, place in columns.legend], dtype=np.bool_)
            spared |= holding[columns.moments.of_label] & covered[columns.category]
    return spared


def _rejected(columns: LabelColumns, pair: PolicyPair) -> NDArray[np.bool_]:
    rejected = np.zeros(len(columns), dtype=np.bool_)
    rejected[columns.asset[offending(columns, pair)]] = True
    return rejected


def _bounds(columns: LabelColumns, policy: Policy) -> list[float]:
    return [smallest_exceeding(policy.threshold(place, taxonomy(version))) for version, place in columns.legend]


def _floors(floors: NDArray[np.float64]) -> dict[float, int]:
    values, counts = np.unique(floors, return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))
