"""Only the tiles that look otherwise are painted anew: all of them would hold up who decides ten times a second."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from tests.qt.grid.conftest import Stand

Key = Qt.Key


@pytest.fixture
def painted(stand: Callable[..., Stand], monkeypatch: pytest.MonkeyPatch) -> tuple[Stand, list[int]]:
    """A grid at rest, and the rows it paints from now on."""
    one = stand(300)
    one.wait_for_pictures()
    one.grid.go_to(1)
    rows: list[int] = []
    really = one.grid._paint_cell

    def note(paint, look, parts, row, *more):
        rows.append(row)
        really(paint, look, parts, row, *more)

    monkeypatch.setattr(one.grid, "_paint_cell", note)
    settle(one.qtbot, one, rows)
    return one, rows


def settle(qtbot: QtBot, one: Stand, rows: list[int]) -> None:
    """Wait until nothing is painted any more, and forget what was."""
    quiet = -1
    while quiet != len(rows):
        quiet = len(rows)
        qtbot.wait(60)
    rows.clear()


def test_a_move_paints_the_tile_that_is_left_and_the_one_that_is_reached(painted: tuple[Stand, list[int]]) -> None:
    one, rows = painted
    one.qtbot.keyClick(one.grid, Key.Key_Right)
    one.qtbot.waitUntil(lambda: 2 in rows)
    one.qtbot.wait(50)
    assert set(rows) == {1, 2}


def test_a_decision_paints_its_own_tile(painted: tuple[Stand, list[int]]) -> None:
    one, rows = painted
    one.model.show_decided([one.model.asset_id(4)], Status.REJECTED)
    one.qtbot.waitUntil(lambda: 4 in rows)
    one.qtbot.wait(50)
    assert set(rows) == {4}


def test_a_pick_paints_what_is_picked_and_the_one_that_was_alone(painted: tuple[Stand, list[int]]) -> None:
    one, rows = painted
    one.qtbot.keyClick(one.grid, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    one.qtbot.waitUntil(lambda: {1, 2} <= set(rows))
    settle(one.qtbot, one, rows)
    one.qtbot.keyClick(one.grid, Key.Key_Escape)
    one.grid.selector.collapse()
    one.qtbot.waitUntil(lambda: {1, 2} <= set(rows))


def test_a_selection_of_all_is_painted_where_it_shows(painted: tuple[Stand, list[int]]) -> None:
    one, rows = painted
    visible = set(one.grid.visible_rows())
    one.grid.selector.select_all()
    one.qtbot.waitUntil(lambda: visible <= set(rows))
    assert set(rows) == visible
