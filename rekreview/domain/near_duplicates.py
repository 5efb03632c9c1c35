"""Stacks of near-duplicates: pictures whose perceptual hashes differ in few bits from that of one representative.

A picture joins the stack whose representative is nearest, the oldest of equals; if none is near enough it opens a stack
and represents it. So no two pictures of a stack differ in more than twice the distance: a chain in which each is like
the next never brings strangers together, as it would if all that are connected were one stack. And since only those who
came before count, what comes later moves nobody: adding pictures one by one, or all at once, gives the same stacks, and
nothing on the screen jumps while an import runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.near_index import NearIndex
from rekreview.domain.near_pairs import few_pairs_within, pairs_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rekreview.domain.near_pairs import Pairs

DISTANCE: Final = 6
"""Bits, of 64, in which a picture may differ from its representative, unless the settings say otherwise."""
MOST_DISTANT: Final = 16
"""Beyond this, hashes of pictures that have nothing in common are near each other too."""
_FEW: Final = 512
"""So many hashes are paired each with each in any case."""
_LEAST_PAIRS: Final = 1 << 20
_PAIRS_OF_EACH: Final = 8
"""More pairs than this for each hash, and than the least, are a crowd."""


@dataclass(frozen=True, slots=True, eq=False)
class QueueStacks:
    """The stacks of a queue, in its order: each stands where its first picture does, which represents it there.

    members: the ids, stack by stack. begins: where each stack begins among them, and where the last one ends.
    """

    members: NDArray[np.int64]
    begins: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.begins) - 1

    @property
    def representatives(self) -> NDArray[np.int64]:
        """The first picture of each stack: the rows of a grid of stacks."""
        return self.members[self.begins[:-1]]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many pictures each stack holds."""
        return np.diff(self.begins)

    def stack(self, row: int) -> tuple[int, ...]:
        """The ids of one stack, in the order of the queue."""
        return tuple(self.members[self.begins[row] : self.begins[row + 1]].tolist())


