"""One open video and its frames, exactly: the frame of a time, those after it, and those before it, backwards.

Imported by the decoding thread only, since FFmpeg takes long to load.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from rekreview.domain.errors import TooLarge, Undecodable
from rekreview.media.reading import opened as opened_file
from rekreview.media.video_faults import video_faults
from rekreview.media.videos import MOST_PIXELS

_DEMUXERS = {"mkv": "matroska", "webm": "matroska", "avi": "avi"}
_MOST_FAULTS = 200
_HELD_BYTES = 96 << 20
_MOST_HELD, _LEAST_HELD = 48, 4
_THREADS = 4


class Interrupted(Exception):  # noqa: N818
    """Another frame is wanted by now, or none any more."""


class Film:
    """The frames of one open video. Times are ticks of the stream's own clock, or milliseconds from its start.

    interrupted: asked between packets; when it says yes, whatever is under way ends with Interrupted.
    """

    def __init__(self, container: InputContainer, stream: VideoStream, interrupted: Callable[[], bool]) -> None:
        self._container = container
        self._stream = stream
        self._interrupted = interrupted
        self._hurried = False
        self._base = stream.time_base or Fraction(1, 1000)
        self._start = stream.start_time or 0
        aspect = stream.sample_aspect_ratio
        self.aspect = float(aspect) if aspect and Fraction(1, 8) <= aspect <= 8 else 1.0

    def seconds(self, ticks: int) -> float:
        """The time of a tick from the start of the video."""
        return max(0.0, float((ticks - self._start) * self._base))

    def milliseconds(self, ticks: int) -> int:
        """The same, as times are kept in a library."""
        return max(0, round((ticks - self._start) * self._base * 1000))

    def last_tick(self, at_ms: int) -> int:
        """The last tick that is this millisecond when rounded: what was kept as a time finds its own frame again."""
        return self._start + int(Fraction(2 * max(0, at_ms) + 1, 2000) / self._base)

    def at(self, ticks: int) -> Iterator[VideoFrame]:
        """The frame shown at a time, and all that follow; the nearest one where there is none at that time."""
        frames = self._landed(ticks)
        held = next(frames, None)
        for frame in frames:
            if _ticks(frame) > ticks:
                assert held is not None
                yield held
                yield frame
                yield from frames
                return
            held = frame
        if held is not None:
            yield held

    def after(self, ticks: int) -> Iterator[VideoFrame]:
        """The frames that follow the one at this time."""
        return (frame for frame in self._landed(ticks) if _ticks(frame) > ticks)

    def backward(self, ticks: int) -> Iterator[VideoFrame]:
        """The frames before this time, the nearest first, down to the first of the video."""
        held: deque[VideoFrame] = deque(maxlen=self._most_held())
        while True:
            held.clear()
            for frame in self._landed(ticks - 1, whole=True):
                if _ticks(frame) >= ticks:
                    break
                held.append(frame)
            if not held:
                return
            ticks = _ticks(held[0])
            while held:
                yield held.pop()

    def hurry(self, on: bool) -> None:
        """Leave out frames that no other needs, to keep up."""
        self._hurried = on

    def _most_held(self) -> int:
        size = self._stream.codec_context.width * self._stream.codec_context.height * 3 // 2
        return max(_LEAST_HELD, min(_MOST_HELD, _HELD_BYTES // max(1, size)))

    def _landed(self, ticks: int, *, whole: bool = False) -> Iterator[VideoFrame]:
        """Frames from some key frame at or before a time: all of them if `whole`, else all from a second before it on.

        An index tells when key frames are decoded, not when they are shown, and what follows an open one may be lost:
        so the first frame that comes out has to prove that it is early enough.
        """
        back = 0
        second = max(1, int(1 / self._base))
        while True:
            target = max(self._start, ticks - back)
            self._seek(target)
            frames = self._decoded(None if whole else target)
            first = next(frames, None)
            if first is not None and (_ticks(first) <= ticks or target <= self._start):
                yield first
                yield from frames
                return
            if target <= self._start:
                return
            back = max(second, 2 * back)

    def _seek(self, ticks: int) -> None:
        try:
            self._container.seek(ticks, stream=self._stream, backward=True)
        except (av.FFmpegError, OverflowError):
            self._container.seek(0)

    def _decoded(self, ticks: int | None) -> Iterator[VideoFrame]:
        """Frames in the order of time; broken packets are passed over until there are too many of them.

        ticks: the time that is wanted. On the way to it, up to a second before, what no other frame needs is left out.
        """
        faults = 0
        exact_from = self._start if ticks is None else ticks - max(1, int(1 / self._base))
        for packet in self._packets():
            if self._interrupted():
                raise Interrupted
            on_the_way = packet.pts is not None and packet.pts < exact_from
            self._stream.codec_context.skip_frame = "NONREF" if on_the_way or self._hurried else "DEFAULT"
            try:
                frames = packet.decode()
            except (av.FFmpegError, ValueError):
                faults += 1
                if faults > _MOST_FAULTS:
                    return
                continue
            yield from (frame for frame in frames if isinstance(frame, VideoFrame) and frame.pts is not None)

    def _packets(self) -> Iterator[av.Packet[VideoStream]]:
        try:
            yield from self._container.demux(self._stream)
        except (av.FFmpegError, ValueError):
            return  # a file cut off in the middle ends here


@contextmanager
def opened(path: str, interrupted: Callable[[], bool]) -> Iterator[Film]:
    """Open a video that was probed before. Raises MediaError."""
    with opened_file(path) as source, video_faults():
        demuxer = _DEMUXERS.get(source.format, "mov")
        with av.open(source.address, format=demuxer, options={"protocol_whitelist": "file"}) as container:
            stream = _picture_stream(container)
            stream.thread_type = "AUTO"
            stream.codec_context.thread_count = min(_THREADS, os.cpu_count() or 1)
            yield Film(container, stream, interrupted)


def turns(frame: VideoFrame) -> int:
    """Quarter turns, counter-clockwise, that make a frame upright."""
    return round(frame.rotation / 90) % 4


def _picture_stream(container: InputContainer) -> VideoStream:
    covers = av.stream.Disposition.attached_pic
    moving = [stream for stream in container.streams.video if not stream.disposition & covers]
    if not moving or moving[0].codec_context is None:
        raise Undecodable("It holds no picture that the app can decode.")
    if moving[0].codec_context.width * moving[0].codec_context.height > MOST_PIXELS:
        raise TooLarge("Its frames hold more pixels than the app decodes.")
    return moving[0]


def _ticks(frame: VideoFrame) -> int:
    assert frame.pts is not None
    return frame.pts
