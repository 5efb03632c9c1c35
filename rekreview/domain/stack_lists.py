"""Lists of stacks as a reviewer sees them: how one grows under their eyes, and what a tile says of those behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np
from rekreview.domain.assets import Status
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.status_codes import STATUS_CODES

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StackSummary:
    """The members of a stack in numbers. statuses: how many have each, none of 0; decided: by a reviewer."""

    statuses: tuple[tuple[Status, int], ...]
    decided: int = 0

    @property
    def count(self) -> int:
        """How many assets the stack holds."""
        return sum(number for _, number in self.statuses)

    @property
    def mixed(self) -> bool:
        """Whether its members have different statuses."""
        return len(self.statuses) > 1

    @property
    def all_decided(self) -> bool:
        """Whether a reviewer decided on every member."""
        return self.decided == self.count

    def after(self, before: Status, status: Status, *, was_decided: bool) -> StackSummary:
        """The same once one member that had the status `before` is decided."""
        counts = dict(self.statuses)
        counts[before] = counts.get(before, 0) - 1
        counts[status] = counts.get(status, 0) + 1
        return StackSummary(_in_order(counts), self.decided + (not was_decided))

    def once_all_are(self, status: Status) -> StackSummary:
        """The same once every member is decided alike."""
        return StackSummary(((status, self.count),), self.count)


def summary(members: Iterable[tuple[Status, bool]]) -> StackSummary:
    """The summary of a stack from the status of each member, and whether a reviewer decided on it."""
    counts: dict[Status, int] = {}
    decided = 0
    for status, by_reviewer in members:
        counts[status] = counts.get(status, 0) + 1
        decided += by_reviewer
    return StackSummary(_in_order(counts), decided)


@dataclass(frozen=True, slots=True)
class StackOutline:
    """What stacks are like. stacks: those of several; stacked: the pictures in them; largest: in the largest one."""

    pictures: int
    stacks: int
    stacked: int
    largest: int


def outline(numbers: NDArray[np.int64]) -> StackOutline:
    """What the stacks are like that pictures with these numbers are in."""
    counts = np.unique(numbers, return_counts=True)[1]
    several = counts[counts > 1]
    return StackOutline(len(numbers), len(several), int(several.sum()), int(several.max(initial=0)))


def _in_order(counts: dict[Status, int]) -> tuple[tuple[Status, int], ...]:
    return tuple((status, counts[status]) for status in STATUS_CODES if counts.get(status, 0) > 0)


def part(stacks: QueueStacks, first: int, end: int) -> QueueStacks:
    """The stacks of these rows alone."""
    begins = stacks.begins[first : end + 1]
    return QueueStacks(stacks.members[begins[0] : begins[-1]], begins - begins[0])


def grown(shown: QueueStacks, found: QueueStacks) -> tuple[QueueStacks, int]:
    """What is shown with what is new, and how many of the shown assets are not in the queue any more.

    A new asset joins its stack where that stands, and new stacks come at the end: no row moves, also where a stack's
    first asset left the queue and another one would stand for it now. What is gone stays until the queue is read anew;
    a stack all of which is gone takes nobody in any more.
    """
    order = np.argsort(shown.members, kind="stable")
    at = _places(shown.members[order], found.members)
    rows = np.repeat(np.arange(len(shown)), shown.counts)
    row_of = np.where(at >= 0, rows[order][at], -1) if len(order) else np.full(len(found.members), -1, np.int64)
    fresh = row_of < 0
    gone = len(shown.members) - (len(found.members) - int(fresh.sum()))
    if not fresh.any():
        return shown, gone
    joined = np.maximum.reduceat(row_of, found.begins[:-1])
    new = joined < 0
    joined[new] = len(shown) + np.arange(int(new.sum()))
    row_of = np.repeat(joined, found.counts)
    return _stacked(np.concatenate([shown.members, found.members[fresh]]), np.concatenate([rows, row_of[fresh]])), gone


def _places(ordered: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each is in an ordered array, -1 for one that is not."""
    if not len(ordered):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
    return np.where(ordered[at] == wanted, at, -1).astype(np.int64)


def _stacked(members: NDArray[np.int64], rows: NDArray[np.int64]) -> QueueStacks:
    order = np.argsort(rows, kind="stable")
    begins = np.flatnonzero(np.diff(rows[order], prepend=-1))
    return QueueStacks(members[order], np.append(begins, len(members)))
