"""Which asset each row of the grid is, and the way back from an asset to its row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


def no_ids() -> Ids:
    """An empty list of ids."""
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The ids of a queue in its order, with an index to find them by. Make it in a worker: a million take 0.1 s."""

    ids: Ids = field(default_factory=no_ids)
    _order: NDArray[np.int64] = field(default_factory=no_ids)
    _sorted: Ids = field(default_factory=no_ids)

    @classmethod
    def of(cls, ids: Ids) -> Rows:
        """Rows of these ids, each of which occurs once."""
        own = np.ascontiguousarray(ids, np.int64)
        order = np.argsort(own, kind="stable")
        return cls(own, order, own[order])

    def __len__(self) -> int:
        return len(self.ids)

    def begins_with(self, others: Rows) -> bool:
        """Whether the first rows are these others, in their order."""
        return np.array_equal(self.ids[: len(others)], others.ids)

    def row_of(self, asset_id: int) -> int:
        """The row of one asset, -1 if it is not in the list."""
        at = int(np.searchsorted(self._sorted, asset_id))
        return int(self._order[at]) if at < len(self._sorted) and self._sorted[at] == asset_id else -1

    def rows_of(self, asset_ids: Iterable[int] | Ids) -> NDArray[np.int64]:
        """The rows of those of these assets that are in the list."""
        wanted = asset_ids if isinstance(asset_ids, np.ndarray) else np.fromiter(asset_ids, np.int64)
        if not len(self._sorted) or not len(wanted):
            return no_ids()
        at = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found: Ids = self._order[at[self._sorted[at] == wanted]]
        return found

    @property
    def assets(self) -> int:
        """How many assets all rows stand for."""
        return len(self)

    def members(self, row: int) -> tuple[int, ...]:
        """The assets a row stands for: its own one, unless it is a stack."""
        return (int(self.ids[row]),)

    def count(self, row: int) -> int:  # noqa: ARG002
        """How many assets a row stands for."""
        return 1

    def row_holding(self, asset_id: int) -> int:
        """The row that stands for an asset, -1 if none does."""
        return self.row_of(asset_id)

    def rows_holding(self, asset_ids: Iterable[int] | Ids) -> NDArray[np.int64]:
        """The rows that stand for these assets, one for each that is in the list."""
        return self.rows_of(asset_ids)

    def whole(self, asset_ids: Iterable[int] | Ids) -> NDArray[np.int64]:
        """The rows all of whose assets are among these."""
        return self.rows_of(asset_ids)
