"""Rows that stand for stacks lead from each asset to the tile that stands for it."""

from __future__ import annotations

import numpy as np
import pytest

from rekreview.domain.near_duplicates import stacked
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.stack_rows import StackRows


@pytest.fixture
def rows() -> StackRows:
    """Three tiles: 7 with 3 behind it, 9 alone, 2 with 8 and 4."""
    return StackRows.of_stacks(stacked(np.array([7, 9, 2, 3, 8, 4]), np.array([0, 1, 2, 0, 2, 2])))


def test_each_row_is_the_first_of_its_stack(rows: StackRows) -> None:
    assert rows.ids.tolist() == [7, 9, 2]
    assert rows.assets == 6
    assert [rows.members(row) for row in range(3)] == [(7, 3), (9,), (2, 8, 4)]
    assert [rows.count(row) for row in range(3)] == [2, 1, 3]
    assert rows.several.tolist() == [0, 2]


def test_the_members_of_some_rows_come_in_the_order_of_the_list(rows: StackRows) -> None:
    assert rows.all_members(np.array([2, 0])).tolist() == [7, 3, 2, 8, 4]
    assert rows.all_members(np.array([], np.int64)).tolist() == []


def test_only_the_one_that_shows_has_the_row(rows: StackRows) -> None:
    assert (rows.row_of(2), rows.row_of(8)) == (2, -1)
    assert (rows.row_holding(8), rows.row_holding(5)) == (2, -1)
    assert rows.rows_holding([4, 5, 3]).tolist() == [2, 0]


def test_a_stack_is_whole_only_with_all_of_it(rows: StackRows) -> None:
    assert rows.whole([2, 8, 9]).tolist() == [1]
    assert rows.whole(np.array([2, 8, 4, 7])).tolist() == [2]


def test_plain_rows_stand_for_themselves() -> None:
    plain = Rows.of(np.array([5, 4]))
    assert (plain.assets, plain.count(0), plain.members(1), plain.row_holding(4)) == (2, 1, (4,), 1)
    assert plain.whole([4, 6]).tolist() == [1]


def test_no_stacks_have_no_rows() -> None:
    none = StackRows.of_stacks(stacked(np.array([], np.int64), np.array([], np.int64)))
    assert (len(none), none.assets, none.row_holding(1)) == (0, 0, -1)
