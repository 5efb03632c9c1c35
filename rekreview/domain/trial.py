"""One policy tried on a whole library, kept true while its thresholds move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.tuning_index import TuningIndex


@dataclass(frozen=True, slots=True)
class Side:
    """The assets that would change to one side.

    count: how many. nearest: ids of the first of them, nearest to the threshold they passed first.
    """

    count: int
    nearest: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CategoryEffect:
    """What one category does to the assets of one medium.

    over: assets with a label over its threshold, that counts in this reading. alone: of those, the ones nobody decided
    that no other category rejects. to_rejected: assets that would become rejected, with a label here that rejects them.
    to_approved: assets that would become approved, with a label here that rejects them under the applied policy.
    """

    over: int
    alone: int
    to_rejected: int
    to_approved: int


class Trial:
    """A draft policy tried on a library against the applied one. Not for two threads at once.

    Agrees with `policy.decide` on every asset. Making one takes some 30 ms at a million assets, so make it in the read
    pool; `move` on a slider's step takes a fraction of a millisecond and may run on the GUI thread.
    """

    index: TuningIndex
    applied: PolicyPair
    draft: PolicyPair

    def __init__(self, index: TuningIndex, applied: PolicyPair, draft: PolicyPair) -> None:
        raise NotImplementedError

    def distance(self, draft: PolicyPair) -> int:
        """How many labels lie between this draft and another: what `move` would cost (some 6 ns each)."""
        raise NotImplementedError

    def move(self, draft: PolicyPair) -> None:
        """Try another draft instead. One that counts parents or exempts otherwise is worked out from scratch."""
        raise NotImplementedError

    @property
    def before(self) -> Mapping[Status, int]:
        """How many assets have each status under the applied policy."""
        raise NotImplementedError

    @property
    def after(self) -> Mapping[Status, int]:
        """How many assets have each status under the draft."""
        raise NotImplementedError

    def to_rejected(self, most: int) -> Side:
        """The assets that would become rejected, with the ids of the `most` nearest to their threshold."""
        raise NotImplementedError

    def to_approved(self, most: int) -> Side:
        """The assets that would become approved, with the ids of the `most` nearest to their threshold."""
        raise NotImplementedError

    def categories(self, kind: MediaKind, taxonomy: Taxonomy) -> dict[str, CategoryEffect]:
        """What each category with labels does, by slug."""
        raise NotImplementedError

    def statuses(self) -> dict[int, Status]:
        """The status of every asset under the draft, by id: for tests and for whoever wants them all."""
        raise NotImplementedError
