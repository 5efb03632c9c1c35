"""Videos whose containers tell nonsense or hide frames: each is what a player shows of it, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rekreview.domain.ports import EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.media import videos
from rekreview.media.cage import Cage
from rekreview.media.reading import opened
from rekreview.media.stills import at_most
from rekreview.media.videos import Video
from tests import odd_videos
from tests.numbered_clips import number_in

UNUSABLE = {"nothing of it.mp4": "No frame of the video can be decoded"}
LATE = {"ten hours of nothing.mp4": [1, 4], "ten hours of nothing.mkv": [1, 4]}
ALONE = {"one frame.mp4": [1], "one frame.mkv": [1], "no time base of the stream.mp4": [0]}
"""Where the clock makes no sense, all frames are there at once, and the first is what shows."""
BELOW_ZERO = {"below zero.mp4": [21, 46, 71, 96], "below zero.mov": [21, 46, 71, 96]}
HIDDEN = {
    "middle only.mp4": [50, 75],
    "two parts.mp4": [25, 75],
    "parts the other way round.mp4": [75, 25],
}
"""The key frames in what shows, since they lie close enough together."""
LAST_TOO = {"no time base.avi": [0, 25, 50, 75, 99], "no rate.avi": [0, 25, 50, 75, 99]}
"""An AVI tells no times: FFmpeg has these begin one frame late, so that the last one is there at four seconds."""
SAMPLED = LATE | ALONE | BELOW_ZERO | HIDDEN | LAST_TOO
SHOWN = {"middle only.mp4": 50, "below zero.mp4": 80, "two parts.mp4": 50, "parts the other way round.mp4": 50}
"""So many of their hundred frames are shown by a player."""
NO_LENGTH = {"no duration.mp4", "endless.mkv", "no number.mkv", "below nothing.mkv"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


@contextmanager
def sampled(path: Path) -> Iterator[tuple[Video, list[int]]]:
    """An open video, and the numbers of the frames that are looked at, one a second."""
    with opened(str(path)) as source, videos.opened(source, lambda: None) as found:
        yield found, [number_in(pixels) for _, pixels in found.sampled(1000, at_most(320))]


@pytest.mark.parametrize("name", sorted(odd_videos.MAKERS))
def test_each_comes_through_the_cage(cage: Cage, cancel: CancelToken, folder: Path, name: str) -> None:
    path = str(odd_videos.make(folder / name))
    facts = cage.ingest(path, cancel).facts
    if name in UNUSABLE:
        assert facts.fault is not None
        assert UNUSABLE[name] in facts.fault.message
        return
    assert facts.fault is None, facts.fault
    assert (facts.width, facts.height) == (320, 160)
    assert (facts.duration_ms is None) == (name in NO_LENGTH)
    numbers = [number_in(frame.pixels) for frame in cage.frames(path, EngineLimits(), cancel).frames]
    wanted = SAMPLED.get(name, [0, 25, 50, 75])
    assert len(numbers) == len(wanted)
    assert all(0 <= number - due <= 2 for number, due in zip(numbers, wanted, strict=True)), numbers


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_frames_that_no_player_shows_are_not_counted(folder: Path, name: str) -> None:
    with sampled(odd_videos.make(folder / name)) as (found, _):
        assert found.frames_passed == SHOWN[name]


@pytest.mark.parametrize("name", sorted(LATE))
def test_frames_hours_apart_are_counted_and_not_guessed(folder: Path, name: str) -> None:
    with sampled(odd_videos.make(folder / name)) as (found, numbers):
        assert (numbers, found.frames_passed) == ([1, 4], 5)


def test_a_storyboard_of_each_ends(cage: Cage, cancel: CancelToken, folder: Path) -> None:
    for name in sorted(set(odd_videos.MAKERS) - set(UNUSABLE)):
        cells = list(cage.storyboard(str(odd_videos.make(folder / name)), 20, cancel))
        assert 1 <= len(cells) <= 20, name
        assert [cell.at_ms for cell in cells] == sorted({cell.at_ms for cell in cells}), name
