"""All labels of a library, laid out so that moving one threshold costs what changes and not what there is.

`TuningIndex` is the library: it never changes, and `replaced` makes the next one when assets were added, redetected or
overridden. `trial.Trial` is one policy tried on it: it moves with the draft.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind
from rekreview.domain.columns import LabelColumns
from rekreview.domain.taxonomy import Taxonomy


class TuningIndex:
    """Labels by (medium, category, falling confidence), and the assets they belong to. Make it with `TuningIndex.of`.

    Safe to read from any thread.
    """

    @staticmethod
    def of(columns: LabelColumns) -> TuningIndex:
        """The index of a whole library; takes about half a second for four million labels: for the read pool."""
        raise NotImplementedError

    def __len__(self) -> int:
        """How many assets there are."""
        raise NotImplementedError

    @property
    def stale(self) -> float:
        """The share of rows that were replaced and still take room; over STALE_MOST it is time for a new index."""
        raise NotImplementedError

    def replaced(self, asset_ids: Sequence[int], columns: LabelColumns) -> TuningIndex:
        """The index after the assets of these ids changed, with the columns of those of them that are still there."""
        raise NotImplementedError

    def assets(self, kind: MediaKind) -> int:
        """How many assets of one medium there are."""
        raise NotImplementedError

    def histograms(self, kind: MediaKind, taxonomy: Taxonomy) -> dict[str, NDArray[np.int64]]:
        """For each category with labels: how many assets have their strongest label in each of BINS equal bins."""
        raise NotImplementedError
