"""A key acts on what is in sight: once that is scrolled away a key that waits is forgotten, and none is taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from rekreview.domain.marks import MarkWord
from rekreview.domain.queues import QueueFilter
from tests.qt.desk.conftest import Desk

KEY = Qt.Key


@pytest.fixture
def slow(make_desk, library, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Event]]:
    """A desk of tiles so large that they do not fit on the screen, whose pictures come once this is set."""
    come, get = Event(), library.thumbnails.get
    monkeypatch.setattr(library.thumbnails, "get", lambda *args, **kwargs: (come.wait(30), get(*args, **kwargs))[1])
    desk = make_desk()
    desk.desk.grid.step_tile_size(20)
    with desk.qtbot.waitSignal(desk.desk.listing.replaced):
        desk.desk.set_filter(QueueFilter())
    desk.qtbot.waitUntil(lambda: desk.desk.model.tile(0) is not None)
    desk.desk.grid.grab()
    yield desk, come
    come.set()


def test_a_key_that_waits_is_forgotten_once_its_tile_is_scrolled_out_of_sight(slow: tuple[Desk, Event]):
    desk, come = slow
    first, bar = desk.current, desk.desk.grid.verticalScrollBar()
    desk.press(KEY.Key_A)
    assert desk.told[-1].startswith("Waits until the picture of")
    bar.setValue(bar.maximum())
    assert 0 not in desk.desk.grid.visible_rows()
    assert desk.told[-1] == "Dropped, since it was scrolled out of sight: approved for asset0.jpg."
    bar.setValue(0)
    come.set()
    desk.wait_until_shown()
    desk.settle()
    assert desk.decisions(first) == []


def test_a_key_waits_on_while_its_tile_stays_in_sight(slow: tuple[Desk, Event]):
    desk, come = slow
    first = desk.current
    desk.press(KEY.Key_A)
    desk.desk.grid.verticalScrollBar().setValue(3)
    come.set()
    desk.qtbot.waitUntil(lambda: bool(desk.decisions(first)), timeout=10_000)


@pytest.fixture
def away(make_desk) -> Desk:
    """A desk whose current tile, the first one, was scrolled out of sight."""
    desk = make_desk()
    desk.desk.grid.step_tile_size(20)
    desk.show()
    bar = desk.desk.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.qtbot.waitUntil(lambda: bool(desk.desk.grid.shown_ids()))
    assert 0 not in desk.desk.grid.visible_rows()
    return desk


KEYS = {
    "verdict": (KEY.Key_A, Qt.KeyboardModifier.NoModifier),
    "stack": (KEY.Key_A, Qt.KeyboardModifier.ShiftModifier),
    "clear": (KEY.Key_U, Qt.KeyboardModifier.NoModifier),
    "second look": (KEY.Key_E, Qt.KeyboardModifier.NoModifier),
    "label is wrong": (KEY.Key_R, Qt.KeyboardModifier.NoModifier),
    "label is missing": (KEY.Key_R, Qt.KeyboardModifier.ShiftModifier),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_for_what_is_out_of_sight_is_not_taken_and_brings_it_back(away: Desk, name: str):
    first = away.current
    away.press(*KEYS[name])
    assert away.told == ["Not taken: asset0.jpg was out of sight. Here it is: press the key again."]
    assert 0 in away.desk.grid.visible_rows()
    away.wait_until_shown()
    away.settle()
    assert away.decisions(first) == [], "nothing happens late"
    assert away.library.queries.marks(first) == []
    away.press(KEY.Key_A)
    away.settle()
    assert [entry.to_status for entry in away.decisions(first)] == [Status.APPROVED]


@pytest.mark.parametrize("name", KEYS)
def test_a_key_pressed_again_before_it_could_be_seen_is_not_taken_either(away: Desk, name: str):
    first = away.current
    away.press(*KEYS[name])
    away.press(KEY.Key_A)
    away.wait_until_shown()
    away.settle()
    away.qtbot.wait(100)
    assert away.decisions(first) == []
    away.press(KEY.Key_A)
    away.settle()
    assert [entry.to_status for entry in away.decisions(first)] == [Status.APPROVED]


def test_a_mark_is_made_once_what_was_brought_back_is_seen(away: Desk):
    first = away.current
    away.press(KEY.Key_R)
    away.press(KEY.Key_R)
    assert away.told == ["Not taken: asset0.jpg was out of sight. Here it is: press the key again."] * 2
    away.wait_until_shown()
    away.qtbot.waitUntil(lambda: away.desk.stage.in_sight(first))
    away.press(KEY.Key_R)
    away.settle()
    assert [mark.word for mark in away.library.queries.marks(first)] == [MarkWord.WRONG]


def test_a_mark_pressed_while_the_picture_before_was_there_is_not_made(
    make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch
):
    desk = make_desk()
    desk.show()
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    before = time.monotonic()
    desk.press(KEY.Key_Right)
    desk.wait_until_shown()
    second = desk.current
    monkeypatch.setattr(desk.desk.verdicts, "_pressed_at", lambda: before)
    desk.desk.marks.top_is_wrong()
    assert desk.told[-1] == "Not taken: the key was pressed before asset1.jpg could be seen. Press it again."
    desk.settle()
    assert desk.library.queries.marks(second) == []


def test_a_key_that_was_pressed_before_it_could_be_seen_comes_too_early(away: Desk):
    stage, first = away.desk.stage, away.current
    away.press(KEY.Key_A)
    before = time.monotonic()
    assert stage.came_at(first) == 0.0
    away.wait_until_shown()
    away.qtbot.waitUntil(lambda: stage.came_at(first) >= before)
    assert stage.in_sight(first)


def test_the_second_look_button_shows_what_stands_where_it_is_not_taken(away: Desk):
    first, detail = away.current, away.desk.detail
    away.qtbot.waitUntil(lambda: detail.card is not None)
    detail.second_look.click()
    assert away.told == ["Not taken: asset0.jpg was out of sight. Here it is: press the key again."]
    assert not detail.second_look.isChecked()
    away.qtbot.waitUntil(lambda: away.desk.stage.in_sight(first))
    away.wait_until_shown()
    detail.second_look.click()
    away.qtbot.waitUntil(detail.second_look.isChecked)
    assert away.library.queries.asset(first).second_look, "clicked again it asks for the same"
    bar = away.desk.grid.verticalScrollBar()
    bar.setValue(bar.maximum())
    detail.second_look.click()
    assert away.told[-1].startswith("Not taken: ")
    assert detail.second_look.isChecked()
    away.settle()
    assert away.library.queries.asset(first).second_look


def test_a_key_that_goes_to_the_selection_needs_not_all_of_it_in_sight(away: Desk):
    away.desk.grid.selector.select_all()
    away.press(KEY.Key_A)
    away.settle()
    assert {away.status(one) for one in away.desk.model.rows.ids.tolist()} == {Status.APPROVED}


def test_a_stack_found_after_its_tile_was_scrolled_away_is_dropped(make_desk, monkeypatch: pytest.MonkeyPatch):
    desk, go = make_desk(), Event()
    desk.desk.grid.step_tile_size(20)
    desk.show()
    queries, bar = desk.desk.near._queries, desk.desk.grid.verticalScrollBar()
    make = queries.make_stacks
    monkeypatch.setattr(queries, "make_stacks", lambda distance: (go.wait(30), make(distance))[1])
    first = desk.current
    desk.press(KEY.Key_A, Qt.KeyboardModifier.ShiftModifier)
    bar.setValue(bar.maximum())
    go.set()
    desk.qtbot.waitUntil(lambda: desk.told[-1].startswith("Dropped, since it was scrolled out of sight: approved for"))
    bar.setValue(0)
    desk.wait_until_shown()
    desk.settle()
    assert desk.decisions(first) == []