class Stacks:
    """The stacks of all pictures added so far. Not for several threads at once."""

    def __init__(self, distance: int = DISTANCE) -> None:
        """distance: bits, 0–16. Raises ValueError for another."""
        if not 0 <= distance <= MOST_DISTANT:
            raise ValueError(f"a distance is between 0 and {MOST_DISTANT} bits, not {distance}")
        self.distance = distance
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._stack_of: NDArray[np.int32] = np.empty(0, np.int32)
        self._hashes: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._stack_of_hash: NDArray[np.int32] = np.empty(0, np.int32)
        self._representatives = NearIndex(distance)

    def __len__(self) -> int:
        """How many stacks there are; a picture that is like no other is one by itself."""
        return len(self._representatives)

    @property
    def newest(self) -> int:
        """The highest id added; 0 before the first."""
        return int(self._ids[-1]) if len(self._ids) else 0

    def add(self, ids: NDArray[np.int64], hashes: NDArray[np.int64]) -> None:
        """Add pictures with their hashes, as a database holds them (signed).

        Ids in ascending order and above all former ones: they are the order in which pictures came. Raises ValueError.
        """
        if len(ids) and (ids[0] <= self.newest or np.any(np.diff(ids) <= 0)):
            raise ValueError("pictures are added in the order of their ids")
        distinct, first, which = np.unique(hashes.view(np.uint64), return_index=True, return_inverse=True)
        stack_of = self._known(distinct)
        unknown = np.flatnonzero(stack_of < 0)
        unknown = unknown[np.argsort(first[unknown])]
        stack_of[unknown] = self._placed(distinct[unknown])
        self._remember(distinct[unknown], stack_of[unknown])
        self._ids = np.concatenate([self._ids, ids])
        self._stack_of = np.concatenate([self._stack_of, stack_of[which]])

    def numbers(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of each picture's stack, from 0 in the order they were opened; -1 for one that was not added."""
        if not len(self._ids):
            return np.full(len(ids), -1, np.int64)
        at = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return np.where(self._ids[at] == ids, self._stack_of[at], -1).astype(np.int64)

    def companions(self, asset_id: int) -> NDArray[np.int64]:
        """The ids of all pictures in the stack of this one, ascending; of one that was not added, itself alone."""
        ids = np.array([asset_id], np.int64)
        number = self.numbers(ids)[0]
        return ids if number < 0 else self._ids[self._stack_of == number]

    def _known(self, distinct: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The stack each hash went to before, so that equal pictures stay together; -1 for a new one."""
        if not len(self._hashes):
            return np.full(len(distinct), -1, np.int32)
        at = np.minimum(np.searchsorted(self._hashes, distinct), len(self._hashes) - 1)
        return np.where(self._hashes[at] == distinct, self._stack_of_hash[at], -1).astype(np.int32)

    def _remember(self, hashes: NDArray[np.uint64], stack_of: NDArray[np.int32]) -> None:
        order = np.argsort(hashes)
        at = np.searchsorted(self._hashes, hashes[order])
        self._hashes = np.insert(self._hashes, at, hashes[order])
        self._stack_of_hash = np.insert(self._stack_of_hash, at, stack_of[order])

    def _placed(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The stacks of new hashes, in the order they came; opens those that are missing."""
        former, stack_of = len(self), np.full(len(hashes), -1, np.int64)
        new = self._unlike_all(hashes)
        stack_of[new] = self._opened(hashes[new])
        # Of the representatives only those count that were there when a picture came.
        before = np.maximum(np.maximum.accumulate(stack_of), former - 1) + 1
        left = stack_of < 0
        stack_of[left] = self._representatives.nearest(hashes[left], before[left])[0]
        return stack_of.astype(np.int32)

    def _opened(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Opens the stacks that are missing for these, which are like no representative so far.

        Tells the stack of each; -1 where several parts of a crowd have to be looked at for the nearest. In a crowd
        nearly all are like the first few, so once those represent it hardly any are left to pair: each with each would
        fill the memory.
        """
        number = len(hashes)
        if number <= _FEW:
            return self._joined(hashes, pairs_within(hashes, self.distance))
        pairs = few_pairs_within(hashes, self.distance, max(_LEAST_PAIRS, number * _PAIRS_OF_EACH))
        if pairs is not None:
            return self._joined(hashes, pairs)
        half = number // 2
        stack_of = np.full(number, -1, np.int64)
        stack_of[:half] = self._opened(hashes[:half])
        new = half + np.flatnonzero(self._unlike_all(hashes[half:]))
        stack_of[new] = self._opened(hashes[new])
        return stack_of

    def _joined(self, hashes: NDArray[np.uint64], pairs: Pairs) -> NDArray[np.int64]:
        """The stacks of hashes that are like each other, as these pairs tell, and like no representative."""
        earlier, later, gap = pairs
        opens = openers(len(hashes), earlier, later)
        stack_of = len(self) - 1 + np.cumsum(opens)
        self._representatives.add(hashes[opens])
        joins = opens[earlier] & ~opens[later]
        who, stack = later[joins], stack_of[earlier[joins]]
        order = np.lexsort((stack, gap[joins], who))
        chosen, first = np.unique(who[order], return_index=True)
        stack_of[chosen] = stack[order][first]
        return stack_of

    def _unlike_all(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which are near no representative."""
        unlike: NDArray[np.bool_] = self._representatives.nearest(hashes)[0] < 0
        return unlike


def openers(number: int, earlier: NDArray[np.int64], later: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of so many pictures open a stack: those that are near no opener before them.

    Decided in rounds over all pairs at once, not one by one: who waits for nobody any more opens a stack, and whoever
    is near such a one joins. Each round decides at least the first that is left.
    """
    joins, opens = np.zeros(number, np.bool_), np.zeros(number, np.bool_)
    undecided = ~joins
    while undecided.any():
        open_pairs = ~joins[earlier] & ~joins[later]
        earlier, later = earlier[open_pairs], later[open_pairs]
        waiting = np.zeros(number, np.bool_)
        waiting[later] = True
        opens |= undecided & ~waiting
        joins[later[opens[earlier]]] = True
        undecided &= waiting & ~joins
    return opens


def stacked(ids: NDArray[np.int64], numbers: NDArray[np.int64]) -> QueueStacks:
    """The stacks of a queue. ids: in its order, each once. numbers: from `Stacks.numbers`; who has none is alone."""
    keys = np.where(numbers < 0, -1 - np.arange(len(ids)), numbers)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    place = first[which]
    order = np.argsort(place, kind="stable")
    begins = np.flatnonzero(np.diff(place[order], prepend=-1))
    return QueueStacks(ids[order], np.append(begins, len(ids)))
