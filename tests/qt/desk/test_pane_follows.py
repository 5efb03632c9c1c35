"""The pane beside the grid goes to the next asset once the verdict on the one before is painted, or soon."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from tests.qt.desk.conftest import Desk

KEY = Qt.Key


@pytest.fixture
def gate(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Event:
    """What a decision waits for before it is written."""
    gate, decide = Event(), desk.library.commands.decide
    monkeypatch.setattr(desk.library.commands, "decide", lambda *ids, **how: (gate.wait(10), decide(*ids, **how))[1])
    return gate


def acted_on(desk: Desk) -> str:
    return desk.desk.detail.buttons._target.toolTip()


def test_the_pane_follows_after_the_verdict_is_painted(desk: Desk, gate: Event) -> None:
    desk.settle()
    desk.dispatcher._kept._latest.setInterval(20_000)
    first, detail = desk.current, desk.desk.detail
    desk.press(KEY.Key_A)
    second = desk.current
    assert second != first
    assert detail.card is not None
    assert detail.card.asset.id == first
    name = desk.desk.stage.name_of(second)
    assert name not in acted_on(desk)
    painted: list[Status | None] = []
    target = desk.desk.target
    target.targeted.connect(lambda _count: painted.append(desk.desk.grid.painted_status(first)))
    gate.set()
    desk.settle()
    assert painted[0] is Status.APPROVED, "it came before the verdict was painted"
    assert name in acted_on(desk)
    desk.qtbot.waitUntil(lambda: detail.card is not None and detail.card.asset.id == second)


def test_the_pane_does_not_wait_for_a_disk_that_takes_long(desk: Desk, gate: Event) -> None:
    desk.settle()
    desk.press(KEY.Key_A)
    name = desk.desk.stage.name_of(desk.current)
    desk.qtbot.waitUntil(lambda: name in acted_on(desk), timeout=2_000)
    assert not desk.desk.detail.note.text()
    gate.set()
    desk.settle()


def test_a_note_begun_right_after_a_verdict_is_one_on_the_next_asset(desk: Desk, gate: Event) -> None:
    desk.settle()
    desk.dispatcher._kept._latest.setInterval(20_000)
    first = desk.current
    desk.press(KEY.Key_A)
    second = desk.current
    desk.press(KEY.Key_N)
    desk.qtbot.keyClicks(desk.desk.detail.note, "a goat")
    gate.set()
    desk.settle()
    assert desk.desk.detail.note.text() == "a goat"
    desk.qtbot.keyClick(desk.desk.detail.note, KEY.Key_Return)
    desk.press(KEY.Key_X)
    desk.settle()
    assert [one.note for one in desk.decisions(first)] == [""]
    assert [one.note for one in desk.decisions(second)] == ["a goat"]


def test_a_note_written_in_haste_goes_with_the_asset_it_was_written_on(desk: Desk, gate: Event) -> None:
    desk.settle()
    desk.dispatcher._kept._latest.setInterval(20_000)
    first = desk.current
    desk.desk.detail.note.setText("a goat")
    desk.desk.deciding.press(Status.APPROVED)  # a click on the button: the focus stays where it is
    second = desk.current
    desk.desk.deciding.press(Status.REJECTED)
    gate.set()
    desk.settle()
    assert [one.note for one in desk.decisions(first)] == ["a goat"]
    assert [one.note for one in desk.decisions(second)] == [""]
