"""The small pictures of the strip, veiled as everywhere: read and made in a thread of the pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from rekreview.jobs.jpegs import image_of_jpeg
from rekreview.ui.wellness import Profile, tile_is_veiled

if TYPE_CHECKING:
    from rekreview.jobs.thumbnails import Thumbnails
    from rekreview.library.step_values import RecentStep

STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class PicturedStep:
    """A step with the picture of its first asset; None if there is none."""

    step: RecentStep
    image: QImage | None


class RecentQueries(Protocol):
    """What the strip asks of a library."""

    def recent_steps(self, limit: int = ...) -> Sequence[RecentStep]:
        """The steps in which persons decided last, the newest first."""


def pictured(
    queries: RecentQueries, thumbnails: Thumbnails, profile: Profile, side: int, *, blind: bool
) -> list[PicturedStep]:
    """The last steps with pictures of this side in pixels. blind: all look alike, veils too."""
    steps = queries.recent_steps(STEPS)
    veiled = {step.tile.id for step in steps if tile_is_veiled(replace(step.tile, blind=blind), profile)}
    sharp = {step.tile.id for step in steps} - veiled
    found = {**thumbnails.get(sorted(sharp)), **thumbnails.get(sorted(veiled), veiled=True)}
    images = _squares(found, side)
    return [PicturedStep(step, images.get(step.tile.id)) for step in steps]


def _squares(found: Mapping[int, bytes], side: int) -> dict[int, QImage]:
    images = {}
    for asset_id, jpeg in found.items():
        image = image_of_jpeg(jpeg)
        if not image.isNull():
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            large = image.scaled(QSize(side, side), keep, smooth)
            images[asset_id] = large.copy((large.width() - side) // 2, (large.height() - side) // 2, side, side)
    return images
