"""A second look says who asked for it and how long ago, and its queue begins with the oldest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.ui import naming
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.panels.side import SidePanel
from rekreview.ui.wording import accessible_tile, aside, aside_briefly, tile_marks
from tests.qt.window.conftest import Shown

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=5), "a moment"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(minutes=61), "1 hour"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=1, hours=3), "1 day"),
        (timedelta(days=3), "3 days"),
        (timedelta(seconds=-90), "a moment"),
    ],
)
def test_an_age_has_one_unit(ago: timedelta, words: str) -> None:
    assert naming.age(NOW - ago, NOW) == words


def test_owner_and_age_are_told(qapp: object) -> None:
    since = datetime.now(UTC) - timedelta(days=3)
    assert aside_briefly("Ana", since) == "3 days, by Ana"
    assert aside("Ana", since) == "Put aside for a second look 3 days ago, by Ana"
    assert aside("", None) == "Put aside for a second look"


def test_the_queue_begins_with_the_oldest_and_gives_the_former_order_back(qtbot: QtBot) -> None:
    side = SidePanel()
    qtbot.addWidget(side)
    side.show_filter(QueueFilter(sort=SortKey.NAME))
    side.queues.select(QueueName.SECOND_LOOK)
    side._take_queue(QueueName.SECOND_LOOK)
    assert side.filter.sort is SortKey.WAITING
    side._take_queue(QueueName.BORDERLINE)
    assert side.filter.sort is SortKey.BORDERLINE
    side._take_queue(QueueName.ALL)
    assert side.filter.sort is SortKey.NAME


def test_the_pane_and_the_tile_name_the_owner(full: Shown, opened: OpenLibrary, qtbot: QtBot) -> None:
    screens = full.window._screens
    assert screens is not None
    review = screens.review
    qtbot.waitUntil(lambda: review.model.rowCount() == 4 and review.model.tile(0) is not None)
    first = review.model.asset_id(0)
    opened.library.commands.second_look([first], True, "Ana")
    pane = review.detail.findChild(QLabel, "aside")
    assert pane is not None
    review.grid.make_current(first)
    qtbot.waitUntil(lambda: "by Ana" in pane.text())
    qtbot.waitUntil(lambda: (tile := review.model.tile(0)) is not None and tile.looker == "Ana")
    tile = review.model.tile(0)
    assert tile is not None
    assert any("by Ana" in mark for mark in tile_marks(tile))
    assert accessible_tile(tile).startswith(tile.name)
