"""Makes video clips whose frames carry their number in their pixels, so that a test can tell which frame it was given.

The number is written in twelve upright bars, light or dark, which outlive shrinking and compression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from tests.encoding import ordinary_priority

BITS = 12
LIGHT, DARK = 220, 30

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Clip:
    """How a clip is made. name: of the file, whose extension names the container. times: of its frames, in seconds.

    time_base: of the stream, where the container keeps it. rotation: of the display matrix, counter-clockwise degrees;
    the frames are stored turned so that it makes them upright. options: of the codec; `container` of the container.
    """

    name: str
    codec: str
    times: Sequence[Fraction]
    time_base: Fraction = Fraction(1, 90_000)
    width: int = 192
    height: int = 108
    rotation: int = 0
    gop: int = 12
    pixel_format: str = "yuv420p"
    options: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)

    @property
    def times_ms(self) -> list[int]:
        """When each frame is shown, in milliseconds from the first."""
        return [round((at - self.times[0]) * 1000) for at in self.times]


def steady(seconds: float, rate: Fraction | int = 25, start: Fraction | int = 0) -> list[Fraction]:
    """Times of a constant rate."""
    return [start + Fraction(number) / rate for number in range(round(seconds * rate))]


def uneven(seconds: float, seed: int = 1) -> list[Fraction]:
    """Times of a variable rate, as a phone or a screen recorder gives them: 8 to 100 ms apart, in whole ms."""
    gaps = np.random.default_rng(seed).integers(8, 101, round(seconds * 100)).cumsum()
    return [Fraction(0), *(Fraction(int(at), 1000) for at in gaps if at < seconds * 1000)]


def numbered(number: int, width: int = 192, height: int = 108) -> Picture:
    """The upright picture that says `number`."""
    bits = np.array([number >> place & 1 for place in range(BITS)], np.uint8)
    columns = np.arange(width) * BITS // width
    row = np.where(bits[columns] == 1, LIGHT, DARK).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (height, width, 3)))


def number_of(picture: Picture) -> int:
    """The number an upright picture says, of any size from 48 pixels of width on. Raises ValueError if it says none."""
    height, width = picture.shape[:2]
    band = picture[height // 4 : height - height // 4].mean(axis=(0, 2))
    levels = [float(band[round((place + 0.3) * width / BITS) : round((place + 0.7) * width / BITS)].mean())
              for place in range(BITS)]  # fmt: skip
    middle = (LIGHT + DARK) / 2
    if min(abs(level - middle) for level in levels) < 30:
        raise ValueError(f"no number: levels {[round(level) for level in levels]}")
    return sum(1 << place for place, level in enumerate(levels) if level > middle)


def make(folder: Path, clip: Clip) -> Path:
    """Write a clip whose frames say 0, 1, 2 …"""
    pictures = (numbered(number, clip.width, clip.height) for number in range(len(clip.times)))
    return write(folder / clip.name, clip, pictures)


@ordinary_priority()
def write(path: Path, clip: Clip, pictures: Iterable[Picture]) -> Path:
    """Write these upright pictures, one for each of the clip's times."""
    turns = -clip.rotation // 90 % 4
    width, height = (clip.height, clip.width) if turns % 2 else (clip.width, clip.height)
    with av.open(str(path), "w", options=clip.container) as container:
        rate = round(1 / max(Fraction(1, 240), clip.times[1] - clip.times[0])) if len(clip.times) > 1 else 25
        if clip.time_base.numerator != 1:
            rate = 1 / clip.time_base
        stream = container.add_stream(clip.codec, rate=rate, options=clip.options)
        stream.width, stream.height, stream.pix_fmt = width, height, clip.pixel_format
        stream.codec_context.gop_size = clip.gop
        stream.codec_context.time_base = clip.time_base
        if clip.rotation:
            stream.set_display_rotation(clip.rotation)
        for picture, at in zip(pictures, clip.times, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(np.rot90(picture, turns)), format="rgb24")
            frame.pts, frame.time_base = round(at / clip.time_base), clip.time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


FAST = {"preset": "ultrafast", "tune": "zerolatency", "sc_threshold": "0"}
REORDERED = {"preset": "veryfast", "bf": "3", "sc_threshold": "0"}
_HEVC = {"preset": "ultrafast", "x265-params": "log-level=0:bframes=3"}
_VP9 = {"deadline": "realtime", "cpu-used": "8"}
# One thread and no reordering: with more, a busy machine now and then gets a packet that no container takes.
_AV1 = {"preset": "12", "svtav1-params": "lookahead=0:pred-struct=1:lp=1"}
_AVI = Fraction(1, 25)

