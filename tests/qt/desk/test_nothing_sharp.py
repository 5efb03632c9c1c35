"""Of pictures that are veiled nothing sharp is in memory before somebody asks for one, and none KEPT_MS after."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt

from rekreview.domain.queues import QueueName
from rekreview.domain.sightings import FilterStep
from rekreview.ui.detail.pictures import veil_side
from rekreview.ui.wellness import KEPT_MS, Profile

KEY = Qt.Key
STATED_SECONDS = 10


@pytest.fixture
def heavy(make_desk, library, decoder, monkeypatch: pytest.MonkeyPatch):
    """A desk on which every picture is veiled; `sharp_reads` are those that were read with all their detail."""
    made = make_desk()
    made.sharp_reads = []
    get, picture = library.thumbnails.get, decoder.picture

    def noted_get(ids, *, veiled=False):
        if not veiled:
            made.sharp_reads.extend(ids)
        return get(ids, veiled=veiled)

    def noted_picture(path, max_side, cancel, *, at_ms=None):
        if max_side > veil_side(4, 3) * 2:
            made.sharp_reads.append(path)
        return picture(path, max_side, cancel, at_ms=at_ms)

    monkeypatch.setattr(library.thumbnails, "get", noted_get)
    monkeypatch.setattr(decoder, "picture", noted_picture)
    made.desk.set_profile(Profile.STRONG)
    made.show(QueueName.REJECTED)
    made.settle()
    return made


def sharp_held(desk) -> set[int]:
    """The assets of which any cache of the desk holds a picture with all its detail."""
    review = desk.desk
    held = {asset_id for asset_id, _ in review.feed.unveiled()}
    for shown in (review.detail.shown, review.loupe.shown):
        held |= {wish.asset_id for wish in shown.pictures.unveiled()}
        held |= {one for one in review.model.rows.ids.tolist() if shown.holds_unveiled(one)}
    frame = review.loupe.panel.player.frame
    if frame is not None and not frame.image.isNull():
        held.add(desk.current)
    return held | ({review.reel.model.revealed.asset_id} if review.reel.model.revealed else set())


def walk(desk) -> Iterator[None]:
    """Everywhere a person comes to, on every heavy asset."""
    for _ in range(desk.desk.model.rowCount()):
        desk.wait_until_shown()
        desk.settle()
        yield
        desk.press(KEY.Key_Return)
        desk.wait_until_shown()
        desk.settle()
        desk.desk.loupe.canvas.full_size()
        desk.qtbot.wait(200)
        yield
        desk.press(KEY.Key_Escape)
        desk.press(KEY.Key_Right)


def test_nothing_sharp_is_read_or_held_before_a_reveal(heavy):
    assert heavy.desk.model.rowCount() >= 4
    for _ in walk(heavy):
        assert sharp_held(heavy) == set()
    assert heavy.sharp_reads == []


@pytest.mark.parametrize("place", ["grid", "detail", "loupe"])
def test_one_is_held_while_it_is_revealed_and_none_soon_after(heavy, place: str):
    assert KEPT_MS <= STATED_SECONDS * 1000
    desk, first = heavy.desk, heavy.current
    if place == "loupe":
        heavy.press(KEY.Key_Return)
        heavy.wait_until_shown()
    elif place == "detail":
        heavy.qtbot.waitUntil(lambda: desk.detail.picture.has_picture)
        desk.detail.picture.setFocus()
    part = {"grid": desk.grid, "detail": desk.detail.picture, "loupe": desk.loupe}[place]
    heavy.qtbot.keyPress(part, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: sharp_held(heavy) == {first})
    heavy.qtbot.keyPress(part, KEY.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    heavy.qtbot.wait(300)
    assert sharp_held(heavy) == {first}
    heavy.qtbot.keyRelease(part, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: sharp_held(heavy) == set(), timeout=KEPT_MS + 1500)
    heavy.settle()
    assert sharp_held(heavy) == set()


def test_another_asset_lets_go_of_the_one_before_at_once_in_the_loupe(heavy):
    heavy.press(KEY.Key_Return)
    heavy.wait_until_shown()
    heavy.qtbot.keyPress(heavy.desk.loupe, KEY.Key_W)
    heavy.qtbot.waitUntil(lambda: sharp_held(heavy) == {heavy.current})
    heavy.press(KEY.Key_Right)
    assert sharp_held(heavy) == set()
    heavy.qtbot.keyRelease(heavy.desk.loupe, KEY.Key_W)


def test_a_key_let_go_before_the_picture_came_keeps_nothing(heavy):
    heavy.press(KEY.Key_Return)
    heavy.wait_until_shown()
    heavy.qtbot.keyClick(heavy.desk.loupe, KEY.Key_W)
    heavy.settle()
    heavy.qtbot.wait(50)
    assert sharp_held(heavy) == set()
    assert heavy.desk.loupe.canvas.filter_step is FilterStep.VEILED


def test_a_stronger_profile_drops_what_a_weaker_one_let_in(heavy):
    heavy.desk.set_profile(Profile.OFF)
    ids = set(heavy.desk.model.rows.ids.tolist())
    heavy.qtbot.waitUntil(lambda: {one for one, _ in heavy.desk.feed.unveiled()} == ids)
    heavy.desk.set_profile(Profile.STRONG)
    heavy.settle()
    assert sharp_held(heavy) == set()
    heavy.wait_until_shown()
    assert {heavy.desk.grid.sighting(one).step for one in ids} == {FilterStep.VEILED}


def test_what_becomes_heavy_while_it_shows_is_let_go(heavy, library):
    """Under Light nothing that is not analysed is veiled; once it is, and turns out to be heavy, it is."""
    desk = heavy.desk
    desk.set_profile(Profile.LIGHT)
    heavy.qtbot.waitUntil(lambda: bool(desk.feed.unveiled()))
    changed = desk.model.asset_id(0)
    tile = desk.model.tile(0)
    from dataclasses import replace

    desk.model._pages.patch(0, replace(tile, heavy=True))
    desk.model._tell(0, 0)
    heavy.qtbot.waitUntil(lambda: changed not in {one for one, _ in desk.feed.unveiled()})
    desk.grid.grab()
    heavy.qtbot.waitUntil(lambda: desk.grid.sighting(changed).step is FilterStep.VEILED)


def test_what_changed_out_of_sight_is_let_go(heavy):
    desk = heavy.desk
    desk.set_profile(Profile.LIGHT)
    heavy.qtbot.waitUntil(lambda: bool(desk.feed.unveiled()))
    held = {one for one, _ in desk.feed.unveiled()}
    desk.grid.revealed.doubt(held)
    desk.grid.revealed.keep_veiled(())
    assert desk.feed.unveiled() == ()


def test_no_picture_is_dragged_or_shown_in_a_tool_tip(heavy):
    grid = heavy.desk.grid
    assert not grid.dragEnabled()
    assert grid.grab(QRect(0, 0, 1, 1)) is not None
    tip = heavy.desk.model.data(heavy.desk.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert "<" not in tip
    assert heavy.desk.model.data(heavy.desk.model.index(0), Qt.ItemDataRole.DecorationRole) is None
