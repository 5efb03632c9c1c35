"""A key that waits for a picture acts on what is in sight: once it is scrolled away the key is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.queues import QueueFilter
from tests.qt.desk.conftest import Desk

KEY = Qt.Key


@pytest.fixture
def slow(make_desk, library, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, Event]]:
    """A desk of tiles so large that they do not fit on the screen, whose pictures come once this is set."""
    come, get = Event(), library.thumbnails.get
    monkeypatch.setattr(library.thumbnails, "get", lambda *args, **kwargs: (come.wait(30), get(*args, **kwargs))[1])
    desk = make_desk()
    desk.desk.grid.step_tile_size(20)
    with desk.qtbot.waitSignal(desk.desk.listing.replaced):
        desk.desk.set_filter(QueueFilter())
    desk.qtbot.waitUntil(lambda: desk.desk.model.tile(0) is not None)
    desk.desk.grid.grab()
    yield desk, come
    come.set()


def test_a_key_that_waits_is_forgotten_once_its_tile_is_scrolled_out_of_sight(slow: tuple[Desk, Event]):
    desk, come = slow
    first, bar = desk.current, desk.desk.grid.verticalScrollBar()
    desk.press(KEY.Key_A)
    assert desk.told[-1].startswith("Waits until the picture of")
    bar.setValue(bar.maximum())
    assert 0 not in desk.desk.grid.visible_rows()
    assert desk.told[-1] == "Dropped, since it was scrolled out of sight: approved for asset0.jpg."
    bar.setValue(0)
    come.set()
    desk.wait_until_shown()
    desk.settle()
    assert desk.decisions(first) == []


def test_a_key_waits_on_while_its_tile_stays_in_sight(slow: tuple[Desk, Event]):
    desk, come = slow
    first = desk.current
    desk.press(KEY.Key_A)
    desk.desk.grid.verticalScrollBar().setValue(3)
    come.set()
    desk.qtbot.waitUntil(lambda: bool(desk.decisions(first)), timeout=10_000)
