"""Videos through FFmpeg: what they are, their poster, and sampled frames, upright and small, one after the other."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from av.video.stream import VideoStream
from numpy.typing import NDArray

from rekreview.domain.errors import MediaError, TooLarge, Undecodable
from rekreview.media.reading import Source
from rekreview.media.stills import TOO_MUCH_MEMORY

MOST_PIXELS = 8192 * 8192
_DEMUXERS = {"mkv": "matroska", "webm": "matroska", "avi": "avi"}
_POSTER_KEY_FRAMES = 12
_POSTER_SECONDS = 30
_DARK_LEVEL = 24
_FLAT_SPREAD = 6
_MOST_DECODING_FAULTS = 200
# The index tells when frames are decoded, which is a few frames before they are shown.
_APART = 1.15

Pixels = NDArray[np.uint8]
Skipped = Literal["DEFAULT", "NONREF", "NONKEY"]
Alive = Callable[[], None]
Fit = Callable[[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What a video says of itself. Size is upright, in square pixels; duration None if nothing tells it."""

    width: int
    height: int
    duration_ms: int | None
    frames: int | None
    codec: str
    frame_rate: float | None
    has_audio: bool


class Video:
    """One open video: its facts, and its frames in the order of time. Made by `opened`."""

    def __init__(self, container: InputContainer, stream: VideoStream, alive: Alive) -> None:
        self._container = container
        self._stream = stream
        self._alive = alive
        self._reformatter = VideoReformatter()
        self._origin = float((stream.start_time or 0) * (stream.time_base or Fraction(0)))

    def poster(self, fit: Fit) -> tuple[Pixels, VideoFacts]:
        """The first key frame near the start that is neither black nor empty, else the brightest, and the facts.

        Raises Undecodable if no frame can be decoded.
        """
        best: tuple[float, Pixels] | None = None
        turned = 0
        for number, frame in enumerate(self._decoded("NONKEY")):
            turned = turned or _turns(frame)
            pixels = self._upright(frame, fit)
            level, spread = float(pixels.mean()), float(pixels.std())
            if best is None or level > best[0]:
                best = level, pixels
            if (level > _DARK_LEVEL and spread > _FLAT_SPREAD) or number + 1 == _POSTER_KEY_FRAMES:
                best = (level, pixels) if level > _DARK_LEVEL else best
                break
            if self._time(frame) > _POSTER_SECONDS:
                break
        if best is None:
            raise Undecodable("No frame of the video can be decoded: the file is cut off or damaged.")
        return best[1], self._facts(turned)

    def sampled(self, interval_ms: int, fit: Fit) -> Iterator[tuple[int, Pixels]]:
        """One upright frame for each `interval_ms`, with its time in ms from the start."""
        step = max(1, interval_ms) / 1000
        due = 0.0
        for frame in self._decoded("NONKEY" if self._key_frames_suffice(step) else "NONREF"):
            at = self._time(frame)
            if at + 1e-6 < due:
                continue
            yield round(at * 1000), self._upright(frame, fit)
            due = (math.floor(at / step + 1e-6) + 1) * step

    def at(self, at_ms: int, fit: Fit) -> tuple[int, Pixels]:
        """The frame shown at a time, or the last one before the end. Raises Undecodable."""
        target = max(0, at_ms) / 1000
        self._seek(target)
        last: VideoFrame | None = None
        for frame in self._decoded("DEFAULT"):
            if last is not None and self._time(frame) > target + 1e-6:
                break
            last = frame
        if last is None:
            raise Undecodable("No frame of the video can be decoded at that time.")
        return round(self._time(last) * 1000), self._upright(last, fit)

    @property
    def duration_ms(self) -> int | None:
        """Length as the container or the stream tells it."""
        if self._stream.duration and self._stream.time_base:
            return round(float(self._stream.duration * self._stream.time_base) * 1000)
        if self._container.duration:
            return round(self._container.duration * 1000 / av.time_base)
        return None

    @property
    def frames(self) -> int | None:
        """How many frames there are, counted by the container or worked out from duration and rate."""
        if self._stream.frames:
            return self._stream.frames
        rate, length = self._rate(), self.duration_ms
        return round(rate * length / 1000) if rate and length else None

    def _facts(self, turns: int) -> VideoFacts:
        width, height = self._square(self._stream.codec_context.width, self._stream.codec_context.height)
        if turns % 2:
            width, height = height, width
        codec = self._stream.codec_context.name
        sound = bool(self._container.streams.audio)
        return VideoFacts(width, height, self.duration_ms, self.frames, codec, self._rate(), sound)

    def _rate(self) -> float | None:
        rate = self._stream.average_rate or self._stream.guessed_rate
        return round(float(rate), 3) if rate else None

    def _key_frames_suffice(self, step: float) -> bool:
        """Whether key frames lie no further apart than the sampling step, by the container's index."""
        base = self._stream.time_base
        entries = self._stream.index_entries
        if not base or not len(entries):
            return False
        times = [float(entry.timestamp * base) for entry in entries if entry.is_keyframe]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        end = (self.duration_ms or 0) / 1000
        last_gap = self._origin + end - times[-1] if times and end else step
        return bool(times) and max([*gaps, last_gap], default=step) <= step * _APART

    def _seek(self, seconds: float) -> None:
        base = self._stream.time_base
        if seconds > 0 and base:
            try:
                self._container.seek(round((self._origin + seconds) / base), stream=self._stream, backward=True)
            except (av.FFmpegError, OverflowError):
                self._container.seek(0)

    def _decoded(self, skipped: Skipped) -> Iterator[VideoFrame]:
        """Frames in order; broken packets are passed over, as a player does, until there are too many of them."""
        self._stream.codec_context.skip_frame = skipped
        faults = 0
        for packet in self._packets():
            try:
                frames = packet.decode()
            except MemoryError:
                raise
            except (av.FFmpegError, ValueError):
                faults += 1
                if faults > _MOST_DECODING_FAULTS:
                    return
                continue
            self._alive()
            yield from (frame for frame in frames if isinstance(frame, VideoFrame))

    def _packets(self) -> Iterator[av.Packet[VideoStream]]:
        try:
            yield from self._container.demux(self._stream)
        except (av.FFmpegError, ValueError):
            return  # a file cut off in the middle ends here

    def _time(self, frame: VideoFrame) -> float:
        return max(0.0, (frame.time or 0.0) - self._origin)

    def _square(self, width: int, height: int) -> tuple[int, int]:
        """Size in square pixels: a DVD's 720×576 is shown as 1024×576."""
        aspect = self._stream.sample_aspect_ratio
        if not aspect or not Fraction(1, 8) <= aspect <= 8:
            return width, height
        return max(1, round(width * float(aspect))), height

    def _upright(self, frame: VideoFrame, fit: Fit) -> Pixels:
        if frame.width * frame.height > MOST_PIXELS:
            raise TooLarge(f"Its frames hold {frame.width} × {frame.height} pixels, more than the app decodes.")
        width, height = fit(*self._square(frame.width, frame.height))
        shrinks = width * 2 <= frame.width
        how = Interpolation.AREA if shrinks else Interpolation.BICUBIC
        small = self._reformatter.reformat(frame, width, height, "rgb24", interpolation=how)
        return np.ascontiguousarray(np.rot90(small.to_ndarray(), _turns(frame)))


