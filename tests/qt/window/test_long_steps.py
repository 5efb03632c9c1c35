"""A batch over a whole queue: a bar tells how far it is, everything else goes on, and Cancel leaves what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.domain.progress import Progress
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from rekreview.library.commands import deciding, long_steps
from rekreview.library.commands.long_steps import LongSteps as LongStepCommands
from rekreview.library.step_values import Act
from rekreview.library.values import Decided
from rekreview.pipeline.long_steps import LongStep
from rekreview.ui import step_words
from rekreview.ui.desk.many import ManyAtOnce
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.panels.step_bar import StepBar, figures
from tests.qt.window.conftest import Shown
from tests.unit.library.makers import fill

NUMBER = 6_100
_Key = Qt.Key


class Desk:
    """A window on a library of many assets that nobody decided on, all of them in the list."""

    def __init__(self, shown: Shown, library: Library) -> None:
        self.shown, self.library = shown, library
        self.ids = library.queries.ids(QueueFilter()).tolist()
        screens = shown.window._screens
        assert screens is not None
        self.review, self.long_steps = screens.review, screens.long_steps
        self.recent = screens.queueing.recent
        self.bar: StepBar = shown.window.parts.step_bar
        self.toast = shown.window.parts.toast

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.review.grid, key, modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier)

    def wait_until(self, holds: object) -> None:
        self.shown.qtbot.waitUntil(holds, timeout=60_000)

    def ended(self) -> None:
        self.wait_until(lambda: self.long_steps.job is None)

    def all_of(self, status: QueueName) -> int:
        return int(self.library.queries.counts().counts[status])

    def told(self) -> str:
        return self.shown.window.parts.status._told.text()


@pytest.fixture
def desk(shown: Shown, opened: OpenLibrary) -> Desk:
    fill(opened.library, NUMBER)
    shown.window.parts.side.show_filter(QueueFilter())
    made = Desk(shown, opened.library)
    made.wait_until(lambda: made.review.model.rowCount() == NUMBER)
    shown.settle()
    made.review.grid.setFocus()
    return made


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """So long between two pieces that a person could press something."""
    monkeypatch.setattr(long_steps, "PAUSE_SECONDS", 0.3)


def name(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    assert read is not None
    return read.text(QAccessible.Text.Name)


def test_select_all_and_a_approve_the_whole_queue(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.isVisible() and desk.bar.bar.value() > 0)
    assert desk.bar.title.text() == "Approving"
    assert "of 6,100" in desk.bar.figures.text()
    assert (name(desk.bar.bar), name(desk.bar.cancel)) == ("Batch progress", "Cancel the batch")
    desk.ended()
    assert desk.bar.isHidden()
    assert desk.all_of(QueueName.APPROVED) == NUMBER
    assert desk.told() == "Approved: 6,100 assets."
    assert desk.toast.text == "Approved: 6,100 assets."
    desk.wait_until(lambda: desk.review.model.has_left(0))
    marked = desk.review.feature(ManyAtOnce)
    desk.wait_until(lambda: not marked._marking)


def test_cancel_keeps_what_is_done_and_says_how_much(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    QTest.mouseClick(desk.bar.cancel, Qt.MouseButton.LeftButton)
    assert not desk.bar.cancel.isEnabled()
    assert desk.bar.title.text() == "Stopping…"
    desk.ended()
    done = desk.all_of(QueueName.REJECTED)
    assert 0 < done < NUMBER
    assert desk.toast.text == f"Stopped: {done:,} assets of 6,100 were rejected, and stay so. Undo takes them back."
    offer = desk.toast.findChild(QPushButton, "toast-offer")
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    desk.wait_until(lambda: desk.all_of(QueueName.REJECTED) == 0)


def test_a_note_goes_with_a_batch_over_a_whole_queue(desk: Desk) -> None:
    noted = desk.ids[4_000]
    desk.review.verdicts.put_note(noted, "a toy")
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.ended()
    assert desk.library.queries.history(noted)[-1].note == "a toy"
    assert desk.library.queries.history(desk.ids[4_001])[-1].note == ""
    assert desk.review.verdicts.note_on(noted) == ""


def test_a_note_waits_on_where_a_batch_was_stopped_or_refused(desk: Desk, slow: None) -> None:
    desk.review.verdicts.put_note(desk.ids[0], "a knife")
    desk.review.verdicts.put_note(desk.ids[-1], "a toy")
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts.put_note(desk.ids[-2], "a doll")
    desk.press(_Key.Key_A)
    assert desk.told().startswith("Not taken: another batch is under way")
    assert desk.review.verdicts.note_on(desk.ids[-2]) == "a doll"
    QTest.mouseClick(desk.bar.cancel, Qt.MouseButton.LeftButton)
    desk.ended()
    assert desk.library.queries.history(desk.ids[-1]) == []
    assert desk.review.verdicts.note_on(desk.ids[-1]) == "a toy"
    assert desk.library.queries.history(desk.ids[0])[-1].note == "a knife"
    assert desk.review.verdicts.note_on(desk.ids[0]) == "", "it was written"


def test_a_note_goes_with_the_single_decision_that_overtakes_its_batch(desk: Desk, slow: None) -> None:
    noted, other, cleared = desk.ids[-1], desk.ids[-2], desk.ids[-3]
    for one, words in ((noted, "a toy"), (other, "a doll"), (cleared, "a knife")):
        desk.review.verdicts.put_note(one, words)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts.decide_together(-1, [noted], Status.REJECTED, "", advance=False)
    desk.library.commands.second_look([cleared], True, reviewer="Grace")
    assert desk.long_steps.job is not None, "the batch goes on"
    desk.ended()
    said = [(entry.to_status, entry.note) for entry in desk.library.queries.history(noted)]
    assert said == [(Status.REJECTED, "a toy")], "the later press counts, and has the note"
    assert [entry.note for entry in desk.library.queries.history(other)] == ["a doll"]
    notes = [desk.review.verdicts.note_on(one) for one in (noted, other, cleared)]
    assert notes == ["", "", "a knife"], "what the batch left alone waits for a verdict still"


def test_a_note_goes_on_with_its_batch_where_the_decision_that_overtook_it_failed(
    desk: Desk, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted = desk.ids[-1]
    desk.review.verdicts.put_note(noted, "a toy")
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)

    def locked(*_ids: object, **_more: object) -> None:
        raise Locked("The library is busy.", "Try again.")

    monkeypatch.setattr(type(desk.library.commands), "decide", locked)
    desk.review.verdicts.decide_together(-1, [noted], Status.REJECTED, "", advance=False)
    desk.ended()
    said = [(entry.to_status, entry.note) for entry in desk.library.queries.history(noted)]
    assert said == [(Status.APPROVED, "a toy")]
    assert desk.review.verdicts.note_on(noted) == ""


def interrupt(monkeypatch: pytest.MonkeyPatch, aside: int, following: Callable[[], object]) -> None:
    """Have somebody put this asset aside before a batch writes its first piece, and this done before each later one."""
    carry_out = LongStepCommands._carry_out

    def piece(commands: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None, **named: Any) -> Decided:
        if pressed_after is not None and batch is None:
            commands.second_look([aside], True, reviewer="Grace")
        elif pressed_after is not None:
            following()
        return carry_out(commands, intent, ids, batch, pressed_after, **named)

    monkeypatch.setattr(LongStepCommands, "_carry_out", piece)


def test_a_note_that_its_batch_has_written_goes_with_no_later_verdict(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, aside = desk.ids[:2]
    second, go = Event(), Event()
    interrupt(monkeypatch, aside, lambda: (second.set(), go.wait(30)))
    desk.review.verdicts.put_note(written, "a toy")
    desk.review.verdicts.put_note(aside, "a knife")
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(second.is_set)
    for one in (written, aside):
        desk.review.verdicts.decide_together(-1, [one], Status.REJECTED, "", advance=False)
    go.set()
    desk.ended()
    desk.shown.settle()
    said = [[(entry.to_status, entry.note) for entry in desk.library.queries.history(one)] for one in (written, aside)]
    assert said[0] == [(Status.APPROVED, "a toy"), (Status.REJECTED, "")]
    assert said[1] == [(Status.REJECTED, "a knife")], "the batch had left it alone"
    assert [desk.review.verdicts.note_on(one) for one in (written, aside)] == ["", ""]


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Whether the first piece of a batch is being written, and what lets it be on the disk."""
    begun, go, carry_out = Event(), Event(), deciding.carry_out

    def held(connection: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None = None) -> Any:
        written = carry_out(connection, intent, ids, batch, pressed_after)
        if pressed_after is not None and batch is None:
            begun.set()
            go.wait(30)
        return written

    monkeypatch.setattr(deciding, "carry_out", held)
    yield begun, go
    go.set()


