"""The player in hard cases: hardly any frames, times that no video has, files that go while it plays, wild keys."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSize

from rekreview.domain.sightings import FilterStep
from tests import numbered_clips
from tests.qt.player.conftest import CLIPS, Watched, number_on, times_of

STEADY = "steady.mp4"


@pytest.fixture
def short(tmp_path: Path):
    """Makes clips of a few frames."""

    def made(frames: int) -> str:
        return str(numbered_clips.clip(tmp_path / f"{frames}.mp4", frames=frames, options={"bf": "0"}))

    return made


# Hardly any frames.


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_a_video_of_a_few_frames_plays_steps_and_stands(watched: Watched, short, frames: int) -> None:
    last = frames - 1
    assert watched.open(short(frames), 0) == 0
    for _ in range(frames + 2):
        watched.step(1)
    assert watched.number == last
    for _ in range(frames + 2):
        watched.step(-1)
    assert watched.number == 0
    for speed in (1.0, 4.0, -1.0):
        watched.player.play(speed)
        watched.play_out()
        assert watched.number == (last if speed > 0 else 0)
    assert watched.errors == []


def test_one_frame_in_a_loop_goes_on_and_can_be_stopped(watched: Watched, short) -> None:
    watched.open(short(1), 0)
    watched.player.set_loop((0, 40))
    watched.frames.clear()
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) >= 3, timeout=10_000)
    watched.player.pause()
    watched.settle()
    assert watched.number == 0
    assert not watched.player.playing


@pytest.mark.parametrize("span", [(1000, 1000), (1200, 1000), (5000, 9000)], ids=["a moment", "inverted", "beyond"])
def test_a_loop_of_nothing_hangs_nobody(watched: Watched, clip, span: tuple[int, int]) -> None:
    watched.open(clip(STEADY), 1000)
    watched.player.set_loop(span)
    watched.player.play(1.0)
    watched.frames.clear()
    watched.qtbot.waitUntil(lambda: bool(watched.frames), timeout=10_000)
    watched.player.set_loop(None)
    watched.player.pause()
    watched.settle()
    assert not watched.player.playing
    assert watched.step(-1) >= 0
    assert watched.errors == []


# Times that no video has.


@pytest.mark.parametrize(
    ("at_ms", "number"), [(-1, 0), (-(10**15), 0), (4_000, 99), (10**9, 99), (10**15, 99), (2**62, 99)]
)
@pytest.mark.parametrize("name", [STEADY, "uneven.mkv", "late.mp4", "old.avi"])
def test_a_time_beyond_either_end_is_the_end(watched: Watched, clip, name: str, at_ms: int, number: int) -> None:
    at_ms = max(at_ms, times_of(name)[-1] + 1) if number else at_ms
    assert watched.open(clip(name), at_ms) == number
    assert watched.seek(0) == 0
    assert watched.seek(at_ms) == number
    assert watched.errors == []


# Files that go.


def test_a_file_that_is_deleted_while_it_plays_plays_on(watched: Watched, tmp_path: Path) -> None:
    path = numbered_clips.clip(tmp_path / "gone.mp4", **CLIPS[STEADY])
    watched.open(str(path), 2_000)
    watched.player.play(4.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 3)
    path.unlink()
    assert watched.play_out()[-1] == 99
    assert watched.errors == []


def test_a_file_cut_to_nothing_while_it_plays_ends_it_in_peace(watched: Watched, tmp_path: Path) -> None:
    path = numbered_clips.clip(tmp_path / "cut.mp4", **CLIPS[STEADY])
    watched.open(str(path), 3_000)
    watched.player.play(1.0)
    watched.qtbot.waitUntil(lambda: len(watched.frames) > 3)
    path.write_bytes(b"")
    watched.qtbot.waitUntil(lambda: not watched.player.playing or bool(watched.errors), timeout=15_000)
    watched.player.seek(3_500)
    watched.qtbot.waitUntil(lambda: watched.player.settled or bool(watched.errors), timeout=15_000)
    assert watched.player.close()


def test_a_hundred_videos_opened_one_upon_the_other_leave_one_thread(watched: Watched, clip, short) -> None:
    paths = [clip(STEADY), short(1), clip("uneven.mp4")]
    for number in range(60):
        watched.player.open(paths[number % 3], 40 * number)
    watched.settle()
    assert watched.errors == []
    assert watched.player.frame.at_ms in times_of("uneven.mp4")

    def decoding() -> list[str]:
        return [one.name for one in threading.enumerate() if one.name.startswith("player ")]

    watched.qtbot.waitUntil(lambda: len(decoding()) == 1, timeout=15_000)


# Wild keys.


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", [STEADY, "reordered.mp4"])
def test_after_any_keys_the_frame_that_shows_is_the_one_of_its_time(
    watched: Watched, clip, name: str, seed: int
) -> None:
    chance = random.Random(f"{name} {seed}")
    times = times_of(name)
    player = watched.player
    watched.open(clip(name), chance.choice(times))
    keys = [
        player.toggle,
        player.pause,
        lambda: player.shuttle(1),
        lambda: player.shuttle(-1),
        lambda: player.step(chance.choice([-3, -1, 1, 2])),
        lambda: player.change_speed(chance.choice([-1, 1])),
        lambda: player.seek(chance.randrange(-100, 4_500)),
        lambda: player.set_loop(chance.choice([None, (400, 800), (3_000, 4_000)])),
        lambda: player.set_view(QSize(*chance.choice([(640, 640), (80, 200)])), veiled=chance.random() < 0.5),
    ]
    for _ in range(25):
        chance.choice(keys)()
        if chance.random() < 0.4:
            watched.qtbot.wait(chance.choice([0, 5, 30]))
    player.set_loop(None)
    player.pause()
    player.set_view(QSize(640, 640), veiled=False, step=FilterStep.SHARP)
    watched.settle()
    assert watched.errors == []
    shown = player.frame
    assert shown is not None
    assert times[number_on(shown.image)] == shown.at_ms
    for by in (1, -1):
        before = watched.number
        after = watched.step(by)
        assert after == min(max(before + by, 0), len(times) - 1)
