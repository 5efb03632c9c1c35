"""Frames that need no file, and the asset they make up."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind
from rekreview.domain.ports import Frame, Prepared


def grid(side: int = 224):
    """Row, column and channel of every number of a square picture."""
    return np.meshgrid(np.arange(side), np.arange(side), np.arange(3), indexing="ij")


def pattern(side: int = 224) -> NDArray[np.uint8]:
    row, column, channel = grid(side)
    return ((7 * row + 13 * column + 29 * channel) % 256).astype(np.uint8)


def gradient(side: int = 224) -> NDArray[np.uint8]:
    row, column, channel = grid(side)
    return ((row + column + 40 * channel) % 256).astype(np.uint8)


def flat(level: int, width: int = 224, height: int = 224) -> NDArray[np.uint8]:
    return np.full((height, width, 3), level, np.uint8)


def picture(pixels: NDArray[np.uint8]) -> Prepared:
    """A still."""
    return Prepared(MediaKind.IMAGE, iter([Frame(pixels)]))


def video(frames: Iterable[tuple[int, NDArray[np.uint8]]], *, total: int | None = None, duration: int | None = None):
    """A video of frames at their milliseconds."""
    made = (Frame(pixels, at) for at, pixels in frames)
    return Prepared(MediaKind.VIDEO, made, frames_total=total, duration_ms=duration)