def test_a_note_that_its_batch_is_writing_goes_with_no_later_verdict(desk: Desk, writing: tuple[Event, Event]) -> None:
    begun, go = writing
    at_hand, ahead = desk.ids[0], desk.ids[-1]
    for one, words in ((at_hand, "a toy"), (ahead, "a doll")):
        desk.review.verdicts.put_note(one, words)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(begun.is_set)
    for one in (at_hand, ahead):
        desk.review.verdicts.decide_together(-1, [one], Status.REJECTED, "", advance=False)
    go.set()
    desk.ended()
    desk.shown.settle()
    said = [[(entry.to_status, entry.note) for entry in desk.library.queries.history(one)] for one in (at_hand, ahead)]
    assert said[0] == [(Status.APPROVED, "a toy"), (Status.REJECTED, "")], "it is written once"
    assert said[1] == [(Status.REJECTED, "a doll")], "what the batch has not come to yet goes with the later press"
    assert [desk.review.verdicts.note_on(one) for one in (at_hand, ahead)] == ["", ""]


def test_a_note_waits_on_where_a_batch_failed_before_it_was_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, aside, ahead = desk.ids[0], desk.ids[1], desk.ids[-1]
    for one, words in ((written, "a toy"), (aside, "a knife"), (ahead, "a doll")):
        desk.review.verdicts.put_note(one, words)

    def locked() -> None:
        raise Locked("The library is busy.", "Try again.")

    interrupt(monkeypatch, aside, locked)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.ended()
    desk.shown.settle()
    assert [entry.note for entry in desk.library.queries.history(written)] == ["a toy"]
    assert desk.library.queries.history(aside) == desk.library.queries.history(ahead) == []
    waiting = [desk.review.verdicts.note_on(one) for one in (written, aside, ahead)]
    assert waiting == ["", "a knife", "a doll"], "what was written waits no more, and nothing is lost"


