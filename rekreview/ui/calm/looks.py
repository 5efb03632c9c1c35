"""Whether a sharp picture of a heavy category is on the screen at this moment."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import Tile
from rekreview.ui.grid.view import GridView
from rekreview.ui.reel.view import HitReel
from rekreview.ui.review import ReviewDesk
from rekreview.ui.wellness import Profile, is_veiled


def shows_sharp_heavy(window: QWidget, desk: ReviewDesk) -> bool:
    """Whether grid, strips, pane, large view or reel show one, with its colours or without.

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
        or (desk.reel.isVisible() and _shows_hit(desk.reel))
    )


def _is_heavy(tile: Tile) -> bool:
    return not tile.blind and is_veiled(tile.category, tile.confidence, tile.status, Profile.LIGHT)


def _shows_hit(reel: HitReel) -> bool:
    return any(is_veiled(hit.category, hit.peak, hit.status, Profile.LIGHT) for hit in reel.hits_with_detail())
