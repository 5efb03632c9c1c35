"""Of a video only the frames worth sending are sent, and what became of the others is told."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import MediaError, TooSmall
from rekreview.domain.ports import EncodedLimits, EngineLimits, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice, FrameCounts
from rekreview.media import videos
from rekreview.media.cage import Cage
from rekreview.media.choosing import worth_looking_at
from rekreview.media.reading import opened
from tests.video_samples import CLIPS, FAST, REORDERED, Clip, Picture, make, number_of, numbered, steady, write

SENT = EncodedLimits(long_side=192, min_side=80)
LIMITS = EngineLimits(encoded=SENT)


def told(prepared: Prepared) -> list[tuple[int | None, int]]:
    """Time and number of each picture that is sent."""
    pictures = [(one.timestamp_ms, np.asarray(Image.open(io.BytesIO(one.content)))) for one in prepared.encoded]
    return [(at, number_of(pixels)) for at, pixels in pictures]


def scenes(path: Path, *lengths: tuple[int | None, int], rate: int = 5, gop: int = 250) -> Path:
    """A clip that shows each number for so many seconds; None is black."""
    pictures: list[Picture] = []
    for number, seconds in lengths:
        one = np.zeros((108, 192, 3), np.uint8) if number is None else numbered(number)
        pictures += [one] * (seconds * rate)
    times = [Fraction(place, rate) for place in range(len(pictures))]
    return write(path, Clip(path.name, "libx264", times, gop=gop, options=FAST), pictures)


def test_a_clip_that_moves_is_sent_frame_by_frame(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    prepared = cage.frames(str(make(tmp_path, CLIPS["h264-long-groups.mp4"])), LIMITS, cancel)
    assert (prepared.kind, prepared.frames_total) == (MediaKind.VIDEO, 150)
    sent = told(prepared)
    assert [at // 100 for at, _ in sent] == [0, 10, 20, 30, 40, 50]  # frames that no other needs are not decoded
    assert all(number == at // 40 for at, number in sent)
    assert prepared.counts == FrameCounts(6, 0, 0, frames=150)


def test_what_shows_nothing_new_or_nothing_at_all_is_not_sent(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = scenes(tmp_path / "a.mp4", (None, 3), (5, 4), (9, 2), (None, 2), (9, 3))
    prepared = cage.frames(str(path), LIMITS, cancel)
    assert told(prepared) == [(3000, 5), (7000, 9)]
    assert prepared.counts == FrameCounts(sampled=14, unchanged=7, black=5, frames=70)
    assert prepared.counts.coverage(prepared.counts.frames) == "checked 9 of 70 frames, 5 black not checked"


@pytest.mark.parametrize(("every_ms", "sent"), [(10_000, [0, 10_000, 20_000]), (4000, list(range(0, 25_000, 4000)))])
def test_a_still_is_looked_at_again_after_a_while(
    cage: Cage, cancel: CancelToken, tmp_path: Path, every_ms: int, sent: list[int]
) -> None:
    path = scenes(tmp_path / "a.mp4", (7, 25))
    prepared = cage.frames(str(path), EngineLimits(encoded=SENT, at_least_every_ms=every_ms), cancel)
    assert [at for at, _ in told(prepared)] == sent


def test_a_wider_interval_samples_less(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = make(tmp_path, CLIPS["h264-long-groups.mp4"])
    prepared = cage.frames(str(path), EngineLimits(encoded=SENT, frame_interval_ms=2000), cancel)
    assert [at for at, _ in told(prepared)] == [0, 2000, 4000]


def test_key_frames_only(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = make(tmp_path, Clip("a.mp4", "libx264", steady(10), options=REORDERED, gop=60))
    prepared = cage.frames(str(path), EngineLimits(encoded=SENT, key_frames_only=True), cancel)
    assert told(prepared) == [(0, 0), (2400, 60), (4800, 120), (7200, 180), (9600, 240)]
    assert prepared.counts == FrameCounts(5, frames=250)


def test_a_turned_clip_is_sent_upright(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    prepared = cage.frames(str(make(tmp_path, CLIPS["rotated-270.mp4"])), LIMITS, cancel)
    first = next(prepared.encoded)
    assert (first.format, first.width, first.height, first.original) == ("jpeg", 192, 108, False)
    assert number_of(np.asarray(Image.open(io.BytesIO(first.content)))) == 0
    prepared.encoded.close()


def test_frames_come_as_they_are_asked_for(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    """Nothing is held but what lies in the pipe, and the counts come with the last."""
    path = make(tmp_path, Clip("a.mp4", "libx264", steady(60, 5), options=FAST, width=640, height=360))
    prepared = cage.frames(str(path), EngineLimits(encoded=EncodedLimits(long_side=640)), cancel)
    assert next(prepared.encoded).timestamp_ms == 0
    assert prepared.counts == FrameCounts()
    assert sum(1 for _ in prepared.encoded) == 59
    assert prepared.counts.sampled == 60


def test_who_closes_early_frees_the_decoder(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = str(make(tmp_path, CLIPS["h264-long-groups.mp4"]))
    first = cage.frames(path, LIMITS, cancel)
    next(first.encoded)
    first.encoded.close()
    assert len(told(cage.frames(path, LIMITS, cancel))) == 6


def test_a_clip_too_small_to_be_checked_says_so(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = make(tmp_path, Clip("a.mp4", "libx264", steady(1), options=FAST, width=96, height=54))
    with pytest.raises(TooSmall, match="96 × 54"):
        list(cage.frames(str(path), LIMITS, cancel).encoded)


def test_of_a_clip_that_is_cut_off_nothing_is_sent(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = make(tmp_path, CLIPS["h264.mkv"])
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(MediaError, match="cut off"):
        cage.frames(str(path), LIMITS, cancel)


@pytest.mark.parametrize("name", sorted(CLIPS))
def test_every_kind_of_clip_is_told_from_black_and_counted(tmp_path: Path, name: str) -> None:
    """The grey levels are right whatever the pixels are stored as."""
    counts = FrameCounts()
    with opened(str(make(tmp_path, CLIPS[name]))) as source, videos.opened(source, lambda: None) as found:
        chosen = [at for at, _ in worth_looking_at(found, FrameChoice(), counts)]
    assert len(chosen) == counts.sampled == counts.analysed
    trimmed = 50 if name == "early.mp4" else 0
    assert len(CLIPS[name].times) - trimmed <= counts.frames <= len(CLIPS[name].times)


@pytest.mark.parametrize("codec", ["libx264", "libx265", "libvpx-vp9", "libsvtav1", "mpeg4"])
def test_black_is_black_in_every_codec(tmp_path: Path, codec: str) -> None:
    clip = Clip("a.mkv", codec, steady(2, 10), time_base=Fraction(1, 1000))
    counts = FrameCounts()
    with (
        opened(str(write(tmp_path / "a.mkv", clip, [np.zeros((108, 192, 3), np.uint8)] * 20))) as source,
        videos.opened(source, lambda: None) as found,
    ):
        assert list(worth_looking_at(found, FrameChoice(), counts)) == []
    assert counts == FrameCounts(sampled=2, black=2, frames=20)
