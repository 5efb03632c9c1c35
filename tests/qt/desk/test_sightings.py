"""Each decision is proved with what the reviewer had before their eyes, on a real library."""

from __future__ import annotations

import hashlib
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueName
from rekreview.domain.sightings import FilterStep, View
from rekreview.ui.wellness import Profile

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def last(desk, asset_id: int):
    desk.settle()
    return desk.decisions(asset_id)[-1]


def thumbnail(desk, asset_id: int, *, veiled: bool = False) -> str:
    return hashlib.sha256(desk.library.thumbnails.get([asset_id], veiled=veiled)[asset_id]).hexdigest()


def test_a_key_in_the_grid_keeps_the_thumbnail_that_was_painted(desk):
    first = desk.current
    desk.qtbot.wait(60)
    desk.press(KEY.Key_A)
    seen = last(desk, first).seen
    assert (seen.view, seen.step) == (View.GRID, FilterStep.SHARP)
    assert seen.source_sha256 == thumbnail(desk, first)
    assert 60 <= seen.dwell_ms < 60_000
    room = desk.desk.grid.grid.cell(0).size() * desk.desk.devicePixelRatioF()
    assert 40 < seen.width <= room.width()
    assert 40 < seen.height <= room.height()


def test_the_pane_tells_what_was_seen(desk):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.settle()
    desk.desk.grid.make_current(first)
    history = desk.desk.detail.findChild(QLabel, "history")
    desk.qtbot.waitUntil(lambda: "seen sharp in the grid, " in history.text())


def test_a_veiled_picture_is_said_to_have_been_veiled(make_desk):
    desk = make_desk()
    desk.desk.set_profile(Profile.STRONG)
    desk.show(QueueName.REJECTED)
    first = desk.current
    desk.press(KEY.Key_A)
    seen = last(desk, first).seen
    assert seen.step is FilterStep.VEILED
    assert seen.source_sha256 == thumbnail(desk, first, veiled=True)


def test_what_was_revealed_was_seen_grey_since_then(make_desk):
    desk = make_desk()
    desk.desk.set_profile(Profile.STRONG)
    desk.show(QueueName.REJECTED)
    first = desk.current
    desk.qtbot.wait(300)
    revealed = time.monotonic()
    desk.qtbot.keyPress(desk.desk.grid, KEY.Key_W)
    desk.qtbot.waitUntil(lambda: (now := desk.desk.grid.sighting(first)) is not None and now.step is FilterStep.GREY)
    desk.press(KEY.Key_A)
    seen = last(desk, first).seen
    assert (seen.step, seen.source_sha256) == (FilterStep.GREY, thumbnail(desk, first))
    assert seen.dwell_ms <= 1000 * (time.monotonic() - revealed) + 1, "not as long as it was there veiled"


def test_a_click_on_a_tile_keeps_its_own_sight(desk):
    third = desk.desk.model.asset_id(2)
    desk.qtbot.waitUntil(lambda: desk.desk.stage.is_shown(third))
    desk.desk.grid.verdict_clicked.emit(third, Status.REJECTED)
    assert last(desk, third).seen.source_sha256 == thumbnail(desk, third)


def test_the_loupe_keeps_the_assets_own_bytes_and_the_size_they_took(desk):
    first = desk.current
    desk.desk.open_loupe()
    desk.wait_until_shown()
    desk.press(KEY.Key_X)
    seen = last(desk, first).seen
    assert (seen.view, seen.step) == (View.LOUPE, FilterStep.SHARP)
    assert seen.source_sha256 == desk.library.queries.asset(first).sha256
    assert 0 < seen.width <= desk.desk.loupe.canvas.width() * desk.desk.devicePixelRatioF()
    assert desk.desk.loupe.sighting(first) is None, "the next asset is before the eyes now"


def test_what_could_not_be_shown_is_said_to_have_shown_no_picture(desk):
    broken = next(one for one in desk.library.queries.tiles(desk.desk.model.rows.ids) if not one.has_thumbnail)
    desk.desk.grid.make_current(broken.id)
    desk.desk.grid.go_to(desk.desk.model.rows.row_of(broken.id))
    desk.wait_until_shown()
    desk.press(KEY.Key_X)
    seen = last(desk, broken.id).seen
    assert (seen.step, seen.source_sha256) == (FilterStep.NO_PICTURE, "")


def test_a_batch_keeps_of_the_tiles_on_the_screen_how_they_were_painted_and_of_no_other(desk):
    ids = desk.desk.model.rows.ids.tolist()
    desk.wait_until_shown()
    shown = set(desk.desk.grid.shown_ids())
    desk.desk.grid.selector.select_all()
    desk.press(KEY.Key_X)
    for asset_id in ids:
        entry = last(desk, asset_id)
        assert entry.unseen is (asset_id not in shown)
        assert (entry.seen is None) is entry.unseen
    first = last(desk, ids[0]).seen
    assert (first.view, first.source_sha256) == (View.GRID, thumbnail(desk, ids[0]))


def test_a_reason_that_follows_goes_with_the_sight_of_its_decision(desk):
    first = desk.current
    desk.press(KEY.Key_A)
    desk.press(KEY.Key_1)
    desk.settle()
    decided, reasoned = desk.decisions(first)[-2:]
    assert reasoned.reason
    assert reasoned.seen == decided.seen


def test_a_key_that_waited_is_proved_with_the_picture_it_waited_for(make_desk, monkeypatch: pytest.MonkeyPatch):
    desk = make_desk()
    desk.show()
    first = desk.current
    desk.desk.grid._shown.clear()
    desk.press(KEY.Key_A)
    assert desk.decisions(first) == []
    desk.desk.grid.viewport().update()
    desk.qtbot.waitUntil(lambda: bool(desk.decisions(first)))
    seen = last(desk, first).seen
    assert seen.source_sha256 == thumbnail(desk, first)
    assert seen.dwell_ms < 1_000
