"""A blindfold for judging a sample: the desk sees the assets, and nothing of what engine and policy say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rekreview.domain.assets import Asset, DecidedBy, DecisionView, Status, Tile
from rekreview.domain.memories import Memory, Precedent, memory
from rekreview.domain.stack_lists import StackSummary, summary
from rekreview.ui.desk.asked_again import AskedAgain, seen_asset, seen_history, seen_tile
from rekreview.ui.desk.readers import StackQueries
from rekreview.ui.detail.card import CardQueries
from rekreview.ui.reel.hits import ReelQueries

if TYPE_CHECKING:
    from rekreview.domain.marks import LabelMark
    from rekreview.domain.near_duplicates import QueueStacks
    from rekreview.domain.queues import QueueFilter
    from rekreview.library.opinion_values import Opinion
    from rekreview.library.values import AppliedPolicy, Standpoint, VideoJobView
    from rekreview.ui.grid.rows import Ids


class DeskQueries(StackQueries, CardQueries, ReelQueries, Protocol):
    """What the desk asks of a library."""

    def make_stacks(self, distance: int) -> None:
        """Have the stacks of the whole library ready."""

    def stack_summaries(self, stacks: QueueStacks) -> Sequence[StackSummary]:
        """What is to say of each of these stacks as a whole."""

    def near_duplicates(self, asset_id: int, distance: int) -> Ids:
        """All assets of the library in one asset's stack."""

    def precedents(self, ids: Sequence[int]) -> Sequence[Precedent]:
        """The decisions that stand on these assets, the newest first."""

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""

    def borderline(self) -> Ids:
        """Every asset whose confidence lies near a threshold."""

    def standpoint(self, asset_id: int) -> Standpoint:
        """What tells where in an ordered list an asset stands."""

    def first_named(self, ids: Ids, beginning: str, *, by_name: bool, descending: bool) -> int:
        """The row of the first asset of a list whose name begins so, -1 for none."""


