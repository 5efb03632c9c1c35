"""Bar 9: frames of a video through the cage, against PyAV decoding the same frames in this process and nothing else.

Both take turns on one minute of 1080p30 H.264, once with rare key frames and once with one each second; the ratio is
taken within each turn. Then a video of two hours is read to its end, as pixels and as JPEGs by a slow reader, and the
memory of the app and its workers must not grow with its length.
python -m tests.benchmarks.frame_sampling [TURNS] [FOLDER, in which the clips are kept for the next time]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import numpy as np

from rekreview.domain.ports import EncodedLimits, EngineLimits
from rekreview.domain.progress import CancelToken
from rekreview.media.cage import Cage
from tests.benchmarks._memory import PeakMemory
from tests.benchmarks.table import Case, print_table

LEAST_OVER_PYAV = 0.95
MOST_GROWTH_MEGABYTES = 25.0
FRAMES = 1800
SHORT_SECONDS, LONG_SECONDS, LONG_RATE = 120, 7200, 5

Skipped = Literal["NONREF", "NONKEY"]


def camera(path: Path, gop: int) -> Path:
    """A minute of 1080p30 that moves and grains as a camera's does, 6 to 12 Mbit/s."""
    chance = np.random.default_rng(5)
    coarse = chance.integers(0, 256, (68, 120, 3), np.uint8)
    scene = np.kron(coarse, np.ones((16, 16, 1), np.uint8))[:1080, :1920].astype(np.int16)
    grains = [chance.normal(0, 4, (1080, 1920, 1)).astype(np.int16) for _ in range(4)]
    options = {"preset": "veryfast", "b": "8M", "maxrate": "12M", "bufsize": "12M", "sc_threshold": "0"}
    pictures = (
        np.clip(np.roll(scene, (number * 2, number * 3), (0, 1)) + grains[number % 4], 0, 255).astype(np.uint8)
        for number in range(FRAMES)
    )
    return encode(path, pictures, (1920, 1080), 30, gop, options)


def recording(path: Path, seconds: int) -> Path:
    """A small picture that changes each second, for as long as wanted."""
    pictures = (
        np.full((90, 160, 3), 40 + (number // LONG_RATE * 37) % 180, np.uint8) for number in range(seconds * LONG_RATE)
    )
    return encode(path, pictures, (160, 90), LONG_RATE, 250, {"preset": "ultrafast"})


def encode(
    path: Path, pictures: Iterator[np.ndarray], size: tuple[int, int], rate: int, gop: int, options: dict[str, str]
) -> Path:
    """Write H.264, unless it lies there from an earlier time."""
    if path.exists():
        return path
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options=options)
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        stream.codec_context.gop_size = gop
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return part.rename(path)


def bare(path: Path, skipped: Skipped) -> float:
    """Seconds PyAV takes to decode, with all its threads."""
    begun = time.perf_counter()
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        stream.codec_context.skip_frame = skipped
        for _ in container.decode(stream):
            pass
    return time.perf_counter() - begun


def caged(cage: Cage, path: Path) -> float:
    """Seconds until the last sampled frame has come through the cage."""
    begun = time.perf_counter()
    frames = list(cage.frames(str(path), EngineLimits(), CancelToken()).frames)
    assert len(frames) == FRAMES // 30, len(frames)
    return time.perf_counter() - begun


def race(cage: Cage, path: Path, skipped: Skipped, turns: int) -> list[float]:
    """The rate of the cage over that of bare PyAV, turn by turn; who begins changes."""
    ratios = []
    for turn in range(turns):
        if turn % 2:
            ours = caged(cage, path)
            theirs = bare(path, skipped)
        else:
            theirs = bare(path, skipped)
            ours = caged(cage, path)
        print(f"{path.name}: PyAV alone {theirs:.2f} s, through the cage {ours:.2f} s", file=sys.stderr)
        ratios.append(theirs / ours)
    return ratios


def peak(path: Path, *, encoded: bool) -> float:
    """The most memory (MB) of this process and its worker while a video is read to its end; a frame at a time."""
    limits = EngineLimits(encoded=EncodedLimits()) if encoded else EngineLimits()
    cage = Cage(workers=1)
    memory = PeakMemory()
    try:
        with memory.watching():
            prepared = cage.frames(str(path), limits, CancelToken())
            count = 0
            for count, _ in enumerate(prepared.encoded if encoded else prepared.frames, start=1):
                if count % 500 == 0:
                    time.sleep(0.3)  # a call that is slow for once; whoever decodes has to wait for it
        assert count >= SHORT_SECONDS - 2, count
    finally:
        cage.close()
    return memory.megabytes


def growth(short: Path, long: Path, *, encoded: bool) -> float:
    """By how many MB the two hours exceed the two minutes."""
    brief, lasting = peak(short, encoded=encoded), peak(long, encoded=encoded)
    print(f"Memory, {'JPEGs' if encoded else 'pixels'}: {brief:.0f} MB, {lasting:.0f} MB", file=sys.stderr)
    return lasting - brief


@contextmanager
def clips(folder: str | None) -> Iterator[Path]:
    """Where the clips lie."""
    if folder is not None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield Path(folder)
        return
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


def main(turns: int = 3, folder: str | None = None) -> int:
    """Measure and print; 1 if a bar was missed."""
    with clips(folder) as place:
        rare = camera(place / "rare-key-frames.mp4", 250)
        each = camera(place / "key-frame-each-second.mp4", 30)
        short = recording(place / "short.mp4", SHORT_SECONDS)
        long = recording(place / "two-hours.mp4", LONG_SECONDS)
        cage = Cage(workers=1)
        try:
            cage.facts(str(short), CancelToken())  # the worker has started, and FFmpeg is loaded
            cases = [
                Case(name, race(cage, path, skipped, turns), "x PyAV", LEAST_OVER_PYAV, at_least=True, by_median=True)
                for name, path, skipped in (
                    ("1 frame a second, a key frame every 250", rare, "NONREF"),
                    ("1 frame a second, a key frame each second", each, "NONKEY"),
                )
            ]
        finally:
            cage.close()
        cases += [
            Case(f"two hours against two minutes, {name}", [growth(short, long, encoded=encoded)], "MB",
                 MOST_GROWTH_MEGABYTES)
            for name, encoded in (("pixels", False), ("JPEGs", True))
        ]  # fmt: skip
    return 0 if print_table("Frames of videos", cases) else 1


if __name__ == "__main__":
    arguments = sys.argv[1:]
    sys.exit(main(int(arguments[0]) if arguments else 3, arguments[1] if len(arguments) > 1 else None))
