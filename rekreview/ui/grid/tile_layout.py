"""The parts of one cell: where the picture, the caption and the two verdict buttons lie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPoint, QRect

from rekreview.domain.assets import Status

INSET = 6
BUTTON_HEIGHT = 30
_BUTTON_GAP = 4
_WORDS_FROM = 76
BADGE_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class TileLayout:
    """Rectangles of a cell whose top left corner is 0, 0. `worded`: the buttons have room for their words.

    badge: where a stack tells how many it holds, and is opened by a click; the most room this may take.
    """

    picture: QRect
    caption: QRect
    approve: QRect
    reject: QRect
    badge: QRect
    worded: bool

    def button_at(self, point: QPoint) -> Status | None:
        """What a click at this point of the cell would decide, None outside the two buttons."""
        if self.approve.contains(point):
            return Status.APPROVED
        return Status.REJECTED if self.reject.contains(point) else None


@lru_cache(maxsize=64)
def tile_layout(width: int, height: int, picture_height: int) -> TileLayout:
    """The layout of a cell of this size, whose upper `picture_height` pixels show the picture."""
    picture = QRect(INSET, INSET, width - 2 * INSET, picture_height - INSET)
    caption = QRect(INSET + 4, picture.bottom() + 6, width - 2 * (INSET + 4), height - picture.bottom() - 10)
    top = picture.bottom() - BUTTON_HEIGHT - _BUTTON_GAP + 1
    wide = (picture.width() - 3 * _BUTTON_GAP) // 2
    approve = QRect(picture.left() + _BUTTON_GAP, top, wide, BUTTON_HEIGHT)
    return TileLayout(
        picture=picture,
        caption=caption,
        approve=approve,
        reject=approve.translated(wide + _BUTTON_GAP, 0),
        badge=QRect(picture.left() + 3, picture.top() + 3, min(108, picture.width() - 34), BADGE_HEIGHT),
        worded=wide >= _WORDS_FROM,
    )
