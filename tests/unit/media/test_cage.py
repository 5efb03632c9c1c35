"""The cage on sound files: what it tells, what it shows, and how it lends its workers."""

import hashlib
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import Cancelled, DecoderCrashed, MediaError, Unreadable, Unsupported
from rekreview.domain.ports import Decoder, EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage
from rekreview.media.fingerprints import distance
from tests.media_samples import PICTURES, VIDEOS, animation, heif_sequence, is_scene, photo, save, sound_only, video


def test_it_is_the_decoder_the_pipeline_asks_for(cage: Cage) -> None:
    decoder: Decoder = cage
    assert decoder is cage


def test_every_picture_is_described(cage: Cage, cancel: CancelToken, samples: dict[str, Path]) -> None:
    for name in PICTURES:
        path = samples[name]
        found = cage.ingest(str(path), cancel)
        assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (found.bytes, found.mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)
        facts = found.facts
        assert facts.fault is None, name
        assert (facts.kind, facts.width, facts.height, facts.frames) == (MediaKind.IMAGE, 320, 240, 1), name
        assert facts.duration_ms is None
        assert facts.thumbnail[:3] == facts.veiled[:3] == b"\xff\xd8\xff"


def test_every_video_is_described(cage: Cage, cancel: CancelToken, samples: dict[str, Path]) -> None:
    for name in VIDEOS:
        facts = cage.ingest(str(samples[name]), cancel).facts
        assert facts.fault is None, name
        assert (facts.kind, facts.width, facts.height, facts.frames) == (MediaKind.VIDEO, 320, 240, 20), name
        assert facts.duration_ms == pytest.approx(2000, abs=60), name
        assert facts.frame_rate == pytest.approx(10, abs=0.1), name
        assert facts.codec in {"h264", "vp8", "mpeg4"}
        assert facts.has_audio == (Path(name).suffix != ".3gp")


def test_the_same_scene_has_the_same_hash_in_every_format(
    cage: Cage, cancel: CancelToken, samples: dict[str, Path]
) -> None:
    plain = cage.facts(str(samples["plain.png"]), cancel).phash
    assert plain is not None
    for name in ("plain.jpg", "plain.webp", "plain.heic", "plain.mp4", "turned.jpg"):
        other = cage.facts(str(samples[name]), cancel).phash
        assert other is not None
        assert distance(plain, other) <= 20, name


def test_facts_do_not_read_a_video_for_its_hash(cage: Cage, cancel: CancelToken, samples: dict[str, Path]) -> None:
    assert cage.facts(str(samples["plain.mp4"]), cancel).duration_ms == 2000


