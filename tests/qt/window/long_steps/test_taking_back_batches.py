"""A batch is taken back with a bar too, from the keys and from the list, also while it is under way."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtTest import QTest

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueName
from rekreview.ui.desk.many import ManyAtOnce
from tests.qt.window.long_steps.conftest import KEY, NUMBER, Desk, hold_first_piece


def test_undo_and_redo_tell_how_far_they_are(desk: Desk, slow: None) -> None:
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_A)
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
    desk.press(KEY.Key_A)
    desk.wait_until(lambda: desk.bar.bar.value() > 0)
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.all_of(QueueName.APPROVED) == 0 and desk.long_steps.job is None)
    desk.shown.settle()
    assert desk.told().startswith("Undone: ")
    assert not desk.library.queries.undo_state().can_undo


def let_it_stop(desk: Desk, go: Event) -> None:
    """Let the piece that is held go on once the batch was told to stop, and wait until it has."""
    job = desk.long_steps.job
    assert job is not None
    desk.wait_until(lambda: job.cancel_token.cancelled)
    go.set()
    desk.ended()
    desk.shown.settle()


def test_undo_right_after_a_batch_takes_that_back_and_not_what_was_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.library.commands.decide(desk.ids[:1], Status.APPROVED, reviewer="Ada").batch
    go = hold_first_piece(monkeypatch)
    desk.review.grid.selector.select_all()
    desk.press(KEY.Key_X)
    desk.press(KEY.Key_Backspace)
    let_it_stop(desk, go)
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
    desk.press(KEY.Key_X)
    desk.review.verdicts.click(desk.ids[0], Status.APPROVED)
    desk.wait_until(lambda: desk.library.queries.undo_state().can_undo)
    desk.press(KEY.Key_Backspace)
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
    desk.press(KEY.Key_X)
    desk.shown.window.undo()
    let_it_stop(desk, go)
    assert desk.told() == "Stopped before anything was changed: there was nothing to take back."
    newest = desk.library.queries.undo_state().undo
    assert newest is not None
    assert newest.batch == done


def take_back_oldest(desk: Desk, *, of: int) -> None:
    """Press Delete on the oldest of so many recent decisions, and wait until its bar moves."""
    steps = desk.recent.steps
    desk.recent.toggle()
    desk.wait_until(lambda: steps.count() == of)
    steps.setCurrentRow(of - 1)
    QTest.keyClick(steps, KEY.Key_Delete)
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
    desk.press(KEY.Key_X)
    desk.wait_until(lambda: desk.long_steps.job is not None)
    desk.ended()
    desk.wait_until(lambda: desk.review.model.has_left(0))
    desk.shown.window.undo()
    desk.wait_until(lambda: desk.long_steps.job is not None)
    desk.ended()
    desk.wait_until(lambda: not desk.review.feature(ManyAtOnce)._marking)
    desk.wait_until(lambda: desk.all_of(QueueName.APPROVED) == NUMBER)
    assert not any(desk.review.model.has_left(row) for row in range(0, NUMBER, 61))
