"""A verdict key waits for the picture it is meant for; what is done next, or elsewhere, drops it."""

from __future__ import annotations

import pytest

from tests.qt.desk.verdicts.conftest import A, Play, X


def test_a_key_waits_for_the_picture(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    assert (play.asked, play.waiting) == ([], [1])
    play.rules.picture_shown(2)
    assert play.asked == []
    play.rules.picture_shown(1)
    assert play.asked == [((1,), A, "", "")]
    assert play.waiting == [1, -1]


def test_the_last_of_two_keys_that_wait_counts(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.press(X)
    play.rules.picture_shown(1)
    play.rules.picture_shown(1)
    assert play.asked == [((1,), X, "", "")]


def test_whoever_moves_on_takes_the_waiting_key_back(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.moved(2)
    play.rules.picture_shown(1)
    play.rules.picture_shown(2)
    assert play.asked == []


def test_what_a_later_key_drops_is_told(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.press(A)
    assert play.told == ["Waits until the picture of 1.jpg shows."] * 2, "the same again drops nothing"
    play.rules.press(X)
    assert play.told[-1] == (
        "Waits until the picture of 1.jpg shows. Dropped, since another key was pressed: approved for 1.jpg."
    )
    play.stage.shown.add(3)
    play.rules.click(3, A)
    play.write()
    assert play.asked == [((3,), A, "", "")]
    assert play.told[-1] == "Approved: 3.jpg. Dropped, since another key was pressed: rejected for 1.jpg."
    play.rules.picture_shown(1)
    assert len(play.asked) == 1


def test_a_dropped_key_takes_its_own_reason_with_it(play: Play):
    play.stage.shown.clear()
    play.rules.decide_likewise(1, A, "Harmless context")
    play.rules.press(X)
    play.rules.picture_shown(1)
    assert play.asked == [((1,), X, "", "")]


@pytest.mark.parametrize("act", ["clear", "second_look"])
def test_a_key_that_does_not_wait_says_what_it_drops(play: Play, act: str):
    play.stage.shown.clear()
    play.rules.press(A)
    getattr(play.rules, act)()
    play.rules.picture_shown(1)
    assert play.asked == []
    assert play.told[-1] == (
        "Not taken: the picture of 1.jpg does not show yet. Press it again. "
        "Dropped, since another key was pressed: approved for 1.jpg."
    )


def test_a_batch_drops_the_key_that_waits(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.decide_together(-1, [1, 2, 3], X, "the whole stack of 3", advance=False)
    play.rules.picture_shown(1)
    play.write()
    assert play.asked == [((1, 2, 3), X, "", "")]
    assert play.told[-1] == (
        "Rejected: the whole stack of 3. Dropped, since another key was pressed: approved for 1.jpg."
    )


def test_what_waits_elsewhere_is_dropped_by_a_key_and_told(play: Play):
    play.rules.waiters.append(lambda: "Dropped: the stack.")
    play.rules.press(A)
    play.write()
    assert play.told == ["Approved: 1.jpg. Dropped: the stack."]


def test_a_key_is_forgotten_once_its_asset_is_scrolled_out_of_sight(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.out_of_sight([2, 3])
    assert play.waiting == [1]
    play.rules.out_of_sight([1, 2])
    play.rules.picture_shown(1)
    assert (play.asked, play.waiting) == ([], [1, -1])
    assert play.told[-1] == "Dropped, since it was scrolled out of sight: approved for 1.jpg."


def test_who_moves_on_is_told_what_is_dropped(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.moved(2)
    assert play.told[-1] == "Dropped, since you moved on: approved for 1.jpg."


def test_being_told_of_the_same_asset_is_no_move(play: Play):
    play.stage.shown.clear()
    play.rules.press(A)
    play.rules.moved(1)
    play.rules.picture_shown(1)
    assert len(play.asked) == 1


def test_backspace_first_takes_back_a_key_that_waits(play: Play):
    play.stage.shown.clear()
    play.rules.press(X)
    play.rules.undo_and_return()
    assert play.told[-1] == "Nothing was decided yet on 1.jpg."
    assert play.waiting == [1, -1]
    play.rules.picture_shown(1)
    assert play.asked == []
    play.rules.undo_and_return()
    assert play.asked == [("undo",)]


@pytest.mark.parametrize("act", ["clear", "second_look", "taken_back"])
def test_whatever_is_done_next_forgets_a_key_that_waits(play: Play, act: str):
    play.stage.shown.clear()
    play.rules.press(X)
    play.rules.taken_back([2]) if act == "taken_back" else getattr(play.rules, act)()
    play.rules.picture_shown(1)
    assert all(one[1] is not X for one in play.asked)
    assert play.waiting == [1, -1]
