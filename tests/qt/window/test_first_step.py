"""Ctrl+Z takes back the first step of a fresh library too, pressed while that is still being written."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.ui.opening import OpenLibrary
from tests.qt.window.conftest import Shown
from tests.qt.window.long_steps.conftest import Desk
from tests.unit.library.makers import fill

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SOME = 500


def desk_of(shown: Shown, opened: OpenLibrary, number: int) -> Desk:
    """A desk on so many assets that nobody decided on, all selected."""
    fill(opened.library, number)
    shown.window.parts.side.show_filter(QueueFilter())
    desk = Desk(shown, opened.library)
    desk.wait_until(lambda: desk.review.model.rowCount() == number)
    shown.settle()
    desk.wait_until(lambda: desk.review.stage.came_at(desk.ids[0]) is not None)
    assert not shown.window.parts.actions["undo"].isEnabled(), "there is nothing to undo"
    shown.window.activateWindow()
    desk.wait_until(lambda: shown.window.isActiveWindow() and desk.review.isVisible())
    desk.review.grid.setFocus()
    desk.review.grid.selector.select_all()
    return desk


@pytest.mark.parametrize("number", [SOME, STEP_ASSETS + 500])
def test_undo_right_after_the_first_batch_takes_it_back(shown: Shown, opened: OpenLibrary, number: int) -> None:
    desk = desk_of(shown, opened, number)
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_Z, CONTROL)
    shown.settle()
    desk.wait_until(lambda: desk.all_of(QueueName.APPROVED) == 0)
    shown.settle()
    assert desk.all_of(QueueName.APPROVED) == 0
    assert not opened.library.queries.undo_state().can_undo


def test_what_was_read_before_the_first_step_was_written_does_not_take_undo_away(
    shown: Shown, opened: OpenLibrary
) -> None:
    desk = desk_of(shown, opened, SOME)
    undo, go, answers = shown.window.parts.actions["undo"], threading.Event(), []
    standing = shown.window._screens.standing
    standing.undo_changed.connect(answers.append)
    shown.dispatcher.write(lambda: go.wait(20))
    desk.press(KEY.Key_X)
    standing.ask_for_undo()
    desk.wait_until(lambda: bool(answers))
    enabled = undo.isEnabled()
    go.set()
    assert not answers[0].can_undo
    assert enabled
    shown.settle()
    desk.wait_until(lambda: undo.toolTip().startswith("Undo: Reject 500 assets"))


def test_where_the_first_step_changed_nothing_undo_is_offered_no_more(shown: Shown, opened: OpenLibrary) -> None:
    desk = desk_of(shown, opened, SOME)
    undo = shown.window.parts.actions["undo"]
    desk.press(KEY.Key_U)
    assert undo.isEnabled()
    desk.wait_until(lambda: not undo.isEnabled())
