"""Stacks of near-duplicates: one tile for each, opened and decided on as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.ui import actions, naming
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.desk.pressed import Waiting
from rekreview.ui.desk.readers import PlainReader, StackReader
from rekreview.ui.desk.stack_bar import StackBar
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.grid.stack_rows import StackRows
from rekreview.ui.wording import status_word, tr

_DECIDING = {Status.APPROVED: "approve_stack", Status.REJECTED: "reject_stack"}


@dataclass(frozen=True, slots=True, eq=False)
class _Late:
    """A verdict on the stack of an asset, which is still being looked for."""

    asset_id: int
    status: Status


class Stacks(DeskFeature):
    """Shows the list stack by stack when that is wanted, as soon as near-duplicates are known.

    A blind sample is never stacked: each of its assets is judged for itself.
    """

    name = "stacks"

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self._wanted = False
        self._blind = False
        self._opened = -1  # the asset that stands for the stack shown alone
        self._late: _Late | None = None  # the verdict on a stack that is still being looked for
        self._found: Waiting | None = None  # that on one which was found, and waits for its picture
        self.bar = StackBar(parts.head, self)
        self.bar.wanted.connect(self.set_wanted)
        self.bar.left.connect(self.close)
        parts.grid.stack_opened.connect(self.open)
        parts.shown.rows_changed.connect(self._tell)
        parts.shown.alone_changed.connect(self._tell_open)
        parts.near.changed.connect(self._read_anew)
        parts.verdicts.remarks.append(self._remark)
        parts.verdicts.waiters.append(self._drop_late)
        parts.verdicts.undone.connect(self._forget_late)
        parts.views.openers.append(self._open_current)

    def keys(self) -> Mapping[str, Callable[[], object]]:
        """The keys of stacks."""
        return {
            "stacks": lambda: self.set_wanted(not self._wanted),
            "previous_stack": partial(self.go, -1),
            "next_stack": partial(self.go, 1),
            "approve_stack": partial(self.decide, Status.APPROVED),
            "reject_stack": partial(self.decide, Status.REJECTED),
            "close_stack": self.close,
        }

    def deciding_keys(self) -> tuple[str, ...]:
        """Those that decide."""
        return tuple(_DECIDING.values())

    # Whether stacks are shown.

    def set_wanted(self, on: bool) -> None:
        """Show stacks, or every asset on its own. The asset at hand stays at hand."""
        if self._blind:
            self.told.emit(_why_not_blind())
            self._tell()
            return
        self._wanted = on
        self.parts.shown.show_all()
        self._read_anew()

    def show_list(self, wanted: QueueFilter) -> None:
        """Another list is about to be read."""
        self._blind = wanted.is_blind
        self._forget_late()
        self._choose_reader()

    def show_current(self, asset_id: int) -> None:  # noqa: ARG002
        """What was pressed on the asset before is given up, as a key that waits for a picture is."""
        self._forget_late()

    def to_state(self) -> dict[str, Any]:
        """Whether stacks are wanted."""
        return {"wanted": self._wanted}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Want them as before."""
        self._wanted = state.get("wanted") is True

    def _read_anew(self) -> None:
        if self._choose_reader():
            self.parts.listing.read()

    def _choose_reader(self) -> bool:
        """Have lists read as they are wanted; False if that has to wait for near-duplicates to be known."""
        near = self.parts.near
        stacking = self._wanted and not self._blind
        if not stacking or not near.ready:
            self.parts.listing.read_with(PlainReader(self.parts.queries))
        if not stacking:
            near.forget(self.name)
        elif near.ready:
            self.parts.listing.read_with(StackReader(self.parts.queries, near.distance))
        else:
            near.when_ready(self.name, self._read_anew)
            self.told.emit(tr("Comparing pictures… Until near-duplicates are known every asset has its own tile."))
        self._tell()
        return near.ready or not stacking

    def _tell(self) -> None:
        rows = self.parts.shown.rows
        if self._blind:
            self.bar.show_off(_why_not_blind())
        elif not self._wanted:
            self.bar.show_off()
        elif isinstance(rows, StackRows):
            self.bar.show_on(len(rows.several), rows.assets, len(rows))
        else:
            self.bar.show_making()

    # Going into one and to others.

    def open(self, asset_id: int) -> None:
        """Show the members of the stack that this asset stands for, alone."""
        rows = self.parts.shown.rows
        row = rows.row_holding(asset_id)
        if row >= 0 and rows.count(row) > 1:
            members = rows.members(row)
            self._opened = members[0]
            self.parts.shown.show_alone(Rows.of(np.array(members, np.int64)), members[0])
            if not self.parts.stage.in_loupe:
                self.parts.grid.setFocus()

    def _open_current(self) -> bool:
        row = self.parts.grid.selector.current
        if self.parts.shown.alone or row < 0 or self.parts.model.rows.count(row) < 2:
            return False
        self.open(self.parts.stage.current())
        return True

    def close(self) -> None:
        """Back from a stack to the list; first a selection in it is given up."""
        selector = self.parts.grid.selector
        if selector.count > 1:
            selector.collapse()
        else:
            self.parts.shown.show_all()

    def go(self, by: int) -> None:
        """To the next stack of several, or to the one before for -1; from within one, into that."""
        rows, shown = self.parts.shown.rows, self.parts.shown
        if not isinstance(rows, StackRows) or self.parts.stage.in_reel:
            self.told.emit(_not_shown())
            return
        here = rows.row_holding(self._opened) if shown.alone else self.parts.grid.selector.current
        several = rows.several
        others = several[several > here] if by > 0 else several[several < here][::-1]
        if not len(others):
            self.told.emit(tr("There is no stack after this one.") if by > 0 else tr("There is no stack before this."))
            return
        row = int(others[0])
        if shown.alone:
            shown.come_back_to(int(rows.ids[row]))
            self.open(int(rows.ids[row]))
        else:
            self.parts.grid.go_to(row)

    def _tell_open(self) -> None:
        alone = self.parts.shown.alone
        self._opened = self._opened if alone else -1
        self.bar.show_open(self.parts.model.rowCount() if alone else 0)
        if alone:
            text = tr("{count} near-duplicates. {key} leads back to the list.")
            count = naming.number(self.parts.model.rowCount())
            self.told.emit(text.format(count=count, key=actions.key_or_name("close_stack")))

    # Deciding.

    def decide(self, status: Status) -> None:
        """Decide on all assets of the stack at hand, or of those selected, as one batch."""
        if not self.parts.writable or self.parts.verdicts.came_too_early(self.parts.stage.current()):
            return
        self.parts.take_written_note()
        if self.parts.stage.in_reel:
            self.told.emit(_not_shown())
        elif self.parts.shown.alone:
            self._decide_opened(status)
        elif self.parts.stage.target_count() == 1 and self.parts.verdicts.was_out_of_sight(self.parts.stage.current()):
            return
        elif isinstance(self.parts.model.rows, StackRows):
            self._decide_stacks(self.parts.model.rows, status)
        elif self.parts.stage.target_count() == 1 and not self._blind:
            self._find_stack(self.parts.stage.current(), status)
        else:
            self.parts.verdicts.press(status)

    def _decide_stacks(self, rows: StackRows, status: Status) -> None:
        tiles = self.parts.stage.target_rows()
        members = rows.all_members(tiles)
        together = self.parts.verdicts.decide_together
        if len(members) == len(tiles):
            self.parts.verdicts.press(status)
        elif len(tiles) > 1:
            words = tr("all {assets} of {count} tiles")
            said = words.format(assets=naming.assets(len(members)), count=naming.number(len(tiles)))
            # A million would take a fifth of a second as a list.
            ids = members if len(members) > STEP_ASSETS else members.tolist()
            together(-1, ids, status, said, advance=True)
        else:
            together(int(rows.ids[tiles[0]]), members.tolist(), status, _whole(len(members)), advance=True)

    def _decide_opened(self, status: Status) -> None:
        """All that is shown alone; what follows is the list, at the tile after it."""
        ids, rows = self.parts.model.rows.ids.tolist(), self.parts.shown.rows
        row = min(rows.row_holding(self._opened) + 1, len(rows) - 1)
        self.parts.verdicts.decide_together(-1, ids, status, _whole(len(ids)), advance=False)
        if row >= 0:
            self.parts.shown.come_back_to(int(rows.ids[row]))
        self.parts.shown.show_all()

    def _find_stack(self, asset_id: int, status: Status) -> None:
        """While every asset has a tile of its own: the near-duplicates of one that are in the list, wherever."""
        near, found = self.parts.near, self._found
        same = found is not None and (found.asset_id, found.status) == (asset_id, status)
        if found is not None and same and found is self.parts.verdicts.waiting:
            self._decide_all(found.ids, status)  # it goes on waiting
            return
        if self._late is not None and (self._late.asset_id, self._late.status) == (asset_id, status):
            self._forget_late()  # the same key again drops nothing
        dropped = self.parts.verdicts.call_off()
        late = self._late = _Late(asset_id, status)

        def decide(found: Ids) -> None:
            if self._late is late:
                self._forget_late()
                self._decide_found(asset_id, status, found)

        def look() -> None:
            ask = partial(self.parts.queries.near_duplicates, asset_id, near.distance)
            self.parts.dispatcher.newest("stack-of", ask, decide, self._miss, foremost=True)

        if not near.ready:
            text = tr("Waits until near-duplicates are known: the stack of {what}. Moving on or deciding calls it off.")
            self.told.emit(f"{text.format(what=self.parts.stage.name_of(asset_id))} {dropped}".strip())
        elif dropped:
            self.told.emit(dropped)
        near.when_ready("stack-of", look)

    def _forget_late(self, *_told: object) -> None:
        """Something else was pressed or undone since: a verdict on the stack is wanted no more."""
        if self._late is not None:
            self._late = None
            self.parts.near.forget("stack-of")

    def _drop_late(self) -> str:
        """Another key was pressed: what is told of the verdict on a stack that is dropped for it, "" for none."""
        late = self._late
        self._forget_late()
        if late is None:
            return ""
        text = tr("Dropped, since another key was pressed: {verdict} for the stack of {what}.")
        return text.format(verdict=status_word(late.status).lower(), what=self.parts.stage.name_of(late.asset_id))

    def _decide_found(self, asset_id: int, status: Status, found: Ids) -> None:
        rows = self.parts.model.rows
        ids = [asset_id, *(one for one in map(int, found) if one != asset_id and rows.row_of(one) >= 0)]
        self._decide_all(ids, status)

    def _decide_all(self, ids: Sequence[int], status: Status) -> None:
        """On the stack of the first of these, which is the current asset."""
        if len(ids) == 1:
            self.parts.verdicts.press(status)
        else:
            self.parts.verdicts.decide_together(ids[0], ids, status, _whole(len(ids)), advance=True)
        self._found = self.parts.verdicts.waiting

    def _miss(self, error: Exception) -> None:
        self.failed.emit(error)

    def _remark(self, ids: tuple[int, ...], status: Status) -> str:
        """What a verdict leaves undecided in the stacks it was made on."""
        self._forget_late()  # it is asked as soon as the key is pressed
        rows = self.parts.model.rows
        if not isinstance(rows, StackRows):
            return ""
        counts = rows.stacks.counts[rows.rows_of(ids)]
        stacks = counts[counts > 1]
        if not len(stacks):
            return ""
        key = actions.key_or_name(_DECIDING[status])
        if len(ids) == 1:
            text = tr("That is one of {count} in its stack; {key} decides them all.")
            return text.format(count=naming.number(int(stacks[0])), key=key)
        text = tr("Of {stacks} only the asset that shows; {key} decides them all.")
        return text.format(stacks=naming.stacks(len(stacks)), key=key)


def _whole(count: int) -> str:
    return tr("the whole stack of {count}").format(count=naming.number(count))


def _not_shown() -> str:
    return tr("There are no stacks here: every asset has its own tile. {key} brings near-duplicates together.").format(
        key=actions.key_or_name("stacks")
    )


def _why_not_blind() -> str:
    return tr("In a blind sample each asset is judged for itself, so near-duplicates are not brought together.")