def test_a_single_decision_goes_between_and_counts(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.review.verdicts._operations.decide([desk.ids[-1]], Status.REJECTED, "", "", lambda _: None, lambda _: None)
    desk.wait_until(lambda: desk.library.queries.asset(desk.ids[-1]).status is Status.REJECTED)
    assert desk.long_steps.job is not None, "the batch goes on"
    desk.ended()
    assert desk.all_of(QueueName.APPROVED) == NUMBER - 1
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.library.queries.asset(desk.ids[-1]).status is Status.PENDING)
    assert desk.all_of(QueueName.APPROVED) == NUMBER - 1


def test_undo_and_redo_tell_how_far_they_are(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.isVisible())
    desk.ended()
    for turn, title, done, status in (
        (desk.shown.window.undo, "Undoing", "Undone", QueueName.PENDING),
        (desk.shown.window.redo, "Redoing", "Redone", QueueName.APPROVED),
    ):
        turn()
        desk.wait_until(lambda: desk.bar.isVisible() and desk.bar.bar.value() > 0)
        assert desk.bar.title.text() == title
        desk.ended()
        assert desk.all_of(status) == NUMBER
        assert desk.told() == f"{done}: 6,100 assets."


def test_undo_of_a_batch_under_way_stops_it_and_takes_it_back(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.all_of(QueueName.APPROVED) == 0 and desk.long_steps.job is None)
    desk.shown.settle()
    assert desk.told().startswith("Undone: ")
    assert not desk.library.queries.undo_state().can_undo


