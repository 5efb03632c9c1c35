"""Undo and redo are heard at once, also before it is read what there is to move over."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from tests.qt.queueing.conftest import Shown
from tests.qt.window.test_going_about import told

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def held(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """From now on what Undo and Redo would do is told only once this is set."""
    shown.window.activateWindow()
    shown.wait(lambda: shown.window.parts.actions["undo"].isEnabled())
    go_on, standing = threading.Event(), shown.window._screens.standing  # type: ignore[union-attr]
    real = shown.library.queries.undo_state

    class Slow:
        def __getattr__(self, name: str) -> object:
            return getattr(shown.library.queries, name)

        def undo_state(self) -> object:
            assert go_on.wait(20)
            return real()

    class Held:
        queries = Slow()

    monkeypatch.setattr(standing, "_library", Held())
    return go_on


def test_redo_is_heard_right_after_undo(shown: Shown, held: threading.Event) -> None:
    asset = shown.ids[2]
    assert shown.library.queries.asset(asset).status is Status.REJECTED
    shown.qtbot.keyClick(shown.window, Qt.Key.Key_Z, CONTROL)
    shown.qtbot.keyClick(shown.window, Qt.Key.Key_Z, CONTROL | SHIFT)
    shown.wait(lambda: told(shown).startswith("Redone"))
    assert shown.library.queries.asset(asset).status is Status.REJECTED
    held.set()
    shown.wait(lambda: not shown.window.parts.actions["redo"].isEnabled())
    assert shown.window.parts.actions["undo"].isEnabled()


def test_undo_is_offered_while_a_change_is_looked_at(shown: Shown, held: threading.Event) -> None:
    actions = shown.window.parts.actions
    actions["undo"].setEnabled(False)
    shown.library.commands.decide(shown.ids[:1], Status.APPROVED, reviewer="Ada")
    shown.wait(actions["undo"].isEnabled)
    assert not actions["redo"].isEnabled(), "there is nothing that could be done again"
    held.set()


def test_what_was_offered_for_nothing_is_taken_away_again(shown: Shown) -> None:
    actions = shown.window.parts.actions
    shown.wait(lambda: actions["undo"].isEnabled())
    shown.window.redo()
    assert actions["redo"].isEnabled()
    shown.wait(lambda: not actions["redo"].isEnabled())


def test_an_answer_from_before_the_key_does_not_take_redo_away(shown: Shown, held: threading.Event) -> None:
    actions, standing = shown.window.parts.actions, shown.window._screens.standing  # type: ignore[union-attr]
    before = shown.library.queries.undo_state()
    assert not before.can_redo
    shown.window.undo()
    standing.undo_changed.emit(before)
    assert actions["redo"].isEnabled()
    held.set()
    shown.wait(lambda: told(shown).startswith("Undone"))
    shown.wait(lambda: not shown.window._going_over)
    assert actions["redo"].isEnabled()
