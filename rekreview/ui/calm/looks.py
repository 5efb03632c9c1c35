"""Whether a sharp picture of a heavy category is on the screen at this moment."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import Tile
from rekreview.ui.grid.view import GridView
from rekreview.ui.recent.delegate import IMAGE, STEP
from rekreview.ui.recent.strip import RecentStrip
from rekreview.ui.review import ReviewDesk
from rekreview.ui.wellness import Profile, tile_is_veiled


def shows_sharp_heavy(window: QWidget, desk: ReviewDesk) -> bool:
    """Whether grid, strips, pane, large view, reel or the recent decisions show one, with its colours or without.

    Heavy is what the lightest profile veils. Assets that are judged blind count for nothing: a count would tell of
    their labels.
    """
    if window.isMinimized() or not window.isVisible():
        return False
    grids = (grid for grid in window.findChildren(GridView) if grid.isVisible())
    return (
        any(_is_heavy(tile) for grid in grids for tile in grid.tiles_with_detail())
        or (desk.detail.picture.isVisible() and desk.detail.shown.is_sharp_heavy)
        or (desk.loupe.isVisible() and desk.loupe.shown.is_sharp_heavy)
        or (desk.reel.isVisible() and any(hit.heavy for hit in desk.reel.hits_with_detail()))
        or _shows_step(window, desk)
    )


def _is_heavy(tile: Tile) -> bool:
    return not tile.blind and tile_is_veiled(tile, Profile.LIGHT)


def _shows_step(window: QWidget, desk: ReviewDesk) -> bool:
    """Whether the recent decisions do: their pictures are sharp where nothing is veiled."""
    shown = desk.listing.filter
    blind = shown.asks_for_evidence and shown.boundary is None
    if desk.grid.revealed.profile is not Profile.OFF or blind:
        return False
    strips = (strip for strip in window.findChildren(RecentStrip) if strip.isVisible())
    return any(_is_heavy(tile) for strip in strips for tile in _pictured(strip))


def _pictured(strip: RecentStrip) -> Iterator[Tile]:
    """The tiles whose pictures are in sight in the strip."""
    steps = strip.steps
    sight = steps.viewport().rect()
    for row in map(steps.item, range(steps.count())):
        if row.data(IMAGE) is not None and steps.visualItemRect(row).intersects(sight):
            yield row.data(STEP).tile
