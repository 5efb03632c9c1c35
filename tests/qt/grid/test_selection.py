"""What clicks and keys select."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.selection import Selector
from tests.fakes.shelf import Shelf

NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def selector(dispatcher: Dispatcher, qapp):
    shelf = Shelf(1_000_000, kinds=1)
    model = AssetModel(shelf.tiles, dispatcher)
    model.put(Rows.of(shelf.ids))
    selection = QItemSelectionModel(model)
    yield Selector(model, selection)
    selection.deleteLater()
    model.deleteLater()


def chosen(selector: Selector) -> list[int]:
    return selector.rows().tolist()


def test_at_first_nothing_is_selected(selector: Selector):
    assert (selector.current, selector.count, chosen(selector)) == (-1, 0, [])


def test_a_plain_move_selects_where_it_goes(selector: Selector):
    selector.move(4)
    selector.move(5)
    assert (selector.current, chosen(selector)) == (5, [5])


def test_shift_selects_from_where_it_began(selector: Selector):
    selector.move(4)
    selector.move(7, SHIFT)
    assert chosen(selector) == [4, 5, 6, 7]
    selector.move(2, SHIFT)
    assert chosen(selector) == [2, 3, 4]
    assert selector.current == 2


def test_a_plain_move_after_shift_selects_one_again(selector: Selector):
    selector.move(4)
    selector.move(7, SHIFT)
    selector.move(8)
    assert chosen(selector) == [8]


def test_picked_tiles_stay_picked_while_the_arrows_move_on(selector: Selector):
    selector.move(3)
    selector.pick(3)
    selector.move(4)
    selector.move(5)
    selector.pick(5)
    assert chosen(selector) == [3, 5]
    assert selector.current == 5


def test_picking_twice_lets_go(selector: Selector):
    selector.move(3)
    selector.pick(3)
    selector.pick(3)
    assert chosen(selector) == []


def test_control_click_picks_and_a_plain_click_starts_afresh(selector: Selector):
    selector.click(3, NONE)
    selector.click(5, CONTROL)
    assert chosen(selector) == [3, 5]
    selector.click(9, CONTROL)
    selector.click(5, CONTROL)
    assert chosen(selector) == [3, 9]
    selector.click(1, NONE)
    assert chosen(selector) == [1]


def test_shift_click_selects_the_range(selector: Selector):
    selector.click(10, NONE)
    selector.click(13, SHIFT)
    assert chosen(selector) == [10, 11, 12, 13]


def test_control_and_an_arrow_moves_without_selecting(selector: Selector):
    selector.move(1)
    selector.move(2, CONTROL)
    assert (selector.current, chosen(selector)) == (2, [1])


def test_everything_is_one_range(selector: Selector):
    selector.move(7)
    selector.select_all()
    assert selector.count == 1_000_000
    assert selector.current == 7
    selector.collapse()
    assert chosen(selector) == [7]


def test_collapse_without_a_current_row_selects_nothing(selector: Selector):
    selector.select_all()
    selector.collapse()
    assert selector.count == 0


def test_a_remembered_selection_comes_back(selector: Selector):
    selector.put(np.array([1, 2, 3, 8, 11, 12]))
    assert chosen(selector) == [1, 2, 3, 8, 11, 12]
    selector.move(20)
    assert chosen(selector) == [1, 2, 3, 8, 11, 12]
    selector.put(np.array([], np.int64))
    assert selector.count == 0
