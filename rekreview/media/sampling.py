"""The job "frames": what an engine looks at: one picture, all pages, or sampled frames of what moves."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import MediaKind
from rekreview.domain.video import FrameCounts
from rekreview.media import animations, messages
from rekreview.media.cut_off import refuse_cut_off
from rekreview.media.desk import Desk
from rekreview.media.preparing import prepare
from rekreview.media.reading import Source, require_unchanged
from rekreview.media.stills import Least, Size, still

MOST_ANIMATION_FRAMES = 300
_LONGEST_TO_SHORT_SIDE = 8


def sample(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say "media" with what is known beforehand, then each frame as it is decoded."""
    if job.get("encoded"):
        prepare(source, job, desk)
    elif source.decodes_as_video:
        _sample_video(source, job, desk)
    else:
        _sample_picture(source, int(job["short_side"]), desk)


def say_frame(desk: Desk, pixels: NDArray[np.uint8], at_ms: int | None = None) -> None:
    """Send one frame's pixels."""
    height, width = pixels.shape[:2]
    desk.say("frame", np.ascontiguousarray(pixels).data.cast("B"), width=width, height=height, at_ms=at_ms)


def shrunk_to(short_side: int) -> Least:
    """The size that has `short_side` as its short side, smaller only if the long side would be extreme."""

    def least(width: int, height: int) -> Size:
        scale = min(1.0, short_side / min(width, height), short_side * _LONGEST_TO_SHORT_SIDE / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    return least


def _sample_picture(source: Source, short_side: int, desk: Desk) -> None:
    require_unchanged(source)
    shown = animations.durations(source)
    duration_ms: int | None = sum(shown)
    if len(shown) < 2:
        shown, duration_ms = [animations.PAGE_MS] * animations.pages(source), None
    if len(shown) < 2:
        picture = still(source, shrunk_to(short_side), desk.allow).picture
        desk.say("media", kind=source.kind, frames=1, duration_ms=None, stream=False)
        say_frame(desk, np.asarray(picture))
        return
    desk.say("media", kind=source.kind, frames=len(shown), duration_ms=duration_ms, stream=True)
    for at_ms, picture in animations.sampled(source, shown, MOST_ANIMATION_FRAMES, shrunk_to(short_side), desk.allow):
        say_frame(desk, np.asarray(picture), at_ms)


def _sample_video(source: Source, job: messages.Header, desk: Desk) -> None:
    from rekreview.media import videos

    require_unchanged(source)
    if source.kind is MediaKind.VIDEO:
        refuse_cut_off(source)
    with videos.opened(source, desk.alive) as video:
        frames, duration_ms = video.frames, video.duration_ms
        desk.say("media", kind=source.kind, frames=frames, duration_ms=duration_ms, stream=True)
        fit, only_keys = shrunk_to(int(job["short_side"])), bool(job["key_frames_only"])
        for at_ms, pixels in video.sampled(int(job["interval_ms"]), fit, key_frames_only=only_keys):
            say_frame(desk, pixels, at_ms)
        desk.say("counts", **asdict(FrameCounts(frames=video.frames_passed)))
