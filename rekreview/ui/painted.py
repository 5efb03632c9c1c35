"""How an asset is painted at the moment, and since when: what a decision on it is proved with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSizeF

from rekreview.domain.sightings import FilterStep, Sighting, View


@dataclass(frozen=True, slots=True)
class Painted:
    """One painting of an asset. size: pixels of the screen. source_sha256: of the bytes its pixels were made from."""

    step: FilterStep
    size: QSizeF
    source_sha256: str = ""


def painted(picture: QSizeF | None, room: QSizeF, source_sha256: str, *, step: FilterStep) -> Painted:
    """How an asset is painted whose picture takes so much of the screen; without one, a mark fills the room for it."""
    if picture is None or not source_sha256:
        return Painted(FilterStep.NO_PICTURE, room)
    return Painted(step, picture, source_sha256)


class PaintedSince:
    """The last painting of an asset, and since when it has been there without a break at the same filter step."""

    def __init__(self, now: Painted, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._now = now
        self._since = clock()

    @property
    def step(self) -> FilterStep:
        """How much of it can be seen."""
        return self._now.step

    def again(self, now: Painted) -> None:
        """It was painted once more: a sight remains the same in another size, but not at another step or source."""
        if (now.step, now.source_sha256) != (self._now.step, self._now.source_sha256):
            self._since = self._clock()
        self._now = now

    def sighting(self, view: View) -> Sighting:
        """What a decision at this moment was made on."""
        return Sighting(
            view,
            self._now.step,
            self._now.source_sha256,
            round(self._now.size.width()),
            round(self._now.size.height()),
            round((self._clock() - self._since) * 1000),
        )