def test_an_animation_tells_its_frames_and_duration(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    for name in ("a.gif", "a.webp", "a.png", "a.avif"):
        facts = cage.facts(str(animation(tmp_path / name, frames=7, frame_ms=200)), cancel)
        assert (facts.frames, facts.duration_ms) == (7, 1400), name


def test_a_heif_sequence_is_a_picture_that_moves(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = str(heif_sequence(tmp_path / "a.heics"))
    found = cage.ingest(path, cancel)
    assert found.facts.fault is None
    assert (found.facts.kind, found.facts.format) == (MediaKind.IMAGE, "heic")
    assert (found.facts.width, found.facts.height, found.facts.frames, found.facts.duration_ms) == (320, 240, 10, 1000)
    prepared = cage.frames(path, EngineLimits(frame_interval_ms=200), cancel)
    frames = list(prepared.frames)
    assert prepared.kind is MediaKind.IMAGE
    assert len(frames) >= 4
    assert all(is_scene(frame.pixels) for frame in frames)
    assert is_scene(cage.picture(path, 200, cancel).pixels)


def test_an_engine_gets_a_still_as_one_frame(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = save(photo(4032, 3024), tmp_path / "a.jpg")
    prepared = cage.frames(str(path), EngineLimits(short_side=448), cancel)
    (frame,) = prepared.frames
    assert prepared.kind is MediaKind.IMAGE
    assert frame.timestamp_ms is None
    assert frame.pixels.dtype == np.uint8
    assert frame.pixels.shape == (756, 1008, 3)
    assert is_scene(frame.pixels)


def test_a_small_still_is_not_enlarged(cage: Cage, cancel: CancelToken, samples: dict[str, Path]) -> None:
    for name in PICTURES:
        (frame,) = cage.frames(str(samples[name]), EngineLimits(), cancel).frames
        assert frame.pixels.shape == (240, 320, 3), name
        assert is_scene(frame.pixels), name


def test_an_animation_gives_its_frames_in_time(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    for name in ("a.gif", "a.webp", "a.png", "a.avif"):
        path = animation(tmp_path / name, frames=6, frame_ms=150)
        prepared = cage.frames(str(path), EngineLimits(), cancel)
        frames = list(prepared.frames)
        assert (prepared.frames_total, prepared.duration_ms) == (6, 900)
        assert [frame.timestamp_ms for frame in frames] == [0, 150, 300, 450, 600, 750]
        middles = [int(frame.pixels[60, 80, 0]) for frame in frames]
        assert all(abs(middle - 51 * at) < 40 for at, middle in enumerate(middles)), (name, middles)


def test_a_long_animation_is_sampled_evenly(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = animation(tmp_path / "a.gif", frames=700, frame_ms=20, width=24, height=16)
    prepared = cage.frames(str(path), EngineLimits(), cancel)
    frames = list(prepared.frames)
    assert prepared.frames_total == 700
    assert len(frames) == 300
    assert frames[-1].timestamp_ms is not None
    assert frames[-1].timestamp_ms > 690 * 20


def test_a_video_gives_one_frame_an_interval(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", seconds=6, rate=10, gop=10)
    for interval, expected in ((1000, 6), (2000, 3), (500, 11)):
        prepared = cage.frames(str(path), EngineLimits(short_side=128, frame_interval_ms=interval), cancel)
        frames = list(prepared.frames)
        assert (prepared.kind, prepared.frames_total, prepared.duration_ms) == (MediaKind.VIDEO, 60, 6000)
        assert len(frames) == pytest.approx(expected, abs=1)
        assert all(frame.pixels.shape == (128, 171, 3) and is_scene(frame.pixels) for frame in frames)
        times = [frame.timestamp_ms for frame in frames]
        assert times == sorted(times)
        assert times[0] == 0


def test_a_picture_for_the_screen_is_as_large_as_asked(
    cage: Cage, cancel: CancelToken, samples: dict[str, Path]
) -> None:
    for name in ("plain.jpg", "plain.png", "plain.heic", "plain.mp4", "turned.jpg", "cmyk.jpg"):
        frame = cage.picture(str(samples[name]), 200, cancel)
        assert frame.pixels.shape == (150, 200, 3), name
        assert is_scene(frame.pixels), name
    assert cage.picture(str(samples["plain.jpg"]), 5000, cancel).pixels.shape == (240, 320, 3)


def test_a_videos_picture_at_a_time(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = str(video(tmp_path / "a.mp4", seconds=4, black_seconds=2, gop=15))
    assert cage.picture(path, 100, cancel, at_ms=1500).pixels.mean() < 20
    shown = cage.picture(path, 100, cancel, at_ms=2750)
    assert is_scene(shown.pixels)
    assert shown.timestamp_ms == 2700
    assert is_scene(cage.picture(path, 100, cancel, at_ms=99_000).pixels)


def test_the_poster_is_not_the_black_beginning(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    path = video(tmp_path / "a.mp4", seconds=4, black_seconds=1.5, gop=5)
    small = tmp_path / "poster.jpg"
    small.write_bytes(cage.facts(str(path), cancel).thumbnail)
    assert is_scene(cage.picture(str(small), 256, cancel).pixels)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_video_is_upright(cage: Cage, cancel: CancelToken, tmp_path: Path, rotation: int) -> None:
    path = str(video(tmp_path / "a.mp4", rotation=rotation))
    facts = cage.facts(path, cancel)
    assert (facts.width, facts.height) == (320, 240)
    assert is_scene(cage.picture(path, 256, cancel).pixels)
    assert all(is_scene(frame.pixels) for frame in cage.frames(path, EngineLimits(), cancel).frames)


def test_sound_without_a_picture_is_a_fault_in_words(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    for name in ("a.mp4", "a.mkv", "a.mov"):
        fault = cage.ingest(str(sound_only(tmp_path / name)), cancel).facts.fault
        assert fault is not None
        assert fault.code == "undecodable"
        assert "holds no picture" in fault.message


def test_what_is_no_medium_is_unsupported(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    for content in (b"", b"hello", b"%PDF-1.4", b"PK\x03\x04"):
        (tmp_path / "a.jpg").write_bytes(content)
        with pytest.raises(Unsupported):
            cage.ingest(str(tmp_path / "a.jpg"), cancel)
        with pytest.raises(Unsupported):
            cage.frames(str(tmp_path / "a.jpg"), EngineLimits(), cancel)
        with pytest.raises(Unsupported):
            cage.picture(str(tmp_path / "a.jpg"), 100, cancel)


def test_what_cannot_be_opened_is_unreadable(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "gone.jpg", tmp_path, tmp_path / "pipe"):
        with pytest.raises(Unreadable):
            cage.ingest(str(path), cancel)


def test_odd_names_reach_the_worker(cage: Cage, cancel: CancelToken, tmp_path: Path) -> None:
    for name in (b"\xff\xfe.jpg", "snow ☃ \n.jpg".encode(), b"-rf.jpg"):
        path = os.fsdecode(os.fsencode(tmp_path) + b"/" + name)
        Path(path).write_bytes(save(photo(), tmp_path / "a.jpg").read_bytes())
        assert cage.ingest(path, cancel).facts.fault is None
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff http:%d.mp4")
    video(tmp_path / "v.mp4").rename(odd)
    assert cage.ingest(odd, cancel).facts.fault is None


def test_many_threads_share_the_workers(cancel: CancelToken, samples: dict[str, Path]) -> None:
    names = [*PICTURES, *VIDEOS] * 3
    cage = Cage(workers=2)
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda name: cage.ingest(str(samples[name]), cancel), names))
        assert [entry.path for entry in found] == [str(samples[name]) for name in names]
        assert all(entry.facts.fault is None for entry in found)
    finally:
        cage.close()


def test_the_screen_does_not_wait_for_a_long_video(
    cage: Cage, cancel: CancelToken, tmp_path: Path, samples: dict[str, Path]
) -> None:
    prepared = cage.frames(str(video(tmp_path / "a.mp4", seconds=5)), EngineLimits(), cancel)
    next(prepared.frames)
    assert is_scene(cage.picture(str(samples["plain.jpg"]), 256, cancel).pixels)
    assert len(list(prepared.frames)) == 4


def test_frames_left_unread_give_the_worker_back(
    cage: Cage, cancel: CancelToken, tmp_path: Path, samples: dict[str, Path]
) -> None:
    path = str(video(tmp_path / "a.mp4", seconds=5))
    prepared = cage.frames(path, EngineLimits(), cancel)
    next(prepared.frames)
    del prepared
    unread = cage.frames(path, EngineLimits(), cancel)
    del unread
    assert cage.ingest(str(samples["plain.jpg"]), cancel).facts.fault is None


def test_cancelling_ends_the_wait_for_a_worker_at_once(cage: Cage, tmp_path: Path, samples: dict[str, Path]) -> None:
    held = cage.frames(str(video(tmp_path / "a.mp4", seconds=5)), EngineLimits(), CancelToken())
    stop = CancelToken()
    threading.Timer(0.2, stop.cancel).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        cage.ingest(str(samples["plain.jpg"]), stop)
    assert time.monotonic() - began < 5
    assert len(list(held.frames)) == 5


def test_a_cancelled_stream_stops_and_the_cage_goes_on(cage: Cage, tmp_path: Path, samples: dict[str, Path]) -> None:
    stop = CancelToken()
    prepared = cage.frames(str(video(tmp_path / "a.mp4", seconds=5)), EngineLimits(), stop)
    next(prepared.frames)
    prepared.frames.close()  # type: ignore[attr-defined]
    assert list(prepared.frames) == []
    assert cage.ingest(str(samples["plain.jpg"]), CancelToken()).facts.fault is None


def test_leaving_a_picture_for_the_next_keeps_the_worker_and_shows_the_next(
    cage: Cage, tmp_path: Path, samples: dict[str, Path]
) -> None:
    """Who holds the arrow key leaves one picture after the other half decoded."""
    slow = str(save(photo(3000, 2500, grain=25), tmp_path / "a.png"))
    assert is_scene(cage.picture(str(samples["plain.jpg"]), 100, CancelToken()).pixels)
    pids = cage.pids()
    for _ in range(5):
        stop = CancelToken()
        threading.Timer(0.08, stop.cancel).start()
        began = time.monotonic()
        with pytest.raises(Cancelled):
            cage.picture(slow, 3000, stop)
        assert time.monotonic() - began < 4
    shown = cage.picture(str(samples["plain.jpg"]), 100, CancelToken())
    assert shown.pixels.shape == (75, 100, 3)
    assert is_scene(shown.pixels)
    assert cage.pids() == pids


def test_a_picture_cancelled_before_it_is_asked_for_costs_nothing(cage: Cage, samples: dict[str, Path]) -> None:
    stop = CancelToken()
    stop.cancel()
    with pytest.raises(Cancelled):
        cage.picture(str(samples["plain.jpg"]), 100, stop)
    assert is_scene(cage.picture(str(samples["plain.jpg"]), 100, CancelToken()).pixels)


def test_a_closed_cage_says_so(cancel: CancelToken, samples: dict[str, Path]) -> None:
    cage = Cage(workers=1)
    cage.ingest(str(samples["plain.jpg"]), cancel)
    cage.close()
    cage.close()
    with pytest.raises(DecoderCrashed, match="closed"):
        cage.picture(str(samples["plain.jpg"]), 100, cancel)


def test_closing_ends_a_stream_that_is_being_read(cancel: CancelToken, tmp_path: Path) -> None:
    cage = Cage(workers=1)
    prepared = cage.frames(
        str(video(tmp_path / "a.mp4", seconds=30, gop=300, width=640, height=480)), EngineLimits(), cancel
    )
    next(prepared.frames)
    cage.close()
    with pytest.raises(MediaError):
        list(prepared.frames)


def test_an_idle_cage_starts_no_process() -> None:
    cage = Cage(workers=2)
    assert cage.pids() == []
    cage.close()


def test_warm_workers_are_the_ones_that_work(cancel: CancelToken, samples: dict[str, Path]) -> None:
    cage = Cage(workers=2)
    try:
        cage.warm()
        assert cage.ingest(str(samples["plain.jpg"]), cancel).facts.fault is None
        assert len(cage.pids()) == 1
    finally:
        cage.close()


def test_warm_workers_that_were_not_needed_end_with_the_cage() -> None:
    cage = Cage(workers=2)
    cage.warm()
    cage.close()  # what is left running fails this test, as it would any other


def test_a_worker_looks_for_garbage_once_it_works() -> None:
    code = "import gc; gc.disable(); from rekreview.media.worker import main; main(); print(gc.isenabled())"
    command = [sys.executable, "-c", code, str(1 << 30), str(os.getpid())]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr.strip() == "True", "what is printed must not get between the answers"


def test_warming_returns_with_the_workers_running() -> None:
    cage = Cage(workers=2)
    try:
        cage.warm()
        assert all(started.done() and started.result().poll() is None for started in cage._warm)
    finally:
        cage.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc tells which terminal a process has")
def test_a_worker_lets_go_of_the_terminal_the_app_was_started_in(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    program = """
import fcntl, os, sys, termios
from pathlib import Path
from rekreview.domain.ports import EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
cage = Cage(workers=1)
assert len(list(cage.frames(sys.argv[1], EngineLimits(), CancelToken()).frames)) == 1
for pid in (os.getpid(), *cage.pids()):
    print(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[4])
cage.close()
"""
    holder, terminal = os.openpty()
    try:
        told = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / "a.png")],
            stdin=terminal,
            capture_output=True,
            text=True,
            start_new_session=True,
            timeout=60,
            check=True,
        )
    finally:
        os.close(holder)
        os.close(terminal)
    own, workers = told.stdout.split()
    assert own != "0", "the program has a terminal"
    assert workers == "0"
