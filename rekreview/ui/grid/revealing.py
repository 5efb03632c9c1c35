"""Which tile of a grid is revealed, how far, and how long its sharp picture stays in memory after."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QObject, QTimer

from rekreview.domain.assets import Tile
from rekreview.domain.sightings import FilterStep
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.wellness import KEPT_MS, Profile, tile_is_veiled

UNVEILED = (FilterStep.GREY, FilterStep.SHARP)


class RevealedTile(QObject):
    """Says at which filter step each tile is shown. At most one tile is revealed at a time.

    Its sharp picture is let go KEPT_MS after it was veiled again, so that a second look does not wait for it.
    """

    def __init__(self, feed: ThumbnailFeed, parent: QObject) -> None:
        super().__init__(parent)
        self._feed = feed
        self.profile = Profile.STANDARD
        self.asset_id = -1
        self.step = FilterStep.VEILED
        self._lingering: set[int] = set()
        self._doubted: set[int] = set()
        self._soon = QTimer(self, singleShot=True, interval=KEPT_MS)
        self._soon.timeout.connect(self._let_go)

    def set(self, asset_id: int, step: FilterStep) -> bool:
        """Reveal this tile so far, and no other; none with VEILED. Whether anything changed."""
        wanted = (-1, step) if step is FilterStep.VEILED else (asset_id, step)
        if wanted == (self.asset_id, self.step):
            return False
        if self.asset_id >= 0:
            self._lingering.add(self.asset_id)
            self._soon.start()
        self.asset_id, self.step = wanted
        return True

    def set_profile(self, profile: Profile) -> None:
        """Veil what this profile says. No sharp picture of what may be veiled by it stays."""
        if profile is not self.profile:
            self.profile = profile
            self._feed.let_go(self._feed.unveiled())

    def step_of(self, tile: Tile) -> FilterStep:
        """How far a tile is to be shown."""
        if not tile_is_veiled(tile, self.profile):
            return FilterStep.SHARP
        return self.step if tile.id == self.asset_id else FilterStep.VEILED

    def keep_veiled(self, near: Iterable[Tile]) -> None:
        """Let go of sharp pictures of tiles that are veiled by now, such as those that were moderated just now.

        near: the tiles in sight and around it. What changed and lies elsewhere goes too: nobody knows how it is now.
        """
        tiles = {one.id: one for one in near}
        held = {key[0] for key in self._feed.unveiled()} - self._lingering - {self.asset_id}
        heavy = {one for one in held if one in tiles and tile_is_veiled(tiles[one], self.profile)}
        away, self._doubted = self._doubted - tiles.keys(), self._doubted & tiles.keys()
        self._drop(heavy | (held & away))

    def doubt(self, changed: Collection[int] | None = None) -> None:
        """These assets changed, or all did: their sharp pictures go once they are out of sight."""
        if self.profile is not Profile.OFF:
            held = {key[0] for key in self._feed.unveiled()}
            self._doubted |= held if changed is None else held.intersection(changed)

    def _let_go(self) -> None:
        gone, self._lingering = self._lingering - {self.asset_id}, set()
        self._drop(gone)

    def _drop(self, assets: Iterable[int]) -> None:
        self._feed.let_go((one, step) for one in assets for step in UNVEILED)
