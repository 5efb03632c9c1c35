"""The rule by which frames of a video are passed over: what shows nothing new, and what shows nothing but black.

Every engine follows it, wherever the frames are seen: in the app, or in the process that decodes them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.video import FrameState

AT_LEAST_EVERY_MS = 10_000
SKETCH_SIDE = 32
UNCHANGED_LEVELS = 2.0
BLACK_SIDE, BLACK_MEAN, BLACK_DEVIATION = 224, 16.0, 2.0
"""A frame is judged for black at about this many pixels a side; mean and deviation in levels of 255."""

Levels = NDArray[np.uint8] | NDArray[np.int16] | NDArray[np.float32]
"""Grey levels 0–255, in rows and columns."""
Sketch = NDArray[np.int16]
"""The grey levels of a frame shrunk to SKETCH_SIDE × SKETCH_SIDE."""


class FrameChooser:
    """Judges the frames of one video, which come by their time."""

    def __init__(self, at_least_every_ms: int = AT_LEAST_EVERY_MS) -> None:
        self._at_least_every_ms = at_least_every_ms
        self._last: tuple[int, Sketch] | None = None

    def judge(self, at_ms: int, sketch: Sketch, black: Callable[[], bool]) -> FrameState:
        """What to do with the frame of a time; `black` is asked only where it matters.

        A frame is compared with the last analysed one, not with the last one, so that slow change shows.
        """
        if self._still_holds(at_ms, sketch):
            return FrameState.UNCHANGED
        if black():
            return FrameState.BLACK
        self._last = at_ms, sketch
        return FrameState.ANALYSED

    def _still_holds(self, at_ms: int, sketch: Sketch) -> bool:
        """Whether the last analysed frame showed the same, and not too long ago."""
        if self._last is None:
            return False
        analysed_ms, analysed = self._last
        return at_ms - analysed_ms < self._at_least_every_ms and is_unchanged(sketch, analysed)


def is_unchanged(one: Sketch, other: Sketch) -> bool:
    """Whether two sketches differ by less than two grey levels on average."""
    return bool(np.abs(one - other).mean() < UNCHANGED_LEVELS)


def is_black(levels: Levels) -> bool:
    """Whether a frame is black and flat; a dark picture is not."""
    return bool(levels.mean() < BLACK_MEAN and levels.std() < BLACK_DEVIATION)


def sketch_of(levels: NDArray[np.uint8]) -> Sketch:
    """The sketch of a frame given as BLACK_SIDE × BLACK_SIDE grey levels, however it was shaped before."""
    block = BLACK_SIDE // SKETCH_SIDE
    blocks = levels.reshape(SKETCH_SIDE, block, SKETCH_SIDE, block)
    sketch: Sketch = np.rint(blocks.mean(axis=(1, 3), dtype=np.float32)).astype(np.int16)
    return sketch
