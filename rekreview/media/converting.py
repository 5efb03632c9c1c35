"""The job "convert": a video anew as H.264 in MP4, for a service that takes no other form of it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Final

import av
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from rekreview.domain.errors import TooLarge
from rekreview.media import messages
from rekreview.media.desk import Desk
from rekreview.media.reading import Source
from rekreview.media.video_faults import video_faults
from rekreview.media.videos import Video, opened

LONG_SIDE: Final = 1280
_BASE: Final = Fraction(1, 90_000)
_MOST_RATE: Final = 60
_PIECE_BYTES: Final = 1 << 20
# Good enough to see what a person would; fast, since somebody waits.
_LOOKS: Final = {"crf": "23", "preset": "veryfast"}


def convert(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say "piece" with each part of the file and its place in it; later pieces may write over earlier ones.

    Pictures keep their times; they are upright, and no larger than LONG_SIDE. Sound is left out.
    """
    outlet = Outlet(desk, int(job["most_bytes"]))
    until = time.monotonic() + float(job["most_seconds"])
    with opened(source, desk.alive) as video, video_faults(), outlet.faults(), _muxer(outlet) as container:
        stream: VideoStream | None = None
        for frame in _frames(video, until):
            stream = stream or _begin(container, video, frame)
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


def _muxer(outlet: Outlet) -> OutputContainer:
    return av.open(outlet, "w", format="mp4")


class Outlet(io.RawIOBase):
    """What the muxer takes for a file: what it writes goes to the app, which may write files."""

    def __init__(self, desk: Desk, most_bytes: int) -> None:
        super().__init__()
        self._desk = desk
        self._most = most_bytes
        self._at = 0
        self._end = 0
        self._full = False

    @contextmanager
    def faults(self) -> Iterator[None]:
        """What goes wrong in `write` comes out of FFmpeg as something else; say what it was."""
        try:
            yield
        except av.FFmpegError:
            if self._full:
                raise self._too_large() from None
            raise

    def write(self, piece: messages.Bytes) -> int:  # type: ignore[override]
        """Send a piece. Raises TooLarge."""
        view = memoryview(piece).cast("B")
        for start in range(0, len(view), _PIECE_BYTES):
            part = view[start : start + _PIECE_BYTES]
            if self._at + len(part) > self._most:
                self._full = True
                raise self._too_large()
            self._desk.say("piece", bytes(part), at=self._at)
            self._at += len(part)
            self._end = max(self._end, self._at)
        return len(view)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; the next piece is written there."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        """Where the next piece is written."""
        return self._at

    def _too_large(self) -> TooLarge:
        return TooLarge(f"Converted it would have more than {self._most / 1000**3:.0f} GB.")

    def writable(self) -> bool:
        """It is for nothing else."""
        return True

    def seekable(self) -> bool:
        """The length of what is in a box is written before it, once it is known."""
        return True


def _frames(video: Video, until: float) -> Iterator[VideoFrame]:
    """Every frame once, upright, with its time from the start."""
    last = -1
    for at, pixels in video.every_frame(_even):
        if time.monotonic() > until:
            raise TooLarge("To convert it would take too long.")
        frame = VideoFrame.from_ndarray(pixels, "rgb24")
        frame.pts, frame.time_base = round(at / _BASE), _BASE
        if frame.pts > last:
            last = frame.pts
            yield frame


def _begin(container: OutputContainer, video: Video, frame: VideoFrame) -> VideoStream:
    rate = Fraction(video.frame_rate or 30).limit_denominator(1001)
    stream = container.add_stream("libx264", rate=min(rate, Fraction(_MOST_RATE)), options=dict(_LOOKS))
    stream.width, stream.height, stream.pix_fmt = frame.width, frame.height, "yuv420p"
    stream.codec_context.time_base = _BASE
    stream.codec_context.thread_count = 1  # the same bytes each time, so that an upload can go on with another copy
    return stream


def _even(width: int, height: int) -> tuple[int, int]:
    """The size of the copy: H.264 stores colours for two pixels at a time."""
    scale = min(1.0, LONG_SIDE / max(width, height))
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)
