"""Rows and ids, both ways."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.ui.grid.rows import Rows

lists = st.lists(st.integers(1, 10_000), unique=True, max_size=60)


@given(lists)
def test_every_asset_is_found_at_its_row(ids: list[int]):
    rows = Rows.of(np.array(ids, np.int64))
    assert len(rows) == len(ids)
    assert [rows.row_of(wanted) for wanted in ids] == list(range(len(ids)))


@given(lists, st.integers(1, 10_000))
def test_an_asset_that_is_not_there_has_no_row(ids: list[int], wanted: int):
    rows = Rows.of(np.array(ids, np.int64))
    assert (rows.row_of(wanted) >= 0) == (wanted in ids)


@given(lists, lists)
def test_the_rows_of_many_are_the_rows_of_each(ids: list[int], wanted: list[int]):
    rows = Rows.of(np.array(ids, np.int64))
    expected = [rows.row_of(one) for one in wanted if one in ids]
    assert rows.rows_of(wanted).tolist() == expected
    assert rows.rows_of(np.array(wanted, np.int64)).tolist() == expected


def test_an_empty_list_has_no_rows():
    assert len(Rows()) == 0
    assert Rows().row_of(1) == -1
    assert Rows().rows_of([1, 2]).tolist() == []
    assert Rows.of(np.array([3, 1])).rows_of([]).tolist() == []
