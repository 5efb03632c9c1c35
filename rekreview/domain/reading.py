"""One reading of all labels: which of them count, given how parents count and what is exempt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.exemptions import Exemption
from rekreview.domain.policy import Parents, PolicyPair
from rekreview.domain.sorted_labels import Mask
from rekreview.domain.tuning_index import TuningIndex

Cuts = tuple[NDArray[np.int64], ...]
"""For each batch and shelf, where the labels begin that are over the threshold."""

_FIRST_STRIDE: Final = 512
_LONGEST_STRIDE: Final = 65_536


@dataclass(frozen=True)
class Found:
    """Rows of assets, each with how far its label is from a threshold, 0–100."""

    row: NDArray[np.int32]
    distance: NDArray[np.float64]

    @staticmethod
    def joined(parts: list[Found]) -> Found:
        """All that several walks found."""
        nothing = Found(np.empty(0, dtype=np.int32), np.empty(0))
        chosen = [nothing, *parts]
        return Found(np.concatenate([p.row for p in chosen]), np.concatenate([p.distance for p in chosen]))

    def nearest(self, most: int) -> NDArray[np.int32]:
        """Each row once, where it is nearest; the nearest first, at most so many."""
        # Named twice is who has a label and its parent: four times as many hold enough, as good as always.
        enough = 4 * most
        if len(self.row) > enough:
            near = self.distance <= np.partition(self.distance, enough)[enough]
            each = _each(self.row[near], self.distance[near])
            if len(each) >= most:
                return each[:most]
        return _each(self.row, self.distance)[:most]


def _each(row: NDArray[np.int32], distance: NDArray[np.float64]) -> NDArray[np.int32]:
    """Each row once, the nearest first; of two as near, the lower one."""
    ordered = row[np.lexsort((row, distance))].tolist()
    return np.array(list(dict.fromkeys(ordered)), dtype=np.int32)


@dataclass(frozen=True)
class Reading:
    """The labels that count in a reading, at most one for each asset and shelf. Make it with `Reading.of`.

    masks: for each batch which labels count, None for all.
    """

    index: TuningIndex
    parents: Parents
    exemptions: tuple[Exemption, ...]
    masks: tuple[Mask | None, ...]

    @staticmethod
    def of(index: TuningIndex, pair: PolicyPair) -> Reading:
        """How a policy reads the labels of a library."""
        masks = (labels.counting(pair.parents, pair.exemptions, index.shelves, index.alive) for labels in index.batches)
        return Reading(index, pair.parents, pair.exemptions, tuple(masks))

    def __len__(self) -> int:
        """How many labels there are, also those that do not count."""
        return sum(map(len, self.index.batches))

    def reads(self, pair: PolicyPair) -> bool:
        """Whether this is how a policy reads them."""
        return (pair.parents, pair.exemptions) == (self.parents, self.exemptions)

    def cuts(self, bounds: NDArray[np.float64]) -> Cuts:
        """Where the labels begin that reach these bounds."""
        return tuple(labels.cuts(bounds) for labels in self.index.batches)

    def rows(self, batch: int, start: int, end: int) -> NDArray[np.int32]:
        """The assets of the labels that count in a stretch."""
        row, mask = self.index.batches[batch].row[start:end], self.masks[batch]
        return row if mask is None else row[mask[start:end]]

    def counts(self, batch: int, cuts: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many labels count in each shelf, from these cuts on."""
        mask, ends = self.masks[batch], self.index.batches[batch].ends(len(cuts))
        if mask is None:
            return ends - cuts
        stretches = zip(cuts.tolist(), ends.tolist(), strict=True)
        return np.array([np.count_nonzero(mask[cut:end]) for cut, end in stretches], dtype=np.int64)

    def walk(
        self, batch: int, start: int, end: int, bound: float, *, upward: bool, most: int, wanted: Callable[..., Mask]
    ) -> Found:
        """The first labels in a stretch, from its lower end or its upper one, whose assets are `wanted` (by rows).

        It stops after `most` of them, since a stretch may be half a million labels long. bound: what the distance is
        told from.
        """
        confidence, found, total, stride = self.index.batches[batch].confidence, [], 0, _FIRST_STRIDE
        while start < end and total < most:
            first, last = (start, min(end, start + stride)) if upward else (max(start, end - stride), end)
            row, own = self.rows(batch, first, last), self._counted(batch, confidence[first:last], first)
            chosen = wanted(row)
            found.append(Found(row[chosen], np.abs(own[chosen].astype(np.float64) - bound)))
            total += int(np.count_nonzero(chosen))
            start, end = (last, end) if upward else (start, first)
            stride = min(2 * stride, _LONGEST_STRIDE)
        return Found.joined(found)

    def _counted(self, batch: int, confidence: NDArray[np.floating], first: int) -> NDArray[np.floating]:
        mask = self.masks[batch]
        return confidence if mask is None else confidence[mask[first : first + len(confidence)]]
