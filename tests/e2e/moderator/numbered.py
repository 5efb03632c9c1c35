"""Pictures that carry their number in their pixels, and the eye that reads it from what a screen shows.

A frame of one colour that the app paints nowhere tells where on the screen such a picture is; the field inside it is
that of `tests.fakes.aws.marks`, whose check tells a number that is whole from one that is torn, veiled or greyed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image

from tests.fakes.aws import marks

FRAME = (255, 0, 255)
SHARE = 0.05
"""How much of the width the frame takes on each side."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a picture lies on the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """The pixel in the middle."""
        return self.left + self.width // 2, self.top + self.height // 2

    @property
    def edge(self) -> Place:
        """The middle of its upper frame: the least to look at to know whether it is painted sharp."""
        thick = max(1, round(self.width * SHARE * 0.5))
        return Place(self.left + self.width // 3, self.top + thick // 2, max(self.width // 3, 1), thick)

    def of(self, pixels: Pixels) -> Pixels:
        """What is painted there."""
        return pixels[self.top : self.top + self.height, self.left : self.left + self.width]


def picture(number: int, width: int, height: int, within: Image.Image | None = None, share: float = 1.0) -> Pixels:
    """A numbered picture. The field takes this share of what is inside the frame, in the lower right corner; the rest
    is of the picture `within`.
    """
    border = round(width * SHARE)
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = FRAME
    inside = pixels[border : height - border, border : width - border]
    if within is not None:
        inside[:] = np.asarray(within.resize((inside.shape[1], inside.shape[0])))
    tall, wide = (round(length * share) for length in inside.shape[:2])
    inside[-tall:, -wide:] = np.asarray(marks.picture(number, wide, tall))
    return pixels


def jpeg(
    number: int, width: int = 1200, height: int = 900, within: Image.Image | None = None, share: float = 1
) -> bytes:
    """The file of a numbered picture."""
    return bytes(simplejpeg.encode_jpeg(picture(number, width, height, within, share), 85, "RGB", "420"))


def framed(pixels: Pixels) -> NDArray[np.bool_]:
    """Which pixels (blue, green, red, …) have the colour of the frame, as scaling and JPEG leave it."""
    blue, green, red = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    return (red > 190) & (blue > 190) & (green < 80)


def places(pixels: Pixels, least: int = 60) -> list[Place]:
    """Where whole framed pictures lie, in reading order within each column of them."""
    mask = framed(pixels)
    found = []
    for left, right in _runs(mask.sum(axis=0) > 0, least):
        column = mask[:, left:right]
        for top, bottom in _runs(column.sum(axis=1) > 1, least // 2):
            if _is_frame(column[top:bottom]):
                found.append(Place(left, top, right - left, bottom - top))
    return found


def _runs(there: NDArray[np.bool_], least: int) -> list[tuple[int, int]]:
    """The stretches of true values that are at least so long."""
    steps = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(steps[::2], steps[1::2], strict=True) if b - a >= least]


def _is_frame(mask: NDArray[np.bool_]) -> bool:
    """Whether the four sides are there: a picture that is cut off at the edge of the grid has only three."""
    depth = max(1, round(mask.shape[1] * SHARE * 0.5))
    sides = (mask[:depth], mask[-depth:], mask[:, :depth], mask[:, -depth:])
    return all(side.mean() > 0.8 for side in sides)


def number_at(pixels: Pixels, place: Place, share: float = 1.0) -> int | None:
    """The number of the picture painted there, None if there is none or it cannot be read. share: see `picture`."""
    seen = place.of(pixels)
    if not seen.size or framed(place.edge.of(pixels)).mean() < 0.8:
        return None
    border = round(place.width * SHARE)
    inside = seen[border : place.height - border, border : place.width - border, 1]
    inside = inside[-round(inside.shape[0] * share) :, -round(inside.shape[1] * share) :]
    if min(inside.shape) < marks.SIDE * 2:
        return None
    rows, columns = (np.linspace(0, length - 1, marks.SIDE * 8).round().astype(int) for length in inside.shape)
    try:
        return marks.number_in(np.ascontiguousarray(inside[np.ix_(rows, columns)]))
    except marks.NotReadable:
        return None
