"""Turns a frame into what a model wants to see. The scores hang on every step, so a change needs a new PREPARATION."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from rekreview.domain.frame_choice import BLACK_SIDE, SKETCH_SIDE, Sketch
from rekreview.domain.frame_choice import is_black as is_black_and_flat

PREPARATION = "on-device-preparation-1"

Tensor = NDArray[np.float32]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""

SHORT_SIDE = 256  # of the picture the objects model sees the centre of
PANORAMA_ASPECT = 1.8  # a longer picture is looked at in two halves, so that its ends are seen
RIBBON_ASPECT = 8  # of a longer picture only the middle is enlarged
PAD_BLUR, BLUR_REACH = 10, 32  # pixels; nothing farther away than the reach takes part in a blurred pixel
REDUCING_GAP = 2.0


def picture_of(pixels: NDArray[np.uint8]) -> Image.Image:
    """A Pillow picture of RGB pixels."""
    return Image.fromarray(np.ascontiguousarray(pixels))


def padded(picture: Image.Image, side: int) -> Image.Image:
    """The whole picture inside a square, on a blurred copy of itself."""
    scale = min(side / picture.width, side / picture.height)
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    left, top = (side - width) // 2, (side - height) // 2
    square = picture.resize((side, side), Image.Resampling.BILINEAR, reducing_gap=REDUCING_GAP)
    if height < side:
        _blur(square, (0, 0, side, top), (0, top + height, side, side))
    if width < side:
        _blur(square, (0, 0, left, side), (left + width, 0, side, side))
    inside = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)
    square.paste(inside, (left, top))
    return square


def _blur(square: Image.Image, *margins: Box) -> None:
    """Blur the margins of a square, which is all that will be seen of its ground; the rest of the work is spared."""
    blurred = [_blurred(square, margin) for margin in margins]
    for margin, pixels in zip(margins, blurred, strict=True):
        square.paste(pixels, margin[:2])


def _blurred(square: Image.Image, margin: Box) -> Image.Image:
    """One part of a square as it is when the whole is blurred."""
    left, top, right, bottom = margin
    x, y = max(0, left - BLUR_REACH), max(0, top - BLUR_REACH)
    around = (x, y, min(square.width, right + BLUR_REACH), min(square.height, bottom + BLUR_REACH))
    near = square.crop(around).filter(ImageFilter.GaussianBlur(PAD_BLUR))
    return near.crop((left - x, top - y, right - x, bottom - y))


def cropped(picture: Image.Image, side: int) -> Image.Image:
    """The square in the middle of the picture, once its short side is 256 pixels."""
    picture = _middle(picture)
    scale = SHORT_SIDE / min(picture.size)
    width, height = max(SHORT_SIDE, round(picture.width * scale)), max(SHORT_SIDE, round(picture.height * scale))
    picture = picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=REDUCING_GAP)
    left, top = (width - side) // 2, (height - side) // 2
    return picture.crop((left, top, left + side, top + side))


def _middle(picture: Image.Image) -> Image.Image:
    """The picture without ends so far out that they are cut off anyway: a line of pixels must not become gigabytes."""
    width, height = picture.size
    reach = RIBBON_ASPECT * min(width, height)
    left, top = max(0, (width - reach) // 2), max(0, (height - reach) // 2)
    return picture.crop((left, top, width - left, height - top)) if left or top else picture


def halves(picture: Image.Image) -> tuple[Image.Image, ...]:
    """The two halves of a panorama, lying or standing; any other picture as it is."""
    width, height = picture.size
    if width > PANORAMA_ASPECT * height:
        return picture.crop((0, 0, width // 2, height)), picture.crop((width // 2, 0, width, height))
    if height > PANORAMA_ASPECT * width:
        return picture.crop((0, 0, width, height // 2)), picture.crop((0, height // 2, width, height))
    return (picture,)


def is_black(square: Image.Image) -> bool:
    """Whether a padded picture is a black frame, which the safety model takes for something explicit."""
    return is_black_and_flat(np.asarray(square.convert("L"), np.float32))


def sketch(picture: Image.Image) -> Sketch:
    """A 32 × 32 grey sketch, enough to see whether a frame differs from another."""
    small = picture.convert("L").resize((SKETCH_SIDE, SKETCH_SIDE), Image.Resampling.BOX)
    return np.asarray(small, np.int16)


def channels_first(square: Image.Image) -> Tensor:
    """RGB 0..255 in the layout (1, 3, height, width)."""
    return np.ascontiguousarray(np.asarray(square, np.float32).transpose(2, 0, 1)[None])


def channels_last(square: Image.Image) -> Tensor:
    """RGB 0..255 in the layout (1, height, width, 3)."""
    return np.asarray(square, np.float32)[None]


@dataclass(frozen=True, slots=True)
class Preparation:
    """One way to make a picture ready: how it becomes a square, and in which layout its numbers go in.

    halved: a panorama is looked at in two halves, and the higher value counts.
    """

    square: Callable[[Image.Image, int], Image.Image]
    tensor: Callable[[Image.Image], Tensor]
    halved: bool = False


PREPARATIONS: dict[str, Preparation] = {
    "padded": Preparation(padded, channels_first),
    "cropped": Preparation(cropped, channels_last, halved=True),
}


class Look:
    """One frame while it is looked at: every square is made once, whoever asks for it."""

    def __init__(self, pixels: NDArray[np.uint8]) -> None:
        self.picture = picture_of(pixels)
        self._squares: dict[tuple[str, int], tuple[Image.Image, ...]] = {}

    @property
    def black(self) -> bool:
        """Whether this is a black frame, on which the models have nothing to say."""
        return is_black(*self._of("padded", BLACK_SIDE))

    def tensors(self, preparation: str, side: int) -> tuple[Tensor, ...]:
        """What goes into a model, once for each part of the picture that is looked at."""
        return tuple(PREPARATIONS[preparation].tensor(square) for square in self._of(preparation, side))

    def _of(self, preparation: str, side: int) -> tuple[Image.Image, ...]:
        key = (preparation, side)
        if key not in self._squares:
            way = PREPARATIONS[preparation]
            parts = halves(self.picture) if way.halved else (self.picture,)
            self._squares[key] = tuple(way.square(part, side) for part in parts)
        return self._squares[key]
