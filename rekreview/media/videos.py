"""Videos through FFmpeg: what they are, their poster, and sampled frames, upright and small, one after the other."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Callable, Iterator, Set
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

from rekreview.domain.errors import TooLarge, Undecodable
from rekreview.domain.frame_choice import BLACK_SIDE
from rekreview.media.cut_off import refuse_cut_off
from rekreview.media.frame_count import FrameCount
from rekreview.media.reading import Source
from rekreview.media.video_faults import video_faults

MOST_PIXELS = 8192 * 8192
_DEMUXERS = {"mkv": "matroska", "webm": "matroska", "avi": "avi"}
_POSTER_KEY_FRAMES = 12
_POSTER_SECONDS = 30
_DARK_LEVEL = 24
_FLAT_SPREAD = 6
_MOST_DECODING_FAULTS = 200
_MOST_THREADS = 5
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
        self._grey = VideoReformatter()
        self._count = FrameCount()
        self._late_index = container.format.name.startswith("matroska")
        self._origin = float((stream.start_time or 0) * (stream.time_base or Fraction(0)))

    def poster(self, fit: Fit) -> tuple[Pixels, VideoFacts]:
        """The first key frame near the start that is neither black nor empty, else the brightest, and the facts.

        Raises Undecodable if no frame can be decoded.
        """
        best: tuple[float, Pixels] | None = None
        turned = 0
        for number, frame in enumerate(self._decoded("NONKEY")):
            turned = turned or _turns(frame)
            pixels = self.upright(frame, fit)
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

    def sampled(self, interval_ms: int, fit: Fit, *, key_frames_only: bool = False) -> Iterator[tuple[int, Pixels]]:
        """One upright frame for each `interval_ms`, with its time in ms from the start; see `sampled_frames`."""
        for at_ms, frame in self.sampled_frames(interval_ms, key_frames_only=key_frames_only):
            yield at_ms, self.upright(frame, fit)

    def sampled_frames(self, interval_ms: int, *, key_frames_only: bool = False) -> Iterator[tuple[int, VideoFrame]]:
        """One frame as it is stored for each `interval_ms`, with its time in ms from the start.

        Raises Undecodable where the rest of the video cannot be read: who samples must not take a part for the whole.
        """
        step = max(1, interval_ms) / 1000
        close = self.key_frames_lie_within(step)
        # Some decoders decode what they should skip: where key frames lie far apart, all that they give is welcome.
        keys = self._keys() if close else frozenset()
        frames = self._decoded("NONKEY" if key_frames_only or close else "NONREF", whole=True, keys=keys)
        skips, due = not key_frames_only, 0.0
        while True:
            frame = next(frames, None)
            at = self._time(frame) if frame is not None else -math.inf
            if skips and self._leaves_out(frame, due, step):
                # What is skipped was needed after all: a container may say what is not so, and a file may have hardly
                # any frame that others are made from. Nobody may hide anything behind that, so look at all.
                met = self._count.met
                self._land(0 if close else due)  # where key frames are told wrongly there is no other way in
                self._count.go_on(met)
                frames, skips = self._decoded("DEFAULT", whole=True), False
            elif frame is None:
                return
            elif at + 1e-6 >= due:
                yield round(at * 1000), frame
                due = (math.floor(at / step + 1e-6) + 1) * step

    def _leaves_out(self, frame: VideoFrame | None, due: float, step: float) -> bool:
        """Whether a whole step from `due` on, in seconds, has no frame: one comes too late, or the end comes (None)."""
        if frame is not None:
            return self._time(frame) > due + step
        return (self.duration_ms or 0) / 1000 > due + step * _APART

    def every_frame(self, fit: Fit) -> Iterator[tuple[float, Pixels]]:
        """Every frame upright, with its time in seconds from the start. Raises Undecodable as `sampled_frames` does."""
        for frame in self._decoded("DEFAULT", whole=True):
            yield self._time(frame), self.upright(frame, fit)

    @property
    def frame_rate(self) -> float | None:
        """Frames a second, on the whole."""
        return self._rate()

    def at(self, at_ms: int, fit: Fit) -> tuple[int, Pixels]:
        """The frame shown at a time, or the last one before the end. Raises Undecodable."""
        target = (max(0, at_ms) + 0.5) / 1000  # a time that was kept is rounded, and finds its own frame again
        last: VideoFrame | None = None
        for frame in self._from(target):
            if last is not None and self._time(frame) > target + 1e-6:
                break
            last = frame
        if last is None:
            raise Undecodable("No frame of the video can be decoded at that time.")
        return round(self._time(last) * 1000), self.upright(last, fit)

    def key_frame_before(self, seconds: float) -> tuple[int, VideoFrame] | None:
        """The key frame at or before a time, with its time in ms; None if it cannot be decoded."""
        self._land(seconds)
        frame = self._lone_key_frame()
        if frame is None or self._time(frame) > seconds + 1e-6:
            frame = next(self._from(seconds, "NONKEY"), None)
        return None if frame is None else (round(self._time(frame) * 1000), frame)

    def key_frames_lie_within(self, step: float) -> bool:
        """Whether key frames lie no further apart than so many seconds, by the container's index."""
        base = self._stream.time_base
        times = sorted(float(key * base) for key in self._keys()) if base else []
        gaps = [later - earlier for earlier, later in pairwise(times)]
        end = (self.duration_ms or 0) / 1000
        last_gap = self._origin + end - times[-1] if times and end else step
        return bool(times) and max([*gaps, last_gap], default=step) <= step * _APART

    def _keys(self) -> Set[int]:
        """Where key frames lie by the container's index, in the stream's time base; none if it has none.

        Most containers tell when they are decoded, and Matroska when they are shown.
        """
        if self._late_index:
            self._land(0)  # Matroska keeps its index at the end, and it is read when it is first needed
            self._late_index, self._count.met = False, 0
        return {entry.timestamp for entry in self._stream.index_entries if entry.is_keyframe}

    @property
    def duration_ms(self) -> int | None:
        """Length as the container or the stream tells it."""
        told, base, whole = self._stream.duration or 0, self._stream.time_base, self._container.duration or 0
        if told > 0 and base:
            return round(float(told * base) * 1000)
        if whole > 0:
            until = whole / av.time_base
            # Matroska tells when the last frame ends, which is no length where the first does not begin at zero.
            return round((until - self._origin if 0 < self._origin < until else until) * 1000)
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

    @property
    def pixels(self) -> int:
        """How many pixels all its frames hold together, which tells what it costs to decode them."""
        context = self._stream.codec_context
        return context.width * context.height * (self.frames or 1)

    @property
    def frames_passed(self) -> int | None:
        """How many frames were met while the video was read from its beginning; None once it was read otherwise."""
        return self._count.met

    def _rate(self) -> float | None:
        rate = self._stream.average_rate or self._stream.guessed_rate
        return round(float(rate), 3) if rate else None

    def _from(self, seconds: float, skipped: Skipped = "DEFAULT") -> Iterator[VideoFrame]:
        """Frames from the one at a time on, or from before it.

        Where an index leads too far, as that of a video in fragments does, it goes back until it comes early enough.
        """
        back = 0.0
        while True:
            start = max(0.0, seconds - back)
            self._land(start)
            frames = self._decoded(skipped)
            first = next(frames, None)
            if start == 0 or (first is not None and self._time(first) <= seconds + 1e-6):
                break
            back = max(1.0, back * 4)
        if first is not None:
            yield first
            yield from frames

    def _lone_key_frame(self) -> VideoFrame | None:
        """The next key frame, decoded alone: a decoder that waits for its neighbours would read on to the next one."""
        self._stream.codec_context.skip_frame = "DEFAULT"
        for packet in self._packets(whole=False):
            if packet.is_keyframe:
                try:
                    return next(iter(self._decode_alone(packet)), None)
                except (av.FFmpegError, ValueError):
                    return None
            self._alive()
        return None

    def _land(self, seconds: float) -> None:
        """Go to the key frame before a time, so that decoding goes on from there."""
        self._count.met = None
        base = self._stream.time_base
        target = math.floor((self._origin + seconds + 1e-6) / base) if base else 0
        try:
            self._container.seek(target, stream=self._stream, backward=True)
        except (av.FFmpegError, OverflowError):
            with contextlib.suppress(av.FFmpegError):
                self._container.seek(0)

    def _decoded(self, skipped: Skipped, *, whole: bool = False, keys: Set[int] = frozenset()) -> Iterator[VideoFrame]:
        """Frames in order; broken packets are passed over, as a player does, until there are too many of them.

        whole: raise Undecodable where the rest of the video cannot be read, instead of ending there. keys: when key
        frames are decoded, if that is known. The threads of a decoder take packets in turns and wait for each other:
        where it is not even given those it would skip, all of them have something to do.
        """
        self._stream.codec_context.skip_frame = skipped
        only_keys = bool(keys) and skipped == "NONKEY"
        decode = self._decode_alone if skipped == "NONKEY" and self._has_open_groups else av.Packet.decode
        faults = 0
        for packet in self._packets(whole=whole):
            if only_keys and packet.size and not packet.is_keyframe and packet.dts not in keys:
                self._alive()
                continue
            try:
                frames = decode(packet)
            except MemoryError:
                raise
            except (av.FFmpegError, ValueError) as error:
                faults += 1
                if faults <= _MOST_DECODING_FAULTS:
                    continue
                if whole:
                    raise Undecodable("The video is damaged: too much of it cannot be decoded.") from error
                return
            self._alive()
            yield from (frame for frame in frames if isinstance(frame, VideoFrame))

    @property
    def _has_open_groups(self) -> bool:
        """Whether the order of key frames is told by those between them: HEVC counts pictures in few bits."""
        return self._stream.codec_context.name == "hevc"

    def _decode_alone(self, packet: av.Packet[VideoStream]) -> list[VideoFrame]:
        """The frames of a packet, if it holds a key frame, with nothing kept of it for the next one."""
        if not packet.is_keyframe:
            return []
        context = self._stream.codec_context
        try:
            frames = [*context.decode(packet), *context.decode(None)]
        finally:
            context.flush_buffers()
        for frame in frames:
            if self._stream.time_base:
                frame.time_base = self._stream.time_base  # which one that was called for at the end is not given
        return frames

    def _packets(self, *, whole: bool) -> Iterator[av.Packet[VideoStream]]:
        try:
            for packet in self._container.demux(self._stream):
                self._count.note(packet)
                yield packet
        except (av.FFmpegError, ValueError) as error:
            if whole:
                raise Undecodable("The video is cut off or damaged: the rest of it cannot be read.") from error

    def _time(self, frame: VideoFrame) -> float:
        return max(0.0, (frame.time or 0.0) - self._origin)

    def _square(self, width: int, height: int) -> tuple[int, int]:
        """Size in square pixels: a DVD's 720×576 is shown as 1024×576."""
        aspect = self._stream.sample_aspect_ratio
        if not aspect or not Fraction(1, 8) <= aspect <= 8:
            return width, height
        return max(1, round(width * float(aspect))), height

    def grey(self, frame: VideoFrame) -> Pixels:
        """The grey levels of a frame, squeezed into a square of BLACK_SIDE: enough to tell it from another."""
        small = self._grey.reformat(frame, BLACK_SIDE, BLACK_SIDE, "gray", interpolation=Interpolation.AREA)
        return np.asarray(small.to_ndarray(), np.uint8)

    def upright(self, frame: VideoFrame, fit: Fit) -> Pixels:
        """The RGB pixels of a frame, upright, of the size that `fit` says. Raises TooLarge."""
        if frame.width * frame.height > MOST_PIXELS:
            raise TooLarge(f"Its frames hold {frame.width} × {frame.height} pixels, more than the app decodes.")
        width, height = fit(*self._square(frame.width, frame.height))
        shrinks = width * 2 <= frame.width
        how = Interpolation.AREA if shrinks else Interpolation.BICUBIC
        small = self._reformatter.reformat(frame, width, height, "rgb24", interpolation=how)
        return np.ascontiguousarray(np.rot90(small.to_ndarray(), _turns(frame)))


