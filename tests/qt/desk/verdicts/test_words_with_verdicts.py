"""The reason and the note that go with a verdict: said before it, or within two seconds after."""

from __future__ import annotations

import pytest

from rekreview.domain.errors import Locked
from rekreview.library.step_values import Restored
from rekreview.ui.desk.verdicts import REASON_SECONDS
from tests.qt.desk.verdicts.conftest import A, Play, X


def test_an_armed_reason_goes_with_the_verdict_once(play: Play):
    play.rules.press_reason("Medical")
    play.rules.press(X)
    play.now += 10
    play.rules.press(X)
    assert [asked[2] for asked in play.asked] == ["Medical", ""]
    play.write()
    assert play.told[1] == "Rejected: 1.jpg. Reason: Medical."


def test_an_armed_reason_is_forgotten_when_the_person_moves_on(play: Play):
    play.rules.press_reason("Medical")
    play.rules.moved(2)
    play.stage.chosen = [2]
    play.rules.press(X)
    assert play.asked[0][2] == ""


def test_the_last_armed_reason_counts(play: Play):
    play.rules.press_reason("Medical")
    play.rules.press_reason("Other")
    play.rules.press(X)
    assert play.asked[0][2] == "Other"


@pytest.mark.parametrize(
    ("seconds", "goes_back"), [(0.0, True), (REASON_SECONDS, True), (REASON_SECONDS + 0.01, False)]
)
def test_within_two_seconds_a_reason_goes_to_what_was_decided(play: Play, seconds: float, goes_back: bool):
    play.rules.press(A)
    play.write()
    play.now += seconds
    play.rules.press_reason("Medical")
    play.write()
    if goes_back:
        assert play.asked[-1] == ((1,), A, "Medical", "")
        assert play.told[-1] == "Reason “Medical” for 1.jpg."
    else:
        assert len(play.asked) == 1
        assert play.told[-1].endswith("with your verdict on 2.jpg.")


def test_a_reason_after_a_batch_goes_to_all_of_it(play: Play):
    play.stage.chosen = [1, 2]
    play.rules.press(X)
    play.rules.press_reason("Other")
    assert play.asked[-1] == ((1, 2), X, "Other", "")


def test_a_note_waits_for_the_verdict_on_its_asset(play: Play):
    play.rules.put_note(1, "a toy")
    assert play.rules.note_on(1) == "a toy"
    play.stage.chosen = [2]
    play.rules.press(A)
    play.stage.chosen = [1]
    play.rules.press(A)
    assert [asked[3] for asked in play.asked] == ["", "a toy"]
    assert play.rules.note_on(1) == ""


def test_an_empty_note_takes_it_back(play: Play):
    play.rules.put_note(1, "a toy")
    play.rules.put_note(1, "")
    play.rules.press(A)
    assert play.asked[0][3] == ""


def test_a_reason_after_a_verdict_keeps_its_note(play: Play):
    play.rules.put_note(1, "a toy")
    play.rules.press(A)
    play.rules.press_reason("Other")
    assert play.asked[-1] == ((1,), A, "Other", "a toy")


def test_a_note_on_a_decision_repeats_it_with_its_reason(play: Play):
    play.rules.annotate(7, X, "Medical", "seen twice")
    assert play.asked == [((7,), X, "Medical", "seen twice")]


def test_after_an_undo_a_reason_does_not_decide_again(play: Play):
    play.rules.press(A)
    play.rules.taken_back((1,))
    play.rules.press_reason("Medical")
    assert len(play.asked) == 1


def test_a_reason_after_goes_with_the_sight_of_the_decision(play: Play):
    play.rules.press(A)
    play.stage.shown = set()
    play.rules.press_reason("art")
    assert play.operations.seen == ["sight of 1", "sight of 1"]


def test_a_note_on_what_is_out_of_sight_goes_with_no_sight(play: Play):
    play.rules.annotate(2, A, "", "a statue")
    play.stage.shown = set()
    play.rules.annotate(2, A, "", "two statues")
    assert play.operations.seen == ["sight of 2", None]


@pytest.mark.parametrize("act", ["clear", "second_look"])
def test_a_reason_does_not_bring_back_what_was_cleared_or_put_aside(play: Play, act: str):
    play.rules.press(A)
    play.write()
    play.stage.chosen = [1]
    getattr(play.rules, act)()
    play.write()
    asked = len(play.asked)
    play.rules.press_reason("Other")
    assert len(play.asked) == asked
    assert play.told[-1] == "Reason “Other” will go with your verdict on 1.jpg."


def test_a_reason_said_of_a_selection_goes_with_it_wherever_the_current_asset_is(play: Play):
    play.stage.chosen = [1, 2]
    play.stage.current = lambda: 3  # type: ignore[method-assign]
    play.rules.press_reason("Other")
    assert play.told == ["Reason “Other” will go with your verdict on 2 assets."]
    play.rules.press(X)
    assert play.asked == [((1, 2), X, "Other", "")]


def test_backspace_after_a_reason_takes_the_reason_off_and_says_so(play: Play):
    play.rules.press(A)
    play.write()
    play.rules.press_reason("Other")
    play.write()
    play.stage.seen.clear()
    play.rules.undo_and_return()
    done, _ = play.operations.answers.pop()
    done(Restored(2, (1,)))
    assert play.told[-1] == "Undone: the reason for 1.jpg. The decision stands."
    assert play.stage.seen == [], "it shows as decided"
    play.rules.undo_and_return()
    done, _ = play.operations.answers.pop()
    done(Restored(1, (1,)))
    assert play.told[-1] == "Undone: 1.jpg."
    assert play.stage.seen == [("no longer", (1,))]


def test_notes_on_several_outlive_a_write_that_failed_each_on_its_own_asset(play: Play):
    play.rules.put_note(2, "ask Grace")
    play.stage.chosen = [1, 2, 3]
    play.rules.press(A)
    assert play.asked == [((1, 2, 3), A, "", {2: "ask Grace"})]
    assert play.rules.note_on(2) == ""
    _, failed = play.operations.answers.pop()
    failed(Locked("The library is in use.", "Close the other program."))
    assert [play.rules.note_on(one) for one in (1, 2, 3)] == ["", "ask Grace", ""]


def test_a_note_outlives_a_write_that_failed(play: Play):
    play.rules.put_note(1, "ask Grace")
    play.rules.press(A)
    _, failed = play.operations.answers.pop()
    failed(Locked("The library is in use.", "Close the other program."))
    assert play.rules.note_on(1) == "ask Grace"
