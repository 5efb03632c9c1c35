"""The robot in the grid: by keys, tile after tile, and by the mouse."""

from __future__ import annotations

import time

import numpy as np

from rekreview.ui.theme.tokens import DARK
from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.glass import until
from tests.e2e.moderator.moderator import Moderator
from tests.e2e.moderator.numbered import Place, framed

BELOW = 6
BESIDE = 44
"""In so many pixels left and right of the picture of the current tile the ring around it shows."""
STAND_SECONDS = 0.004
LATE_TILES_SECONDS = 1.0
"""How long the tiles that the wheel brings are waited for: a busy machine paints them late."""
GRID_SHARE = 0.75
"""How much of the window's width is left of the pane, which shows the current picture too."""


class TileModerator(Moderator):
    """Decides on one tile after the other by keys. Which one a key acts on is told by the ring that is painted."""

    _tiles: tuple[Place, ...] = ()

    def work(self, count: int) -> Diary:
        """Decide on so many assets."""
        for _ in range(count):
            place = self.until(self.find_current, "no tile has the ring, or its picture is not painted")
            self.decide(self.number_soon(place), place)
            self.diary.scanned += 1
        return self.finish()

    def place_of(self, number: int) -> Place:
        """The tile with the ring, once it is this picture's."""

        def found() -> Place | None:
            place = self.find_current()
            return place if place is not None and self.number(place) == number else None

        return self.until(found, f"the ring is not at picture {number}")

    def is_decided(self, number: int, place: Place, line: bytes) -> bool:
        """Its tile is greyed, or has gone up to make room for the next row, which happens before; and it is told."""
        return self.number(place) != number and self.glass.copy(self.window.status_line) != line

    def acts_on(self, number: int, place: Place) -> bool:
        """Whether the ring is around this picture."""
        return self.has_ring(place) and self.number(place) == number

    def find_current(self) -> Place | None:
        """The picture of the tile with the ring, if it is painted."""
        for _ in range(2):
            for place in self._tiles:
                if self.has_ring(place) and self._stands(place):
                    return place
            self._tiles = tuple(self.tiles())
        return None

    def _stands(self, place: Place) -> bool:
        """Whether ring and picture belong together: while the grid scrolls, a look may catch one before, one after."""
        number = self.number(place)
        if number is None:
            return False
        time.sleep(STAND_SECONDS)
        return self.has_ring(place) and self.number(place) == number

    def tiles(self) -> list[Place]:
        """The pictures that are painted whole in the grid and not greyed, in reading order."""
        right = self.glass.whole.width * GRID_SHARE
        return sorted(
            (place for place in self.glass.places() if place.left < right), key=lambda one: (one.top, one.left)
        )

    def has_ring(self, place: Place) -> bool:
        """Whether the ring is painted around this tile: it shows on both sides of it."""
        row = place.top + place.height // 2
        sides = (Place(max(place.left - BESIDE, 0), row, BESIDE, 2), Place(place.left + place.width, row, BESIDE, 2))
        return all(self.glass.coloured(side, DARK.accent) > 0 for side in sides)


class MouseModerator(TileModerator):
    """Decides with the mouse alone: by the buttons on the tile under the pointer, and by the wheel."""

    def work(self, count: int) -> Diary:
        """Decide on so many assets."""
        left = count
        while left:
            for place in self._tiles_at_rest()[:left]:
                number = self.number(place)
                if number is None or self.click_on(place, number, self.says(number)) is None:
                    break  # a bar came in above or below, or the wheel turned still: everything moved
                left -= 1
        return self.finish()

    def _tiles_at_rest(self) -> list[Place]:
        """Undecided tiles, once nothing moves any more; the wheel is turned until there are some."""
        for _ in range(60):
            found = self.tiles()
            time.sleep(0.1)
            if found and found == self.tiles():
                return found
            if not found:
                self.fingers.turn(2)
                until(self.tiles, LATE_TILES_SECONDS)
        raise AssertionError("the wheel brings no further pictures")

    def click_on(self, place: Place, number: int, deed: Deed) -> Input | None:
        """Click the button for this deed on the tile of this picture; None, and no click, if that moves away."""
        self.wait_for_turn()
        upper = Place(place.left, place.top, place.width, place.height // 2)
        seen = self.glass.copy(upper)
        self.fingers.point(upper.middle[0], upper.top + upper.height + BELOW)  # it is painted too
        colour = DARK.approve if deed is Deed.APPROVE else DARK.reject

        def went_away() -> bool:
            return self.glass.copy(upper) != seen

        self.until(lambda: went_away() or self._button(place, colour), f"no buttons on the tile of picture {number}")
        button = self._button(place, colour)
        if button is None or went_away():
            return None
        self.fingers.point(*button)
        if went_away():
            return None
        done = Input(time.perf_counter() - self._begun, deed, number, aimed=True, key="click")
        self.fingers.click()
        self.diary.inputs.append(done)
        self.diary.scanned += 1
        self.until(lambda: not self._is_sharp(place), f"no verdict was painted for picture {number}")
        done.painted_ms = self.now_ms(done)
        self.heeds(done)
        return done

    def _button(self, place: Place, colour: str) -> tuple[int, int] | None:
        """The middle of what has the colour of a button in the lower half of a tile."""
        lower = Place(place.left, place.top + place.height // 2, place.width, place.height - place.height // 2 + 12)
        wanted = np.array([int(colour[at : at + 2], 16) for at in (5, 3, 1)], np.int16)
        near = np.abs(lower.of(self.glass.pixels).astype(np.int16) - wanted).max(axis=2) < 12
        if near.sum() < 400:
            return None
        rows, columns = np.nonzero(near)
        return int(lower.left + np.median(columns)), int(lower.top + np.median(rows))

    def _is_sharp(self, place: Place) -> bool:
        return bool(framed(place.edge.of(self.glass.pixels)).mean() > 0.5)
