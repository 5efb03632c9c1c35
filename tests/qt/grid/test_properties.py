"""Whatever a person clicks, presses and scrolls: the grid agrees with the plain way of thinking about it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView

from rekreview.domain.assets import DecidedBy, Status
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.geometry import GAP, TILE_SIZES, Geometry
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.moves import moved_row, row_for_key
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.selection import Selector
from tests.fakes.shelf import Shelf

NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)
COUNT = 30
# The fixtures are kept over all examples on purpose: each example begins by putting the list anew.
shared = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
rows = st.integers(0, COUNT - 1)


# Cells.


@pytest.fixture
def grid(stand):
    return stand(500, shown=False).grid


@shared
@given(size=st.sampled_from(TILE_SIZES), wide=st.integers(200, 1800), high=st.integers(150, 1200), data=st.data())
def test_a_cell_is_found_where_it_is_drawn(grid, size: int, wide: int, high: int, data: st.DataObject):
    grid.set_tile_size(size)
    grid.resize(wide, high)
    grid.updateGeometries()
    bar = grid.verticalScrollBar()
    bar.setValue(data.draw(st.integers(0, bar.maximum())))
    row = data.draw(st.integers(0, 499))
    rect = grid.visualRect(grid.model().index(row, 0))
    inside = QPoint(
        data.draw(st.integers(rect.left(), rect.right())), data.draw(st.integers(rect.top(), rect.bottom()))
    )
    assert grid.indexAt(inside).row() == row


@shared
@given(
    wide=st.integers(200, 1800),
    row=st.integers(0, 499),
    beyond=st.integers(1, GAP - 1),
    along=st.floats(0, 1),
    side=st.sampled_from(["left", "right", "top", "bottom"]),
)
def test_the_gap_beside_a_cell_belongs_to_nobody(grid, wide: int, row: int, beyond: int, along: float, side: str):
    """A click that misses a tile must not decide on it, nor on its neighbour."""
    grid.resize(wide, 700)
    grid.updateGeometries()
    index = grid.model().index(row, 0)
    grid.scrollTo(index)
    rect = grid.visualRect(index)
    x = rect.left() + round(along * (rect.width() - 1))
    y = rect.top() + round(along * (rect.height() - 1))
    point = {
        "left": QPoint(rect.left() - beyond, y),
        "right": QPoint(rect.right() + beyond, y),
        "top": QPoint(x, rect.top() - beyond),
        "bottom": QPoint(x, rect.bottom() + beyond),
    }[side]
    assert not grid.indexAt(point).isValid()


@shared
@given(wide=st.integers(200, 1800), high=st.integers(150, 1200), data=st.data())
def test_whatever_is_found_at_a_point_is_drawn_there(grid, wide: int, high: int, data: st.DataObject):
    grid.resize(wide, high)
    grid.updateGeometries()
    bar = grid.verticalScrollBar()
    bar.setValue(data.draw(st.integers(0, bar.maximum())))
    point = QPoint(data.draw(st.integers(0, wide)), data.draw(st.integers(0, high)))
    found = grid.indexAt(point)
    if found.isValid():
        assert grid.visualRect(found).contains(point)
        assert found.row() in grid.visible_rows() or not grid.viewport().rect().contains(point)
    else:
        near = grid.visible_rows()
        assert not any(grid.visualRect(grid.model().index(row, 0)).contains(point) for row in near)


@shared
@given(current=st.integers(0, 499), sizes=st.lists(st.sampled_from(TILE_SIZES), min_size=1, max_size=5))
def test_a_current_asset_in_view_stays_in_view_whatever_the_size_of_tiles(grid, current: int, sizes: list[int]):
    grid.resize(900, 700)
    grid.go_to(current)
    for size in sizes:
        grid.set_tile_size(size)
        assert current in grid.visible_rows()
        assert grid.current_id() == current + 1


# Moves.

grids = st.builds(
    Geometry, count=st.integers(1, 400), width=st.integers(200, 2000), height=st.integers(200, 1400), tile=st.just(168)
)
MOVES = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
         Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)  # fmt: skip


@given(grids, st.lists(st.sampled_from(MOVES), max_size=30))
def test_keys_never_lead_out_of_the_list(geometry: Geometry, keys: list[Qt.Key]):
    row = -1
    for key in keys:
        row = row_for_key(key, row, geometry)
        assert row is not None
        assert 0 <= row < geometry.count


@given(grids, st.data())
def test_up_takes_back_what_down_did(geometry: Geometry, data: st.DataObject):
    row = data.draw(st.integers(0, geometry.count - 1))
    down = row_for_key(Qt.Key.Key_Down, row, geometry)
    if down == row + geometry.columns:
        assert row_for_key(Qt.Key.Key_Up, down, geometry) == row
    assert row_for_key(Qt.Key.Key_Up, row, geometry) in (row, row - geometry.columns)


@given(grids)
def test_down_reaches_the_last_line_and_right_every_asset(geometry: Geometry):
    row, steps = 0, 0
    while (after := row_for_key(Qt.Key.Key_Down, row, geometry)) != row:
        row, steps = after, steps + 1
        assert steps <= geometry.lines
    assert row // geometry.columns == geometry.lines - 1
    seen = [0]
    while (after := row_for_key(Qt.Key.Key_Right, seen[-1], geometry)) != seen[-1]:
        seen.append(after)
    assert seen == list(range(geometry.count))


def test_other_keys_do_not_move():
    geometry = Geometry(10, 900, 700)
    for key in (Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_F5, 0x7FFFFFFF):
        assert row_for_key(key, 3, geometry) is None
    assert moved_row(QAbstractItemView.CursorAction.MoveDown, 3, Geometry(0, 900, 700)) == -1


# Selection: a set of rows, an anchor, and whether tiles are being picked.


class PlainSelection:
    """What a person believes is selected."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.current = -1
        self.anchor = 0
        self.picking = False

    def move(self, row: int) -> None:
        self.anchor = self.current = row
        if not self.picking:
            self.rows = {row}

    def control_move(self, row: int) -> None:
        self.anchor = self.current = row

    def extend(self, row: int) -> None:
        self.rows = set(range(min(self.anchor, row), max(self.anchor, row) + 1))
        self.current, self.picking = row, False

    def pick(self, row: int) -> None:
        if self.picking or self.rows != {row}:
            self.rows ^= {row}
        self.anchor, self.picking = row, True

    def control_click(self, row: int) -> None:
        self.current = row
        self.pick(row)

    def click(self, row: int) -> None:
        self.picking = False
        self.move(row)

    def select_all(self, _row: int) -> None:
        self.rows, self.picking = set(range(COUNT)), True

    def collapse(self, _row: int) -> None:
        self.rows, self.picking = ({self.current} if self.current >= 0 else set()), False