CLIPS: dict[str, Clip] = {
    clip.name: clip
    for clip in (
        Clip("h264-reordered.mp4", "libx264", steady(6), options=REORDERED),
        Clip("h264-long-groups.mp4", "libx264", steady(6), gop=250, options=REORDERED),
        Clip("h264.mov", "libx264", steady(6), options=FAST),
        Clip("h264.mkv", "libx264", steady(6), time_base=Fraction(1, 1000), options=REORDERED),
        Clip("h264.m4v", "libx264", steady(6), options=REORDERED),
        Clip("h264.3gp", "libx264", steady(6), options=FAST),
        Clip("h264.avi", "libx264", steady(6), time_base=_AVI, options=FAST),
        Clip("h264-fragmented.mp4", "libx264", steady(6), options=REORDERED,
             container={"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
        Clip("hevc.mp4", "libx265", steady(6), options=_HEVC),
        Clip("hevc.mov", "libx265", steady(6), options=_HEVC),
        Clip("hevc.mkv", "libx265", steady(6), time_base=Fraction(1, 1000), options=_HEVC),
        Clip("hevc-10-bit.mp4", "libx265", steady(6), options=_HEVC, pixel_format="yuv420p10le"),
        Clip("vp9.webm", "libvpx-vp9", steady(6), time_base=Fraction(1, 1000), options=_VP9),
        Clip("vp9.mp4", "libvpx-vp9", steady(6), options=_VP9),
        Clip("vp8.webm", "libvpx", steady(6), time_base=Fraction(1, 1000), options=_VP9),
        Clip("av1.mp4", "libsvtav1", steady(6), options=_AV1),
        Clip("av1.webm", "libsvtav1", steady(6), time_base=Fraction(1, 1000), options=_AV1),
        Clip("av1.mkv", "libsvtav1", steady(6), time_base=Fraction(1, 1000), options=_AV1),
        Clip("asp.avi", "mpeg4", steady(6), time_base=_AVI, options={"bf": "2", "q": "3"}),
        Clip("asp.mp4", "mpeg4", steady(6), time_base=_AVI, options={"bf": "2"}),
        Clip("prores.mov", "prores_ks", steady(6), pixel_format="yuv422p10le"),
        Clip("mjpeg.avi", "mjpeg", steady(6), time_base=_AVI, pixel_format="yuvj420p"),
        Clip("uneven.mp4", "libx264", uneven(6), options=REORDERED),
        Clip("uneven.mkv", "libx264", uneven(6, 2), time_base=Fraction(1, 1000), options=REORDERED),
        Clip("uneven.webm", "libvpx-vp9", uneven(6, 3), time_base=Fraction(1, 1000), options=_VP9),
        Clip("ntsc.mp4", "libx264", steady(6, Fraction(30_000, 1001)), time_base=Fraction(1001, 30_000),
             options=REORDERED),
        Clip("film.mkv", "libx264", steady(6, Fraction(24_000, 1001)), time_base=Fraction(1001, 24_000),
             options=REORDERED),
        Clip("late.mp4", "libx264", steady(6, start=60), options=REORDERED),
        Clip("late.mkv", "libx264", steady(6, start=3600), time_base=Fraction(1, 1000), options=REORDERED),
        Clip("early.mp4", "libx264", steady(6, start=Fraction(-2)), options=REORDERED),
        Clip("rotated-90.mp4", "libx264", steady(6), rotation=90, options=REORDERED),
        Clip("rotated-180.mov", "libx264", steady(6), rotation=180, options=REORDERED),
        Clip("rotated-270.mp4", "libx265", steady(6), rotation=270, options=_HEVC),
        Clip("rotated-90.mkv", "libx264", steady(6), rotation=90, time_base=Fraction(1, 1000), options=FAST),
    )
}  # fmt: skip
"""A clip of six seconds for each way a video comes, by name: containers, codecs, rates, time bases, turns."""

LARGE = Clip("4k.mp4", "libx264", steady(2, 10), width=3840, height=2160, gop=10, options=FAST)
"""Two seconds of 3840 × 2160 pixels."""
