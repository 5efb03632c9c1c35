"""Every way a video comes: its frames are those of their times, upright, and what is no whole video says why."""

from __future__ import annotations

import contextlib
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import Cancelled, MediaError, Undecodable
from rekreview.domain.ports import EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.media import videos
from rekreview.media.cage import Cage
from rekreview.media.cut_off import refuse_cut_off
from rekreview.media.reading import opened
from rekreview.media.stills import at_most
from rekreview.media.videos import Video
from tests.media_samples import sound_only, video
from tests.video_samples import CLIPS, LARGE, Clip, make, number_of, numbered, steady

NAMES = sorted(CLIPS)
SHIFTED_MS = {"asp.avi": 40, "h264.avi": 40}
"""An AVI tells no times: FFmpeg works them out, and has these begin one frame late, for whoever decodes them."""
TRIMMED = {"early.mp4": 50}
"""Frames before zero are not shown by any player; the edit list says so."""

Open = Callable[[str], Path]


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Makes a clip by name, once in a session."""
    folder = tmp_path_factory.mktemp("clips")

    def made(name: str) -> Path:
        path = folder / name
        return path if path.exists() else make(folder, CLIPS.get(name, LARGE))

    return made


@contextmanager
def open_video(path: Path) -> Iterator[Video]:
    with opened(str(path)) as source, videos.opened(source, lambda: None) as found:
        yield found


def shown_at(name: str, number: int) -> int:
    """When a clip's frame is shown, in ms from the first that is."""
    times = CLIPS[name].times_ms
    return times[number] - times[TRIMMED.get(name, 0)] + SHIFTED_MS.get(name, 0)


@pytest.mark.parametrize("name", NAMES)
def test_each_sampled_frame_is_the_one_of_its_time(clip: Open, name: str) -> None:
    with open_video(clip(name)) as found:
        sampled = [(at, number_of(pixels)) for at, pixels in found.sampled(1000, at_most(96))]
    assert all(abs(shown_at(name, number) - at) <= 1 for at, number in sampled), sampled
    lags = [at - 1000 * second for second, (at, _) in enumerate(sampled)]
    assert len(sampled) == 6 - (name in TRIMMED) * 2
    assert all(0 <= lag <= 1000 for lag in lags), lags  # never more than a step late


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_asked_for_by_its_time_is_that_frame(clip: Open, name: str) -> None:
    random = np.random.default_rng(7)
    first, last = TRIMMED.get(name, 0), len(CLIPS[name].times) - 1
    for number in [first, last, *random.integers(first, last, 6).tolist()]:
        with open_video(clip(name)) as found:
            at, pixels = found.at(shown_at(name, number), at_most(96))
        assert (number_of(pixels), abs(at - shown_at(name, number)) <= 1) == (number, True), name


@pytest.mark.parametrize("name", NAMES)
def test_the_facts_are_those_of_the_clip(clip: Open, name: str) -> None:
    made, shown = CLIPS[name], len(CLIPS[name].times) - TRIMMED.get(name, 0)
    with open_video(clip(name)) as found:
        poster, facts = found.poster(at_most(96))
    assert poster.shape == (54, 96, 3)
    assert (facts.width, facts.height) == (made.width, made.height)
    assert facts.duration_ms == pytest.approx(6000 - 2000 * (name in TRIMMED), abs=110)
    assert not facts.has_audio
    assert facts.codec.removeprefix("lib") in {"h264", "hevc", "vp9", "vp8", "dav1d", "av1", "mpeg4", "prores", "mjpeg"}
    if not name.startswith("uneven"):
        assert facts.frame_rate == pytest.approx(float(1 / (made.times[1] - made.times[0])), abs=0.01)
        assert facts.frames in {shown, len(made.times)}


def test_sound_is_told(tmp_path: Path) -> None:
    for sound in (True, False):
        with open_video(video(tmp_path / f"{sound}.mp4", sound=sound, seconds=0.5)) as found:
            assert found.poster(at_most(96))[1].has_audio is sound


