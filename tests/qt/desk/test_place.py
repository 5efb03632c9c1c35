"""A list read anew: nothing moves until it is, and then the reviewer is where they were, or at what came next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.ui.desk.memory import Place, place_from, place_of, put_place
from rekreview.ui.desk.readers import merged
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.view import GridView
from tests.fakes.shelf import Shelf

shared = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
lists = st.lists(st.integers(1, 400), min_size=1, max_size=120, unique=True)


def rows_of(ids: list[int]) -> Rows:
    return Rows.of(np.array(ids, np.int64))


# Until a refresh.


@given(shown=lists, found=lists)
def test_until_a_refresh_nothing_shown_moves_or_leaves(shown: list[int], found: list[int]):
    rows, gone = merged(rows_of(shown), np.array(found, np.int64))
    assert rows.ids.tolist()[: len(shown)] == shown
    assert rows.ids.tolist()[len(shown) :] == [asset_id for asset_id in found if asset_id not in shown]
    assert gone == len(set(shown) - set(found))


@given(shown=lists, founds=st.lists(lists, max_size=5))
def test_however_often_the_library_changes(shown: list[int], founds: list[list[int]]):
    rows = rows_of(shown)
    for found in founds:
        longer, _gone = merged(rows, np.array(found, np.int64))
        assert longer.ids.tolist()[: len(rows)] == rows.ids.tolist()
        assert len(set(longer.ids.tolist())) == len(longer)
        rows = longer
    assert set(rows.ids.tolist()) == set(shown).union(*founds)


# After it.


@pytest.fixture
def grid(qapp, dispatcher: Dispatcher) -> Iterator[GridView]:
    shelf = Shelf(1, kinds=1)
    loader = ThumbnailLoader(shelf)
    model = AssetModel(shelf.tiles, dispatcher)
    feed = ThumbnailFeed(loader)
    made = GridView(model, feed)
    made.resize(900, 700)
    made.updateGeometries()
    yield made
    loader.shutdown()
    for part in (made, feed, model):
        part.deleteLater()


def refreshed(grid: GridView, ids: list[int]) -> None:
    """What the desk does with a list that was read anew."""
    model = grid.model()
    place, before = place_of(model, grid), model.rows
    model.put(rows_of(ids))
    put_place(place, before, model, grid)


def begin(grid: GridView, ids: list[int], current: int) -> None:
    grid.model().put(rows_of(ids))
    grid.go_to(ids.index(current))


@shared
@given(ids=lists, data=st.data())
def test_the_current_asset_stays_current_if_it_is_still_there(grid: GridView, ids: list[int], data: st.DataObject):
    current = data.draw(st.sampled_from(ids))
    after = data.draw(st.permutations(ids)) if len(ids) < 20 else list(reversed(ids))
    begin(grid, ids, current)
    refreshed(grid, after)
    assert grid.current_id() == current


@shared
@given(ids=lists, data=st.data())
def test_if_it_left_the_next_one_that_stayed_is_current(grid: GridView, ids: list[int], data: st.DataObject):
    current = data.draw(st.sampled_from(ids))
    gone = data.draw(st.sets(st.sampled_from(ids))) | {current}
    after = [asset_id for asset_id in ids if asset_id not in gone]
    begin(grid, ids, current)
    refreshed(grid, after)
    if not after:
        assert grid.current_id() == -1
        return
    at = ids.index(current)
    following = [asset_id for asset_id in ids[at:] if asset_id not in gone]
    before = [asset_id for asset_id in ids[:at] if asset_id not in gone]
    assert grid.current_id() == (following[0] if following else before[-1])


@shared
@given(ids=lists, data=st.data())
def test_a_selection_keeps_those_that_stayed(grid: GridView, ids: list[int], data: st.DataObject):
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    gone = data.draw(st.sets(st.sampled_from(ids)))
    after = [asset_id for asset_id in ids if asset_id not in gone]
    begin(grid, ids, ids[0])
    grid.selector.put(np.array(sorted(ids.index(asset_id) for asset_id in chosen)))
    refreshed(grid, after)
    stayed = {asset_id for asset_id in chosen if asset_id not in gone}
    if len(chosen) > 1 and len(stayed) > 1:
        assert {after[row] for row in grid.selector.rows()} == stayed
    else:
        assert grid.selector.count <= 1


def test_what_was_at_the_top_of_the_view_stays_there(grid: GridView):
    ids = list(range(1, 301))
    begin(grid, ids, 150)
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().value() + 37)
    top = grid.visible_rows().start
    offset = grid.visualRect(grid.model().index(top, 0)).top()
    columns = grid.grid.columns
    refreshed(grid, ids[columns:])
    assert grid.model().asset_id(grid.visible_rows().start) == ids[top]
    assert grid.visualRect(grid.model().index(top - columns, 0)).top() == offset


def test_the_asset_at_hand_is_in_view_on_return_though_the_top_of_the_view_has_left(grid: GridView):
    ids = list(range(1, 301))
    begin(grid, ids, 150)
    place = replace(place_of(grid.model(), grid), remembered=True)
    grid.model().put(rows_of(ids))
    grid.go_to(0)
    after = [one for one in ids if one not in range(place.top, 150)]
    before = grid.model().rows
    grid.model().put(rows_of(after))
    put_place(place, before, grid.model(), grid)
    assert grid.current_id() == 150
    assert grid.selector.current in grid.visible_rows()


def test_the_asset_at_hand_is_in_view_though_it_stands_elsewhere_in_the_list_now(grid: GridView):
    ids = list(range(1, 301))
    begin(grid, ids, 150)
    place = place_of(grid.model(), grid)
    before = grid.model().rows
    grid.model().put(rows_of([150, *ids[:149], *ids[150:]]))
    put_place(place, before, grid.model(), grid)
    assert grid.current_id() == 150
    assert grid.selector.current == 0
    assert 0 in grid.visible_rows()


def cut_at_the_edge(grid: GridView, ids: list[int], current: int) -> None:
    """Leave a list of one column with only the upper part of the current asset's tile in view, at the bottom."""
    grid.step_tile_size(20)
    begin(grid, ids, current)
    assert grid.grid.columns == 1
    bar = grid.verticalScrollBar()
    bar.setValue(bar.value() + grid.visualRect(grid.currentIndex()).top() - grid.viewport().height() + 40)
    assert grid.visualRect(grid.currentIndex()).top() == grid.viewport().height() - 40