DONE = {
    "move": lambda selector, row: selector.move(row),
    "control_move": lambda selector, row: selector.move(row, CONTROL),
    "extend": lambda selector, row: selector.move(row, SHIFT),
    "pick": lambda selector, row: selector.pick(row),
    "control_click": lambda selector, row: selector.click(row, CONTROL),
    "click": lambda selector, row: selector.click(row, NONE),
    "select_all": lambda selector, _row: selector.select_all(),
    "collapse": lambda selector, _row: selector.collapse(),
}


@pytest.fixture
def model(dispatcher: Dispatcher, qapp) -> Iterator[AssetModel]:
    shelf = Shelf(COUNT, kinds=1)
    made = AssetModel(shelf.tiles, dispatcher)
    made.put(Rows.of(shelf.ids))
    yield made
    made.deleteLater()


@shared
@given(done=st.lists(st.tuples(st.sampled_from(sorted(DONE)), rows), max_size=25))
def test_what_is_selected_is_what_a_person_believes(model: AssetModel, done: list[tuple[str, int]]):
    selection = QItemSelectionModel(model)
    selector, believed = Selector(model, selection), PlainSelection()
    for name, row in done:
        DONE[name](selector, row)
        getattr(believed, name)(row)
        assert selector.rows().tolist() == sorted(believed.rows), (name, row)
        assert selector.count == len(believed.rows)
        assert selector.current == believed.current
    selection.deleteLater()


@shared
@given(chosen=st.sets(rows))
def test_any_selection_can_be_put_back(model: AssetModel, chosen: set[int]):
    selection = QItemSelectionModel(model)
    selector = Selector(model, selection)
    selector.put(np.array(sorted(chosen), np.int64))
    assert set(selector.rows().tolist()) == chosen
    assert selector.count == len(chosen)
    selection.deleteLater()


# The list under decisions.


class PlainList:
    """What the library said of each asset, what was decided on top of it, and which tiles are grey."""

    def __init__(self, said: dict[int, Status]) -> None:
        self.said = dict(said)
        self.decided: dict[int, Status] = {}

    def shown(self, asset_id: int) -> Status:
        return self.decided.get(asset_id, self.said[asset_id])


some = st.lists(st.integers(1, COUNT), min_size=1, max_size=6, unique=True)
decisions = st.lists(
    st.tuples(st.sampled_from([Status.APPROVED, Status.REJECTED]), some), min_size=1, max_size=12
)  # fmt: skip


@settings(shared, max_examples=20)
@given(done=decisions)
def test_decisions_show_at_once_on_their_assets_and_on_no_other(model: AssetModel, settle, done):
    shelf = Shelf(COUNT, kinds=1)
    model.put(Rows.of(shelf.ids))
    model.tile(0)
    settle()
    plain = PlainList({tile.id: tile.status for tile in shelf.tiles(shelf.ids)})
    for status, ids in done:
        model.show_decided(ids, status)
        plain.decided.update(dict.fromkeys(ids, status))
        for row in range(COUNT):
            tile = model.tile(row)
            assert tile is not None
            assert tile.status is plain.shown(row + 1)
            assert model.has_left(row) == (row + 1 in plain.decided)
            assert (tile.decided_by is DecidedBy.REVIEWER) == (row + 1 in plain.decided)
    assert model.rows.ids.tolist() == shelf.ids.tolist()


@given(st.lists(st.integers(1, 10**6), unique=True, max_size=200), st.lists(st.integers(1, 10**6), max_size=40))
def test_an_asset_is_found_in_its_row_and_nowhere_else(ids: list[int], wanted: list[int]):
    listed = Rows.of(np.array(ids, np.int64))
    for row, asset_id in enumerate(ids):
        assert listed.row_of(asset_id) == row
    known = [asset_id for asset_id in wanted if asset_id in ids]
    assert listed.rows_of(wanted).tolist() == [ids.index(asset_id) for asset_id in known]
    assert all(listed.row_of(asset_id) == -1 for asset_id in wanted if asset_id not in ids)
