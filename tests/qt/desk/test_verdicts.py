"""The rules of the verdict keys, each by itself, on a stage that the test sets."""

from __future__ import annotations

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.library.step_values import Restored
from rekreview.library.values import Decided
from rekreview.ui.desk.verdicts import REASON_SECONDS, TOLD_TWICE, Verdicts

A, X = Status.APPROVED, Status.REJECTED


class Stage:
    """A list of assets of which the test says what shows."""

    def __init__(self) -> None:
        self.chosen = [1]
        self.shown = {1, 2, 3}
        self.came: dict[int, float | None] = {}
        self.seen: list[tuple] = []

    def targets(self):
        return self.chosen

    def many(self):
        return None

    def current(self):
        return self.chosen[0] if self.chosen else -1

    def is_shown(self, asset_id):
        return asset_id in self.shown

    def in_sight(self, asset_id):
        return True

    def came_at(self, asset_id):
        return self.came.get(asset_id, 0.0)

    def sighting(self, asset_id):
        return f"sight of {asset_id}" if asset_id in self.shown else None

    def sightings(self, ids):
        return {one: f"sight of {one}" for one in ids if one in self.shown}

    def name_of(self, asset_id):
        return f"{asset_id}.jpg"

    list_number = 1

    def show_decided(self, ids, status, made_in):
        assert made_in == self.list_number
        self.seen.append(("decided", tuple(ids), status))

    def paint_now(self):
        pass

    def show_truth(self, ids):
        self.seen.append(("no longer", tuple(ids)))

    def advance(self, ids):
        self.chosen = [max(ids) + 1]

    def return_to(self, ids):
        self.chosen = list(ids)


class Operations:
    """Keeps what was asked; answers, or fails, when the test says."""

    def __init__(self) -> None:
        self.asked: list[tuple] = []
        self.seen: list[object] = []
        self.answers: list[tuple] = []

    def decide(self, ids, status, reason, note, done, failed, seen=None):
        self.asked.append((tuple(ids), status, reason, note))
        self.seen.append(seen)
        self.answers.append((done, failed))

    def clear(self, ids, done, failed):
        self.asked.append(("clear", tuple(ids)))
        self.answers.append((done, failed))

    def second_look(self, ids, on, done, failed):
        self.asked.append(("second look", tuple(ids), on))
        self.answers.append((done, failed))

    def undo(self, done, failed):
        self.asked.append(("undo",))
        self.answers.append((done, failed))


class Play:
    def __init__(self) -> None:
        self.stage, self.operations, self.now = Stage(), Operations(), 100.0
        self.pressed: float | None = None
        self.rules = Verdicts(self.stage, self.operations, clock=lambda: self.now, pressed_at=lambda: self.pressed)
        self.told: list[str] = []
        self.batched: list[str] = []
        self.failed: list[Exception] = []
        self.waiting: list[int] = []
        self.rules.told.connect(self.told.append)
        self.rules.batched.connect(self.batched.append)
        self.rules.failed.connect(self.failed.append)
        self.rules.waiting_changed.connect(self.waiting.append)

    @property
    def asked(self) -> list[tuple]:
        return self.operations.asked

    def write(self) -> None:
        """Everything that waits is on the disk."""
        while self.operations.answers:
            done, _ = self.operations.answers.pop(0)
            done(Decided(1, (1,), ()))


@pytest.fixture
def play(qapp) -> Play:
    return Play()


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


def test_after_an_undo_a_reason_does_not_decide_again(play: Play):
    play.rules.press(A)
    play.rules.taken_back((1,))
    play.rules.press_reason("Medical")
    assert len(play.asked) == 1


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


@pytest.mark.parametrize("act", ["clear", "second_look"])
def test_other_keys_too_are_not_taken_before_the_picture_shows(play: Play, act: str):
    play.stage.shown.clear()
    getattr(play.rules, act)()
    assert play.asked == []
    assert play.told == ["Not taken: the picture of 1.jpg does not show yet. Press it again."]


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
