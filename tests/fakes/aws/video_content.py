"""What the stand-in finds out about a stored video by opening it, as the service would."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import av

from tests.fakes.aws import marks

STEP_MS = 1000


@dataclass(frozen=True)
class Looked:
    """What a video is. numbers: the number in the pixels of one frame a second, with the frame's time."""

    codec: str
    container: str
    duration_ms: int
    width: int
    height: int
    frame_rate: float
    numbers: tuple[tuple[int, int], ...]


class NoVideo(ValueError):
    """The bytes are no video that can be opened."""


@lru_cache(maxsize=256)
def look(content: bytes, *, frames: bool = True) -> Looked:
    """Open the bytes of a video. Raises NoVideo."""
    try:
        with av.open(io.BytesIO(content)) as container:
            stream = container.streams.video[0]
            duration = int((container.duration or 0) / 1000)
            rate = float(stream.average_rate or 0)
            about = (stream.codec_context.name, container.format.name, duration, stream.width, stream.height, rate)
            return Looked(*about, tuple(_numbers(container)) if frames and about[0] == "h264" else ())
    except (av.FFmpegError, IndexError) as error:
        raise NoVideo(str(error)) from error


def _numbers(container: Any) -> Any:
    due = 0
    for frame in container.decode(video=0):
        at = round(float(frame.time or 0) * 1000)
        if at < due:
            continue
        due = (at // STEP_MS + 1) * STEP_MS
        try:
            yield at, marks.number_in(frame.to_ndarray(format="gray"))
        except marks.NotReadable:
            continue
