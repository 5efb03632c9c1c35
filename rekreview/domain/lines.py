"""Which category decides on an asset alone, told from a number that is folded and unfolded as labels come and go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.legend import Legend
from rekreview.domain.taxonomy import Category, TaxonomyVersion, taxonomy

Folds = NDArray[np.unsignedinteger]

OFF: Final = 1
"""The fold of what lies on no line: an unknown category, or an asset on which no category decides."""

_LENGTH_BITS: Final = 2
_LEVELS: Final = 3


@dataclass(frozen=True)
class Lines:
    """Lines of categories, each below the one before. Make it with `Lines.of`.

    An asset's fold is the exclusive or of the numbers of all groups that reject it. Such a number has a field of bits
    for each level of the taxonomy, empty but for its own. So an asset whose fold has as many fields filled as it has
    groups has one group at each of these levels, and the fields name them; a line is known by its fold then, and
    nothing else is taken for one.

    numbers: of each group. known: for each fold the group of the lowest category of that line (counted from 1) and how
    long the line is, 0 for a fold of no line.
    """

    numbers: Sequence[int]
    known: NDArray[np.int32]

    @staticmethod
    def of(groups: Legend) -> Lines:
        """The lines among the groups of all shelves."""
        found = [(version, _category(version, place.slug) if place.known else None) for version, place in groups]
        at_level = Counter(category.level for _, category in found if category)
        widths = [at_level[level].bit_length() for level in range(1, _LEVELS + 1)]
        shifts = list(accumulate(widths, initial=OFF.bit_length()))
        taken: Counter[int] = Counter()
        numbers = [_number(category, taken, shifts) for _, category in found]
        of = {
            (version, category.slug): own for (version, category), own in zip(found, numbers, strict=True) if category
        }
        known = np.zeros(1 << shifts[-1], dtype=np.int32)
        for group, (version, category) in enumerate(found, 1):
            if category is None:
                continue
            slugs = [above.slug for above in taxonomy(version).ancestors(category.slug)]
            above = [of[version, slug] for slug in slugs if (version, slug) in of]
            for some in range(len(above) + 1):
                for chosen in combinations(above, some):
                    known[of[version, category.slug] + sum(chosen)] = group << _LENGTH_BITS | some + 1
        return Lines(numbers, known)

    @property
    def room(self) -> np.dtype[np.unsignedinteger]:
        """What a fold has room in."""
        return np.min_scalar_type(max(1, len(self.known) - 1))

    def lowest(self, folds: Folds, hits: NDArray[np.unsignedinteger]) -> NDArray[np.int32]:
        """For each fold of so many groups the lowest group of their line, counted from 1; 0 if they make none."""
        found = self.known.take(folds)
        told: NDArray[np.int32] = (found >> _LENGTH_BITS) * ((found & (1 << _LENGTH_BITS) - 1) == hits)
        return told

    def counts(self, folds: Folds, hits: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
        """How many of these folds are of a line that ends in each group."""
        return np.bincount(self.lowest(folds, hits), minlength=len(self.numbers) + 1)[1:]


def _category(version: TaxonomyVersion, slug: str) -> Category | None:
    """The category of a slug: of the two nodes called Gambling the upper one."""
    return taxonomy(version).get(slug)


def _number(category: Category | None, taken: Counter[int], shifts: Sequence[int]) -> int:
    if category is None:
        return OFF
    taken[category.level] += 1
    return taken[category.level] << shifts[category.level - 1]
