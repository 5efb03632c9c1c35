"""The player's state: playing, speed, loop, ends, faults; and that no thread outlives its video."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from rekreview.domain.errors import MediaError
from rekreview.domain.sightings import FilterStep
from rekreview.ui.player.player import Player
from tests import media_samples
from tests.qt.player.conftest import Watched, number_on, times_of

STEADY = "steady.mp4"


def decoding_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("player ")]


def test_it_opens_standing_still(watched: Watched, clip):
    watched.open(clip(STEADY), 1000)
    watched.qtbot.wait(150)
    assert not watched.player.playing
    assert len(watched.frames) == 1
    assert watched.player.frame.at_ms == 1000


def test_it_plays_at_the_pace_it_was_taken(watched: Watched, clip):
    watched.open(clip(STEADY), 2000)
    began = time.perf_counter()
    watched.player.toggle()
    watched.play_out()
    assert time.perf_counter() - began == pytest.approx(2.0, abs=0.35)


@pytest.mark.parametrize(("speed", "lasts"), [(0.5, 2.0), (4.0, 0.5)])
def test_other_speeds_take_other_times(watched: Watched, clip, speed: float, lasts: float):
    watched.open(clip(STEADY), 4000 - round(lasts * speed * 1000))
    began = time.perf_counter()
    watched.player.play(speed)
    watched.play_out()
    assert time.perf_counter() - began == pytest.approx(lasts, abs=0.35)


def test_a_change_of_speed_while_it_plays_loses_no_frame(watched: Watched, clip):
    watched.open(clip(STEADY), 0)
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 5)
    watched.player.change_speed(-1)
    assert watched.player.speed == 0.5
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 12)
    watched.player.pause()
    numbers = [number_on(frame.image) for frame in watched.frames]
    assert all(later - earlier <= 2 for earlier, later in pairwise(numbers))


def test_at_the_end_it_stands_still_and_begins_again(watched: Watched, clip):
    watched.open(clip(STEADY), 3800)
    watched.player.toggle()
    assert watched.play_out()[-1] == 99
    watched.player.toggle()
    watched.qtbot.waitUntil(lambda: watched.player.playing and watched.player.settled)
    assert number_on(watched.player.frame.image) < 10
    watched.player.pause()


def test_a_loop_plays_over_and_over_and_never_leaves_its_span(watched: Watched, clip):
    watched.open(clip(STEADY), 1000)
    watched.player.set_loop((1000, 1200))
    watched.frames.clear()
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 16, timeout=8000)
    watched.player.pause()
    times = [frame.at_ms for frame in watched.frames]
    assert min(times) >= 1000
    assert max(times) < 1200
    assert sum(later < earlier for earlier, later in pairwise(times)) >= 2


def test_a_seek_out_of_the_loop_ends_it(watched: Watched, clip):
    watched.open(clip(STEADY), 1000)
    watched.player.set_loop((1000, 1200))
    watched.seek(1100)
    assert watched.player.loop == (1000, 1200)
    watched.seek(3000)
    assert watched.player.loop is None


def test_a_seek_while_it_plays_goes_on_playing_from_there(watched: Watched, clip):
    watched.open(clip(STEADY), 0)
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 3)
    watched.player.seek(3000)
    watched.frames.clear()
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 3)
    assert watched.player.playing
    assert all(3000 <= frame.at_ms < 3600 for frame in watched.frames[:4])
    watched.player.pause()


def test_the_shuttle_turns_round_and_stands_still(watched: Watched, clip):
    watched.open(clip(STEADY), 2000)
    watched.player.shuttle(1)
    watched.player.shuttle(1)
    assert watched.player.speed == 2.0
    watched.qtbot.waitUntil(lambda: watched.frames[-1].at_ms > 2300)
    turned = watched.frames[-1].at_ms
    watched.player.shuttle(-1)
    assert watched.player.speed == -1.0
    watched.qtbot.waitUntil(lambda: watched.frames[-1].at_ms < turned - 200)
    watched.player.pause()
    assert watched.player.speed == 1.0
    assert not watched.player.playing


def test_only_the_last_of_many_seeks_has_to_be_shown(watched: Watched, clip):
    watched.open(clip("reordered.mp4"))
    times = times_of("reordered.mp4")
    for number in (*range(0, 100, 3), 42):
        watched.player.seek(times[number])
    watched.settle()
    assert watched.number == 42


def test_another_video_takes_the_place_of_the_one_before(watched: Watched, clip):
    watched.open(clip(STEADY), 3000)
    watched.player.play(1.0)
    watched.player.open(clip("reordered.mp4"), times_of("reordered.mp4")[7])
    watched.frames.clear()
    watched.settle()
    assert watched.number == 7
    watched.qtbot.wait(200)
    assert not watched.player.playing
    assert len(watched.frames) == 1


def test_a_video_that_was_left_shows_nothing_more(watched: Watched, clip):
    watched.player.open(clip(STEADY), 1000)
    watched.player.close_soon()
    watched.qtbot.wait(300)
    assert watched.frames == []
    assert watched.player.frame is None


def test_no_thread_outlives_its_video(watched: Watched, clip):
    for _ in range(12):
        watched.player.open(clip(STEADY), 1000)
        watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(decoding_threads()) <= 1, timeout=3000)
    assert watched.player.close()
    assert decoding_threads() == []


def test_closing_while_it_seeks_in_a_long_group_takes_no_time(watched: Watched, tmp_path: Path):
    from tests import numbered_clips

    long = numbered_clips.clip(tmp_path / "long.mp4", frames=250, options={"g": "250", "preset": "ultrafast"})
    watched.open(str(long))
    watched.player.seek(9900)
    began = time.perf_counter()
    assert watched.player.close()
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("content", [b"", b"not a video at all", b"\0\0\0\x18ftypisom" + b"\0" * 400])
def test_what_is_no_video_fails_in_words(watched: Watched, tmp_path: Path, content: bytes):
    file = tmp_path / "broken.mp4"
    file.write_bytes(content)
    watched.player.open(str(file), 0)
    watched.qtbot.waitUntil(lambda: bool(watched.errors))
    assert isinstance(watched.errors[0], MediaError)
    assert watched.errors[0].message
    assert not watched.player.is_open


def test_a_file_that_is_gone_fails_in_words(watched: Watched, tmp_path: Path):
    watched.player.open(str(tmp_path / "gone.mp4"), 0)
    watched.qtbot.waitUntil(lambda: bool(watched.errors))
    assert isinstance(watched.errors[0], MediaError)


def test_sound_alone_fails_in_words(watched: Watched, tmp_path: Path):
    watched.player.open(str(media_samples.sound_only(tmp_path / "song.mp4")), 0)
    watched.qtbot.waitUntil(lambda: bool(watched.errors))
    assert "no picture" in watched.errors[0].message


def test_a_file_cut_off_plays_to_where_it_ends(watched: Watched, clip, tmp_path: Path):
    whole = Path(clip("uneven.mkv")).read_bytes()
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole[: len(whole) * 6 // 10])
    watched.open(str(cut))
    watched.seek(10**6)
    last = watched.number
    assert 20 < last < 90
    watched.seek(times_of("uneven.mkv")[last - 5])
    assert watched.number == last - 5


def test_veiled_frames_come_with_their_veil_and_hide_the_number(watched: Watched, clip):
    watched.player.set_view(QSize(320, 320), veiled=True)
    watched.open(clip("turned.mp4"), times_of("turned.mp4")[85])
    veiled = watched.player.frame.veiled
    assert veiled.width() > veiled.height()
    colours = [veiled.pixelColor(x, y) for x in range(0, veiled.width(), 40) for y in range(0, veiled.height(), 40)]
    assert all(colour.saturation() < 8 for colour in colours)
    assert max(abs(a.lightness() - b.lightness()) for a, b in pairwise(colours)) < 235


def test_without_a_video_nothing_happens(watched: Watched):
    player: Player = watched.player
    player.toggle()
    player.seek(100)
    player.step(1)
    player.pause()
    player.shuttle(-1)
    assert not player.playing
    assert watched.frames == []


def test_nothing_sharp_is_made_of_a_veiled_clip_until_it_is_revealed(watched: Watched, clip):
    watched.player.set_view(QSize(320, 320), veiled=True, step=FilterStep.VEILED)
    watched.player.open(clip(STEADY), 0)
    watched.settle()
    assert watched.player.frame.image.isNull()
    watched.player.set_view(QSize(320, 320), veiled=True, step=FilterStep.GREY)
    watched.qtbot.waitUntil(lambda: not watched.player.frame.image.isNull())
    assert watched.player.frame.image.isGrayscale()
    assert not watched.player.frame.veiled.isNull(), "to be lowered without decoding anything"
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: watched.player.frame.at_ms > 400)
    watched.player.set_view(QSize(320, 320), veiled=True, step=FilterStep.VEILED)
    assert watched.player.frame.image.isNull()
    reader = watched.player._reader
    held = []
    for _ in range(40):
        watched.qtbot.wait(10)
        head = reader.peek()
        held.append(head is not None and not head.image.isNull())
    assert not any(held), "frames that were ready, or being made, when the key was let go"
