"""Why a key that says something of an asset is not taken: the asset could not be seen when it was pressed."""

from __future__ import annotations

from typing import Protocol

from rekreview.ui.desk.stage_needed import Stage
from rekreview.ui.wording import tr


class Scrolled(Protocol):
    """Where assets can be scrolled out of sight."""

    def in_sight(self, asset_id: int) -> bool:
        """Whether this asset's place is on the screen, painted or not."""

    def bring_into_sight(self, asset_id: int) -> None:
        """Scroll to where this asset is."""

    def name_of(self, asset_id: int) -> str:
        """The asset's file name."""


def too_early(stage: Stage, asset_id: int, pressed: float | None) -> str:
    """What is told if another asset was still where this one is now; "" if not. pressed: when (seconds of the clock)"""
    came = stage.came_at(asset_id)
    if pressed is None or (came is not None and pressed >= came):
        return ""
    text = tr("Not taken: the key was pressed before {what} could be seen. Press it again.")
    return text.format(what=stage.name_of(asset_id))


def out_of_sight(stage: Scrolled, asset_id: int) -> str:
    """What is told if the asset was scrolled out of sight, to where it is brought back; "" if it was not."""
    if asset_id < 0 or stage.in_sight(asset_id):
        return ""
    stage.bring_into_sight(asset_id)
    text = tr("Not taken: {what} was out of sight. Here it is: press the key again.")
    return text.format(what=stage.name_of(asset_id))


def not_painted(stage: Stage, asset_id: int) -> str:
    """What is told if the asset's picture does not show yet."""
    return tr("Not taken: the picture of {what} does not show yet. Press it again.").format(
        what=stage.name_of(asset_id)
    )
