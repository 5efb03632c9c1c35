"""A desk on which decisions of before are judged again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status, Tile
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library.library import Library
from rekreview.ui.desk.asked_again import AskedAgain
from tests.qt.desk.conftest import Desk

Make = Callable[..., Desk]
SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 900)
A, R = Status.APPROVED, Status.REJECTED


def later(days: int = 2) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def decided(library: Library) -> int:
    """One of the rejected pictures that Ada approved two days ago, with a note and a mark."""
    first = int(library.queries.ids(QueueFilter(QueueName.REJECTED))[0])
    library.commands.decide([first], A, reviewer="Ada", note="art", seen=SEEN)
    library.commands.mark(first, "alcohol", None, reviewer="Ada")
    return first


def serving(library: Library, share: float = 0.2, reviewer: str = "Ada") -> AskedAgain:
    return AskedAgain(library.queries, lambda: reviewer, lambda: share, later)


@pytest.fixture
def all_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lot falls on every decision, so that one of a few pictures comes back for sure."""
    monkeypatch.setattr("rekreview.ui.desk.asked_again.LARGEST_SHARE", 1.0)


@pytest.fixture
def one(make_desk: Make, library: Library, decided: int, all_lots: None) -> Desk:
    """A desk on the rejected ones, where that decision comes back."""
    made = make_desk(again=serving(library, 1.0))
    made.show(QueueName.REJECTED)
    return made


def tile_of(desk: Desk, asset_id: int) -> Tile:
    row = desk.desk.model.rows.row_of(asset_id)
    desk.qtbot.waitUntil(lambda: desk.desk.model.tile(row) is not None)
    tile = desk.desk.model.tile(row)
    assert tile is not None
    return tile


def ids(desk: Desk) -> list[int]:
    return desk.desk.model.rows.ids.tolist()


def counts(desk: Desk, again: AskedAgain) -> dict[QueueName, tuple[int, int]]:
    """Each queue as it shows: how many it holds, and how many of these are left."""
    told = again.counted(desk.library.queries.counts())
    return {name: (told.counts[name], told.left[name]) for name in QueueName}


def decide(one: Desk, asset_id: int, key: Qt.Key) -> None:
    one.desk.grid.make_current(asset_id)
    one.wait_until_shown()
    one.press(key)
    one.settle()
