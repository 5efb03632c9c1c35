"""Tells when the window was painted and when its first tiles were, for whoever measures the start."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WANTED = "REKREVIEW_START_TIMES"
"""The environment variable that asks for it."""


def are_wanted() -> bool:
    """Whether somebody measures."""
    return bool(os.environ.get(WANTED))


def tell(what: str) -> None:
    """Print what happened, and the time of the computer's clock."""
    print(f"{what} {time.time():.6f}", flush=True)


def tell_first_tiles(window: QWidget) -> None:
    """Tell "usable" once every tile on the screen is painted with its own picture."""
    from rekreview.ui.grid.model import AssetModel
    from rekreview.ui.review import ReviewDesk

    desk = window.findChild(ReviewDesk)
    assert desk is not None
    grid = desk.grid
    model = grid.model()
    assert isinstance(model, AssetModel)

    def look() -> None:
        ids = [model.asset_id(row) for row in grid.visible_rows()]
        if ids and all(map(grid.is_shown, ids)):
            grid.picture_shown.disconnect(look)
            tell("usable")

    grid.picture_shown.connect(look)
