"""It is told once when the first tiles are painted, and nobody waits for it in vain."""

from __future__ import annotations

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui.first_tiles import FirstTiles


def awaited(desk, wanted: QueueFilter) -> list[str]:
    told: list[str] = []
    first = FirstTiles(desk.desk)
    first.shown.connect(lambda: told.append("shown"))
    first.over.connect(lambda: told.append("over"))
    desk.desk.set_filter(wanted)
    desk.qtbot.waitUntil(lambda: "over" in told, timeout=20_000)
    return told


def test_it_is_told_when_every_tile_on_the_screen_has_its_picture(make_desk, monkeypatch):
    monkeypatch.setattr("rekreview.ui.first_tiles.WAIT_MS", 20_000)
    desk = make_desk()
    told = awaited(desk, QueueFilter(QueueName.REJECTED))
    grid, model = desk.desk.grid, desk.desk.model
    shown = [model.asset_id(row) for row in grid.visible_rows()]
    assert shown
    assert all(map(grid.is_shown, shown))
    desk.desk.set_filter(QueueFilter(QueueName.APPROVED))
    desk.wait_until_shown()
    assert told == ["shown", "over"], "of another list it is not told again"


def test_an_empty_list_keeps_nobody_waiting(make_desk, monkeypatch):
    monkeypatch.setattr("rekreview.ui.first_tiles.WAIT_MS", 60_000)
    desk = make_desk()
    assert awaited(desk, QueueFilter(QueueName.PENDING, search="there is none of that name")) == ["over"]


def test_what_cannot_be_shown_is_not_waited_for(make_desk, monkeypatch):
    desk = make_desk()
    monkeypatch.setattr(desk.desk.grid, "is_shown", lambda _asset: False)
    assert awaited(desk, QueueFilter(QueueName.REJECTED)) == ["over"]
