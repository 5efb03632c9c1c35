"""What a virtual screen shows, read from its frame buffer: quick enough to look a thousand times a second."""

from __future__ import annotations

import mmap
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from tests.e2e.moderator.numbered import Pixels, Place, number_at, places

T = TypeVar("T")
LOOK_SECONDS = 0.0005
COLOURED = 40


class Glass:
    """The pixels of a screen, always as they are now. file: where Xvfb keeps them, as an XWD image. share: how much of
    a picture the field of its number takes.
    """

    share = 1.0

    def __init__(self, file: Path) -> None:
        with file.open("rb") as opened:
            self._held = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        head, width, height, stride, colours = (
            int.from_bytes(self._held[at : at + 4], "big") for at in (0, 16, 20, 48, 76)
        )
        all_of_it = np.frombuffer(self._held, np.uint8, height * stride, head + 12 * colours)
        self.pixels: Pixels = all_of_it.reshape(height, stride // 4, 4)[:, :width, :3]
        self.whole = Place(0, 0, width, height)

    def places(self, within: Place | None = None) -> list[Place]:
        """Where framed pictures are painted whole and sharp."""
        area = within or self.whole
        return [
            Place(place.left + area.left, place.top + area.top, place.width, place.height)
            for place in places(area.of(self.pixels))
        ]

    def number(self, place: Place) -> int | None:
        """The number that is painted there."""
        return number_at(self.pixels, place, self.share)

    def copy(self, place: Place) -> bytes:
        """What is painted there, to be compared with what will be."""
        return place.of(self.pixels).tobytes()

    def coloured(self, place: Place, colour: str) -> int:
        """How many pixels there have about this colour ("#rrggbb")."""
        wanted = np.array([int(colour[at : at + 2], 16) for at in (5, 3, 1)], np.int16)
        return int((np.abs(place.of(self.pixels).astype(np.int16) - wanted).max(axis=2) < COLOURED).sum())

    def photograph(self, file: Path) -> None:
        """Keep what the screen shows."""
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.ascontiguousarray(self.pixels[..., ::-1])).save(file)


def until(look: Callable[[], T | None], seconds: float, every: float = LOOK_SECONDS) -> T | None:
    """The first true answer of `look`, None if none comes in time."""
    stop = time.perf_counter() + seconds
    while not (seen := look()):
        if time.perf_counter() > stop:
            return None
        time.sleep(every)
    return seen
