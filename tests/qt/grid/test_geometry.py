"""Where cells lie: every answer is checked against the plain way of laying them out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from rekreview.ui.grid.geometry import GAP, MARGIN, TILE_SIZES, Geometry, nearest_tile_size, next_tile_size

geometries = st.builds(
    Geometry,
    count=st.integers(0, 5000),
    width=st.integers(60, 3000),
    height=st.integers(40, 2000),
    tile=st.sampled_from(TILE_SIZES),
)


@given(geometries)
def test_every_cell_is_found_again_at_its_middle_and_corners(grid: Geometry):
    for row in {0, 1, grid.columns - 1, grid.columns, grid.count // 2, grid.count - 1}:
        if 0 <= row < grid.count:
            cell = grid.cell(row)
            for point in (cell.center(), cell.topLeft(), cell.bottomRight()):
                assert grid.row_at(point) == row


@given(geometries)
def test_no_two_cells_overlap(grid: Geometry):
    rows = range(min(grid.count, 3 * grid.columns))
    cells = [grid.cell(row) for row in rows]
    for one, other in pairwise(cells):
        assert not one.intersects(other)


@given(geometries)
def test_all_content_lies_within_the_content_height(grid: Geometry):
    if grid.count:
        assert grid.cell(grid.count - 1).bottom() + 1 + MARGIN == grid.content_height
    else:
        assert grid.content_height == 0


@given(geometries)
def test_cells_fill_the_width(grid: Geometry):
    if grid.width >= grid.tile + 2 * MARGIN:
        right = grid.cell(grid.columns - 1).right() + 1
        assert grid.width - MARGIN - grid.columns < right <= grid.width - MARGIN
        assert grid.cell_width >= grid.tile


@given(geometries, st.integers(0, 400_000))
def test_the_visible_rows_are_those_whose_cells_show(grid: Geometry, scroll: int):
    scroll = min(scroll, grid.scroll_limit)
    view = QRect(0, scroll, grid.width, grid.height)
    visible = grid.visible(scroll)
    assert visible.stop <= grid.count
    near = range(max(0, visible.start - 2 * grid.columns), min(grid.count, visible.stop + 2 * grid.columns))
    for row in near:
        if grid.cell(row).intersects(view):
            assert row in visible


@given(geometries, st.integers(0, 4999), st.integers(0, 400_000))
def test_scrolling_to_a_cell_shows_it_and_scrolls_no_further_than_needed(grid: Geometry, row: int, scroll: int):
    if row >= grid.count:
        return
    scroll = min(scroll, grid.scroll_limit)
    wanted = grid.scroll_to_show(row, scroll)
    assert 0 <= wanted <= grid.scroll_limit
    view = QRect(0, wanted, grid.width, grid.height)
    cell = grid.cell(row)
    if cell.height() <= grid.height - 2 * MARGIN:
        assert view.contains(QRect(view.left(), cell.top(), 1, cell.height()))
        if cell.top() - MARGIN >= scroll and cell.bottom() + MARGIN < scroll + grid.height:
            assert wanted == scroll


def test_gaps_and_margins_belong_to_no_cell():
    grid = Geometry(10, 900, 700, 192)
    cell = grid.cell(0)
    assert grid.row_at(QPoint(2, 2)) == -1
    assert grid.row_at(QPoint(cell.right() + GAP // 2, cell.center().y())) == -1
    assert grid.row_at(QPoint(cell.center().x(), cell.bottom() + GAP // 2)) == -1
    assert grid.row_at(QPoint(grid.width - 2, cell.center().y())) == -1


def test_behind_the_last_cell_there_is_nothing():
    grid = Geometry(5, 900, 700, 192)
    assert grid.columns == 4
    assert grid.row_at(grid.cell(4).center()) == 4
    assert grid.row_at(grid.cell(4).center() + QPoint(grid.cell_width + GAP, 0)) == -1


def test_a_narrow_view_still_has_one_column():
    assert Geometry(10, 50, 700, 304).columns == 1


def test_small_tiles_have_a_shorter_caption():
    small, large = Geometry(1, 900, 700, TILE_SIZES[0]), Geometry(1, 900, 700, TILE_SIZES[-1])
    assert small.compact
    assert not large.compact
    assert small.cell_height - small.picture_height < large.cell_height - large.picture_height


def test_a_million_cells_cost_no_more_than_ten():
    grid = Geometry(1_000_000, 1400, 900, 192)
    assert grid.row_at(grid.cell(999_999).center()) == 999_999
    assert len(grid.visible(grid.scroll_limit)) < 100
    assert grid.content_height < 2**31


def test_ten_million_cells_still_fit_a_scroll_bar():
    assert Geometry(10_000_000, 1400, 900, 192).content_height < 2**31


@pytest.mark.parametrize(("wanted", "given"), [(0, 112), (190, 192), (192, 192), (9999, 304)])
def test_tile_sizes_are_taken_from_the_list(wanted: int, given: int):
    assert nearest_tile_size(wanted) == given


def test_tile_sizes_step_to_the_ends_and_no_further():
    assert next_tile_size(192, 1) == 224
    assert next_tile_size(192, -1) == 168
    assert next_tile_size(192, 99) == TILE_SIZES[-1]
    assert next_tile_size(192, -99) == TILE_SIZES[0]
