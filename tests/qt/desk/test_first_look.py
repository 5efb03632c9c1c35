"""Of a long list the first screens are there at once, and the rest joins them under nobody's hand."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.queries import glances, queues

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def held_back(monkeypatch: pytest.MonkeyPatch):
    """A library of which three assets are seen at a glance, and the whole list only once this is set."""
    monkeypatch.setattr(glances, "GLANCED", 3)
    go_on = threading.Event()
    read = queues.ids

    def slow(*asked):
        assert go_on.wait(20)
        return read(*asked)

    monkeypatch.setattr(queues, "ids", slow)
    yield go_on
    go_on.set()


def begin(desk, wanted: QueueFilter | None = None) -> None:
    with desk.qtbot.waitSignal(desk.desk.listing.glanced):
        desk.desk.set_filter(wanted or QueueFilter())
    desk.wait_until_shown()


def finish(desk, held_back: threading.Event) -> None:
    with desk.qtbot.waitSignal(desk.desk.listing.replaced):
        held_back.set()
    desk.wait_until_shown()


def test_tiles_show_before_the_list_is_read(make_desk, held_back):
    desk = make_desk()
    begin(desk)
    assert desk.desk.model.rowCount() == 3
    label = desk.desk.head.findChild(QLabel, "asset-count")
    assert "3" not in label.text(), "nobody is told that there are only so many"
    finish(desk, held_back)
    assert desk.desk.model.rowCount() == 9
    assert "9" in label.text()


def test_a_verdict_in_the_first_moment_is_on_what_was_seen(make_desk, held_back):
    desk = make_desk()
    begin(desk, QueueFilter(QueueName.REJECTED))
    first, second = desk.desk.model.rows.ids.tolist()[:2]
    desk.press(KEY.Key_A)
    desk.qtbot.waitUntil(lambda: desk.status(first) is Status.APPROVED)
    finish(desk, held_back)
    desk.settle()
    assert desk.current == second
    assert desk.desk.model.rows.ids.tolist()[0] == first, "what was decided on stays until the refresh"
    assert desk.desk.model.has_left(0)


def test_all_that_was_selected_is_all_of_the_list(make_desk, held_back):
    desk = make_desk()
    begin(desk)
    desk.press(KEY.Key_A, CONTROL)
    assert desk.desk.stage.target_count() == 3
    finish(desk, held_back)
    assert desk.desk.stage.target_count() == 9


def test_some_that_were_selected_stay_so(make_desk, held_back):
    desk = make_desk()
    begin(desk)
    desk.press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    chosen = list(desk.desk.stage.targets())
    assert len(chosen) == 2
    finish(desk, held_back)
    assert list(desk.desk.stage.targets()) == chosen


def test_who_was_in_the_middle_is_there_again_at_once_and_stays(make_desk, held_back):
    held_back.set()
    desk = make_desk()
    desk.show()
    ids = desk.desk.model.rows.ids.tolist()
    held_back.clear()
    again = make_desk(state={"current": ids[5], "top": ids[4], "offset": 0})
    begin(again)
    assert again.current == ids[5]
    assert again.desk.model.rows.ids.tolist() == ids[4:7]
    finish(again, held_back)
    assert again.current == ids[5]
    assert again.desk.model.rows.ids.tolist() == ids


def test_the_list_read_anew_by_its_own_name_keeps_the_place(make_desk, held_back):
    """Choosing the queue that shows already does not lead back to its beginning."""
    held_back.set()
    desk = make_desk()
    desk.show()
    desk.desk.grid.go_to(6)
    current = desk.current
    desk.show()
    assert desk.current == current
