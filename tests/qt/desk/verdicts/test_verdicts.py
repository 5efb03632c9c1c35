"""The rules of the verdict keys, each by itself, on a stage that the test sets."""

from __future__ import annotations

import pytest

from rekreview.domain.errors import Locked
from rekreview.library.step_values import Restored
from rekreview.library.values import Decided
from rekreview.ui.desk.verdicts import TOLD_TWICE
from tests.qt.desk.verdicts.conftest import A, Play, X


@pytest.mark.parametrize("came", [None, 100.5])
@pytest.mark.parametrize("act", ["press", "clear", "second_look", "decide_likewise"])
def test_a_key_pressed_while_the_picture_before_was_there_is_not_taken(play: Play, act: str, came: float | None):
    acts = {
        "press": lambda: play.rules.press(A),
        "clear": play.rules.clear,
        "second_look": play.rules.second_look,
        "decide_likewise": lambda: play.rules.decide_likewise(1, A, "Harmless context"),
    }
    play.stage.came[1], play.pressed = came, 100.4
    acts[act]()
    assert (play.asked, play.waiting, play.stage.chosen) == ([], [], [1])
    assert play.told == ["Not taken: the key was pressed before 1.jpg could be seen. Press it again."]
    play.stage.came[1], play.pressed = 100.5, 100.5
    acts[act]()
    assert len(play.asked) == 1


def test_what_no_press_led_to_is_taken(play: Play):
    play.stage.came[1] = None
    play.rules.press(A)
    assert play.asked == [((1,), A, "", "")]


def test_a_key_decides_on_what_shows_and_goes_on(play: Play):
    play.rules.press(A)
    assert play.asked == [((1,), A, "", "")]
    assert play.stage.chosen == [2]


def test_nothing_is_shown_or_told_as_decided_before_it_is_on_the_disk(play: Play):
    play.rules.press(A)
    assert (play.stage.seen, play.told) == ([], [])
    play.write()
    assert play.stage.seen == [("decided", (1,), A)]
    assert play.told == ["Approved: 1.jpg."]


def test_a_click_decides_and_stays(play: Play):
    play.rules.click(3, X)
    assert play.asked == [((3,), X, "", "")]
    assert play.stage.chosen == [1]


def test_several_selected_are_one_step_and_need_no_picture(play: Play):
    play.stage.chosen, play.stage.shown = [4, 5, 6], set()
    play.rules.press(X)
    assert play.asked == [((4, 5, 6), X, "", "")]
    play.write()
    assert play.told == ["Rejected: 3 assets."]
    assert play.batched == []


def test_a_large_batch_is_named_where_it_can_be_undone(play: Play):
    play.stage.chosen = list(range(1, TOLD_TWICE + 2))
    play.rules.press(A)
    assert play.told == ["Being written: Approved: 501 assets."]
    assert play.batched == []
    play.write()
    assert play.batched == ["Approved: 501 assets."]
    assert play.told[-1] == "Approved: 501 assets."


def test_nothing_there_is_nothing_to_decide(play: Play):
    play.stage.chosen = []
    play.rules.press(A)
    play.rules.clear()
    play.rules.second_look()
    play.rules.press_reason("Medical")
    assert play.asked == []
    assert play.told == ["There is no asset here to decide on."]


def test_what_is_written_shows(play: Play):
    play.rules.press(A)
    done, _ = play.operations.answers[0]
    done(Decided(1, (1,), ()))
    assert play.stage.seen[-1] == ("decided", (1,), A)


def test_what_could_not_be_written_is_taken_from_the_screen_and_told(play: Play):
    play.rules.press(A)
    _, failed = play.operations.answers[0]
    fault = Locked("Another program holds the library.")
    failed(fault)
    assert play.stage.seen[-1] == ("no longer", (1,))
    assert play.failed == [fault]
    play.rules.press_reason("Medical")
    assert len(play.asked) == 1


def test_clearing_says_what_it_did(play: Play):
    play.rules.clear()
    done, _ = play.operations.answers[0]
    done(Decided(None, (), (1,)))
    assert play.told[-1] == "No decision to clear on 1.jpg."
    done(Decided(3, (1,), ()))
    assert play.told[-1] == "Cleared, so that the policy decides again: 1.jpg."


def test_undo_goes_back_to_what_was_decided(play: Play):
    play.rules.press(A)
    play.rules.undo_and_return()
    done, failed = play.operations.answers[-1]
    done(Restored(4, (1,)))
    assert play.stage.chosen == [1]
    assert play.stage.seen[-1] == ("no longer", (1,))
    assert play.told[-1] == "Undone: 1.jpg."
    done(Restored(None, ()))
    assert play.told[-1] == "There is nothing to undo."
    fault = Locked("busy")
    failed(fault)
    assert play.failed == [fault]


@pytest.mark.parametrize("on", [True, False])
def test_second_look_is_set_not_toggled(play: Play, on: bool):
    play.rules.second_look(on)
    assert play.asked == [("second look", (1,), on)]
    play.operations.answers[0][0](Decided(1, (1,), ()))
    assert "1.jpg" in play.told[-1]


def test_a_decision_on_one_goes_with_its_sight_and_one_on_several_with_those_that_are_seen(play: Play):
    play.rules.press(A)
    play.rules.click(3, X)
    play.stage.chosen = [1, 2, 8, 9]
    play.rules.press(X)
    assert play.operations.seen == ["sight of 1", "sight of 3", {1: "sight of 1", 2: "sight of 2"}]


@pytest.mark.parametrize("act", ["clear", "second_look"])
def test_other_keys_too_are_not_taken_before_the_picture_shows(play: Play, act: str):
    play.stage.shown.clear()
    getattr(play.rules, act)()
    assert play.asked == []
    assert play.told == ["Not taken: the picture of 1.jpg does not show yet. Press it again."]
