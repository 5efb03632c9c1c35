"""Perceptual hash: a 64-bit number that stays close when a picture is resized, recompressed or lightly retouched."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 32
_KEPT = 8
_MIDDLE = slice(_KEPT * _KEPT // 2 - 1, _KEPT * _KEPT // 2 + 1)


def phash(picture: Image.Image) -> int:
    """Classic DCT hash of an upright picture, as a signed 64-bit number, which is what a database column holds.

    The picture is reduced to 32×32 grey levels; of their two-dimensional DCT-II the 8×8 lowest frequencies are kept,
    and a bit is set where the coefficient is above their median. Bits in reading order, the first one highest.
    """
    grey = picture.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    levels = np.asarray(grey, np.float64)
    basis = _basis()
    lowest = basis @ levels @ basis.T
    middle = np.sort(lowest, axis=None)[_MIDDLE]  # their median, which takes ten times as long by its own name
    bits = np.packbits(lowest > (middle[0] + middle[1]) / 2)
    return int.from_bytes(bits.tobytes(), "big", signed=True)


def distance(first: int, second: int) -> int:
    """Number of bits, 0–64, in which two hashes differ."""
    return ((first ^ second) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()


@cache
def _basis() -> NDArray[np.float64]:
    """The first rows of the orthonormal DCT-II matrix, shape (8, 32)."""
    frequency, position = np.arange(_KEPT)[:, None], np.arange(_SIDE)[None, :]
    rows = np.cos(np.pi * frequency * (2 * position + 1) / (2 * _SIDE)) * np.sqrt(2 / _SIDE)
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float64)
