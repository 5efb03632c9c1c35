"""All pairs of 64-bit hashes that differ in few bits, found exactly without comparing each with each.

The bits are cut into blocks, so many that two hashes within the distance must agree in several of them (Manku, Jain,
Sarma: Detecting Near-Duplicates for Web Crawling, WWW 2007). For each choice of blocks that could be those, the hashes
are sorted by these bits, and only neighbours in that order are compared. Cutting the blocks into groups and counting
only within a group needs fewer choices for keys of the same length.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import comb
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Pairs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint8]]
    """Places earlier and later, and in how many bits their hashes differ."""

BITS: Final = 64
_INDEX_BITS: Final = 32
_INDEX: Final = (1 << _INDEX_BITS) - 1
_SORT_COST: Final = 3.0
"""What sorting one hash costs, in comparisons of two."""
_TABLE_COST: Final = 5_000.0
"""What one more table costs, however few the hashes, in comparisons."""
_DENSE: Final = 6
"""Above one place in so many, all are compared in a row: picking them out would take longer."""
_PIECE: Final = 1 << 14


@dataclass(frozen=True, slots=True)
class Plan:
    """How to cut: `blocks` blocks in `groups` groups; two near hashes agree in `agreeing` blocks of one group."""

    groups: int
    blocks: int
    agreeing: int

    @property
    def key_bits(self) -> float:
        """How many bits two hashes must share to be compared, on the average."""
        return BITS * self.agreeing / self.blocks

    @property
    def tables(self) -> int:
        """How often the hashes have to be sorted."""
        return sum(comb(len(group), self.agreeing) for group in self.grouped())

    def grouped(self) -> list[range]:
        """The numbers of the blocks in each group."""
        return [range(first, end) for first, end in pairwise(_edges(self.blocks, self.groups))]

    def spans(self) -> Iterator[list[tuple[int, int]]]:
        """For each table the bits of its key, as spans (first, end)."""
        blocks = list(pairwise(_edges(BITS, self.blocks)))
        for group in self.grouped():
            for chosen in combinations(group, self.agreeing):
                yield [blocks[block] for block in chosen]

    def cost(self, number: int) -> float:
        """What it takes to go through so many hashes that are spread evenly, in comparisons."""
        compared = number * number / 2 / 2**self.key_bits
        return self.tables * (_TABLE_COST + number * _SORT_COST + compared)


def plan(number: int, distance: int) -> Plan:
    """The cheapest way to cut for so many hashes.

    At most `distance` blocks hold a differing bit. If the others are more than groups · (agreeing - 1), one group has
    `agreeing` of them, by the pigeonhole. (Distance 0 is cut as 1 is: a key of all bits leaves no room for the place.)
    """
    plans = (
        Plan(groups, max(distance, 1) + groups * (agreeing - 1) + 1, agreeing)
        for groups, agreeing in product(range(1, 4), range(1, 6))
    )
    return min((one for one in plans if _fits(one)), key=lambda one: one.cost(number))


def pairs_within(hashes: Hashes, distance: int) -> Pairs:
    """Every two places (earlier < later) whose hashes differ in at most `distance` bits, and in how many they do.

    In ascending order of (later, earlier). At most 2³² hashes; where many are equal this takes the square of their
    number, so give each only once.
    """
    return _unpacked(hashes, _found(hashes, distance))


def few_pairs_within(hashes: Hashes, distance: int, most: int) -> Pairs | None:
    """The same, unless there are too many to hold: None as soon as more than `most` were found, some several times."""
    found: list[Hashes] = []
    for some in _found(hashes, distance):
        most -= len(some)
        if most < 0:
            return None
        found.append(some)
    return _unpacked(hashes, found)


def _found(hashes: Hashes, distance: int) -> Iterator[Hashes]:
    """Every near pair at least once, table by table."""
    for spans in plan(len(hashes), distance).spans():
        yield from _neighbours(hashes, spans, distance)


def _unpacked(hashes: Hashes, found: Iterable[Hashes]) -> Pairs:
    packed = np.unique(np.concatenate([np.empty(0, np.uint64), *found]))
    later, earlier = (packed >> _INDEX_BITS).astype(np.int64), (packed & _INDEX).astype(np.int64)
    return earlier, later, differing(hashes[later], hashes[earlier])


def differing(first: Hashes, second: Hashes) -> NDArray[np.uint8]:
    """In how many bits hashes differ, each from its counterpart."""
    gap: NDArray[np.uint8] = np.bitwise_count(first ^ second)
    return gap


def _edges(length: int, parts: int) -> list[int]:
    return [length * at // parts for at in range(parts + 1)]


def _fits(one: Plan) -> bool:
    """Whether each group has blocks enough, and a key leaves room for the place of its hash."""
    longest = -(-BITS // one.blocks) * one.agreeing
    return longest <= BITS - _INDEX_BITS and all(len(group) >= one.agreeing for group in one.grouped())


def _neighbours(hashes: Hashes, spans: Sequence[tuple[int, int]], distance: int) -> Iterator[Hashes]:
    """The near pairs that agree in all these bits, as later << 32 | earlier. A few others may come with them."""
    packed = _key(hashes, spans) << _INDEX_BITS
    packed |= np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    order = packed & _INDEX
    packed >>= _INDEX_BITS
    ordered = hashes[order]
    step, going_on = 1, np.flatnonzero(packed[1:] == packed[:-1])
    while len(going_on):
        if len(going_on) * _DENSE > len(hashes):
            near = _near_ahead(ordered, step, distance)
        else:
            near = going_on[differing(ordered[going_on], ordered[going_on + step]) <= distance]
        if len(near):
            one, other = order[near], order[near + step]
            yield (np.maximum(one, other) << _INDEX_BITS) | np.minimum(one, other)
        # A run of equal keys that reaches one step further has reached this far: fewer and fewer are left.
        step += 1
        going_on = going_on[: np.searchsorted(going_on, len(hashes) - step)]
        going_on = going_on[packed[going_on] == packed[going_on + step]]


def _near_ahead(hashes: Hashes, step: int, distance: int) -> NDArray[np.intp]:
    """The places whose hash is near the one so many steps on, found in pieces that stay in the processor's cache."""
    here, ahead = hashes[:-step], hashes[step:]
    found = [
        at + np.flatnonzero(differing(here[at : at + _PIECE], ahead[at : at + _PIECE]) <= distance)
        for at in range(0, len(here), _PIECE)
    ]
    return np.concatenate(found)


def _key(hashes: Hashes, spans: Sequence[tuple[int, int]]) -> Hashes:
    """These bits of each hash side by side."""
    key = np.zeros(len(hashes), np.uint64)
    for first, end in spans:
        key <<= end - first
        key |= (hashes >> first) & ((1 << (end - first)) - 1)
    return key
