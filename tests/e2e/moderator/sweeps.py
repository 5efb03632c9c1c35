"""The robot sweeps: it looks a page over, flips what is wrong in it, and confirms the rest by one key."""

from __future__ import annotations

import time
from functools import partial

from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.numbered import Place
from tests.e2e.moderator.tiles import MouseModerator

SWEEP = "ctrl+Return"
REST_SECONDS, WRITTEN_SECONDS = 0.2, 1.5
Page = dict[int, Place]
"""The undecided pictures that are painted whole, by their numbers, and where."""


class Sweeper(MouseModerator):
    """Flips by a click on the tile, sweeps by the key. The page is what the app says by where it goes on; that it
    confirmed nothing else than what was painted is found by the ledger.
    """

    def work(self, count: int) -> Diary:
        """Decide on so many assets, or a few more: a page is decided whole."""
        page, left = self._page_at_rest(), count
        while left > 0 and page:
            flips = [number for number in page if self.says(number) is Deed.APPROVE]
            self.flip_all(flips, page)
            kept = [number for number in page if number not in flips]
            # What is painted anew just then is left alone by a sweep.
            stands = self.until(partial(self._at_rest_with, kept), "the page does not come to rest") if flips else page
            page = {number: stands[number] for number in kept if number in stands}
            following, swept = self._sweep(page)
            flipped_later = [number for number in flips if following and number > min(following)]
            self.diary.scanned += len(swept)
            left -= len(swept) + len(flips) - len(flipped_later)
            page = following
        return self.finish()

    def flip_all(self, flips: list[int], page: Page) -> None:
        """Approve these pictures of a page."""
        for number in flips:
            if self.click_on(page[number], number, Deed.APPROVE) is None:
                raise AssertionError(f"picture {number} went away under the pointer")
        if flips:
            self.fingers.point(self.glass.whole.width - 1, self.glass.whole.height - 1)

    def _sweep(self, page: Page) -> tuple[Page, list[int]]:
        """Confirm what is left of a page; the next page, and the numbers that were confirmed."""
        self.wait_for_turn()
        first = min(page)
        done = Input(time.perf_counter() - self._begun, Deed.REJECT, first, key=SWEEP)
        self.fingers.press(SWEEP)
        self.diary.inputs.append(done)
        row = {number for number, place in page.items() if place.top == page[first].top}
        self.until(lambda: not row & self._page().keys(), "the page does not go away")
        done.painted_ms = self.now_ms(done)
        following = self._page_at_rest(done)
        if following and max(following) <= max(page):  # the end: nothing new comes, what is confirmed is greyed
            time.sleep(WRITTEN_SECONDS)
            following = self._page()
        swept = [number for number in page if not following or number < min(following)]
        done.beside = tuple(number for number in swept if number != first)
        return following, swept

    def _page_at_rest(self, done: Input | None = None) -> Page:
        """The page once it stands: all its pictures are painted. done: the input that led to it."""
        before, stands = self._page(), time.perf_counter()
        if done is not None:
            done.next_ms = self.now_ms(done)
        while time.perf_counter() - stands < REST_SECONDS:
            now = self._page()
            if now != before:
                before, stands = now, time.perf_counter()
                if done is not None:
                    done.next_ms = self.now_ms(done)
        return before

    def _at_rest_with(self, kept: list[int]) -> Page:
        """The page at rest if any of these is on it: a busy machine may paint none for a while."""
        page = self._page_at_rest()
        return page if page.keys() & kept else {}

    def _page(self) -> Page:
        read = ((self.number(place), place) for place in self.tiles())
        return {number: place for number, place in read if number is not None}


class KeySweeper(Sweeper):
    """The same without a mouse: the arrows lead to what is flipped."""

    def flip_all(self, flips: list[int], page: Page) -> None:
        """Approve these pictures of a page, from wherever the ring is."""
        for number in flips:
            self._go_to(number)
            self.decide(number, self.place_of(number))
        kept = [number for number in page if number not in flips]
        while flips and kept and kept[0] not in self._page():
            self._move("Up")  # the last flip led on to a row below, and a row above is out of sight

    def _go_to(self, number: int) -> None:
        columns = len({place.left for place in self.tiles()})
        while (current := self.number_soon(self.until(self.find_current, "no tile has the ring"))) != number:
            away = number - current
            key = ("Down" if away > 0 else "Up") if abs(away) >= columns else ("Right" if away > 0 else "Left")
            self._move(key, leaves=current)

    def _move(self, key: str, leaves: int | None = None) -> None:
        self.press_key(Deed.MOVE, leaves, key)

        def moved() -> bool:
            place = self.find_current()
            return place is not None and self.number(place) != leaves

        self.until(moved, f"{key} does not lead on from picture {leaves}")
        time.sleep(REST_SECONDS)
