"""All labels of a library, laid out so that moving one threshold costs what changes and not what there is.

`TuningIndex` is the library: it never changes, and `replaced` makes the next one when assets were added, redetected or
overridden. `trial.Trial` is one policy tried on it: it moves with the draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind
from rekreview.domain.columns import KINDS, LabelColumns
from rekreview.domain.policy import Parents
from rekreview.domain.shelves import Shelves
from rekreview.domain.sorted_labels import LooseLabels, Mask, SortedLabels
from rekreview.domain.status_codes import NONE
from rekreview.domain.taxonomy import Taxonomy

BINS: Final = 50
STALE_MOST: Final = 0.05

_EDGES: Final = np.arange(1, BINS) * (100 / BINS)

GONE: Final = -2
"""Stands in `AssetRows.fixed` where a row was replaced."""


@dataclass(frozen=True)
class AssetRows:
    """What is known of each asset, by row: its id, its medium (place in KINDS), its status where no policy tells it.

    fixed: a status code where a person decided or nothing was detected, NONE where the policy judges, GONE where the
    row was replaced.
    """

    asset_id: NDArray[np.int64]
    kind: NDArray[np.int8]
    fixed: NDArray[np.int8]

    @staticmethod
    def of(columns: LabelColumns) -> AssetRows:
        """The assets of columns."""
        judged = np.where(columns.has_detection, np.int8(NONE), columns.undetected)
        return AssetRows(columns.asset_id, columns.kind, np.where(columns.standing >= 0, columns.standing, judged))

    def __len__(self) -> int:
        return len(self.asset_id)

    @property
    def alive(self) -> Mask:
        """Which rows stand for an asset."""
        alive: Mask = self.fixed != GONE
        return alive

    def without(self, asset_ids: Sequence[int]) -> AssetRows:
        """The rows, those of these assets gone."""
        fixed = np.where(np.isin(self.asset_id, np.asarray(asset_ids, dtype=np.int64)), np.int8(GONE), self.fixed)
        return AssetRows(self.asset_id, self.kind, fixed)

    def joined(self, others: AssetRows) -> AssetRows:
        """These rows and then others."""
        return AssetRows(
            np.concatenate((self.asset_id, others.asset_id)),
            np.concatenate((self.kind, others.kind)),
            np.concatenate((self.fixed, others.fixed)),
        )

    def chosen(self, chosen: Mask) -> AssetRows:
        """Some of the rows."""
        return AssetRows(self.asset_id[chosen], self.kind[chosen], self.fixed[chosen])


@dataclass(frozen=True)
class TuningIndex:
    """Labels by (medium, category, confidence), and the assets they belong to. Make it with `TuningIndex.of`.

    It never changes, so any thread may read it. batches: the labels as they were loaded first, then those of assets
    that changed since, if any. Rows of both are numbered in one; loaded: how many there were at first.
    """

    assets: AssetRows
    shelves: Shelves
    batches: tuple[SortedLabels, ...]
    loaded: int

    @staticmethod
    def of(columns: LabelColumns) -> TuningIndex:
        """The index of a whole library; takes about half a second for four million labels: for the read pool."""
        shelves, group = Shelves().of(columns.legend)
        return _in_one(AssetRows.of(columns), shelves, LooseLabels.of(columns, group))

    def __len__(self) -> int:
        """How many assets there are."""
        return int(np.count_nonzero(self.assets.alive))

    @cached_property
    def alive(self) -> Mask | None:
        """Which rows stand for an asset, None while all do."""
        alive = self.assets.alive
        return None if alive.all() else alive

    @property
    def stale(self) -> float:
        """The share of rows that were replaced or added: over STALE_MOST it is time to make it `compact`."""
        rows = len(self.assets)
        return max(rows - self.loaded, rows - len(self)) / max(1, rows)

    def replaced(self, asset_ids: Sequence[int], columns: LabelColumns) -> TuningIndex:
        """The index after the assets of these ids changed, with the columns of those of them that are still there."""
        assets = self.assets.without(asset_ids)
        shelves, group = self.shelves.of(columns.legend)
        fresh = LooseLabels.of(columns, group, len(assets))
        own = np.arange(len(assets), dtype=np.int32)
        main, *tail = self.batches
        for labels in tail:
            fresh = labels.loose().kept(assets.alive, own).joined(fresh)
        batches = (main, SortedLabels.of(fresh, shelves))
        return TuningIndex(assets.joined(AssetRows.of(columns)), shelves, batches, self.loaded)

    def compact(self) -> TuningIndex:
        """The same without what was replaced, all in one batch."""
        alive = self.assets.alive
        row = (np.cumsum(alive) - 1).astype(np.int32)
        labels = reduce(LooseLabels.joined, (one.loose().kept(alive, row) for one in self.batches))
        return _in_one(self.assets.chosen(alive), self.shelves, labels)

    def assets_of(self, kind: MediaKind) -> int:
        """How many assets of one medium there are."""
        return self._of_kind[KINDS.index(kind)]

    def histograms(self, kind: MediaKind, taxonomy: Taxonomy) -> dict[str, list[int]]:
        """For each category with labels: how many assets have their strongest label in each of BINS equal bins."""
        found = {slug: self._bins[shelf] for slug, shelf in self.shelves.slugs(kind, taxonomy)}
        return {slug: bins.tolist() for slug, bins in found.items() if bins.any()}

    def prepare(self) -> None:
        """Work out what is kept once it is known, so that who asks first need not wait: for the read pool."""
        assert len(self._bins) == len(self.shelves)

    @cached_property
    def _of_kind(self) -> list[int]:
        counts: list[int] = np.bincount(self.assets.kind[self.assets.alive], minlength=len(KINDS)).tolist()
        return counts

    @cached_property
    def _bins(self) -> NDArray[np.int64]:
        """The histogram of every shelf."""
        bins = np.zeros((len(self.shelves), BINS), dtype=np.int64)
        for labels in self.batches:
            counting = labels.counting(Parents.LITERAL, (), self.shelves, self.alive)
            for shelf, (start, end) in enumerate(pairwise(labels.starts.tolist())):
                confidence = labels.confidence[start:end]
                if counting is not None:
                    confidence = confidence[counting[start:end]]
                inner = np.searchsorted(confidence, _EDGES.astype(confidence.dtype))
                bins[shelf] += np.diff(inner, prepend=0, append=len(confidence))
        return bins


def _in_one(assets: AssetRows, shelves: Shelves, labels: LooseLabels) -> TuningIndex:
    return TuningIndex(assets, shelves, (SortedLabels.of(labels, shelves),), len(assets))