@contextmanager
def opened(source: Source, alive: Alive) -> Iterator[Video]:
    """Open a video. Raises Undecodable, also when it holds sound but no picture, and TooLarge.

    Of a file that cannot be used the first thing to say is that it was cut off, if it was.
    """
    with _told_if_cut_off(source), video_faults():
        demuxer = _DEMUXERS.get(source.format, "mov")
        container = av.open(source.address, format=demuxer, options={"protocol_whitelist": "file"})
        with container:
            stream = _picture_stream(container)
            stream.thread_type = "AUTO"
            # One more than there are cores, so that none stands idle while a frame is made ready to be sent.
            stream.codec_context.thread_count = min(_MOST_THREADS, (os.cpu_count() or 1) + 1)
            yield Video(container, stream, alive)


@contextmanager
def _told_if_cut_off(source: Source) -> Iterator[None]:
    try:
        yield
    except Undecodable:
        refuse_cut_off(source)
        raise


def _picture_stream(container: InputContainer) -> VideoStream:
    """The first stream that moves: the cover of a song is a stream too, but no video."""
    covers = av.stream.Disposition.attached_pic
    moving = [stream for stream in container.streams.video if not stream.disposition & covers]
    if not moving:
        if container.streams.audio:
            raise Undecodable("It holds no picture: there is only sound, which the app does not check.")
        raise Undecodable("It holds no picture: the file is empty but for its header, or damaged.")
    stream = moving[0]
    if stream.codec_context is None:
        raise Undecodable("The video's codec is not one the app knows, or the file is damaged.")
    if stream.codec_context.width * stream.codec_context.height > MOST_PIXELS:
        raise TooLarge("Its frames hold more pixels than the app decodes.")
    return stream


def _turns(frame: VideoFrame) -> int:
    """Quarter turns, counter-clockwise, that make a frame upright, by the display matrix."""
    return round(frame.rotation / 90) % 4
