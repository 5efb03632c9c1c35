"""Pages of tiles: asked for once, the newest wish first, and read again when they changed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rekreview.domain.assets import Status
from rekreview.ui.grid.pages import IN_FLIGHT, KEPT, PAGE, TilePages
from rekreview.ui.grid.rows import Rows
from tests.fakes.shelf import Shelf, tile


class Reads:
    """A dispatcher whose answers come when the test says."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable, Callable, Callable]] = []

    def read(self, query, done, failed=None) -> None:
        self.waiting.append((query, done, failed))

    def answer(self, at: int = 0) -> None:
        query, done, _ = self.waiting.pop(at)
        done(query())

    def answer_all(self) -> None:
        while self.waiting:
            self.answer()

    def fail(self) -> None:
        _, _, failed = self.waiting.pop(0)
        failed(RuntimeError("no"))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(PAGE * 100, kinds=1)


@pytest.fixture
def reads() -> Reads:
    return Reads()


@pytest.fixture
def arrived() -> list[tuple[int, int]]:
    return []


@pytest.fixture
def pages(shelf: Shelf, reads: Reads, arrived: list) -> TilePages:
    made = TilePages(shelf.tiles, reads, lambda first, last: arrived.append((first, last)))
    made.reset(Rows.of(shelf.ids))
    return made


def test_a_tile_comes_with_its_page(pages: TilePages, reads: Reads, arrived: list):
    assert pages.tile(5) is None
    reads.answer()
    assert pages.tile(5) == tile(6)
    assert arrived == [(0, PAGE - 1)]


def test_a_page_is_asked_for_once(pages: TilePages, reads: Reads, shelf: Shelf):
    for row in range(PAGE):
        pages.tile(row)
    reads.answer_all()
    assert len(shelf.asked) == PAGE


def test_a_page_that_changed_again_on_its_way_is_told_of_though_it_looks_the_same(
    pages: TilePages, reads: Reads, arrived: list
):
    pages.tile(5)
    reads.answer()
    pages.outdate(np.array([5]))
    pages.tile(5)
    pages.outdate(np.array([5]))
    reads.answer()
    assert arrived == [(0, PAGE - 1), (0, PAGE - 1)], "whoever sees it asks again"
    pages.tile(5)
    reads.answer()
    assert len(arrived) == 2, "nothing looks otherwise"


