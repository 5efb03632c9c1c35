"""The player on the desk, by real keys: hits, frames, loops, verdicts; what is painted is the frame of that time."""

from __future__ import annotations

import random
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.sightings import FilterStep
from rekreview.domain.video import Cell
from rekreview.ui.wellness import Profile
from tests.qt.player.conftest import number_on
from tests.qt.reel.conftest import STEP_MS, ClipDesk

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_a_rejected_clip_opens_at_the_moment_that_decided(clips: ClipDesk):
    clips.open_large("guns.mp4")
    assert clips.painted == 70
    assert clips.words("hit") == "2 of 2 hits · Weapons 98"
    assert not clips.desk.loupe.panel.player.playing


def test_of_a_hit_the_frame_in_which_the_engine_was_surest_is_what_shows_first(clips: ClipDesk):
    clips.open_large("party.mp4")
    assert clips.painted == 13


def test_h_goes_from_hit_to_hit_and_back(clips: ClipDesk):
    clips.open_large("guns.mp4")
    clips.desk.loupe.time.setValue(0)
    clips.wait_for_frame()
    assert clips.painted == 0
    for key, modifiers, number, words in (
        (KEY.Key_H, Qt.KeyboardModifier.NoModifier, 20, "1 of 2 hits · Weapons 84"),
        (KEY.Key_H, Qt.KeyboardModifier.NoModifier, 70, "2 of 2 hits · Weapons 98"),
        (KEY.Key_H, SHIFT, 20, "1 of 2 hits · Weapons 84"),
    ):
        clips.press(key, modifiers)
        clips.wait_for_frame()
        assert clips.painted == number
        assert clips.words("hit") == words
    clips.press(KEY.Key_H, SHIFT)
    assert clips.told[-1] == "This is the first hit."


def test_hits_at_the_same_time_are_all_gone_to(clips: ClipDesk):
    clips.open_large("party.mp4")
    clips.desk.loupe.time.setValue(0)
    clips.wait_for_frame()
    seen = []
    for _ in range(2):
        clips.press(KEY.Key_H)
        clips.wait_for_frame()
        seen.append((clips.painted, clips.words("hit")))
    assert seen == [(10, "1 of 2 hits · Alcoholic Beverages 90"), (10, "2 of 2 hits · Weapons 66")]


def test_a_harmless_clip_says_that_it_has_no_hits(clips: ClipDesk):
    clips.open_large("harmless.mp4")
    assert clips.painted == 0
    assert clips.words("hit") == "No hits"
    clips.press(KEY.Key_H)
    assert clips.told[-1] == "Nothing in this video is over its threshold."


def test_a_hundred_of_a_hundred_frames_are_painted_exactly(clips: ClipDesk):
    clips.open_large("guns.mp4")
    wanted = list(range(100))
    random.Random(4).shuffle(wanted)
    painted = []
    for number in wanted:
        clips.desk.loupe.time.setValue(number * STEP_MS)
        clips.wait_for_frame()
        painted.append(clips.painted)
    assert painted == wanted


def test_keys_step_by_one_frame(clips: ClipDesk):
    clips.open_large("guns.mp4")
    clips.press(KEY.Key_Period)
    clips.wait_for_frame()
    assert clips.painted == 71
    clips.press(KEY.Key_Comma)
    clips.press(KEY.Key_Comma)
    clips.wait_for_frame()
    assert clips.painted == 69


