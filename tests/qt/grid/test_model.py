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
    model.show_decided([3], Status.APPROVED)
    tile = model.tile(2)
    assert (tile.status, tile.decided_by) == (Status.APPROVED, DecidedBy.REVIEWER)
    assert model.has_left(2)
    assert not model.has_left(1)


def test_a_decision_outlives_an_answer_from_before(model: AssetModel, settle):
    model.outdate([3])
    model.tile(2)  # its page is asked for, and comes as it was
    model.show_decided([3], Status.APPROVED)
    settle()
    assert model.tile(2).status is Status.APPROVED
    assert model.has_left(2)


def test_an_answer_that_knows_of_the_decision_counts(model: AssetModel, shelf: Shelf, settle):
    shelf.change(3, status=Status.APPROVED, decided_by=DecidedBy.REVIEWER, overturned=True)
    model.outdate([3])
    model.tile(2)
    model.show_decided([3], Status.APPROVED)
    settle()
    assert model.tile(2).overturned


def test_a_decision_taken_back_does_not_outlive_the_answer_on_its_way(model: AssetModel, settle):
    before = model.tile(2)
    model.outdate([3])
    model.tile(2)
    model.show_decided([3], Status.APPROVED)
    model.show_truth([3])
    settle()
    assert model.tile(2) == before


def test_once_it_is_written_the_library_counts(model: AssetModel, shelf: Shelf, settle):
    model.show_decided([3], Status.APPROVED)
    assert model.tile(2).status is Status.APPROVED
    shelf.change(3, status=Status.REJECTED, decided_by=DecidedBy.POLICY)
    model.outdate([3])
    model.tile(2)
    settle()
    assert model.tile(2).status is Status.REJECTED
    assert not model.has_left(2)


def test_a_decision_taken_back_is_taken_from_the_screen(model: AssetModel, settle):
    before = model.tile(2)
    model.show_decided([3], Status.APPROVED if before.status is not Status.APPROVED else Status.REJECTED)
    model.show_truth([3])
    model.tile(2)
    settle()
    assert model.tile(2) == before
    assert not model.has_left(2)


def test_a_page_read_again_tells_of_what_changed_alone(model: AssetModel, shelf: Shelf, settle):
    shelf.change(7, status=Status.APPROVED, decided_by=DecidedBy.REVIEWER)
    model.outdate([3, 7])
    told = []
    model.tiles_changed.connect(lambda first, last: told.append((first, last)))
    model.tile(2)
    settle()
    assert told == [(6, 6)]


def test_an_undo_after_scrolling_away_shows_the_truth(model: AssetModel, settle):
    far = PAGE * 2
    model.show_decided([far + 1], Status.REJECTED)
    model.show_truth([far + 1])
    model.tile(far)
    settle()
    assert model.tile(far).decided_by is not DecidedBy.REVIEWER


def test_changes_name_the_rows_they_touch(model: AssetModel, qtbot):
    with qtbot.waitSignal(model.tiles_changed) as changed:
        model.show_decided([5, 9], Status.APPROVED)
    assert changed.args == [4, 8]


def test_unknown_assets_change_nothing(model: AssetModel, qtbot):
    with qtbot.assertNotEmitted(model.tiles_changed):
        model.show_decided([10**9], Status.APPROVED)


def test_new_rows_come_at_the_end(model: AssetModel, shelf: Shelf, qtbot):
    model.show_decided([1], Status.APPROVED)
    with qtbot.waitSignal(model.rowsInserted) as inserted:
        model.extend(Rows.of(np.append(shelf.ids, [5000, 5001])))
    assert inserted.args[1:] == [PAGE * 3, PAGE * 3 + 1]
    assert model.has_left(0)
    with qtbot.assertNotEmitted(model.rowsInserted):
        model.extend(model.rows)


def test_another_list_forgets_what_was_decided(model: AssetModel, shelf: Shelf):
    model.show_decided([1], Status.APPROVED)
    model.put(Rows.of(shelf.ids))
    assert not model.has_left(0)


def test_a_hundred_thousand_decisions_show_in_no_time(shelf: Shelf, dispatcher: Dispatcher):
    model = AssetModel(shelf.tiles, dispatcher)
    ids = np.arange(1, 100_001)
    model.put(Rows.of(ids))
    model.show_decided(ids, Status.REJECTED)
    model.deleteLater()
