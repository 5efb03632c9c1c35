"""A decision on a clip is proved with what was seen of it: a cell of the reel, or its frames in the large view."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollBar

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.ui.reel.cells import CELL
from rekreview.ui.wellness import Profile
from tests.qt.reel.conftest import ClipDesk

KEY = Qt.Key


def proof(clips: ClipDesk, asset_id: int) -> Sighting:
    clips.settle()
    seen = clips.decisions(asset_id)[-1].seen
    assert seen is not None
    return seen


def test_a_verdict_from_the_reel_is_proved_with_the_cell_of_its_hit(clips: ClipDesk):
    clips.open_reel()
    guns, hit = clips.current, clips.desk.reel.hit
    assert hit is not None
    clips.qtbot.wait(90)
    clips.press(KEY.Key_X)
    seen = proof(clips, guns)
    assert (seen.view, seen.step) == (View.REEL, FilterStep.SHARP)
    assert seen.source_sha256 == hashlib.sha256(hit.cell).hexdigest()
    scale = clips.desk.devicePixelRatioF()
    assert 100 < seen.width <= CELL.width() * scale
    assert 50 < seen.height <= CELL.height() * scale
    assert 60 <= seen.dwell_ms < 60_000


def test_of_a_clip_with_several_hits_it_is_the_chosen_one_that_was_seen(clips: ClipDesk):
    clips.open_reel()
    guns, weaker = clips.current, clips.desk.reel.hit
    clips.press(KEY.Key_Right)
    stronger = clips.desk.reel.hit
    assert weaker is not None
    assert stronger is not None
    assert (stronger.asset_id, stronger.cell != weaker.cell) == (guns, True)
    clips.press(KEY.Key_X)
    assert proof(clips, guns).source_sha256 == hashlib.sha256(stronger.cell).hexdigest()


def test_a_veiled_cell_is_said_to_have_been_veiled(clips: ClipDesk):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_reel()
    guns = clips.current
    clips.press(KEY.Key_X)
    assert proof(clips, guns).step is FilterStep.VEILED


def test_a_hit_without_a_picture_is_said_to_have_shown_none(clips: ClipDesk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clips.library.thumbnails, "storyboard", lambda _asset_id, *, veiled=False: [])
    clips.open_reel()
    guns = clips.current
    clips.press(KEY.Key_X)
    seen = proof(clips, guns)
    assert (seen.view, seen.step, seen.source_sha256) == (View.REEL, FilterStep.NO_PICTURE, "")


def test_what_the_large_view_hid_has_to_be_seen_anew(clips: ClipDesk):
    clips.open_reel()
    guns = clips.current
    clips.press(KEY.Key_Return)
    clips.wait_for_frame()
    assert clips.desk.reel.sighting(guns) is None
    clips.qtbot.wait(400)
    clips.press(KEY.Key_Escape)
    clips.qtbot.waitUntil(lambda: clips.desk.reel.is_shown(guns))
    seen = clips.desk.stage.sighting(guns)
    assert seen is not None
    assert seen.dwell_ms < 400


def narrow_reel(clips: ClipDesk) -> tuple[int, QScrollBar]:
    """Open the reel with room for one hit; the clip at hand, and what scrolls it away."""
    clips.open_reel()
    cells = clips.desk.reel.cells
    cells.setFixedHeight(CELL.height())
    cells.setFixedWidth(CELL.width() + 40)
    bar = cells.verticalScrollBar()
    clips.qtbot.waitUntil(lambda: bar.maximum() > CELL.height())
    return clips.current, bar


def test_what_is_scrolled_away_is_not_seen(clips: ClipDesk):
    reel, guns, bar = clips.desk.reel, *narrow_reel(clips)
    bar.setValue(bar.maximum())
    assert clips.desk.stage.sighting(guns) is None
    assert 0 not in reel._painter.shown
    bar.setValue(0)
    clips.qtbot.waitUntil(lambda: reel.is_shown(guns))
    seen = reel.sighting(guns)
    assert seen is not None
    assert seen.view is View.REEL


def test_a_key_for_a_hit_that_is_scrolled_away_brings_it_back_and_decides_nothing(clips: ClipDesk):
    reel, guns, bar = clips.desk.reel, *narrow_reel(clips)
    clips.qtbot.waitUntil(lambda: reel.is_shown(guns))
    reel._painter.shown.clear()
    clips.press(Qt.Key.Key_A)
    bar.setValue(bar.maximum())
    assert clips.told[-1] == "Dropped, since it was scrolled out of sight: approved for guns.mp4."
    clips.press(Qt.Key.Key_A)
    assert clips.told[-1] == "Not taken: guns.mp4 was out of sight. Here it is: press the key again."
    clips.qtbot.waitUntil(lambda: reel.is_shown(guns))
    clips.settle()
    assert clips.decisions(guns) == []


@pytest.mark.parametrize("profile", [Profile.OFF, Profile.STRONG])
def test_a_verdict_in_the_large_view_is_proved_with_the_video_that_was_painted(clips: ClipDesk, profile: Profile):
    clips.desk.set_profile(profile)
    guns = clips.open_large("guns.mp4")
    clips.press(KEY.Key_A)
    seen = proof(clips, guns)
    assert clips.status(guns) is Status.APPROVED
    assert (seen.view, seen.source_sha256) == (View.LOUPE, clips.library.queries.asset(guns).sha256)
    assert seen.step is (FilterStep.SHARP if profile is Profile.OFF else FilterStep.VEILED)
    canvas = clips.desk.loupe.canvas
    assert 200 < seen.width <= canvas.width() * canvas.devicePixelRatioF()


def test_while_it_plays_it_is_the_same_video_that_is_seen(clips: ClipDesk):
    guns = clips.open_large("guns.mp4")
    before, first = clips.desk.stage.sighting(guns), clips.painted
    clips.press(KEY.Key_Space)
    clips.qtbot.waitUntil(lambda: clips.painted != first, timeout=10_000)
    clips.press(KEY.Key_Space)
    after = clips.desk.stage.sighting(guns)
    assert before is not None
    assert after is not None
    assert after.source_sha256 == before.source_sha256
    assert after.dwell_ms > before.dwell_ms


def test_only_the_chosen_hit_is_revealed_and_nothing_of_it_is_kept(clips: ClipDesk):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_reel()
    reel, hit = clips.desk.reel, clips.desk.reel.hit
    assert hit is not None
    clips.qtbot.keyPress(reel.cells, KEY.Key_W)
    clips.qtbot.waitUntil(lambda: reel.model.revealed == hit)
    assert [reel.model.step(one) for one in reel.model.hits].count(FilterStep.GREY) == 1
    assert reel.model.image(hit).isGrayscale()
    clips.qtbot.waitUntil(lambda: reel.sighting(hit.asset_id).step is FilterStep.GREY)
    clips.press(KEY.Key_X)
    cells = dict(clips.library.thumbnails.storyboard(hit.asset_id))
    assert proof(clips, hit.asset_id).source_sha256 in {hashlib.sha256(cell).hexdigest() for cell in cells.values()}
    assert reel.model.revealed is None, "the next clip is another"
    clips.qtbot.keyRelease(reel.cells, KEY.Key_W)


def test_a_key_let_go_before_the_cell_came_reveals_nothing(clips: ClipDesk):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_reel()
    clips.qtbot.keyClick(clips.desk.reel.cells, KEY.Key_W)
    clips.settle()
    clips.qtbot.wait(20)
    assert clips.desk.reel.model.revealed is None