def test_a_4k_clip_goes_through_the_cage(clip: Open, cage: Cage, cancel: CancelToken) -> None:
    facts = cage.ingest(str(clip(LARGE.name)), cancel).facts
    assert (facts.width, facts.height, facts.fault) == (3840, 2160, None)
    frames = list(cage.frames(str(clip(LARGE.name)), EngineLimits(), cancel).frames)
    assert [(frame.timestamp_ms, number_of(frame.pixels), frame.pixels.shape) for frame in frames] == [
        (0, 0, (448, 796, 3)),
        (1000, 10, (448, 796, 3)),
    ]


def test_key_frames_only_gives_no_other_frames(clip: Open, cage: Cage, cancel: CancelToken) -> None:
    limits = EngineLimits(key_frames_only=True)
    every_12th = [
        number_of(frame.pixels) for frame in cage.frames(str(clip("h264-reordered.mp4")), limits, cancel).frames
    ]
    assert every_12th == [0, 36, 60, 84, 108, 132]  # every twelfth is one; of those, the first of each second
    alone = list(cage.frames(str(clip("h264-long-groups.mp4")), limits, cancel).frames)
    assert [number_of(frame.pixels) for frame in alone] == [0]


def test_where_no_frame_is_needed_by_another_all_are_looked_at(tmp_path: Path) -> None:
    """One key frame, then frames that all lean on it alone, as some cameras write them for slow decoders."""
    options = {"preset": "veryfast", "x264-params": "bframes=16:b-adapt=0:b-pyramid=none:keyint=400:ref=1:scenecut=0"}
    made = Clip("a.mp4", "libx264", steady(16, 5), options=options, gop=400)
    with open_video(make(tmp_path, made)) as found:
        assert not found.key_frames_lie_within(1.0)
        sampled = [(at, number_of(pixels)) for at, pixels in found.sampled(1000, at_most(96))]
    assert [at for at, _ in sampled] == [1000 * second for second in range(16)]
    assert all(number == at // 200 for at, number in sampled)


# What is no whole video.


CUT = [
    "h264-reordered.mp4",
    "h264-fragmented.mp4",
    "hevc.mov",
    "h264.mkv",
    "vp9.webm",
    "av1.webm",
    "asp.avi",
    "av1.mp4",
]


@pytest.mark.parametrize("name", CUT)
def test_a_video_cut_off_anywhere_is_not_moderated_and_says_why(
    clip: Open, cage: Cage, cancel: CancelToken, tmp_path: Path, name: str
) -> None:
    whole = clip(name).read_bytes()
    for at in [64, 500, *(len(whole) * part // 8 for part in range(1, 8)), len(whole) - 9]:
        path = tmp_path / f"{at}-{name}"
        path.write_bytes(whole[:at])
        facts = cage.ingest(str(path), cancel).facts
        assert facts.kind is MediaKind.VIDEO
        assert facts.fault is not None, at
        assert "cut off" in facts.fault.message, at
        with pytest.raises(MediaError, match="cut off"):
            list(cage.frames(str(path), EngineLimits(), cancel).frames)


@pytest.mark.parametrize("name", ["h264.mkv", "h264-fragmented.mp4", "asp.avi", "vp9.webm"])
def test_what_is_left_of_a_cut_video_can_still_be_seen(
    clip: Open, cage: Cage, cancel: CancelToken, tmp_path: Path, name: str
) -> None:
    """A person has to judge it, so there is a poster, its size and its length."""
    whole = clip(name).read_bytes()
    (tmp_path / name).write_bytes(whole[: len(whole) * 5 // 8])
    facts = cage.ingest(str(tmp_path / name), cancel).facts
    assert facts.fault is not None
    assert (facts.thumbnail[:3], facts.width) == (b"\xff\xd8\xff", 192)


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_video_is_not_taken_for_a_cut_one(clip: Open, cage: Cage, cancel: CancelToken, name: str) -> None:
    assert cage.ingest(str(clip(name)), cancel).facts.fault is None


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.webm", "a.avi"])
def test_what_trails_a_whole_video_does_no_harm(cage: Cage, cancel: CancelToken, tmp_path: Path, name: str) -> None:
    path = video(tmp_path / name, seconds=1)
    path.write_bytes(path.read_bytes() + b"\xff\xd8\xff\xe0 a picture that a phone keeps behind its video")
    assert cage.ingest(str(path), cancel).facts.fault is None


def test_a_live_recording_that_never_told_its_length_is_whole(tmp_path: Path) -> None:
    path = video(tmp_path / "a.mkv", seconds=1)
    content = path.read_bytes()
    at = content.index(b"\x18\x53\x80\x67") + 4
    path.write_bytes(content[:at] + b"\x01" + b"\xff" * 7 + content[at + 8 :])
    with opened(str(path)) as source:
        refuse_cut_off(source)


def test_a_large_box_is_measured_too(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    start = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2"
    path.write_bytes(start + b"\0\0\0\1mdat" + (16 + 100).to_bytes(8, "big") + bytes(99))
    with opened(str(path)) as source, pytest.raises(Undecodable, match="140 bytes, and only 139"):
        refuse_cut_off(source)
    path.write_bytes(path.read_bytes() + b"\0")
    with opened(str(path)) as source:
        refuse_cut_off(source)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.webm", "a.avi", "a.mov"])
def test_an_empty_file_says_that_it_is_empty(cage: Cage, cancel: CancelToken, tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(MediaError, match="empty"):
        cage.ingest(str(tmp_path / name), cancel)


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.webm", "a.avi"])
def test_sound_alone_is_told(cage: Cage, cancel: CancelToken, tmp_path: Path, name: str) -> None:
    fault = cage.ingest(str(sound_only(tmp_path / name)), cancel).facts.fault
    assert fault is not None
    assert "only sound" in fault.message


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi"])
def test_a_video_of_no_frames_says_so(cage: Cage, cancel: CancelToken, tmp_path: Path, name: str) -> None:
    """A header, an index, and not one frame."""
    with av.open(str(tmp_path / name), "w") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 192, 108, "yuv420p"
        container.start_encoding()
    fault = cage.ingest(str(tmp_path / name), cancel).facts.fault
    assert fault is not None
    assert fault.code == "undecodable"


def test_damage_that_spoils_most_of_a_video_is_told_and_not_passed_over(tmp_path: Path, clip: Open) -> None:
    """Where hundreds of packets cannot be decoded, the few that can are not the video."""
    made = Clip("a.mp4", "libx264", steady(20, 30), options={"preset": "ultrafast", "g": "1"}, gop=1)
    content = bytearray(make(tmp_path, made).read_bytes())
    start = content.index(b"mdat") + 4
    size = int.from_bytes(content[start - 8 : start - 4], "big")
    content[start + size // 4 : start + size - 8] = os.urandom(size - 8 - size // 4)
    (tmp_path / "b.mp4").write_bytes(content)
    with open_video(tmp_path / "b.mp4") as found, pytest.raises(Undecodable, match="damaged"):
        list(found.sampled(1000, at_most(96)))


def test_noise_in_any_container_never_hangs(cage: Cage, cancel: CancelToken, tmp_path: Path, clip: Open) -> None:
    random = np.random.default_rng(11)
    began = time.monotonic()
    for name in CUT:
        content = np.frombuffer(clip(name).read_bytes(), np.uint8).copy()
        for round_ in range(3):
            spoiled = content.copy()
            places = random.integers(48, len(spoiled), len(spoiled) // 20)
            spoiled[places] = random.integers(0, 256, len(places))
            path = tmp_path / f"{round_}-{name}"
            path.write_bytes(spoiled.tobytes())
            cage.ingest(str(path), cancel)
            with contextlib.suppress(MediaError):
                assert sum(1 for _ in cage.frames(str(path), EngineLimits(), cancel).frames) <= 100
    assert time.monotonic() - began < 60


def test_a_slow_reader_of_frames_is_not_taken_for_a_hang(clip: Open, cancel: CancelToken) -> None:
    """A paid call may take longer than a worker may be silent; the frames wait for it."""
    cage = Cage(workers=1, picture_seconds=0.6)
    try:
        frames = cage.frames(str(clip("h264-long-groups.mp4")), EngineLimits(short_side=448), cancel).frames
        seen = [number_of(next(frames).pixels)]
        time.sleep(1.5)
        seen += [number_of(frame.pixels) for frame in frames]
    finally:
        cage.close()
    assert len(seen) == 6


def test_a_stop_ends_sampling_at_once(clip: Open, cage: Cage) -> None:
    cancel = CancelToken()
    frames = cage.frames(str(clip(LARGE.name)), EngineLimits(frame_interval_ms=100), cancel).frames
    next(frames)
    timer = threading.Timer(0.05, cancel.cancel)
    timer.start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        list(itertools.chain(frames, _waiting(cancel)))
    assert time.monotonic() - began < 1.0
    timer.join()


def _waiting(cancel: CancelToken) -> Iterator[None]:
    """Should the frames come to their end before the stop, it is waited for."""
    yield cancel.wait(1)


def test_the_number_in_a_frame_outlives_shrinking() -> None:
    for number in (0, 1, 149, 2047, 4095):
        assert number_of(numbered(number)[::2, ::2]) == number
    with pytest.raises(ValueError, match="no number"):
        number_of(np.full((54, 96, 3), 125, np.uint8))


# What says what is not so.


@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
def test_a_container_that_calls_every_frame_a_key_frame_hides_nothing(tmp_path: Path, name: str) -> None:
    """Without a table of key frames every one is said to be one, and a decoder skips them all but the first."""
    made = Clip(
        name, "libx264", steady(12, 10), options={"preset": "ultrafast", "g": "400", "sc_threshold": "0"}, gop=400
    )
    content = make(tmp_path, made).read_bytes()
    assert content.count(b"stss") == 1
    (tmp_path / f"lies-{name}").write_bytes(content.replace(b"stss", b"free"))
    with open_video(tmp_path / f"lies-{name}") as found:
        assert found.key_frames_lie_within(1.0), "it says so"
        sampled = [(at, number_of(pixels)) for at, pixels in found.sampled(1000, at_most(96))]
        assert found.frames_passed == 120
    assert sampled == [(1000 * second, 10 * second) for second in range(12)]


@pytest.mark.parametrize("key_frames_only", [True, False])
def test_key_frames_of_open_groups_come_in_their_order(tmp_path: Path, key_frames_only: bool) -> None:
    """HEVC counts pictures in so few bits that far key frames would change places without those between them."""
    options = {"preset": "ultrafast", "x265-params": "keyint=150:min-keyint=150:open-gop=1:scenecut=0:log-level=none"}
    made = Clip("a.mp4", "libx265", steady(36, 25), options=options, gop=150)
    with open_video(make(tmp_path, made)) as found:
        assert found.key_frames_lie_within(6.0)
        sampled = found.sampled(6000, at_most(96), key_frames_only=key_frames_only)
        assert [(at, number_of(pixels)) for at, pixels in sampled] == [(6000 * at, 150 * at) for at in range(6)]


def test_frames_are_counted_once_where_a_container_tells_no_time_of_decoding(tmp_path: Path) -> None:
    options = {"preset": "veryfast", "x264-params": "bframes=16:b-adapt=0:b-pyramid=none:keyint=400:ref=1:scenecut=0"}
    made = Clip("a.mkv", "libx264", steady(16, 5), options=options, gop=400)
    with open_video(make(tmp_path, made)) as found:
        assert len(list(found.sampled(1000, at_most(96)))) == 16
        assert found.frames_passed == 80
