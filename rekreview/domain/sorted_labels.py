"""Labels sorted by shelf and rising confidence, so that those over a threshold lie side by side, up to the end.

All that is kept of a label is its asset, its confidence and what decides whether it counts: a million assets with four
million labels have to stay under 60 MB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.columns import LabelColumns
from rekreview.domain.exemptions import Exemption
from rekreview.domain.moments import Moments
from rekreview.domain.policy import Parents
from rekreview.domain.shelves import MEDIA, Shelves

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class LooseLabels:
    """Labels in any order: the row of each one's asset, its shelf, confidence, whether a descendant explains it."""

    row: NDArray[np.int32]
    shelf: NDArray[np.uint16]
    confidence: NDArray[np.floating]
    explained: Mask
    moments: Moments

    @staticmethod
    def of(columns: LabelColumns, group: NDArray[np.int64], first_row: int = 0) -> LooseLabels:
        """The labels of columns; group: of each code of their legend; first_row: the row of their first asset."""
        shelf = (MEDIA * group).astype(np.uint16)[columns.category]
        shelf += columns.kind.astype(np.uint16)[columns.asset]
        row = columns.asset + np.int32(first_row)
        return LooseLabels(row, shelf, columns.confidence, columns.explained, columns.moments.compact())

    def joined(self, others: LooseLabels) -> LooseLabels:
        """These labels and then others, of the same rows and shelves."""
        return LooseLabels(
            np.concatenate((self.row, others.row)),
            np.concatenate((self.shelf, others.shelf)),
            np.concatenate((self.confidence, others.confidence)),
            np.concatenate((self.explained, others.explained)),
            self.moments.joined(others.moments),
        )

    def kept(self, kept: Mask, row: NDArray[np.int32]) -> LooseLabels:
        """The labels of the rows that are kept, under the new number each row has."""
        chosen = kept[self.row]
        return LooseLabels(
            row[self.row[chosen]],
            self.shelf[chosen],
            self.confidence[chosen],
            self.explained[chosen],
            self.moments.chosen(chosen),
        )


@dataclass(frozen=True)
class SortedLabels:
    """Labels by shelf, in each by rising confidence; make them with `SortedLabels.of`.

    starts: where each shelf begins, and the end of the last. explained: a bit for each label. repeated: whether an
    asset has two labels in one shelf, as videos do.
    """

    row: NDArray[np.int32]
    confidence: NDArray[np.floating]
    starts: NDArray[np.int64]
    explained: NDArray[np.uint8]
    moments: Moments
    repeated: bool

    @staticmethod
    def of(labels: LooseLabels, shelves: Shelves) -> SortedLabels:
        """Sort labels; about half a second for four millions."""
        counts = np.bincount(labels.shelf, minlength=len(shelves))
        starts = np.concatenate(([0], np.cumsum(counts)))
        confidence = _exactly_smallest(labels.confidence)
        order = np.argsort(labels.shelf, kind="stable")
        for start, end in pairwise(starts.tolist()):
            within = order[start:end]
            order[start:end] = within[np.argsort(confidence[within])]
        row = labels.row[order]
        return SortedLabels(
            row,
            confidence[order],
            starts,
            np.packbits(labels.explained[order]),
            labels.moments.chosen(order),
            _any_repeated(row, starts),
        )

    def __len__(self) -> int:
        return len(self.row)

    def loose(self) -> LooseLabels:
        """The labels as they can be joined with others."""
        shelf = np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint16), np.diff(self.starts))
        return LooseLabels(self.row, shelf, self.confidence, self._explained, self.moments)

    def bounds_of(self, shelf: int) -> tuple[int, int]:
        """Where a shelf begins and ends; shelves that came later are empty here."""
        if shelf + 1 >= len(self.starts):
            return len(self.row), len(self.row)
        return int(self.starts[shelf]), int(self.starts[shelf + 1])

    def ends(self, shelves: int) -> NDArray[np.int64]:
        """Where each of so many shelves ends."""
        return np.append(self.starts[1:], np.full(shelves + 1 - len(self.starts), len(self)))

    def cuts(self, bounds: NDArray[np.float64]) -> NDArray[np.int64]:
        """For each shelf where the labels begin that reach its bound."""
        return np.array([self.cut(shelf, bound) for shelf, bound in enumerate(bounds.tolist())], dtype=np.int64)

    def cut(self, shelf: int, bound: float) -> int:
        """Where the labels of a shelf begin that reach a bound."""
        start, end = self.bounds_of(shelf)
        if start == end or bound == np.inf:
            return end
        return start + int(np.searchsorted(self.confidence[start:end], self._reached(bound)))

    def counting(
        self, parents: Parents, exemptions: Sequence[Exemption], shelves: Shelves, alive: Mask | None
    ) -> Mask | None:
        """Which labels count in a reading: of the rows that are alive, an asset's strongest in each shelf of those
        that can reject at all. None for every label, the common case, which then costs no memory.
        """
        leaf = parents is Parents.LEAF
        if not (leaf or exemptions or self.repeated) and alive is None:
            return None
        counting = ~self._explained if leaf else np.ones(len(self), dtype=np.bool_)
        if alive is not None:
            counting &= alive[self.row]
        for one, covered in zip(exemptions, shelves.covered(exemptions), strict=True):
            holding = self.moments.holding(one)
            for shelf in covered if holding.any() else ():
                start, end = self.bounds_of(shelf)
                counting[start:end] &= ~holding[self.moments.of_label[start:end]]
        if self.repeated:
            self._keep_strongest(counting)
        return counting

    @property
    def _explained(self) -> Mask:
        return np.unpackbits(self.explained, count=len(self)).astype(np.bool_)

    def _reached(self, bound: float) -> np.floating:
        """The bound as a confidence of this precision: searching with another would copy them all."""
        near = self.confidence.dtype.type(bound)
        return near if float(near) >= bound else np.nextafter(near, self.confidence.dtype.type(np.inf))

    def _keep_strongest(self, counting: Mask) -> None:
        scratch = _scratch(self.row)
        for start, end in pairwise(self.starts.tolist()):
            place = np.flatnonzero(counting[start:end])
            counting[start + place[~_last_of_each(self.row[start:end][place], scratch)]] = False


def _exactly_smallest(confidence: NDArray[np.floating]) -> NDArray[np.floating]:
    """Confidences in half the room, if that loses nothing: the service tells them with single precision."""
    small = confidence.astype(np.float32)
    return small if np.array_equal(small, confidence) else confidence


def _any_repeated(row: NDArray[np.int32], starts: NDArray[np.int64]) -> bool:
    scratch = _scratch(row)
    return not all(_last_of_each(row[start:end], scratch).all() for start, end in pairwise(starts.tolist()))


def _scratch(row: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.empty(int(row.max(initial=-1)) + 1, dtype=np.int32)


def _last_of_each(row: NDArray[np.int32], scratch: NDArray[np.int32]) -> Mask:
    """Which entries are the last of their row; scratch: room for every row, whatever stands in it."""
    place = np.arange(len(row), dtype=np.int32)
    scratch[row] = place  # of several the last one stays
    last: Mask = scratch[row] == place
    return last
