"""Opening a stack, going from one to the next, and what stays at hand meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt

from rekreview.domain.assets import Status
from rekreview.ui.desk.stacks import Stacks
from rekreview.ui.grid.stack_rows import StackRows
from tests.qt.desk.conftest import Desk
from tests.qt.desk.stacks.conftest import ALONE, CATS, DOGS, KEY, SHIFT, all_ids, counts, stack


def test_the_asset_at_hand_stays_so_when_stacks_come_and_go(make_desk):
    desk = make_desk()
    desk.show()
    desk.desk.grid.go_to(6)
    asset = desk.current
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: isinstance(desk.desk.model.rows, StackRows))
    assert desk.desk.grid.selector.current == 2, "the tile that stands for it"
    assert asset in desk.desk.model.rows.members(2)
    desk.press(KEY.Key_S)
    desk.qtbot.waitUntil(lambda: len(desk.desk.model.rows) == 9)
    assert desk.desk.grid.selector.current == 5, "the one that showed for the stack"


def test_enter_opens_a_stack_and_escape_leads_back(stacked: Desk):
    stacked.desk.grid.go_to(2)
    stacked.wait_until_shown()
    stacked.press(KEY.Key_Return)
    assert stacked.names() == ["c-dog-1.jpg", "c-dog-2.jpg", "c-dog-3.jpg"]
    feature = stacked.desk.feature(Stacks)
    assert not feature.bar.back.isHidden()
    assert feature.bar.back.text() == "Stack of 3"
    stacked.desk.grid.go_to(1)
    stacked.wait_until_shown()
    stacked.press(KEY.Key_X)
    stacked.settle()
    stacked.press(KEY.Key_Escape)
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]
    assert stacked.desk.grid.selector.current == 2
    assert feature.bar.back.isHidden()
    stacked.qtbot.waitUntil(lambda: (tile := stacked.desk.model.tile(2)) is not None and tile.stack.mixed)


def test_enter_on_a_single_asset_shows_it_large(stacked: Desk):
    stacked.desk.grid.go_to(1)
    stacked.press(KEY.Key_Return)
    assert stacked.desk.stage.in_loupe


def test_a_click_on_the_badge_opens_the_stack(stacked: Desk):
    grid = stacked.desk.grid
    corner = grid.visualRect(stacked.desk.model.index(0)).topLeft()
    at = corner + grid._parts().badge.topLeft() + QPoint(6, 6)
    stacked.qtbot.mouseMove(grid.viewport(), at)
    stacked.qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(stacked.names()) == CATS
    stacked.desk.feature(Stacks).bar.back.click()
    assert counts(stacked) == [CATS, ALONE, DOGS, ALONE]


def test_brackets_go_from_stack_to_stack(stacked: Desk):
    stacked.press(KEY.Key_BracketRight)
    assert stacked.desk.grid.selector.current == 2
    stacked.press(KEY.Key_BracketRight)
    assert stacked.told[-1] == "There is no stack after this one."
    stacked.press(KEY.Key_BracketLeft)
    assert stacked.desk.grid.selector.current == 0
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_BracketRight)
    assert stacked.names()[0] == "c-dog-1.jpg", "from within one into the next"
    stacked.press(KEY.Key_Escape)
    assert stacked.desk.grid.selector.current == 2


def test_in_the_large_view_one_sees_where_in_the_stack_one_is(stacked: Desk):
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_Return)
    stacked.press(KEY.Key_Right)
    assert stacked.desk.loupe._place.text() == "2 of 4 in this stack"
    stacked.press(KEY.Key_BracketRight)
    assert stacked.desk.loupe._place.text() == "1 of 3 in this stack"
    stacked.press(KEY.Key_X, SHIFT)
    stacked.settle()
    dogs = all_ids(stacked)[CATS + 1 : CATS + 1 + DOGS]
    assert [stacked.status(one) for one in dogs] == DOGS * [Status.REJECTED]
    assert stacked.desk.stage.in_loupe
    assert stacked.desk.loupe._place.text() == "4 of 4"


def test_whether_stacks_are_shown_survives_a_restart(stacked: Desk, make_desk):
    state = json.loads(json.dumps(stacked.desk.to_state()))
    again = make_desk(state=state)
    again.desk.set_filter(stacked.desk.listing.filter)
    again.qtbot.waitUntil(lambda: counts(again) == [CATS, ALONE, DOGS, ALONE], timeout=10_000)


@pytest.mark.parametrize(("scrolled", "left"), [(-60, "cut at the edge"), (-400, "out of sight")])
def test_after_a_stack_the_next_asset_is_in_sight_however_its_tile_was_left(
    make_desk: Callable[..., Desk], scrolled: int, left: str
):
    desk = make_desk()
    desk.desk.grid.step_tile_size(20)
    stack(desk)
    desk.desk.resize(760, 760)
    grid, bar = desk.desk.grid, desk.desk.grid.verticalScrollBar()
    desk.qtbot.waitUntil(lambda: grid.grid.columns == 1)
    grid.go_to(2)
    desk.wait_until_shown()
    bar.setValue(bar.value() + scrolled)
    tile, view = grid.visualRect(grid.currentIndex()), grid.viewport().rect()
    assert tile.bottom() > view.bottom()
    assert (left == "cut at the edge") == view.intersects(tile)
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    desk.press(KEY.Key_A, SHIFT)
    desk.settle()
    assert grid.selector.current == 3
    assert desk.desk.stage.in_sight(desk.current)
