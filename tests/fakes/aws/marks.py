"""Pictures that carry their number in their pixels, so that what the service answers depends on what it was sent.

The number is a 6 × 6 field of dark and light squares: a border row tells which way is up, the rest are bits and a
check. It survives scaling, JPEG, and colour conversion, and is not readable when the picture is turned or mirrored.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 6
BITS = 20
DARK, LIGHT = 40, 215


class NotReadable(ValueError):
    """The picture carries no number, or is not upright."""


def _cells(number: int) -> list[int]:
    bits = [(number >> index) & 1 for index in range(BITS)]
    check = (number * 2654435761 >> 7) & 0x3FF
    checks = [(check >> index) & 1 for index in range(10)]
    return [1, 1, 1, 0, 0, 1, *bits, *checks]


def picture(number: int, width: int = 480, height: int = 360) -> Image.Image:
    """An upright RGB picture that carries `number` (0 to 2**20 − 1)."""
    if not 0 <= number < 1 << BITS:
        raise ValueError(f"{number} does not fit in {BITS} bits")
    cells = np.array(_cells(number), np.uint8).reshape(SIDE, SIDE)
    grey = np.where(cells == 1, LIGHT, DARK).astype(np.uint8)
    return Image.fromarray(grey).resize((width, height), Image.Resampling.NEAREST).convert("RGB")


def number_of(picture_bytes: bytes) -> int:
    """The number in an encoded picture. Raises NotReadable."""
    with Image.open(io.BytesIO(picture_bytes)) as opened:
        return number_in(np.asarray(opened.convert("L")))


def number_in(grey: NDArray[np.uint8]) -> int:
    """The number in the grey pixels of a picture. Raises NotReadable."""
    shrunk = Image.fromarray(grey).resize((SIDE * 8, SIDE * 8), Image.Resampling.BOX)
    means = np.asarray(shrunk, np.float32).reshape(SIDE, 8, SIDE, 8)[:, 2:6, :, 2:6].mean(axis=(1, 3)).ravel()
    cells = [int(mean > (DARK + LIGHT) / 2) for mean in means]
    number = sum(bit << index for index, bit in enumerate(cells[SIDE : SIDE + BITS]))
    if cells != _cells(number):
        raise NotReadable("the picture carries no number, or is not upright")
    return number
