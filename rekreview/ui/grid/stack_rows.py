"""Rows that stand for stacks: each is the first asset of its stack, and knows the others behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.near_duplicates import QueueStacks
from rekreview.ui.grid.rows import Ids, Rows, no_ids


def _no_stacks() -> QueueStacks:
    return QueueStacks(no_ids(), np.zeros(1, np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class StackRows(Rows):
    """One row for each stack of a queue. Make it in a worker: a million take 0.3 s."""

    stacks: QueueStacks = field(default_factory=_no_stacks)
    _members: Ids = field(default_factory=no_ids)
    _row_of_member: NDArray[np.int64] = field(default_factory=no_ids)

    @classmethod
    def of_stacks(cls, stacks: QueueStacks) -> StackRows:
        """Rows of these stacks."""
        heads = Rows.of(stacks.representatives)
        order = np.argsort(stacks.members, kind="stable")
        rows = np.repeat(np.arange(len(stacks)), stacks.counts)
        return cls(heads.ids, heads._order, heads._sorted, stacks, stacks.members[order], rows[order])

    @property
    def assets(self) -> int:
        """How many assets all rows stand for."""
        return len(self.stacks.members)

    @property
    def several(self) -> NDArray[np.int64]:
        """The rows that are stacks of more than one."""
        return np.flatnonzero(self.stacks.counts > 1)

    def members(self, row: int) -> tuple[int, ...]:
        """The assets a row stands for, the one that shows first."""
        return self.stacks.stack(row)

    def all_members(self, rows: NDArray[np.int64]) -> Ids:
        """The assets these rows stand for, each row's together, in the order of the list."""
        wanted = np.zeros(len(self), np.bool_)
        wanted[rows] = True
        members: Ids = self.stacks.members[np.repeat(wanted, self.stacks.counts)]
        return members

    def count(self, row: int) -> int:
        """How many assets a row stands for."""
        return int(self.stacks.begins[row + 1] - self.stacks.begins[row])

    def row_holding(self, asset_id: int) -> int:
        """The row that stands for an asset, -1 if none does."""
        found = self.rows_holding([asset_id])
        return int(found[0]) if len(found) else -1

    def rows_holding(self, asset_ids: Iterable[int] | Ids) -> NDArray[np.int64]:
        """The rows that stand for these assets, one for each that is in the list."""
        wanted = asset_ids if isinstance(asset_ids, np.ndarray) else np.fromiter(asset_ids, np.int64)
        if not len(self._members) or not len(wanted):
            return no_ids()
        at = np.minimum(np.searchsorted(self._members, wanted), len(self._members) - 1)
        found: NDArray[np.int64] = self._row_of_member[at[self._members[at] == wanted]]
        return found

    def whole(self, asset_ids: Iterable[int] | Ids) -> NDArray[np.int64]:
        """The rows all of whose assets are among these."""
        rows, numbers = np.unique(self.rows_holding(asset_ids), return_counts=True)
        whole: NDArray[np.int64] = rows[numbers == self.stacks.counts[rows]]
        return whole
