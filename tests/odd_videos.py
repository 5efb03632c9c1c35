"""Makes videos as nobody means to make them: their containers tell nonsense, hide frames, or begin before zero.

All are made of one clip of a hundred numbered frames, 25 a second (`tests.numbered_clips`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av

from tests import numbered_clips

FRAME_TICKS = 512
"""How long a frame lasts in the clip's own clock, as the muxer chooses it."""
INNER = (b"moov", b"trak", b"mdia", b"edts")
HUGE = 0xFFFFFFF0
TIME_SCALE = {b"mvhd": 20, b"mdhd": 20}
DURATION = {b"mvhd": 24, b"mdhd": 24, b"tkhd": 28}
"""Where in a box of version 0 the number stands."""

Place = tuple[bytes, int, int]


def make(path: Path) -> Path:
    """The odd video of this name."""
    return MAKERS[path.name](path)


def _boxes(content: bytes, start: int, stop: int) -> Iterator[Place]:
    """Each box: its kind, where it begins and how long it is; one that holds boxes before those."""
    while start + 8 <= stop:
        size, kind = int.from_bytes(content[start : start + 4], "big"), bytes(content[start + 4 : start + 8])
        yield kind, start, size
        if kind in INNER:
            yield from _boxes(content, start + 8, start + size)
        start += size


def _plain(path: Path) -> bytearray:
    codec = "mpeg4" if path.suffix == ".avi" else "libx264"
    others = {} if path.suffix == ".avi" else {"x264-params": "scenecut=0"}
    return bytearray(numbered_clips.clip(path, codec=codec, options={"bf": "2", "g": "25"} | others).read_bytes())


def _told(number: int, where: dict[bytes, int]) -> Callable[[Path], Path]:
    """An MP4 that tells this number in these boxes."""

    def made(path: Path) -> Path:
        content = _plain(path)
        for kind, start, _ in list(_boxes(content, 0, len(content))):
            if kind in where:
                content[start + where[kind] : start + where[kind] + 4] = struct.pack(">I", number)
        path.write_bytes(content)
        return path

    return made


def _edited(*edits: tuple[int, int]) -> Callable[[Path], Path]:
    """An MP4 that shows only these stretches of itself: milliseconds, from which frame on (-1: nothing is shown)."""

    def made(path: Path) -> Path:
        content = _plain(path)
        boxes = list(_boxes(content, 0, len(content)))
        (start, size), delay = next((at, size) for kind, at, size in boxes if kind == b"elst"), 2 * FRAME_TICKS
        rows = [struct.pack(">Iihh", ms, -1 if at < 0 else delay + at * FRAME_TICKS, 1, 0) for ms, at in edits]
        fresh = struct.pack(">I4sII", 16 + 12 * len(rows), b"elst", 0, len(rows)) + b"".join(rows)
        for kind, at, length in boxes:
            if kind in (b"moov", b"edts") or (kind == b"trak" and at < start):
                content[at : at + 4] = struct.pack(">I", length + len(fresh) - size)
        content[start : start + size] = fresh
        path.write_bytes(content)
        return path

    return made


def _element(name: bytes, value: bytes | None) -> Callable[[Path], Path]:
    """A Matroska file with another value in the first element of this name; None for nothing but zeros."""

    def made(path: Path) -> Path:
        content = _plain(path)
        at = content.index(name) + len(name)
        size = content[at] & 0x7F
        content[at + 1 : at + 1 + size] = value or bytes(size)
        path.write_bytes(content)
        return path

    return made


def _duration(milliseconds: float) -> Callable[[Path], Path]:
    return _element(b"\x44\x89", struct.pack(">d", milliseconds))


def _stream_header(offset: int) -> Callable[[Path], Path]:
    """An AVI with a zero at this place of its stream's header."""

    def made(path: Path) -> Path:
        content = _plain(path)
        at = content.index(b"strh") + 8 + offset
        content[at : at + 4] = bytes(4)
        path.write_bytes(content)
        return path

    return made


def _at(ticks: Sequence[int], base: Fraction) -> Callable[[Path], Path]:
    """Frames at these times, also below zero, each a key frame."""

    def made(path: Path) -> Path:
        with av.open(str(path), "w", container_options={"avoid_negative_ts": "disabled"}) as container:
            stream = container.add_stream("libx264", rate=25, options={"bf": "0", "g": "1"})
            stream.width, stream.height, stream.pix_fmt = numbered_clips.WIDTH, numbered_clips.HEIGHT, "yuv420p"
            stream.time_base = stream.codec_context.time_base = base
            for number, tick in enumerate(ticks):
                frame = av.VideoFrame.from_ndarray(numbered_clips.pixels_of(number + 1), format="rgb24")
                frame.pts, frame.time_base = tick, base
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        return path

    return made


_MS = Fraction(1, 1000)
MAKERS: dict[str, Callable[[Path], Path]] = {
    "one frame.mp4": _at([0], _MS),
    "one frame.mkv": _at([0], _MS),
    "below zero.mp4": _at(range(-800, 3200, 40), _MS),
    "below zero.mov": _at(range(-800, 3200, 40), _MS),
    "ten hours of nothing.mp4": _at([0, 40, 80, 36_000_000, 36_000_040], _MS),
    "ten hours of nothing.mkv": _at([0, 40, 80, 36_000_000, 36_000_040], _MS),
    "huge duration.mp4": _told(HUGE, DURATION),
    "no duration.mp4": _told(0, DURATION),
    "no time base.mp4": _told(0, {b"mvhd": TIME_SCALE[b"mvhd"]}),
    "no time base of the stream.mp4": _told(0, {b"mdhd": TIME_SCALE[b"mdhd"]}),
    "middle only.mp4": _edited((2000, 40)),
    "delayed.mp4": _edited((3000, -1), (4000, 0)),
    "two parts.mp4": _edited((1000, 10), (1000, 60)),
    "parts the other way round.mp4": _edited((1000, 60), (1000, 10)),
    "nothing of it.mp4": _edited((1000, 5000)),
    "no edits.mp4": _edited(),
    "huge duration.mkv": _duration(1e15),
    "endless.mkv": _duration(float("inf")),
    "no number.mkv": _duration(float("nan")),
    "below nothing.mkv": _duration(-5.0),
    "no time base.mkv": _element(b"\x2a\xd7\xb1", None),
    "no time base.avi": _stream_header(20),
    "no rate.avi": _stream_header(24),
}
