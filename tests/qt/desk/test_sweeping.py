"""Ctrl+Enter on the desk: a page of real pictures confirmed, and only what was painted."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.queues import QueueName
from rekreview.domain.sweeps import Skip, Sweep
from rekreview.ui.desk.sweeping import Sweeping, words
from tests.qt.desk.conftest import Desk

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def wait_for_pictures(desk: Desk) -> list[int]:
    """Wait until every tile that shows has its picture, or its mark that there is none; their ids."""
    grid, ids = desk.desk.grid, desk.desk.model.rows.ids
    desk.qtbot.waitUntil(lambda: all(grid.is_shown(int(ids[row])) for row in grid.visible_rows()), timeout=10_000)
    return [int(one) for one in ids]


def reviewers(desk: Desk, ids: list[int]) -> list[bool]:
    return [asset.decided_by is DecidedBy.REVIEWER for asset in desk.library.queries.assets(ids)]


def test_a_page_is_confirmed_with_what_was_seen_in_one_step(desk: Desk):
    ids = wait_for_pictures(desk)
    before = [desk.status(one) for one in ids]
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert [desk.status(one) for one in ids] == before
    assert reviewers(desk, ids[:8]) == 8 * [True]
    assert all(desk.decisions(one)[-1].seen is not None for one in ids[:8])
    assert desk.told[-1].startswith("Confirmed 8: 4 approved, 4 rejected. Skipped 1: 1 ")
    assert desk.told[-1].endswith("That was the last page.")
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert reviewers(desk, ids) == 9 * [False], "one step"


def test_the_next_page_begins_where_this_one_ends(make_desk):
    desk = make_desk()
    desk.desk.resize(760, 420)
    desk.show(QueueName.REJECTED)
    ids = wait_for_pictures(desk)
    feature = desk.desk.feature(Sweeping)
    page = feature._page()
    assert 0 < len(page) < len(ids)
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert reviewers(desk, ids) == [row in page for row in range(len(ids))]
    assert desk.desk.grid.selector.current == page.stop
    assert feature._page().start <= page.stop
    assert "last page" not in desk.told[-1]


def test_what_is_decided_already_stays_as_it_is(desk: Desk):
    ids = wait_for_pictures(desk)
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_X)
    desk.settle()
    first = [desk.decisions(one) for one in ids[:2]]
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert [desk.decisions(one) for one in ids[:2]] == first
    assert desk.told[-1].startswith("Confirmed 6")


def test_a_page_that_is_not_painted_yet_is_not_left(make_desk):
    desk = make_desk()
    with desk.qtbot.waitSignal(desk.desk.listing.replaced):
        desk.desk.listing.read()
    desk.desk.grid._shown.clear()
    desk.desk.feature(Sweeping).sweep()
    desk.settle()
    assert desk.told[-1].startswith("The pictures of this page are not here yet")
    assert not any(reviewers(desk, [int(one) for one in desk.desk.model.rows.ids]))
    assert desk.desk.grid.selector.current == 0


def test_a_reason_after_a_sweep_is_for_what_is_at_hand(desk: Desk):
    wait_for_pictures(desk)
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Return, CONTROL)
    desk.press(KEY.Key_1)
    assert desk.told[-1].startswith("Reason “Matches the policy” will go with your verdict on")


def test_the_button_sweeps_too_and_not_where_one_may_only_look(desk: Desk, make_desk):
    ids = wait_for_pictures(desk)
    desk.desk.feature(Sweeping).button.click()
    desk.settle()
    assert any(reviewers(desk, ids))
    looking = make_desk(read_only=True)
    assert not looking.desk.feature(Sweeping).button.isEnabled()
    assert not looking.desk.keys["sweep"].isEnabled()


def test_what_was_put_aside_is_left_for_its_second_look_and_told(desk: Desk):
    ids = wait_for_pictures(desk)
    desk.press(KEY.Key_E)
    desk.settle()
    desk.qtbot.waitUntil(lambda: (tile := desk.desk.model.tile(0)) is not None and tile.second_look)
    wait_for_pictures(desk)
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    aside = desk.library.queries.asset(ids[0])
    assert aside.second_look
    assert aside.decided_by is not DecidedBy.REVIEWER
    assert desk.told[-1].startswith("Confirmed 7: ")
    assert "1 put aside for a second look" in desk.told[-1]


def test_the_second_look_just_pressed_counts_too(desk: Desk):
    ids = wait_for_pictures(desk)
    desk.press(KEY.Key_E)
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert desk.library.queries.asset(ids[0]).second_look
    assert desk.told[-1].startswith("Confirmed 7: ")


def test_in_the_queue_of_second_looks_they_are_what_is_confirmed(make_desk):
    desk = make_desk()
    desk.show()
    ids = wait_for_pictures(desk)[:2]
    desk.library.commands.second_look(ids, True, "Ada")
    desk.settle()
    desk.show(QueueName.SECOND_LOOK)
    wait_for_pictures(desk)
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert desk.told[-1] == "Confirmed 2: 1 approved, 1 rejected. That was the last page."
    assert not any(asset.second_look for asset in desk.library.queries.assets(ids))


def test_what_is_told_is_what_was_written(desk: Desk):
    ids = wait_for_pictures(desk)
    before = [desk.status(one) for one in ids[:2]]
    opposite = {Status.APPROVED: KEY.Key_X, Status.REJECTED: KEY.Key_A}
    patched = []
    show = desk.desk.stage.show_decided
    desk.desk.stage.show_decided = lambda some, *how: (patched.append(list(some)), show(some, *how))
    for status in before:
        desk.press(opposite[status])
    desk.press(KEY.Key_Return, CONTROL)
    desk.settle()
    assert [desk.status(one) for one in ids[:2]] != before
    assert desk.told[-1].startswith("Confirmed 6: 3 approved, 3 rejected. Skipped 3: ")
    assert "2 decided on or put aside meanwhile" in desk.told[-1]
    assert sum(one in some for some in patched for one in ids[:2]) == 2, "each by its own verdict, and by no sweep"


def test_a_verdict_that_is_not_painted_yet_is_not_confirmed(desk: Desk):
    ids = wait_for_pictures(desk)
    at = 1
    model = desk.desk.model
    tile = model.tile(at)
    assert tile is not None
    model._pages.patch(at, replace(tile, status=Status.REJECTED if tile.status is Status.APPROVED else Status.APPROVED))
    desk.desk.feature(Sweeping).sweep()
    desk.settle()
    assert reviewers(desk, ids[:3]) == [True, False, True]
    assert "1 whose verdict has just changed" in desk.told[-1]


def test_what_is_not_checked_is_said_to_have_no_verdict():
    told = words(Sweep((), Counter({Skip.NO_VERDICT: 2, Skip.NOT_PAINTED: 1})))
    assert told == (
        "Nothing was confirmed on this page. Skipped 3: 2 without a verdict to confirm,"
        " 1 whose picture was not painted yet."
    )
    assert words(Sweep()) == "All of this page is decided."
    assert words(Sweep(), stacks=2, last=True).endswith(
        "Of 2 stacks only the asset that shows. That was the last page."
    )


def test_an_empty_list_has_no_page(make_desk):
    desk = make_desk()
    desk.show(QueueName.PENDING, search="nothing")
    desk.desk.feature(Sweeping).sweep()
    assert desk.told[-1] == "There is no asset here to decide on."
    assert desk.library.queries.counts().counts[QueueName.REVIEWED] == 0