class Blindfold:
    """The queries of a library, without verdicts and labels while it is on. A person's own decisions still show.

    again: which assets are judged a second time, and show as if nobody had decided on them.
    """

    def __init__(self, queries: DeskQueries, again: AskedAgain | None = None) -> None:
        self._queries = queries
        self._again = again
        self.on = False
        self._on_next = False

    def reach_for(self, wanted: QueueFilter) -> None:
        """Another list is being read. What is on the screen shows as before until `wear`."""
        self._on_next = wanted.is_blind
        if self._again is not None:
            self._again.begin(wanted)

    def wear(self) -> bool:
        """The list that was read is shown: put it on for a sample, off for any other; whether assets show otherwise."""
        before, self.on = self.on, self._on_next
        others = self._again is not None and self._again.show()
        return self.on is not before or others

    def judges_again(self, ids: Sequence[int]) -> bool:
        """Whether a word on any of these assets is a second opinion, in the list that is shown."""
        return self._again is not None and self._again.among(ids) is not None

    def ids(self, wanted: QueueFilter) -> Ids:
        """The assets of a queue in its order."""
        found = self._queries.ids(wanted)
        return self._again.served(wanted, found, whole=True) if self._again else found

    def glance(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> Ids:
        """Some of them that follow on each other, in a moment."""
        found = self._queries.glance(wanted, holding)
        return self._again.served(wanted, found, whole=False) if self._again else found

    def stacked(self, ids: Ids, distance: int) -> QueueStacks:
        """The stacks of these assets alone, in their order."""
        return self._queries.stacked(ids, distance)

    def make_stacks(self, distance: int) -> None:
        """Have the stacks of the whole library ready."""
        self._queries.make_stacks(distance)

    def stack_summaries(self, stacks: QueueStacks) -> Sequence[StackSummary]:
        """What is to say of each of these stacks as a whole; nothing that a member's own tile would hide."""
        found = list(self._queries.stack_summaries(stacks))
        masked = self._said(stacks.members.tolist())
        for row in range(len(stacks)):
            members = stacks.stack(row)
            if masked.keys() & set(members):
                tiles = self.tiles(np.array(members, np.int64))
                found[row] = summary((tile.status, tile.decided_by is DecidedBy.REVIEWER) for tile in tiles)
        return found

    def near_duplicates(self, asset_id: int, distance: int) -> Ids:
        """All assets of the library in one asset's stack."""
        return self._queries.near_duplicates(asset_id, distance)

    def precedents(self, ids: Sequence[int]) -> Sequence[Precedent]:
        """The decisions that stand on these assets, the newest first, but for those judged again."""
        masked = self._said(ids).keys()
        return self._queries.precedents([one for one in ids if one not in masked])

    def memory(self, asset_id: int, distance: int) -> Memory | None:
        """What was decided on near-duplicates of an asset that nobody decided on; nothing where that would tell what is
        hidden: in a blind sample, of what is judged again, and of its near-duplicates.
        """
        if self.on or self._said([asset_id]) or self._queries.precedents([asset_id]):
            return None
        return memory(self.precedents(self._like(asset_id, distance)))

    def undecided_like(self, asset_id: int, distance: int) -> list[int]:
        """The near-duplicates of an asset on which nobody decided; none in a blind sample."""
        like = [] if self.on else self._like(asset_id, distance)
        decided = {one.asset_id for one in self._queries.precedents(like)}
        return [one for one in like if one not in decided]

    def _like(self, asset_id: int, distance: int) -> list[int]:
        return [one for one in self._queries.near_duplicates(asset_id, distance).tolist() if one != asset_id]

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""
        found = self._queries.tiles(ids)
        said = self._said([tile.id for tile in found])
        if said:
            found = [seen_tile(tile, said[tile.id]) if tile.id in said else tile for tile in found]
        return [_blind_tile(tile) for tile in found] if self.on else found

    def borderline(self) -> Ids:
        """Every asset whose confidence lies near a threshold."""
        return np.empty(0, np.int64) if self.on else self._queries.borderline()

    def standpoint(self, asset_id: int) -> Standpoint:
        """What tells where in an ordered list an asset stands; not how sure the engine is of it."""
        found = self._queries.standpoint(asset_id)
        return replace(found, confidence=None, margin=None) if self.on else found

    def first_named(self, ids: Ids, beginning: str, *, by_name: bool, descending: bool) -> int:
        """The row of the first asset of a list whose name begins so, -1 for none."""
        return self._queries.first_named(ids, beginning, by_name=by_name, descending=descending)

    def asset(self, asset_id: int) -> Asset:
        """All that may be seen of one asset."""
        return self.assets([asset_id])[0] if self._said([asset_id]) else self._bare(self._queries.asset(asset_id))

    def assets(self, ids: Sequence[int]) -> Sequence[Asset]:
        """All that may be seen of these assets."""
        found = self._queries.assets(ids)
        said = self._said([asset.id for asset in found])
        if said:
            verdicts = self._verdicts(list(said))
            found = [seen_asset(one, verdicts[one.id], said[one.id]) if one.id in said else one for one in found]
        return [self._bare(asset) for asset in found]

    def _bare(self, asset: Asset) -> Asset:
        return _blind_asset(asset) if self.on else asset

    def _verdicts(self, ids: Sequence[int]) -> dict[int, Status]:
        """What the policy says of these assets."""
        return {tile.id: tile.verdict or Status.PENDING for tile in self._queries.tiles(np.array(ids, dtype=np.int64))}

    def _said(self, ids: Sequence[int]) -> dict[int, Opinion | None]:
        """What was said a second time of those of these assets that are judged so."""
        return self._again.said(ids) if self._again else {}

    def history(self, asset_id: int) -> Sequence[DecisionView]:
        """What persons decided of it; not what it stood at before, nor whether it was veiled, which tells the same."""
        said = self._said([asset_id])
        if said:
            found: Sequence[DecisionView] = seen_history(said[asset_id], self._verdicts([asset_id])[asset_id])
        else:
            found = self._queries.history(asset_id)
        return [_blind_entry(entry) for entry in found] if self.on else found

    def marks(self, asset_id: int) -> Sequence[LabelMark]:
        """What persons said of its labels; what was said before of one that is judged again would tell that it is."""
        return [] if self._said([asset_id]) else self._queries.marks(asset_id)

    def video_job_of(self, asset_id: int) -> VideoJobView | None:
        """The newest paid job on a video."""
        return self._queries.video_job_of(asset_id)

    def raw(self, detection_id: int) -> dict[str, Any]:
        """A detection's answer as it came."""
        return self._queries.raw(detection_id)

    def policy(self) -> AppliedPolicy:
        """The policy that gives the verdicts."""
        return self._queries.policy()


def _seen(status: Status, decided_by: DecidedBy | None) -> tuple[Status, DecidedBy | None]:
    """A person's own decision, or that there is none."""
    return (status, decided_by) if decided_by is DecidedBy.REVIEWER else (Status.PENDING, None)


def _blind_entry(entry: DecisionView) -> DecisionView:
    return replace(entry, from_status=Status.PENDING, seen=None, unseen=False)


def _blind_tile(tile: Tile) -> Tile:
    status, decided_by = _seen(tile.status, tile.decided_by)
    return replace(
        tile,
        status=status,
        decided_by=decided_by,
        overturned=False,
        category="",
        confidence=None,
        estimate=False,
        verdict=None,
        blind=True,
    )


def _blind_asset(asset: Asset) -> Asset:
    status, decided_by = _seen(asset.status, asset.decided_by)
    return replace(asset, status=status, decided_by=decided_by, detections=(), deciding_detection=None, blind=True)