def test_what_is_wanted_last_goes_first(pages: TilePages, reads: Reads, arrived: list):
    for number in range(6):
        pages.want(number)
    assert len(reads.waiting) == IN_FLIGHT
    reads.answer_all()
    assert [first // PAGE for first, _ in arrived] == [0, 1, 5, 4, 3, 2]


def test_nothing_is_asked_beyond_the_end(pages: TilePages, reads: Reads):
    pages.want(100)
    assert reads.waiting == []


def test_the_oldest_pages_are_forgotten(pages: TilePages, reads: Reads):
    for number in range(KEPT + 2):
        pages.want(number)
        reads.answer_all()
    assert pages.known(0) is None
    assert pages.known((KEPT + 1) * PAGE) is not None


def test_a_page_in_use_is_not_forgotten(pages: TilePages, reads: Reads):
    for number in range(KEPT + 2):
        pages.want(number)
        reads.answer_all()
        pages.tile(0)
        reads.answer_all()
    assert pages.known(0) is not None


def test_changed_tiles_are_read_again_and_the_old_ones_show_meanwhile(pages: TilePages, reads: Reads, shelf: Shelf):
    pages.want(0)
    reads.answer_all()
    shelf.change(3, status=Status.APPROVED)
    pages.outdate(np.array([2]))
    assert pages.tile(2) == tile(3)
    reads.answer_all()
    assert pages.tile(2).status is Status.APPROVED
    assert reads.waiting == []


def test_other_pages_stay_as_they_are(pages: TilePages, reads: Reads, shelf: Shelf):
    for number in (0, 1):
        pages.want(number)
    reads.answer_all()
    shelf.asked.clear()
    pages.outdate(np.array([2]))
    pages.tile(PAGE)
    assert reads.waiting == []


def test_what_was_read_before_a_change_is_read_again(pages: TilePages, reads: Reads, shelf: Shelf):
    pages.tile(2)
    old = shelf.tiles(shelf.ids[:PAGE])
    shelf.change(3, status=Status.REJECTED)
    pages.outdate(np.array([2]))
    _, done, _ = reads.waiting.pop(0)
    done(old)
    pages.tile(2)
    reads.answer_all()
    assert pages.tile(2).status is Status.REJECTED


def test_everything_may_have_changed(pages: TilePages, reads: Reads, shelf: Shelf):
    pages.want(0)
    reads.answer_all()
    shelf.change(1, name="other.jpg")
    pages.outdate()
    pages.tile(0)
    reads.answer_all()
    assert pages.tile(0).name == "other.jpg"


def test_an_answer_for_the_list_before_is_thrown_away(pages: TilePages, reads: Reads, arrived: list):
    pages.tile(0)
    pages.reset(Rows.of(np.array([70, 71])))
    reads.answer_all()
    assert arrived == []
    pages.tile(0)
    reads.answer_all()
    assert pages.tile(0).id == 70


def test_a_failed_read_is_tried_again_when_looked_at(pages: TilePages, reads: Reads):
    pages.tile(0)
    reads.fail()
    assert reads.waiting == []
    pages.tile(0)
    reads.answer_all()
    assert pages.tile(0) is not None


@pytest.fixture
def unread(pages: TilePages) -> list[tuple[str, bool]]:
    """What was told of pages that could not be read: why, and whether their old tiles show."""
    told: list[tuple[str, bool]] = []
    pages._unread = lambda why, shows: told.append((str(why or ""), shows))
    return told


def test_a_page_that_never_came_is_told_once_however_often_it_is_tried(pages: TilePages, reads: Reads, unread: list):
    for _ in range(3):
        pages.tile(0)
        reads.fail()
    pages.tile(PAGE)
    reads.fail()
    assert unread == [("no", False)]
    pages.tile(0)
    reads.answer_all()
    assert unread == [("no", False)], "another one has not come yet"
    pages.tile(PAGE)
    reads.answer_all()
    assert unread == [("no", False), ("", True)]


def test_a_page_that_is_out_of_date_is_told_once(pages: TilePages, reads: Reads, unread: list):
    pages.tile(0)
    reads.answer_all()
    pages.outdate(np.array([2]))
    for _ in range(2):
        pages.tile(2)
        reads.fail()
    assert unread == [("no", True)]


def show_another_list(pages: TilePages) -> None:
    pages.reset(Rows.of(np.array([70, 71])))
    pages.forget_failures()


@pytest.mark.parametrize("anew", [TilePages.outdate, show_another_list])
def test_what_is_to_be_read_anew_is_told_anew(pages: TilePages, reads: Reads, unread: list, anew: Callable):
    pages.tile(0)
    reads.fail()
    anew(pages)
    pages.tile(0)
    reads.fail()
    assert unread == [("no", False), ("", True), ("no", False)]


def test_a_longer_list_reads_its_last_page_again(reads: Reads, shelf: Shelf):
    pages = TilePages(shelf.tiles, reads, lambda _first, _last: None)
    pages.reset(Rows.of(shelf.ids[:10]))
    pages.tile(0)
    reads.answer_all()
    pages.extend(Rows.of(shelf.ids[:12]))
    assert pages.tile(11) is None
    reads.answer_all()
    assert pages.tile(11) == tile(12)


def test_a_patched_tile_shows_until_the_page_is_read(pages: TilePages, reads: Reads):
    pages.tile(0)
    reads.answer_all()
    pages.patch(0, tile(1, status=Status.REJECTED))
    assert pages.tile(0).status is Status.REJECTED
    pages.outdate(np.array([0]))
    pages.tile(0)
    reads.answer_all()
    assert pages.tile(0) == tile(1)


def test_of_a_whole_list_only_the_rows_of_pages_that_are_here_are_held(pages: TilePages, reads: Reads):
    pages.tile(0)
    pages.tile(PAGE * 50)
    reads.answer_all()
    every = np.arange(PAGE * 100)
    held = pages.held(every)
    assert held.tolist() == [*range(PAGE), *range(PAGE * 50, PAGE * 51)]
    assert pages.held(every[PAGE : PAGE * 2]).tolist() == []


def test_old_tiles_whose_reading_failed_are_asked_for_again(pages: TilePages, reads: Reads, shelf: Shelf):
    pages.want(0)
    reads.answer_all()
    shelf.change(3, status=Status.APPROVED)
    pages.outdate(np.array([2]))
    for _ in range(2):
        assert pages.tile(2) == tile(3), "until then the old one shows"
        assert len(reads.waiting) == 1
        reads.fail()
        assert reads.waiting == [], "not over and over by itself"
    pages.tile(2)
    reads.answer_all()
    assert pages.tile(2).status is Status.APPROVED
    assert reads.waiting == []
