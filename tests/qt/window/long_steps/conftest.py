"""A window on a library of many assets, whose batches take so long that a person could press something."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from rekreview.library.commands import long_steps
from rekreview.library.commands.long_steps import LongSteps as LongStepCommands
from rekreview.library.values import Decided
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.panels.step_bar import StepBar
from tests.qt.window.conftest import Shown
from tests.unit.library.makers import fill

NUMBER = 6_100
KEY = Qt.Key


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


def hold_first_piece(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let no piece be written before this is set."""
    go, carry_out = Event(), LongStepCommands._carry_out

    def held(commands: Any, intent: Any, ids: Any, batch: Any, pressed_after: int | None, **named: Any) -> Decided:
        if pressed_after is not None:  # it is a piece of a long one
            go.wait(30)
        return carry_out(commands, intent, ids, batch, pressed_after, **named)

    monkeypatch.setattr(LongStepCommands, "_carry_out", held)
    return go
