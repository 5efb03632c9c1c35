"""Shelves: the labels of one medium that one threshold judges, numbered, so that columns can be cut by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind
from rekreview.domain.columns import KINDS
from rekreview.domain.exemptions import Exemption
from rekreview.domain.legend import Legend
from rekreview.domain.places import Place
from rekreview.domain.policy import Policy, PolicyPair
from rekreview.domain.taxonomy import Taxonomy, TaxonomyVersion, taxonomy
from rekreview.domain.tuning import smallest_exceeding

MEDIA: Final = len(KINDS)

_Key = tuple[TaxonomyVersion, str | Place]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What each shelf is: number 2 * g + k holds the labels of medium k in group g.

    A group is what shares a threshold and a row on the screen: a category by its slug (version 6 has two nodes called
    Gambling), or an unknown label by its place. Groups are only ever added, so that numbers stay.
    """

    groups: Legend = ()
    _numbers: dict[_Key, int] = field(default_factory=dict)
    _bounds: dict[int, tuple[Policy, list[float]]] = field(default_factory=dict, compare=False)

    def __len__(self) -> int:
        return MEDIA * len(self.groups)

    def of(self, legend: Legend) -> tuple[Shelves, NDArray[np.int64]]:
        """The shelves with those of a legend added, and the group of each of its codes."""
        groups, numbers = list(self.groups), dict(self._numbers)
        found = []
        for version, place in legend:
            key = (version, place.slug if place.known else place)
            if key not in numbers:
                numbers[key] = len(groups)
                groups.append((version, place))
            found.append(numbers[key])
        return Shelves(tuple(groups), numbers), np.array(found, dtype=np.int64)

    def find(self, kind: MediaKind, version: TaxonomyVersion, slug: str) -> int | None:
        """The shelf of a known category, or None if nothing was ever labelled so."""
        group = self._numbers.get((version, slug))
        return None if group is None else MEDIA * group + KINDS.index(kind)

    def slugs(self, kind: MediaKind, shown: Taxonomy) -> list[tuple[str, int]]:
        """The slug and the shelf of every known category of a taxonomy, for one medium."""
        return [
            (place.slug, MEDIA * group + KINDS.index(kind))
            for group, (version, place) in enumerate(self.groups)
            if place.known and version == shown.version
        ]

    def bounds(self, pair: PolicyPair) -> NDArray[np.float64]:
        """For each shelf the smallest confidence that rejects; infinite where nothing does."""
        bounds = np.full((len(self.groups), MEDIA), np.inf)
        for code, kind in enumerate(KINDS):
            bounds[:, code] = self._bounds_in(pair.for_kind(kind), code)
        return bounds.ravel()

    def _bounds_in(self, policy: Policy, medium: int) -> list[float]:
        """The bounds in one medium; the policy of the other one stays the same at every step of a slider."""
        known = self._bounds.get(medium)
        if known is None or known[0] != policy:
            known = self._bounds[medium] = policy, self._bounds_of(policy)
        return known[1]

    def _bounds_of(self, policy: Policy) -> list[float]:
        if not policy.judges:
            return [np.inf] * len(self.groups)
        overrides = policy.overrides
        return [
            smallest_exceeding(place.threshold(overrides, policy.effective(taxonomy(version))))
            for version, place in self.groups
        ]

    def covered(self, exemptions: Sequence[Exemption]) -> list[list[int]]:
        """For each exemption, the shelves whose labels it covers."""
        return [
            [
                MEDIA * group + medium
                for group, (_, place) in enumerate(self.groups)
                for medium in range(MEDIA)
                if one.covers(place)
            ]
            for one in exemptions
        ]
