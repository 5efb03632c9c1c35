"""A storyboard shows what is at each time of a video, small, upright, sharp and veiled."""

from __future__ import annotations

import io
import os
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekreview.domain.errors import MediaError
from rekreview.domain.ports import EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import STORYBOARD_CELLS, STORYBOARD_SIDE, Cell
from rekreview.media.cage import Cage
from tests.video_samples import CLIPS, FAST, REORDERED, Clip, make, number_of, steady


def board(cage: Cage, path: Path, cells: int = STORYBOARD_CELLS) -> list[Cell]:
    return list(cage.storyboard(str(path), cells, CancelToken()))


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg))
    picture.load()
    return picture


def number(cell: Cell) -> int:
    return number_of(np.asarray(opened(cell.sharp)))


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_each_cell_shows_the_frame_of_its_time(cage: Cage, tmp_path: Path, name: str) -> None:
    found = board(cage, make(tmp_path, CLIPS[name]))
    times = CLIPS[name].times_ms
    begin = times[50] if name == "early.mp4" else -40 if name in {"asp.avi", "h264.avi"} else 0
    assert all(abs(times[number(cell)] - begin - cell.at_ms) <= 1 for cell in found)
    assert 4 <= len(found) <= 7  # one a second of a little over six; of the trimmed one there are four
    for second, cell in enumerate(found):
        assert abs(cell.at_ms - 1000 * second) <= 1100


def test_cells_are_small_and_the_veiled_ones_are_grey_and_blurred(cage: Cage, tmp_path: Path) -> None:
    path = make(tmp_path, Clip("a.mp4", "libx264", steady(2), options=FAST, width=640, height=360))
    for cell in board(cage, path):
        sharp, veiled = opened(cell.sharp), opened(cell.veiled)
        assert sharp.size == veiled.size == (cell.width, cell.height) == (STORYBOARD_SIDE, 90)
        assert (sharp.mode, veiled.mode) == ("RGB", "L")
        assert np.abs(np.diff(np.asarray(veiled, np.int16), axis=1)).max() < 60
        assert np.abs(np.diff(np.asarray(sharp.convert("L"), np.int16), axis=1)).max() > 100 or number(cell) == 0
        assert len(cell.sharp) + len(cell.veiled) < 12_000


def test_a_turned_clip_stands_upright(cage: Cage, tmp_path: Path) -> None:
    made = Clip("a.mp4", "libx264", steady(2), options=FAST, rotation=90, width=192, height=400)
    assert {(cell.width, cell.height) for cell in board(cage, make(tmp_path, made))} == {(77, 160)}


@pytest.mark.parametrize("gop", [5, 250])
def test_a_long_video_has_no_more_cells_than_were_asked_for_and_they_are_evenly_spread(
    cage: Cage, tmp_path: Path, gop: int
) -> None:
    clip = Clip("a.mp4", "libx264", steady(600, 5), options=FAST, gop=gop, width=96, height=54)
    found = board(cage, make(tmp_path, clip), 50)
    assert len(found) == 50
    gaps = [later.at_ms - earlier.at_ms for earlier, later in pairwise(found)]
    assert all(10_000 <= gap <= 14_000 for gap in gaps), gaps
    assert [number(cell) * 200 for cell in found] == [cell.at_ms for cell in found]


def test_key_frames_are_enough_where_they_lie_near(cage: Cage, tmp_path: Path) -> None:
    """Each cell is the last key frame before its time, so none is later than the time it stands for."""
    clip = Clip("a.mp4", "libx264", steady(30), options=REORDERED, gop=30)
    found = board(cage, make(tmp_path, clip))
    assert len(found) == 25  # 1.2 s apart
    assert all(number(cell) % 30 == 0 for cell in found)


def test_a_clip_shorter_than_a_second_has_one_cell(cage: Cage, tmp_path: Path) -> None:
    found = board(cage, make(tmp_path, Clip("a.mp4", "libx264", [Fraction(0), Fraction(1, 25)], options=FAST)))
    assert [(cell.at_ms, number(cell)) for cell in found] == [(0, 0)]


@pytest.mark.parametrize("name", ["h264.mkv", "asp.avi", "vp9.webm", "h264-fragmented.mp4"])
def test_what_is_left_of_a_cut_video_is_drawn(cage: Cage, tmp_path: Path, name: str) -> None:
    whole = make(tmp_path, CLIPS[name]).read_bytes()
    (tmp_path / f"cut-{name}").write_bytes(whole[: len(whole) * 5 // 8])
    found = board(cage, tmp_path / f"cut-{name}")
    assert 2 <= len(found) <= 5
    assert [cell.at_ms for cell in found] == sorted({cell.at_ms for cell in found})


def test_what_cannot_be_read_says_so(cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(make(tmp_path, CLIPS["h264.mov"]).read_bytes()[:3000])
    with pytest.raises(MediaError, match="cut off"):
        board(cage, tmp_path / "a.mp4")


def test_it_takes_no_worker_from_the_work_in_bulk_and_stands_back(tmp_path: Path) -> None:
    cage, path = Cage(workers=1), make(tmp_path, CLIPS["h264-long-groups.mp4"])
    try:
        storyboard = cage.storyboard(str(path), 100, CancelToken())
        next(storyboard)
        (aside,) = cage.pids()
        assert os.getpriority(os.PRIO_PROCESS, aside) == 15
        assert sum(1 for _ in cage.frames(str(path), EngineLimits(), CancelToken()).frames) == 6
        (bulk,) = set(cage.pids()) - {aside}
        behind = os.getpriority(os.PRIO_PROCESS, bulk) - os.getpriority(os.PRIO_PROCESS, 0)
        assert behind == 10, "the window comes first"
        assert os.getsid(bulk) == os.getsid(0), "the kernel looks at that only within a session"
        assert os.getpgid(bulk) != os.getpgid(0), "Ctrl-C in a terminal is for the app alone"
        assert sum(1 for _ in storyboard) == 5
    finally:
        cage.close()


def test_a_stop_is_heard_within_a_moment(cage: Cage, tmp_path: Path) -> None:
    clip = Clip("a.mp4", "libx264", steady(20, 10), options=FAST, gop=250, width=1280, height=720)
    path, cancel = make(tmp_path, clip), CancelToken()
    storyboard = cage.storyboard(str(path), 100, cancel)
    next(storyboard)
    cancel.cancel()
    began = time.monotonic()
    with pytest.raises(Exception, match="Stopped"):
        list(storyboard)
    assert time.monotonic() - began < 0.5


def test_who_looks_no_further_frees_the_process(cage: Cage, tmp_path: Path) -> None:
    path = make(tmp_path, CLIPS["h264.mkv"])
    storyboard = cage.storyboard(str(path), 100, CancelToken())
    next(storyboard)
    storyboard.close()
    assert len(board(cage, path)) == 6
