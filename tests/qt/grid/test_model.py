"""The list as Qt sees it: texts, decisions that show at once, and rows that come at the end."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from rekreview.domain.assets import DecidedBy, Status
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.pages import PAGE
from rekreview.ui.grid.rows import Rows
from tests.fakes.shelf import Shelf

TEXT = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def shelf() -> Shelf:
    return Shelf(PAGE * 3, kinds=1)


@pytest.fixture
def model(shelf: Shelf, dispatcher: Dispatcher, settle) -> AssetModel:
    made = AssetModel(shelf.tiles, dispatcher)
    made.put(Rows.of(shelf.ids))
    made.tile(0)
    settle()
    yield made
    made.deleteLater()


def test_qt_finds_no_fault_with_it(model: AssetModel, shelf: Shelf):
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.extend(Rows.of(np.append(shelf.ids, [99_999])))
    model.put(Rows.of(shelf.ids[:5]))
    tester.deleteLater()


def test_it_has_as_many_rows_as_assets(model: AssetModel):
    assert model.rowCount() == PAGE * 3
    assert model.rowCount(model.index(0)) == 0
    assert model.asset_id(4) == 5


def test_a_screen_reader_hears_name_status_category_and_confidence(model: AssetModel, shelf: Shelf, settle):
    shelf.change(1, name="wine.jpg", status=Status.REJECTED, category="Alcoholic Beverages", confidence=97.4)
    model.outdate([1])
    model.tile(0)
    settle()
    assert model.index(0).data(TEXT) == "wine.jpg, rejected, Alcoholic Beverages 97"


def test_without_a_category_only_name_and_status_are_heard(model: AssetModel, shelf: Shelf, settle):
    shelf.change(1, name="a.png", status=Status.NOT_MODERATED, category="", confidence=None)
    model.outdate([1])
    model.tile(0)
    settle()
    assert model.index(0).data(TEXT) == "a.png, not moderated"


def test_a_row_on_its_way_says_so(model: AssetModel):
    assert model.index(PAGE * 2).data(TEXT) == "Loading…"
    assert model.index(PAGE * 2).data(Qt.ItemDataRole.ToolTipRole) is None


def test_the_tool_tip_says_what_the_marks_mean(model: AssetModel, shelf: Shelf, settle):
    shelf.change(2, overturned=True, second_look=True, has_note=True, estimate=True)
    model.outdate([2])
    model.tile(0)
    settle()
    lines = model.index(1).data(Qt.ItemDataRole.ToolTipRole).splitlines()
    assert lines[0].startswith("holiday")
    assert "On-device estimate – not Amazon Rekognition" in lines
    assert len(lines) == 5


def test_flags_are_qts_own():
    assert "flags" not in AssetModel.__dict__


def test_a_decision_shows_at_once_and_is_greyed(model: AssetModel):
    model.expect([3], Status.APPROVED)
    tile = model.tile(2)
    assert (tile.status, tile.decided_by) == (Status.APPROVED, DecidedBy.REVIEWER)
    assert model.has_left(2)
    assert not model.has_left(1)


def test_a_decision_being_written_outlives_an_old_answer(model: AssetModel, settle):
    model.expect([3], Status.APPROVED)
    model.outdate([3])
    model.tile(2)
    settle()
    assert model.tile(2).status is Status.APPROVED


def test_once_it_is_written_the_library_counts(model: AssetModel, shelf: Shelf, settle):
    model.expect([3], Status.APPROVED)
    model.settle([3])
    assert model.tile(2).status is Status.APPROVED
    shelf.change(3, status=Status.REJECTED, decided_by=DecidedBy.POLICY)
    model.outdate([3])
    model.tile(2)
    settle()
    assert model.tile(2).status is Status.REJECTED
    assert not model.has_left(2)


def test_a_decision_that_failed_is_taken_from_the_screen(model: AssetModel, settle):
    before = model.tile(2)
    model.expect([3], Status.APPROVED if before.status is not Status.APPROVED else Status.REJECTED)
    model.expect_no_longer([3])
    settle()
    assert model.tile(2) == before
    assert not model.has_left(2)


def test_a_decision_on_a_tile_not_here_yet_shows_when_it_comes(model: AssetModel, settle):
    far = PAGE * 2
    model.expect([far + 1], Status.REJECTED)
    assert model.tile(far) is None
    settle()
    assert model.tile(far).status is Status.REJECTED


def test_an_undo_after_scrolling_away_shows_the_truth(model: AssetModel, settle):
    far = PAGE * 2
    model.expect([far + 1], Status.REJECTED)
    model.settle([far + 1])
    model.expect_no_longer([far + 1])
    model.tile(far)
    settle()
    assert model.tile(far).decided_by is not DecidedBy.REVIEWER


def test_changes_name_the_rows_they_touch(model: AssetModel, qtbot):
    with qtbot.waitSignal(model.tiles_changed) as changed:
        model.expect([5, 9], Status.APPROVED)
    assert changed.args == [4, 8]


def test_unknown_assets_change_nothing(model: AssetModel, qtbot):
    with qtbot.assertNotEmitted(model.tiles_changed):
        model.expect([10**9], Status.APPROVED)


def test_new_rows_come_at_the_end(model: AssetModel, shelf: Shelf, qtbot):
    model.expect([1], Status.APPROVED)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.extend(Rows.of(np.append(shelf.ids, [5000, 5001])))
    assert inserted.args[1:] == [PAGE * 3, PAGE * 3 + 1]
    assert model.has_left(0)
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.extend(model.rows)


def test_another_list_forgets_what_was_decided(model: AssetModel, shelf: Shelf):
    model.expect([1], Status.APPROVED)
    model.put(Rows.of(shelf.ids))
    assert not model.has_left(0)


def test_a_hundred_thousand_decisions_show_in_no_time(shelf: Shelf, dispatcher: Dispatcher):
    model = AssetModel(shelf.tiles, dispatcher)
    ids = np.arange(1, 100_001)
    model.put(Rows.of(ids))
    model.expect(ids, Status.REJECTED)
    model.settle(ids)
    model.deleteLater()