def test_the_asset_at_hand_cut_at_the_edge_is_in_view_though_it_stands_further_down_now(grid: GridView):
    ids = list(range(1, 301))
    cut_at_the_edge(grid, ids, 150)
    refreshed(grid, [one for one in ids if one != 150] + [150])
    assert grid.current_id() == 150
    assert grid.selector.current in grid.visible_rows()


def test_the_asset_after_one_cut_at_the_edge_that_left_is_in_view(grid: GridView):
    ids = list(range(1, 301))
    cut_at_the_edge(grid, ids, 150)
    refreshed(grid, [*ids[:149], *range(301, 310), *ids[150:]])
    assert grid.current_id() == 151
    assert grid.selector.current in grid.visible_rows()


def test_an_asset_at_hand_cut_at_the_edge_stays_where_it_is(grid: GridView):
    ids = list(range(1, 301))
    cut_at_the_edge(grid, ids, 150)
    scrolled = grid.verticalOffset()
    refreshed(grid, ids[:250])
    assert (grid.current_id(), grid.verticalOffset()) == (150, scrolled)


def test_the_view_is_where_it_was_left_though_the_asset_at_hand_is_elsewhere(grid: GridView):
    ids = list(range(1, 301))
    begin(grid, ids, 1)
    grid.verticalScrollBar().setValue(1_500)
    place = replace(place_of(grid.model(), grid), remembered=True)
    refreshed(grid, ids)
    grid.model().put(rows_of(ids))
    put_place(place, rows_of([]), grid.model(), grid)
    assert (grid.current_id(), grid.verticalScrollBar().value()) == (1, 1_500)


def test_thousands_selected_are_not_written_down(grid: GridView):
    grid.model().put(rows_of(list(range(1, 5001))))
    grid.go_to(0)
    grid.selector.select_all()
    assert place_of(grid.model(), grid).selected == ()


places = st.builds(
    Place,
    current=st.integers(-1, 10**9),
    selected=st.lists(st.integers(0, 10**9), max_size=20).map(tuple),
    top=st.integers(-1, 10**9),
    offset=st.integers(-(10**4), 10**4),
)
senseless = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(places)
def test_a_place_survives_being_written_down(place: Place):
    assert place_from(json.loads(json.dumps(place.to_dict()))) == place


@given(place=places, broken=st.sampled_from(["current", "selected", "top", "offset"]), value=senseless)
def test_a_senseless_value_takes_no_other_with_it(place: Place, broken: str, value: object):
    if value == []:
        return
    read = place_from({**place.to_dict(), broken: value})
    assert read == replace(place, **{broken: getattr(Place(), broken)})


@shared
@given(place=places, ids=lists)
def test_a_place_of_another_list_is_no_trouble(grid: GridView, place: Place, ids: list[int]):
    grid.model().put(rows_of(ids))
    put_place(place, Rows(), grid.model(), grid)
    expected = place.current if place.current in ids else ids[0]
    assert grid.current_id() == expected
    assert 0 <= grid.verticalOffset() <= grid.verticalScrollBar().maximum()


def test_an_empty_list_has_no_place(grid: GridView):
    grid.model().put(rows_of([]))
    put_place(Place(current=3, selected=(3, 4), top=1), rows_of([3, 4]), grid.model(), grid)
    assert grid.current_id() == -1
    assert place_of(grid.model(), grid) == Place()
