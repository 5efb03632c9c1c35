"""The small picture shown in the grid, its veiled twin, and the hash taken from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import simplejpeg
from PIL import Image, ImageFilter

from rekreview.media.fingerprints import phash

LONG_SIDE = 256
LEAST_SIDE = 244
QUALITY = 80
VEIL_STRENGTH = 0.06
"""The blur of a veil, relative to the short side."""
_VEIL_QUALITY = 95
"""Of so few pixels that it costs nothing; the blocks of a coarser JPEG would show when it is enlarged."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """JPEG of an upright picture, the small, blurred grey one shown for heavy categories, and its perceptual hash."""

    jpeg: bytes
    veiled: bytes
    phash: int


def thumbnail_size(width: int, height: int, long_side: int = LONG_SIDE) -> tuple[int, int]:
    """The size of a picture shrunk so that its long side is `long_side`; never larger than it is."""
    scale = min(1.0, long_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def thumbnail(picture: Image.Image) -> Thumbnail:
    """Thumbnail of an upright RGB picture of any size."""
    small = _shrunk(picture)
    grey = small.convert("L")
    return Thumbnail(encoded(small, QUALITY), veiled(grey), phash(grey))


def _shrunk(picture: Image.Image) -> Image.Image:
    """The picture in its thumbnail's size, or up to a twentieth smaller where whole blocks of pixels make one.

    So it is with most phones' pictures, 4,000 to 4,096 wide and decoded at an eighth, and it takes a sixth of the time.
    """
    long = max(picture.size)
    factor = -(-long // LONG_SIDE)
    if factor > 1 and long >= LEAST_SIDE * factor:
        return picture.reduce(factor)
    return picture.resize(thumbnail_size(*picture.size), Image.Resampling.HAMMING, reducing_gap=2.0)


def encoded(picture: Image.Image, quality: int) -> bytes:
    """An RGB picture as JPEG bytes."""
    return bytes(simplejpeg.encode_jpeg(np.asarray(picture), quality, "RGB", "420"))


def veiled(grey: Image.Image, *, enlarged: bool = False) -> bytes:
    """A quarter of the size, with a blur relative to the short side, so that a wide and a tall picture hide the same.

    It is shown as large as the thumbnail: being a blur it looks the same, and costs a quarter to make. enlarged: in
    full size all the same, for who shows it pixel by pixel.
    """
    quarter = (max(1, grey.width // 4), max(1, grey.height // 4))
    soft = grey.resize(quarter, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(VEIL_STRENGTH * min(quarter)))
    if enlarged:
        soft = soft.resize(grey.size, Image.Resampling.BICUBIC)
    return bytes(simplejpeg.encode_jpeg(np.asarray(soft)[:, :, None], _VEIL_QUALITY, "GRAY", "Gray"))