def hold_first_piece(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let no piece be written before this is set."""
    go, carry_out = Event(), LongStepCommands._carry_out

    def held(commands: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None, **named: Any) -> Decided:
        if pressed_after is not None:  # it is a piece of a long one
            go.wait(30)
        return carry_out(commands, intent, ids, batch, pressed_after, **named)

    monkeypatch.setattr(LongStepCommands, "_carry_out", held)
    return go


def test_undo_right_after_a_batch_takes_that_back_and_not_what_was_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.library.commands.decide(desk.ids[:1], Status.APPROVED, reviewer="Ada").batch
    go = hold_first_piece(monkeypatch)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.press(_Key.Key_Backspace)
    job = desk.long_steps.job
    assert job is not None
    desk.wait_until(lambda: job.cancel_token.cancelled)
    go.set()
    desk.ended()
    desk.shown.settle()
    desk.ended()
    assert desk.all_of(QueueName.REJECTED) == 0
    assert desk.library.queries.asset(desk.ids[0]).status is Status.APPROVED
    newest = desk.library.queries.undo_state().undo
    assert newest is not None
    assert newest.batch == first
    assert desk.told().startswith("Undone: ")


def test_undo_of_a_decision_made_while_a_batch_begins_is_of_that_decision(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = hold_first_piece(monkeypatch)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.review.verdicts.click(desk.ids[0], Status.APPROVED)
    desk.wait_until(lambda: desk.library.queries.undo_state().can_undo)
    desk.press(_Key.Key_Backspace)
    desk.wait_until(lambda: desk.told().startswith("Undone: "))
    assert desk.library.queries.asset(desk.ids[0]).status is Status.PENDING
    assert desk.library.queries.undo_state().undo is None
    assert desk.long_steps.job is not None, "the batch goes on"
    go.set()
    desk.ended()
    assert desk.all_of(QueueName.REJECTED) >= NUMBER - 1


def test_undo_of_a_batch_that_had_nothing_to_change_stops_it_and_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = desk.library.commands.decide(desk.ids, Status.REJECTED, reviewer="Ada").batch
    desk.shown.settle()
    go = hold_first_piece(monkeypatch)
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.shown.window.undo()
    job = desk.long_steps.job
    assert job is not None
    desk.wait_until(lambda: job.cancel_token.cancelled)
    go.set()
    desk.ended()
    desk.shown.settle()
    assert desk.told() == "Stopped before anything was changed: there was nothing to take back."
    newest = desk.library.queries.undo_state().undo
    assert newest is not None
    assert newest.batch == done


def test_a_second_batch_is_refused_in_words_while_one_is_under_way(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.press(_Key.Key_X)
    assert desk.told() == "Not taken: another batch is under way (approving). Wait for its end, or cancel it."
    desk.ended()
    assert desk.all_of(QueueName.APPROVED) == NUMBER


def test_clear_and_unsure_of_a_whole_queue_are_batches_too(desk: Desk) -> None:
    desk.review.grid.selector.select_all()
    desk.review.verdicts.second_look()
    assert desk.long_steps.job is not None
    desk.ended()
    assert desk.all_of(QueueName.SECOND_LOOK) == NUMBER
    assert desk.told() == "Put aside for a second look: 6,100 assets."
    desk.review.verdicts.second_look(False)
    desk.ended()
    assert desk.all_of(QueueName.SECOND_LOOK) == 0
    desk.review.verdicts.clear()
    desk.ended()
    assert desk.told() == "Nothing had to change: all of them stood so already."


def test_a_reason_chosen_before_goes_with_the_batch(desk: Desk) -> None:
    desk.review.grid.selector.select_all()
    desk.review.verdicts.press_reason("Harmless context")
    assert "6,100 assets" in desk.told()
    desk.press(_Key.Key_A)
    desk.ended()
    for asset_id in (desk.ids[0], desk.ids[-1]):
        assert desk.library.queries.history(asset_id)[-1].reason == "Harmless context"


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(0, 1_000_000), "0 of 1,000,000"),
        (Progress(120_000, 1_000_000, 110_000, 8.0), "120,000 of 1,000,000 · 8 s left"),
        (Progress(5, 5, 1.0, 0.0), "5 of 5"),
        (Progress(0, None), ""),
    ],
)
def test_the_figures(progress: Progress, words: str, qapp: object) -> None:
    assert figures(progress) == words


@pytest.mark.parametrize("act", [Act.DECIDE, Act.CLEAR, Act.LOOK_AGAIN, Act.LOOKED])
@pytest.mark.parametrize("status", [Status.APPROVED, Status.REJECTED])
def test_every_step_has_words_for_its_ends(act: Act, status: Status, qapp: object) -> None:
    words = step_words.deciding(act, status)
    assert "2,000 assets of 9,000" in words.ended(LongStep(1, 2_000, 2_000, 9_000))
    assert words.ended(LongStep(1, 9_000, 9_000, 9_000)).endswith(": 9,000 assets.")
    assert words.ended(LongStep(None, 0, 9_000, 9_000)).startswith("Nothing had to change")
    assert "{" not in words.refusal


def take_back_oldest(desk: Desk, *, of: int) -> None:
    """Press Delete on the oldest of so many recent decisions, and wait until its bar moves."""
    steps = desk.recent.steps
    desk.recent.toggle()
    desk.wait_until(lambda: steps.count() == of)
    steps.setCurrentRow(of - 1)
    QTest.keyClick(steps, _Key.Key_Delete)
    desk.wait_until(lambda: desk.bar.isVisible() and desk.bar.bar.value() > 0)


def test_a_batch_among_the_recent_decisions_is_taken_back_with_a_bar(desk: Desk, slow: None) -> None:
    batch = desk.library.commands.decide(desk.ids, Status.APPROVED, reviewer="Ann").batch
    later = desk.library.commands.decide(desk.ids[:1], Status.REJECTED, reviewer="Ann").batch
    assert batch != later
    take_back_oldest(desk, of=2)
    assert desk.bar.title.text() == "Taking back"
    desk.ended()
    assert desk.told() == "Taken back: the decision on 6,100 assets. Later ones stay."
    assert desk.all_of(QueueName.APPROVED) == 0
    assert desk.all_of(QueueName.REJECTED) == 1
    strip = desk.recent
    desk.wait_until(lambda: strip.steps.item(strip.steps.count() - 1).text().endswith("taken back"))


def test_undo_stops_a_taking_back_and_brings_everything_back_with_a_bar(desk: Desk, slow: None) -> None:
    desk.library.commands.decide(desk.ids, Status.APPROVED, reviewer="Ann")
    take_back_oldest(desk, of=1)
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.bar.title.text() == "Undoing")
    assert desk.bar.isVisible(), "the bar of what was stopped does not hide this one"
    desk.ended()
    assert desk.bar.isHidden()
    assert desk.all_of(QueueName.APPROVED) == NUMBER


def test_what_is_taken_back_piece_by_piece_is_not_greyed_any_more(desk: Desk, slow: None) -> None:
    desk.library.commands.decide(desk.ids, Status.APPROVED, reviewer="Ann")
    desk.shown.settle()
    desk.review.grid.selector.select_all()
    desk.press(_Key.Key_X)
    desk.wait_until(lambda: desk.long_steps.job is not None)
    desk.ended()
    desk.wait_until(lambda: desk.review.model.has_left(0))
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.long_steps.job is not None)
    desk.ended()
    desk.wait_until(lambda: not desk.review.feature(ManyAtOnce)._marking)
    desk.wait_until(lambda: desk.all_of(QueueName.APPROVED) == NUMBER)
    assert not any(desk.review.model.has_left(row) for row in range(0, NUMBER, 61))
