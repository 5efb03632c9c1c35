"""A blindfold for judging a sample: the desk sees the assets, and nothing of what engine and policy say of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from rekreview.domain.assets import Asset, DecidedBy, DecisionView, Status, Tile
from rekreview.domain.marks import LabelMark
from rekreview.domain.queues import QueueFilter
from rekreview.domain.verdict import Verdict
from rekreview.ui.desk.listing import ListingQueries
from rekreview.ui.detail.card import CardQueries
from rekreview.ui.grid.rows import Ids
from rekreview.ui.reel.hits import ReelQueries

if TYPE_CHECKING:
    from rekreview.library.values import AppliedPolicy, Standpoint, VideoJobView


class DeskQueries(ListingQueries, CardQueries, ReelQueries, Protocol):
    """What the desk asks of a library."""

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""

    def borderline(self) -> Ids:
        """Every asset whose confidence lies near a threshold."""

    def standpoint(self, asset_id: int) -> Standpoint:
        """What tells where in an ordered list an asset stands."""

    def first_named(self, ids: Ids, beginning: str, *, by_name: bool, descending: bool) -> int:
        """The row of the first asset of a list whose name begins so, -1 for none."""


class Blindfold:
    """The queries of a library, without verdicts and labels while it is on. A person's own decisions still show."""

    def __init__(self, queries: DeskQueries) -> None:
        self._queries = queries
        self.on = False

    def wear_for(self, wanted: QueueFilter) -> bool:
        """Put it on for a sample, off for any other list; whether that changed."""
        before, self.on = self.on, wanted.lottery is not None
        return self.on is not before

    def ids(self, wanted: QueueFilter) -> Ids:
        """The assets of a queue in its order."""
        return self._queries.ids(wanted)

    def glance(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> Ids:
        """Some of them that follow on each other, in a moment."""
        return self._queries.glance(wanted, holding)

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""
        found = self._queries.tiles(ids)
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
        found = self._queries.asset(asset_id)
        return _blind_asset(found) if self.on else found

    def assets(self, ids: Sequence[int]) -> Sequence[Asset]:
        """All that may be seen of these assets."""
        found = self._queries.assets(ids)
        return [_blind_asset(asset) for asset in found] if self.on else found

    def verdict(self, asset_id: int) -> Verdict | None:
        """What the policy says of it."""
        return None if self.on else self._queries.verdict(asset_id)

    def history(self, asset_id: int) -> Sequence[DecisionView]:
        """What persons decided of it; not what it stood at before, nor whether it was veiled, which tells the same."""
        found = self._queries.history(asset_id)
        return [_blind_entry(entry) for entry in found] if self.on else found

    def marks(self, asset_id: int) -> Sequence[LabelMark]:
        """What persons said of its labels."""
        return self._queries.marks(asset_id)

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