def test_space_plays_and_stands_still(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    player = clips.desk.loupe.panel.player
    clips.press(KEY.Key_Space)
    until(lambda: player.frame.at_ms > 78 * STEP_MS)
    assert player.playing
    clips.press(KEY.Key_Space)
    assert not player.playing


def test_a_button_that_has_the_focus_is_pressed_by_space_and_nothing_plays(clips: ClipDesk, until):
    shown = clips.open_large("guns.mp4")
    clips.desk.loupe.buttons.approve.setFocus()
    clips.press(KEY.Key_Space)
    clips.settle()
    assert not clips.desk.loupe.panel.player.playing
    assert clips.status(shown) is Status.APPROVED


@pytest.mark.parametrize(("keys", "speed"), [("L", 1.0), ("LL", 2.0), ("J", -1.0), ("LJ", -1.0), ("JJ", -2.0)])
def test_the_shuttle_keys(clips: ClipDesk, keys: str, speed: float):
    clips.open_large("guns.mp4")
    player = clips.desk.loupe.panel.player
    for key in keys:
        clips.press(getattr(KEY, f"Key_{key}"))
    assert player.playing
    assert player.speed == speed
    assert clips.words("speed") == f"{speed:g}×"
    clips.press(KEY.Key_K)
    assert not player.playing


def test_shift_l_loops_the_hit_that_shows(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    player = clips.desk.loupe.panel.player
    clips.press(KEY.Key_L, SHIFT)
    assert player.loop is not None
    first, last = player.loop
    assert first <= 70 * STEP_MS < 80 * STEP_MS <= last
    clips.press(KEY.Key_L, SHIFT)
    assert player.loop is None


def test_m_says_that_there_is_no_sound(clips: ClipDesk):
    clips.open_large("guns.mp4")
    assert clips.words("sound") == "Muted"
    clips.press(KEY.Key_M)
    assert clips.told[-1] == "The player has no sound: videos are always muted."


def test_a_verdict_key_decides_on_the_clip_and_goes_on(clips: ClipDesk):
    shown = clips.open_large("guns.mp4")
    clips.press(KEY.Key_A)
    clips.settle()
    assert clips.status(shown) is Status.APPROVED
    assert clips.current != shown
    clips.press(KEY.Key_Backspace)
    clips.settle()
    clips.wait_for_frame()
    assert clips.current == shown
    assert clips.status(shown) is Status.REJECTED
    assert clips.painted == 70


def test_thresholds_that_change_move_the_hits_and_not_the_frame(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    clips.library.commands.apply_policy(PolicyPair(video="aws_rek_video:weapons:0.9"), name="Strict")
    clips.desk.loupe.refresh()
    until(lambda: clips.words("hit") == "1 of 1 hit · Weapons 98")
    assert clips.painted == 70


def test_nothing_of_a_veiled_clip_is_sharp_before_w_is_held(clips: ClipDesk, until):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_large("guns.mp4")
    player = clips.desk.loupe.panel.player
    sharp: list[int] = []

    def look() -> None:
        contrast = max_contrast(clips)
        sharp.append(contrast)

    player.shown.connect(lambda _frame: look())
    look()
    clips.press(KEY.Key_Space)
    until(lambda: player.frame.at_ms > 85 * STEP_MS)
    clips.press(KEY.Key_K)
    clips.desk.loupe.time.setValue(0)
    clips.wait_for_frame()
    clips.press(KEY.Key_H)
    clips.wait_for_frame()
    look()
    assert max(sharp) < 60
    clips.desk.loupe.reveal(FilterStep.SHARP)
    until(lambda: max_contrast(clips) > 200)
    assert clips.painted == 20
    clips.desk.loupe.reveal(FilterStep.VEILED)
    assert max_contrast(clips) < 60


def max_contrast(clips: ClipDesk) -> int:
    """The hardest edge within 4 pixels along a line through the lower blocks of what is painted."""
    stage, target = clips.stage, clips.desk.loupe.canvas.zoom.target
    y = round(target.top() + target.height() * 0.8)
    row = [stage.pixelColor(x, y).lightness() for x in range(round(target.left()) + 2, round(target.right()) - 6)]
    return max(abs(one - other) for one, other in zip(row, row[4:], strict=False))


def test_a_veiled_clip_is_previewed_from_veiled_cells_only(clips: ClipDesk, until):
    clips.desk.set_profile(Profile.STRONG)
    clips.open_large("guns.mp4")
    clips.settle()
    panel = clips.desk.loupe.panel
    panel.timeline.hovered.emit(20 * STEP_MS, round(panel.timeline.x_of(20 * STEP_MS)))
    assert panel.preview.isVisible()
    assert panel.preview.image.pixelColor(40, 40).name() == "#777777"


def test_the_preview_shows_the_cell_under_the_pointer(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    clips.settle()
    panel = clips.desk.loupe.panel
    panel.timeline.hovered.emit(51 * STEP_MS, round(panel.timeline.x_of(51 * STEP_MS)))
    assert number_on(panel.preview.image) == 50
    panel.timeline.hovered.emit(-1, 0)
    assert not panel.preview.isVisible()


def test_a_picture_has_no_player_and_leaves_no_thread(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    clips.press(KEY.Key_Space)
    picture = clips.find("picture.png")
    clips.desk.grid.make_current(picture)
    until(lambda: clips.desk.loupe.is_shown(picture))
    assert not clips.desk.loupe.panel.isVisible()
    until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("player ")])


def test_leaving_the_large_view_stops_everything(clips: ClipDesk):
    clips.open_large("guns.mp4")
    clips.press(KEY.Key_Space)
    clips.press(KEY.Key_Escape)
    assert not clips.desk.loupe.panel.player.is_open
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("player ")]


def test_a_screen_that_is_left_stands_still(clips: ClipDesk):
    clips.open_large("guns.mp4")
    clips.press(KEY.Key_Space)
    clips.desk.hide()
    assert not clips.desk.loupe.panel.player.playing
    clips.desk.show()


def test_more_room_brings_more_pixels(clips: ClipDesk, until):
    clips.open_large("guns.mp4")
    player = clips.desk.loupe.panel.player
    clips.desk.loupe.canvas.set_zoom(clips.desk.loupe.canvas.zoom.at(0.5))
    until(lambda: player.settled and player.frame.image.width() <= 320)
    assert QApplication.focusWidget() is clips.desk.loupe
    clips.desk.loupe.canvas.fit()
    until(lambda: player.settled and player.frame.image.width() == 320)
    assert clips.painted == 70


def test_the_pane_beside_the_grid_shows_the_moment_that_decided(clips: ClipDesk, until):
    clips.desk.grid.make_current(clips.find("guns.mp4"))
    until(lambda: clips.desk.detail.picture.has_picture)
    assert number_on(clips.desk.detail._shown.image) == 70
    clips.desk.grid.make_current(clips.find("harmless.mp4"))
    until(lambda: clips.desk.detail.picture.has_picture)
    assert clips.desk.detail.card.decided_at is None


def test_a_storyboard_that_is_drawn_later_is_previewed_too(clips: ClipDesk, until):
    shown = clips.find("guns.mp4")
    drawn = clips.library.thumbnails.storyboard(shown)
    clips.library.thumbnails.put_storyboard(shown, [])
    clips.open_large("guns.mp4")
    clips.settle()
    panel = clips.desk.loupe.panel
    place = round(panel.timeline.x_of(2000))
    panel.timeline.hovered.emit(2000, place)
    assert panel.preview.image.isNull()
    clips.library.thumbnails.put_storyboard(shown, [Cell(at, 160, 80, jpeg, jpeg) for at, jpeg in drawn])
    panel.read_storyboard()
    clips.settle()
    panel.timeline.hovered.emit(2000, place)
    assert number_on(panel.preview.image) == 50


def test_a_window_that_closes_while_it_plays_leaves_no_thread(clips: ClipDesk):
    clips.open_large("guns.mp4")
    clips.press(KEY.Key_L)
    clips.desk.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("player ")]
