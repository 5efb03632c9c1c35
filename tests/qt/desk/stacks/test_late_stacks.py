"""A verdict on a stack that is not known yet, or whose picture does not show yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from rekreview.domain.assets import Status
from tests.qt.desk.conftest import Desk
from tests.qt.desk.stacks.conftest import CATS, DOGS, KEY, SHIFT, all_ids


def test_a_stack_that_could_not_be_seen_yet_when_the_key_was_pressed_is_not_decided(stacked: Desk, monkeypatch):
    stacked.desk.open_loupe()
    stacked.wait_until_shown()
    came = stacked.desk.loupe.canvas.came_at
    monkeypatch.setattr(stacked.desk.verdicts, "_pressed_at", lambda: came - 0.001)
    stacked.press(KEY.Key_A, SHIFT)
    assert stacked.told[-1] == "Not taken: the key was pressed before a-cat-1.jpg could be seen. Press it again."
    stacked.settle()
    assert {stacked.status(one) for one in range(1, 1 + CATS)} == {Status.PENDING}


def test_a_verdict_on_a_stack_right_after_another_verdict_is_not_lost(make_desk):
    desk = make_desk()
    desk.show()
    ids = all_ids(desk)
    desk.press(KEY.Key_A, SHIFT)
    desk.qtbot.waitUntil(lambda: desk.status(ids[CATS - 1]) is Status.APPROVED, timeout=10_000)
    desk.settle()
    desk.desk.grid.go_to(CATS)
    desk.settle()
    desk.press(KEY.Key_X)
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    desk.qtbot.waitUntil(lambda: desk.status(ids[CATS + DOGS]) is Status.APPROVED, timeout=10_000)
    assert [desk.status(one) for one in ids[CATS:]] == [Status.REJECTED] + DOGS * [Status.APPROVED] + [Status.PENDING]


@pytest.fixture
def comparing(make_desk: Callable[..., Desk], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Event]]:
    """A desk without stacks, that knows of no near-duplicates until this is set."""
    desk, go = make_desk(), Event()
    queries = desk.desk.near._queries
    make = queries.make_stacks
    monkeypatch.setattr(queries, "make_stacks", lambda distance: (go.wait(30), make(distance))[1])
    desk.show()
    desk.press(KEY.Key_X, SHIFT)
    yield desk, go
    go.set()


def until_known(desk: Desk, go: Event) -> None:
    go.set()
    desk.qtbot.waitUntil(lambda: desk.desk.near.ready, timeout=10_000)
    desk.settle()


def test_a_verdict_on_a_stack_that_is_not_known_yet_waits_and_says_so(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    assert desk.told[-1] == (
        "Waits until near-duplicates are known: the stack of a-cat-1.jpg. Moving on or deciding calls it off."
    )
    until_known(desk, go)
    assert [desk.status(one) for one in all_ids(desk)] == CATS * [Status.REJECTED] + 5 * [Status.PENDING]


def test_going_away_and_back_calls_a_late_verdict_off(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Left)
    desk.qtbot.waitUntil(lambda: desk.status(cats[0]) is Status.APPROVED)
    assert desk.current == cats[0]
    until_known(desk, go)
    assert [desk.status(one) for one in cats] == [Status.APPROVED] + 3 * [Status.PENDING]


def test_another_verdict_calls_a_late_one_off_though_nothing_moves(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.desk.verdicts.click(cats[0], Status.APPROVED)
    assert desk.current == cats[0]
    until_known(desk, go)
    assert [desk.status(one) for one in cats] == [Status.APPROVED] + 3 * [Status.PENDING]


def test_another_key_that_waits_says_that_it_drops_a_late_one(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    desk.desk.grid._shown.clear()
    desk.press(KEY.Key_A)
    assert desk.told[-1] == (
        "Waits until the picture of a-cat-1.jpg shows. "
        "Dropped, since another key was pressed: rejected for the stack of a-cat-1.jpg."
    )
    until_known(desk, go)
    assert {desk.status(one) for one in cats} == {Status.PENDING}
    desk.desk.grid.viewport().update()
    desk.qtbot.waitUntil(lambda: desk.status(cats[0]) is Status.APPROVED)
    assert [desk.status(one) for one in cats[1:]] == 3 * [Status.PENDING]


def test_the_stack_pressed_last_counts_and_not_the_key_that_waited(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats = all_ids(desk)[:CATS]
    grid = desk.desk.grid
    grid._shown.clear()
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_X, SHIFT)
    assert desk.told[-1].startswith("Waits until near-duplicates are known: the stack of a-cat-1.jpg.")
    assert desk.told[-1].endswith("Dropped, since another key was pressed: approved for a-cat-1.jpg.")
    grid.viewport().update()
    desk.wait_until_shown()
    desk.qtbot.wait(50)
    assert {desk.status(one) for one in cats} == {Status.PENDING}, "the key pressed before does not act any more"
    until_known(desk, go)
    desk.qtbot.waitUntil(lambda: {desk.status(one) for one in cats} == {Status.REJECTED}, timeout=10_000)


def test_a_stack_found_before_its_picture_shows_waits_for_that(comparing: tuple[Desk, Event]) -> None:
    desk, go = comparing
    cats, grid = all_ids(desk)[:CATS], desk.desk.grid
    grid._shown.clear()
    grid.setUpdatesEnabled(False)
    until_known(desk, go)
    assert {desk.status(one) for one in cats} == {Status.PENDING}, "it was not painted"
    grid.setUpdatesEnabled(True)
    grid.viewport().update()
    desk.qtbot.waitUntil(lambda: {desk.status(one) for one in cats} == {Status.REJECTED}, timeout=10_000)


@pytest.mark.parametrize("row", [0, CATS], ids=["of several", "of one"])
def test_the_same_stack_pressed_twice_before_its_picture_shows_is_one_verdict(make_desk: Callable[..., Desk], row: int):
    desk = make_desk()
    desk.show()
    asked = all_ids(desk)[row]
    desk.press(KEY.Key_A, SHIFT)  # near-duplicates are known from now on
    desk.settle()
    desk.press(KEY.Key_Backspace)
    desk.settle()
    grid = desk.desk.grid
    grid.go_to(row)
    desk.wait_until_shown()
    grid._shown.clear()
    grid.setUpdatesEnabled(False)
    desk.told.clear()
    for _ in range(2):
        desk.press(KEY.Key_A, SHIFT)
        desk.settle()
    assert desk.told == 2 * [f"Waits until the picture of {desk.desk.stage.name_of(asked)} shows."]
    grid.setUpdatesEnabled(True)
    grid.viewport().update()
    desk.qtbot.waitUntil(lambda: desk.status(asked) is Status.APPROVED, timeout=10_000)
    assert [one.undone for one in desk.decisions(asked)].count(False) == 1
