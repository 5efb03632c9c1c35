"""How the desk reads a list from the library: asset by asset, or stack by stack. All of it runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rekreview.domain.serving import mixed
from rekreview.domain.stack_lists import grown
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.grid.stack_rows import StackRows

if TYPE_CHECKING:
    from rekreview.domain.near_duplicates import QueueStacks
    from rekreview.domain.queues import QueueFilter


class ListingQueries(Protocol):
    """What reading a list asks of a library."""

    def ids(self, wanted: QueueFilter) -> Ids:
        """The assets of a queue in its order."""

    def glance(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> Ids:
        """Some that follow on each other, in a moment: from the beginning, or from the first of `holding`."""


class StackQueries(ListingQueries, Protocol):
    """What reading stacks asks of it beside that."""

    def stacked(self, ids: Ids, distance: int) -> QueueStacks:
        """The stacks of these assets alone, in their order."""


class ListReader(Protocol):
    """Reads a list in one of the ways it can be shown."""

    def glance(self, wanted: QueueFilter, holding: Sequence[int]) -> Rows:
        """Some of it that follow on each other, in a moment."""

    def whole(self, wanted: QueueFilter) -> Rows:
        """All of it."""

    def completed(self, wanted: QueueFilter, glanced: Rows) -> tuple[Rows, int]:
        """All of it with what was glanced at still in it, and how many of those have left it meanwhile."""

    def merged(self, wanted: QueueFilter, shown: Rows) -> tuple[Rows, int]:
        """What is shown with what is new at its end, and how many shown ones do not belong to it any more."""


def merged(shown: Rows, found: Ids) -> tuple[Rows, int]:
    """What is shown with what is new at its end, and how many shown ones do not belong to the list any more."""
    fresh = found[~np.isin(found, shown.ids)]
    gone = len(shown) - (len(found) - len(fresh))
    return (Rows.of(np.concatenate([shown.ids, fresh])) if len(fresh) else shown), gone


def completed(glanced: Ids, found: Ids, *, descending: bool) -> Ids:
    """The whole list, with whatever of its glanced part left it meanwhile still in its place.

    Both are by id, but for what is served again among them.
    """
    left = glanced[~np.isin(glanced, found)]
    if not len(left):
        return found
    steps = np.diff(found)
    if not (steps < 0 if not descending else steps > 0).any():
        whole = np.union1d(glanced, found)
        return whole[::-1] if descending else whole
    kept = glanced[np.isin(glanced, found)]
    beside = {int(one): kept[kept_before - 1] for one, kept_before in _before(glanced, left, kept) if kept_before}
    return mixed(found, {one: int(after) for one, after in beside.items()})


def _before(glanced: Ids, left: Ids, kept: Ids) -> Iterator[tuple[int, int]]:
    """Each asset that left, and how many that are still there came before it."""
    places = np.flatnonzero(np.isin(glanced, kept))
    for one in left.tolist():
        yield one, int(np.searchsorted(places, np.flatnonzero(glanced == one)[0]))


class PlainReader:
    """A row for each asset."""

    def __init__(self, queries: ListingQueries) -> None:
        self._queries = queries

    def glance(self, wanted: QueueFilter, holding: Sequence[int]) -> Rows:
        """Some assets that follow on each other."""
        return Rows.of(self._queries.glance(wanted, holding))

    def whole(self, wanted: QueueFilter) -> Rows:
        """All assets of the queue."""
        return Rows.of(self._queries.ids(wanted))

    def completed(self, wanted: QueueFilter, glanced: Rows) -> tuple[Rows, int]:
        """All of them, with those glanced at."""
        found = self._queries.ids(wanted)
        rows = Rows.of(completed(glanced.ids, found, descending=wanted.descending))
        return rows, len(rows) - len(found)

    def merged(self, wanted: QueueFilter, shown: Rows) -> tuple[Rows, int]:
        """Those shown, then those that are new."""
        return merged(shown, self._queries.ids(wanted))


class StackReader:
    """A row for each stack of near-duplicates. For a library whose stacks are ready: else each question waits."""

    def __init__(self, queries: StackQueries, distance: int) -> None:
        self._queries = queries
        self._distance = distance

    def glance(self, wanted: QueueFilter, holding: Sequence[int]) -> Rows:
        """The stacks of some assets that follow on each other."""
        return self._rows(self._queries.glance(wanted, holding))

    def whole(self, wanted: QueueFilter) -> StackRows:
        """All stacks of the queue."""
        return self._rows(self._queries.ids(wanted))

    def completed(self, wanted: QueueFilter, glanced: Rows) -> tuple[Rows, int]:
        """All of them, with what was glanced at."""
        members = glanced.stacks.members if isinstance(glanced, StackRows) else glanced.ids
        found = self._queries.ids(wanted)
        ids = completed(members, found, descending=wanted.descending)
        return self._rows(ids), len(ids) - len(found)

    def merged(self, wanted: QueueFilter, shown: Rows) -> tuple[Rows, int]:
        """Those shown, grown by what is new, then new stacks."""
        found = self.whole(wanted)
        if not isinstance(shown, StackRows):
            return found, 0
        stacks, gone = grown(shown.stacks, found.stacks)
        return (shown if stacks is shown.stacks else StackRows.of_stacks(stacks)), gone

    def _rows(self, ids: Ids) -> StackRows:
        return StackRows.of_stacks(self._queries.stacked(ids, self._distance))
