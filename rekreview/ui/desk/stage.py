"""What the rules of the desk see of grid and loupe."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent

from rekreview.domain.assets import Status
from rekreview.domain.sightings import Sighting
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Ids
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.reel.view import HitReel
from rekreview.ui.wording import tr


class DeskStage:
    """The grid, the loupe over it, or the hit reel, whichever is on the screen.

    Grid and loupe have the same current asset; that of the reel is the clip of the hit that is chosen.
    """

    def __init__(self, model: AssetModel, grid: GridView, loupe: Loupe, reel: HitReel) -> None:
        self._model = model
        self._grid = grid
        self._loupe = loupe
        self._reel = reel
        self._brought_back = -1
        self._seen_again: float | None = None
        for shows in (grid, reel):
            shows.picture_shown.connect(self._see_again)

    @property
    def in_loupe(self) -> bool:
        """Whether the loupe is what shows."""
        return not self._loupe.isHidden()

    @property
    def in_reel(self) -> bool:
        """Whether the hit reel is what shows."""
        return not self._reel.isHidden()

    @property
    def _in_grid(self) -> bool:
        return not self.in_loupe and not self.in_reel

    def targets(self) -> Sequence[int]:
        """The assets a key acts on now: the selection if it is more than one, else the current asset."""
        if self._in_grid and self._grid.selector.count > 1:
            ids: list[int] = self._model.rows.ids[self._grid.selector.rows()].tolist()
            return ids
        current = self.current()
        return [current] if current >= 0 else []

    def many(self) -> Ids | None:
        """The assets a key acts on now if they are too many to be written at once; None for fewer."""
        if self.target_count() <= STEP_ASSETS:
            return None
        chosen: Ids = self._model.rows.ids[self._grid.selector.rows()]
        return chosen

    def target_rows(self) -> NDArray[np.int64]:
        """The rows of the list that a key acts on now."""
        current = self._grid.selector.current
        if self._in_grid and self._grid.selector.count > 1:
            return self._grid.selector.rows()
        return np.array([current] if current >= 0 else [], np.int64)

    def target_count(self) -> int:
        """How many assets a key acts on now."""
        several = self._grid.selector.count
        return several if several > 1 and self._in_grid else int(self.current() >= 0)

    def current(self) -> int:
        """The current asset, -1 if there is none."""
        return self._reel.current if self.in_reel else self._grid.current_id()

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""
        if self.in_reel:
            return self._reel.is_shown(asset_id)
        return self._loupe.is_shown(asset_id) if self.in_loupe else self._grid.is_shown(asset_id)

    def in_sight(self, asset_id: int) -> bool:
        """Whether this asset's place is on the screen, painted or not; once it was brought back, painted again."""
        if asset_id == self._brought_back and self._seen_again is None and not self.in_loupe:
            return False
        if self.in_reel:
            return self._reel.in_sight(asset_id)
        row, visible = self._model.rows.row_of(asset_id), self._grid.visible_rows()
        # Nobody scrolled away what has no room yet.
        return self.in_loupe or row < 0 or not len(visible) or row in visible

    def bring_into_sight(self, asset_id: int) -> None:
        """Scroll to where this asset is."""
        self._brought_back, self._seen_again = asset_id, None
        if self.in_reel:
            self._reel.bring_into_sight()
        else:
            self._grid.scrollTo(self._model.index(self._model.rows.row_of(asset_id)))

    def came_at(self, asset_id: int) -> float | None:
        """Since when (seconds) it can be seen that this asset is the one acted on; None if not yet.

        Where many stand side by side each was to be seen before its turn came, but for one that was brought back.
        """
        if self.in_loupe:
            return self._loupe.came_at(asset_id)
        return (self._seen_again or 0.0) if asset_id == self._brought_back else 0.0

    def _see_again(self, asset_id: int) -> None:
        if asset_id == self._brought_back and self._seen_again is None:
            self._seen_again = time.monotonic()

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""
        if self.in_reel:
            return self._reel.sighting(asset_id)
        return self._loupe.sighting(asset_id) if self.in_loupe else self._grid.sighting(asset_id)

    def sightings(self, ids: Sequence[int]) -> dict[int, Sighting]:
        """How those of these assets are painted at this moment that are on the screen."""
        shown = self._grid.shown_ids() if self._in_grid else [self.current()]
        found = {one: self.sighting(one) for one in set(shown).intersection(ids)}  # of a million ids without a set
        return {one: seen for one, seen in found.items() if seen is not None}

    def name_of(self, asset_id: int) -> str:
        """The asset's file name."""
        row = self._model.rows.row_of(asset_id)
        tile = self._model.tile(row) if row >= 0 else None
        return tile.name if tile else self._reel.name_of(asset_id) or tr("asset {}").format(asset_id)

    def top_label(self, asset_id: int) -> str:
        """The category the asset's tile names; "" if there is none, or it is not read yet."""
        row = self._model.rows.row_of(asset_id)
        tile = self._model.tile(row) if row >= 0 else None
        return tile.category if tile else ""

    @property
    def list_number(self) -> int:
        """Which list shows, of those that were shown one after the other."""
        return self._model.list_number

    def show_decided(self, ids: Sequence[int], status: Status, made_in: int) -> None:
        """Show this decision, which was just written. made_in: the list that showed when it was made; in another one
        these assets were not decided, and may well belong.
        """
        if made_in != self.list_number:
            self.show_truth(ids)
            return
        self._model.show_decided(ids, status)
        if self.in_reel:
            self._reel.show_decided(ids, status)

    def show_truth(self, ids: Sequence[int]) -> None:
        """Show what the library says."""
        self._model.show_truth(ids)
        if self.in_reel:
            self._reel.read_statuses()

    def paint_now(self) -> None:
        """Paint what changed before anything else is answered: somebody waits for it. Qt paints last of all."""
        QCoreApplication.sendPostedEvents(self._grid.window(), QEvent.Type.UpdateRequest.value)

    def advance(self, ids: Sequence[int]) -> None:
        """Go to the asset after these; the last one stays."""
        if self.in_reel:
            self._reel.advance(ids)
            return
        rows = self._model.rows.rows_holding(ids)
        if not len(rows):
            return
        self._grid.selector.collapse()
        self._grid.go_to(min(int(rows.max()) + 1, len(self._model.rows) - 1))

    def return_to(self, ids: Sequence[int]) -> None:
        """Go back to the first of these assets that is in the list."""
        if self.in_reel:
            self._reel.return_to(ids)
            return
        rows = self._model.rows.rows_holding(ids)
        if len(rows):
            self._grid.selector.collapse()
            self._grid.go_to(int(rows.min()))