@contextmanager
def opened(source: Source, alive: Alive) -> Iterator[Video]:
    """Open a video. Raises Undecodable, also when it holds sound but no picture, and TooLarge."""
    with video_faults():
        demuxer = _DEMUXERS.get(source.format, "mov")
        container = av.open(source.address, format=demuxer, options={"protocol_whitelist": "file"})
        with container:
            stream = _picture_stream(container)
            stream.thread_type = "AUTO"
            stream.codec_context.thread_count = min(4, os.cpu_count() or 1)
            yield Video(container, stream, alive)


@contextmanager
def video_faults() -> Iterator[None]:
    """Turns what FFmpeg raises on broken content into Undecodable or TooLarge."""
    try:
        yield
    except MediaError:
        raise
    except MemoryError as error:
        raise TooLarge(TOO_MUCH_MEMORY) from error
    except (av.FFmpegError, ValueError, ArithmeticError, LookupError, TypeError, RuntimeError) as error:
        said = " ".join(str(getattr(error, "strerror", "") or error).split())[:200]
        raise Undecodable(f"The video is cut off or damaged ({said or type(error).__name__}).") from error


def _picture_stream(container: InputContainer) -> VideoStream:
    """The first stream that moves: the cover of a song is a stream too, but no video."""
    covers = av.stream.Disposition.attached_pic
    moving = [stream for stream in container.streams.video if not stream.disposition & covers]
    if not moving:
        raise Undecodable("It holds no picture: there is only sound, which the app does not check.")
    stream = moving[0]
    if stream.codec_context is None:
        raise Undecodable("The video's codec is not one the app knows, or the file is damaged.")
    if stream.codec_context.width * stream.codec_context.height > MOST_PIXELS:
        raise TooLarge("Its frames hold more pixels than the app decodes.")
    return stream


def _turns(frame: VideoFrame) -> int:
    """Quarter turns, counter-clockwise, that make a frame upright, by the display matrix."""
    return round(frame.rotation / 90) % 4
