"""The small picture shown in the grid, its veiled twin, and the hash taken from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import simplejpeg
from PIL import Image, ImageFilter

from rekreview.media.fingerprints import phash

LONG_SIDE = 256
QUALITY = 80
_VEIL_STRENGTH = 0.06


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """JPEG of an upright picture, the blurred grey one shown for heavy categories, and its perceptual hash."""

    jpeg: bytes
    veiled: bytes
    phash: int


def thumbnail_size(width: int, height: int, long_side: int = LONG_SIDE) -> tuple[int, int]:
    """The size of a picture shrunk so that its long side is at most `long_side`; never larger than it is."""
    scale = min(1.0, long_side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def thumbnail(picture: Image.Image) -> Thumbnail:
    """Thumbnail of an upright RGB picture of any size."""
    small = picture.resize(thumbnail_size(*picture.size), Image.Resampling.HAMMING, reducing_gap=2.0)
    return Thumbnail(encoded(small, QUALITY), veiled(small), phash(small))


def encoded(picture: Image.Image, quality: int) -> bytes:
    """An RGB picture as JPEG bytes."""
    return bytes(simplejpeg.encode_jpeg(np.asarray(picture), quality, "RGB", "420"))


def veiled(small: Image.Image) -> bytes:
    """Grey, with a blur relative to the short side, so that a wide and a tall picture hide the same.

    The blur is made on a quarter of the size, where it costs a tenth and, being a blur, looks the same.
    """
    quarter = (max(1, small.width // 4), max(1, small.height // 4))
    grey = small.convert("L").resize(quarter, Image.Resampling.BOX)
    soft = grey.filter(ImageFilter.GaussianBlur(_VEIL_STRENGTH * min(quarter)))
    veil = soft.resize(small.size, Image.Resampling.BICUBIC)
    return bytes(simplejpeg.encode_jpeg(np.asarray(veil)[:, :, None], QUALITY, "GRAY", "Gray"))
