"""The frame that shows is the frame of that time: 100 of 100, in every kind of clip, forwards, backwards, at random."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QSize

from rekreview.ui.player import film as films
from tests.qt.player.conftest import CLIPS, Watched, times_of


@pytest.mark.parametrize("name", CLIPS)
def test_a_hundred_of_a_hundred_seeks_are_exact(watched: Watched, clip, name: str):
    times = times_of(name)
    watched.open(clip(name))
    wanted = list(range(100))
    random.Random(name).shuffle(wanted)
    found = [watched.seek(times[number]) for number in wanted]
    assert found == wanted


@pytest.mark.parametrize("name", ["reordered.mp4", "uneven.mp4", "hevc.mp4", "old.avi"])
def test_between_two_frames_the_earlier_one_shows(watched: Watched, clip, name: str):
    times = times_of(name)
    watched.open(clip(name))
    for number in range(3, 99, 7):
        assert watched.seek((times[number] + times[number + 1]) // 2) == number


@pytest.mark.parametrize("name", CLIPS)
def test_opening_in_the_middle_shows_that_frame_first(watched: Watched, clip, name: str):
    assert watched.open(clip(name), times_of(name)[61]) == 61
    assert len(watched.frames) == 1


@pytest.mark.parametrize("name", CLIPS)
def test_every_frame_is_stepped_to_once(watched: Watched, clip, name: str):
    watched.open(clip(name), times_of(name)[20])
    assert [watched.step(1) for _ in range(30)] == list(range(21, 51))
    assert [watched.step(-1) for _ in range(30)] == list(range(49, 19, -1))


def test_steps_pressed_faster_than_they_are_taken_all_count(watched: Watched, clip):
    watched.open(clip("reordered.mp4"), times_of("reordered.mp4")[40])
    for _ in range(9):
        watched.player.step(-1)
    watched.settle()
    assert watched.number == 31
    for _ in range(15):
        watched.player.step(1)
    watched.settle()
    assert watched.number == 46


def test_both_ends_hold(watched: Watched, clip):
    watched.open(clip("reordered.mp4"))
    assert watched.step(-1) == 0
    assert watched.seek(10**7) == 99
    assert watched.step(1) == 99
    assert watched.step(-1) == 98


@pytest.mark.parametrize("name", ["steady.mp4", "reordered.mp4", "uneven.mp4", "vp9.webm", "turned.mp4"])
def test_playing_shows_each_frame_in_order(watched: Watched, clip, name: str):
    watched.open(clip(name), times_of(name)[70])
    watched.player.play(1.0)
    played = watched.play_out()
    assert played[-1] == 99
    assert played == sorted(played)
    assert len(set(played)) >= 24  # a frame may be late on a machine that is busy; the order may not


@pytest.mark.parametrize("name", ["steady.mp4", "reordered.mp4", "uneven.mp4", "hevc.mp4"])
def test_playing_backwards_ends_at_the_first_frame(watched: Watched, clip, name: str):
    watched.open(clip(name), times_of(name)[30])
    watched.player.shuttle(-1)
    played = watched.play_out()
    assert played[-1] == 0
    assert played == sorted(played, reverse=True)
    assert len(set(played)) >= 20


@pytest.mark.parametrize("name", ["reordered.mp4", "uneven.mkv"])
def test_the_frame_stays_when_playing_stops(watched: Watched, clip, name: str):
    watched.open(clip(name))
    watched.player.play(4.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 12)
    watched.player.pause()
    stood = watched.frames[-1]
    watched.settle()
    assert watched.player.frame.ticks == stood.ticks
    before = watched.number
    assert watched.step(1) == before + 1


def test_after_playing_backwards_a_step_goes_forwards(watched: Watched, clip):
    watched.open(clip("reordered.mp4"), times_of("reordered.mp4")[80])
    watched.player.shuttle(-1)
    watched.qtbot.waitUntil(lambda: watched.frames[-1].at_ms < 2600)
    watched.player.pause()
    watched.settle()
    before = watched.number
    assert watched.step(1) == before + 1
    assert watched.step(-1) == before


def test_a_turned_clip_is_shown_upright_in_its_own_shape(watched: Watched, clip):
    watched.open(clip("turned.mp4"), 0)
    size = watched.player.frame.image.size()
    assert (size.width(), size.height()) == (320, 160)


def test_frames_fit_the_room_there_is(watched: Watched, clip):
    watched.open(clip("turned.mp4"), times_of("turned.mp4")[50])
    watched.player.set_view(QSize(200, 200), veiled=False)
    watched.settle()
    assert watched.player.frame.image.size() == QSize(200, 100)
    assert watched.number == 50


@pytest.mark.parametrize("name", ["reordered.mp4", "uneven.mkv", "hevc.mp4"])
def test_backwards_no_frame_is_left_out(clip, name: str):
    with films.opened(clip(name), lambda: False) as film:
        end = film.last_tick(times_of(name)[99]) + 1
        found = [film.milliseconds(frame.pts) for frame in film.backward(end)]
    assert found == times_of(name)[::-1]
