"""Tiles by pages: fetched in the background by id, the page looked at last first, the oldest ones forgotten."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import Tile
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.stack_lists import StackSummary, part
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.stack_rows import StackRows

PAGE = 128
KEPT = 48
IN_FLIGHT = 2

Tiles = Callable[[NDArray[np.int64]], Sequence[Tile]]
Summaries = Callable[[QueueStacks], Sequence[StackSummary]]


def with_stacks(tiles: Sequence[Tile], stacks: QueueStacks, summaries: Summaries) -> Sequence[Tile]:
    """These tiles, each with what is to say of the stack it stands for, if that is one of several. Blocks."""
    several = {summed[0]: row for row in range(len(stacks)) if len(summed := stacks.stack(row)) > 1}
    if not several:
        return tiles
    said = summaries(stacks)
    return [replace(tile, stack=said[several[tile.id]]) if tile.id in several else tile for tile in tiles]


class Reads(Protocol):
    """What the pages need of the dispatcher."""

    def read(
        self,
        query: Callable[[], Sequence[Tile]],
        done: Callable[[Sequence[Tile]], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Run a query off the GUI thread, and `done` with its answer on it."""


def _standing(tile: Tile) -> tuple[object, ...]:
    return tile.status, tile.decided_by, tile.stack


class TilePages:
    """The tiles of the rows last looked at.

    arrived: called with the first and last row that look otherwise, whenever a page came. unread: called when a page
    could not be read, with why and whether its old tiles show, once until all that failed came (None) or all is to be
    read again. At most two reads run at a time, and what is wanted last goes first, so that a jump to the end does not
    wait for the pages passed on the way.
    """

    def __init__(
        self,
        tiles: Tiles,
        reads: Reads,
        arrived: Callable[[int, int], None],
        summaries: Summaries | None = None,
        unread: Callable[[Exception | None, bool], None] = lambda _why, _shows: None,
    ) -> None:
        self._tiles = tiles
        self._summaries = summaries
        self._reads = reads
        self._arrived = arrived
        self._unread = unread
        self._rows = Rows()
        self._generation = 0
        self._pages: OrderedDict[int, dict[int, Tile]] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._flying: set[int] = set()
        self._patched: dict[int, dict[int, Tile]] = {}  # while their page is in flight
        self._failed: set[int] = set()

    def reset(self, rows: Rows) -> None:
        """Forget all, and hold these rows from now on."""
        self._generation += 1
        self._rows = rows
        self._pages.clear()
        self._stale.clear()
        self._wanted.clear()
        self._flying.clear()
        self._patched.clear()

    def forget_failures(self) -> None:
        """What could not be read is of another list."""
        self._has_come(self._failed)

    def tile(self, row: int) -> Tile | None:
        """The tile of a row, or None while it is on its way; then it is asked for."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            self.want(number)
            return None
        self._pages.move_to_end(number)
        if number in self._stale:
            self.want(number)
        return page.get(int(self._rows.ids[row]))

    def known(self, row: int) -> Tile | None:
        """The tile of a row if it is here already; nothing is asked for."""
        page = self._pages.get(row // PAGE)
        return page.get(int(self._rows.ids[row])) if page else None

    def held(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of these rows whose page is here: never more than a few thousand, however long the list is."""
        return rows[np.isin(rows // PAGE, np.fromiter(self._pages, np.int64))]

    def patch(self, row: int, tile: Tile) -> None:
        """Show this tile until the page is read again: what is in flight may have been read before its decision."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is not None:
            page[tile.id] = tile
        if number in self._flying:
            self._patched.setdefault(number, {})[tile.id] = tile

    def show_truth(self, ids: NDArray[np.int64]) -> None:
        """Show the tiles of these assets as they are read, not as they were patched."""
        for number, patched in self._patched.items():
            self._patched[number] = {one: tile for one, tile in patched.items() if one not in ids}

    def extend(self, rows: Rows) -> None:
        """Hold these rows, which begin with those held so far."""
        last = (len(self._rows) - 1) // PAGE
        self._rows = rows
        if last in self._pages or last in self._flying:
            self._stale.add(last)
        if isinstance(rows, StackRows):
            # Stacks may have grown anywhere.
            self._stale.update(self._pages.keys() | self._flying)

    def want(self, number: int) -> None:
        """Have this page fetched, before those wanted earlier."""
        if number in self._flying or number * PAGE >= len(self._rows):
            return
        self._wanted[number] = None
        self._wanted.move_to_end(number)
        self._send()

    def outdate(self, rows: NDArray[np.int64] | None = None) -> None:
        """Read again, when next looked at, the pages of these rows (all without any); until then the old tiles show."""
        if rows is None:
            self._stale.update(self._pages)
            self._flying.clear()
            self._patched.clear()
            self._generation += 1
            self._has_come(self._failed)
        else:
            # What is in flight may have been read before the change, so it is out of date when it comes.
            held = self._pages.keys() | self._flying
            self._stale.update(set(np.unique(rows // PAGE).tolist()) & held)

    def _send(self) -> None:
        while self._wanted and len(self._flying) < IN_FLIGHT:
            number, _ = self._wanted.popitem()
            self._flying.add(number)
            self._stale.discard(number)
            self._fetch(number, self._generation)

    def _fetch(self, number: int, generation: int) -> None:
        rows = self._rows
        first, end = number * PAGE, min((number + 1) * PAGE, len(rows))
        ids = rows.ids[first:end]

        def page() -> Sequence[Tile]:
            tiles = self._tiles(ids)
            if self._summaries is None or not isinstance(rows, StackRows):
                return tiles
            return with_stacks(tiles, part(rows.stacks, first, end), self._summaries)

        self._reads.read(
            page,
            lambda tiles: self._keep(number, generation, tiles),
            lambda error: self._give_up(number, generation, error),
        )

    def _keep(self, number: int, generation: int, tiles: Sequence[Tile]) -> None:
        if generation != self._generation:
            return
        self._flying.discard(number)
        before = self._pages.get(number, {})
        page = self._pages[number] = {tile.id: tile for tile in tiles}
        for one, patched in self._patched.pop(number, {}).items():
            if one in page and _standing(page[one]) != _standing(patched):
                page[one] = patched
        self._pages.move_to_end(number)
        self._has_come({number})
        while len(self._pages) > KEPT:
            forgotten, _ = self._pages.popitem(last=False)
            self._stale.discard(forgotten)
        first = number * PAGE
        ids = self._rows.ids[first : first + PAGE].tolist()
        changed = [row for row, one in enumerate(ids, first) if one not in before or page.get(one) != before[one]]
        if number in self._stale:  # it changed again meanwhile: whoever looks at it asks for it anew
            self._arrived(first, first + len(ids) - 1)
        elif changed:
            self._arrived(changed[0], changed[-1])
        self._send()

    def _give_up(self, number: int, generation: int, error: Exception) -> None:
        if generation == self._generation:
            self._flying.discard(number)
            self._patched.pop(number, None)
            if number in self._pages:
                self._stale.add(number)  # the old tiles still show: they are asked for again when next looked at
            is_news, self._failed = not self._failed, self._failed | {number}
            if is_news:
                self._unread(error, number in self._pages)
            self._send()

    def _has_come(self, numbers: Collection[int]) -> None:
        if self._failed:
            self._failed = self._failed.difference(numbers)
            if not self._failed:
                self._unread(None, True)
