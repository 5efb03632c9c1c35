"""Where the keys lead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from rekreview.ui.grid.geometry import Geometry
from rekreview.ui.grid.moves import row_for_key

GRID = Geometry(23, 900, 700, 192)
KEY = Qt.Key


def test_the_grid_of_these_tests():
    assert (GRID.columns, GRID.lines, GRID.lines_in_view) == (4, 6, 2)


@pytest.mark.parametrize(
    ("key", "row", "wanted"),
    [
        (KEY.Key_Right, 0, 1), (KEY.Key_Right, 22, 22), (KEY.Key_Left, 5, 4), (KEY.Key_Left, 0, 0),
        (KEY.Key_Down, 0, 4), (KEY.Key_Down, 18, 22), (KEY.Key_Down, 19, 22), (KEY.Key_Down, 21, 21),
        (KEY.Key_Up, 5, 1), (KEY.Key_Up, 3, 3), (KEY.Key_Home, 17, 0), (KEY.Key_End, 3, 22),
        (KEY.Key_PageDown, 1, 9), (KEY.Key_PageDown, 20, 22), (KEY.Key_PageUp, 9, 1), (KEY.Key_PageUp, 2, 0),
    ],
)  # fmt: skip
def test_a_key_moves_by_lines_columns_and_pages(key: Qt.Key, row: int, wanted: int):
    assert row_for_key(key, row, GRID) == wanted


@pytest.mark.parametrize("key", [KEY.Key_Right, KEY.Key_Down, KEY.Key_Home, KEY.Key_PageUp])
def test_the_first_key_goes_to_the_first_asset(key: Qt.Key):
    assert row_for_key(key, -1, GRID) == 0


def test_end_goes_to_the_last_asset_at_once():
    assert row_for_key(KEY.Key_End, -1, GRID) == 22


def test_in_an_empty_grid_no_key_leads_anywhere():
    assert row_for_key(KEY.Key_Down, -1, Geometry(0, 900, 700)) == -1


@pytest.mark.parametrize("key", [KEY.Key_A, KEY.Key_Space, KEY.Key_Escape, 0x7FFFFFF0])
def test_other_keys_do_not_move(key: int):
    assert row_for_key(key, 0, GRID) is None
