"""Makes clips whose frames carry their number in their pixels, so that a test can read which frame is painted.

The number stands in sixteen blocks, white for 1 and black for 0: the highest bit at the top left, eight in a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.encoding import ordinary_priority

BITS, COLUMNS = 16, 8
WIDTH, HEIGHT = 320, 160


def pixels_of(number: int, width: int = WIDTH, height: int = HEIGHT) -> NDArray[np.uint8]:
    """The upright picture of a number, shape (height, width, 3)."""
    picture = np.zeros((height, width, 3), np.uint8)
    across, down = width // COLUMNS, height // (BITS // COLUMNS)
    for bit in range(BITS):
        if number >> (BITS - 1 - bit) & 1:
            top, left = bit // COLUMNS * down, bit % COLUMNS * across
            picture[top : top + down, left : left + across] = 235
    return picture


def number_in(picture: NDArray[np.uint8]) -> int:
    """The number that a picture of any size shows, read in the middle of each block."""
    height, width = picture.shape[:2]
    number = 0
    for bit in range(BITS):
        y = round((bit // COLUMNS + 0.5) * height / (BITS // COLUMNS))
        x = round((bit % COLUMNS + 0.5) * width / COLUMNS)
        number = number << 1 | int(picture[y - 2 : y + 3, x - 2 : x + 3].mean() > 118)
    return number


@ordinary_priority()
def clip(
    path: Path,
    *,
    frames: int = 100,
    rate: Fraction | int = 25,
    ticks: Sequence[int] | None = None,
    base: Fraction | None = None,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    rotation: int = 0,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> Path:
    """A clip of numbered frames. ticks: the time of each frame in units of `base`, else evenly at `rate`."""
    base = base or 1 / Fraction(rate)
    times = list(ticks if ticks is not None else range(frames))
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=Fraction(rate), options=options or {})
        turned = np.rot90(pixels_of(0, width, height), -rotation // 90 % 4)
        stream.width, stream.height, stream.pix_fmt = turned.shape[1], turned.shape[0], "yuv420p"
        stream.time_base = stream.codec_context.time_base = base
        if rotation:
            stream.set_display_rotation(rotation)
        for number, tick in enumerate(times):
            stored = np.ascontiguousarray(np.rot90(pixels_of(number, width, height), -rotation // 90 % 4))
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts, frame.time_base = tick, base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def uneven_ticks(frames: int = 100, *, seed: int = 7) -> list[int]:
    """Times (ms) of frames that come at no steady rate: 5 to 180 ms apart."""
    steps = np.random.default_rng(seed).integers(5, 180, frames)
    return [0, *np.cumsum(steps)[:-1].tolist()]
