"""The assets of one side of the flip theatre: others at every step of a slider, without a flicker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows

KEPT: Final = 2_000
# Long enough that a drag reads nothing on its way, short enough that a pause shows what came.
PAUSE_MS: Final = 40
# Twice what shows at once: a drag that goes on is not held up by tiles that nobody sees.
READ_MOST: Final = 24

ReadTiles = Callable[[Sequence[int]], Sequence[Tile]]


class FlipModel(AssetModel):
    """Assets that would change to one side, the nearest to their threshold first.

    Tiles are kept by asset, not by place, so that an asset that stays in the list while it changes stays on the screen.
    New ones are read a few at a time, the nearest first.
    """

    def __init__(self, key: str, read_tiles: ReadTiles, dispatcher: Dispatcher, parent: QObject | None = None) -> None:
        super().__init__(lambda ids: read_tiles(ids.tolist()), dispatcher, parent)
        self._key = f"flips-{key}"
        self._read_tiles = read_tiles
        self._dispatcher = dispatcher
        self._known: dict[int, Tile] = {}
        self._given: dict[int, Status] = {}
        self._soon = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._soon.timeout.connect(self._read)

    def show_ids(self, ids: NDArray[np.int64]) -> None:
        """Show these assets, in this order."""
        if np.array_equal(ids, self.rows.ids):
            return
        self.put(Rows.of(ids))
        if not self._soon.isActive() and any(asset_id not in self._known for asset_id in ids.tolist()):
            self._soon.start()

    def tile(self, row: int) -> Tile | None:
        """The tile of a row with a decision just made already in it; None while it is on its way."""
        tile = self._known.get(self.asset_id(row))
        status = None if tile is None else self._given.get(tile.id)
        return tile if tile is None or status is None else replace(tile, status=status, decided_by=DecidedBy.REVIEWER)

    def has_left(self, row: int) -> bool:
        """Whether a person decided on this asset here: no policy moves it any more, and it leaves by itself."""
        return self.asset_id(row) in self._given

    def decide(self, asset_id: int, status: Status) -> None:
        """Show a decision at once, while it is being written."""
        self._given[asset_id] = status
        self._tell_of(asset_id)

    def forget_decision(self, asset_id: int) -> None:
        """The decision could not be written."""
        if self._given.pop(asset_id, None) is not None:
            self._tell_of(asset_id)

    def forget(self, asset_ids: Sequence[int] | None = None) -> None:
        """These assets changed, or all of them: read them again."""
        if asset_ids is None:
            self._known.clear()
            self._given.clear()
        for asset_id in asset_ids or ():
            self._known.pop(asset_id, None)
            self._given.pop(asset_id, None)
        if len(self.rows):
            self._soon.start()

    def _read(self) -> None:
        missing = [asset_id for asset_id in self.rows.ids.tolist() if asset_id not in self._known][:READ_MOST]
        if missing:
            self._dispatcher.newest(self._key, lambda: self._read_tiles(missing), self._take)

    def _take(self, tiles: Sequence[Tile]) -> None:
        self._known.update((tile.id, tile) for tile in tiles)
        for old in list(self._known)[: max(0, len(self._known) - KEPT)]:
            del self._known[old]
        self._tell_rows(self.rows.rows_of([tile.id for tile in tiles]))
        if any(asset_id not in self._known for asset_id in self.rows.ids.tolist()) and tiles:
            self._soon.start()

    def _tell_of(self, asset_id: int) -> None:
        row = self.rows.row_of(asset_id)
        if row >= 0:
            self._tell(row, row)
