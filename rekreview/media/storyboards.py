"""The job "storyboard": small pictures spread over the length of a video, for whoever looks for a moment in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from rekreview.domain.errors import Undecodable
from rekreview.domain.video import STORYBOARD_SIDE
from rekreview.media import messages
from rekreview.media.desk import Desk
from rekreview.media.reading import Source
from rekreview.media.stills import at_most
from rekreview.media.thumbnails import QUALITY, encoded, veiled

if TYPE_CHECKING:  # FFmpeg takes a while to load, and most files are pictures
    from rekreview.media.videos import Pixels, Video

_LEAST_STEP_MS = 1000
_NEAR_SECONDS = 2.0
"""A key frame this far before the time of a cell shows that time well enough."""
_MOST_DECODED = 1920 * 1080 * 30 * 60
"""Pixels of a video that are decoded for a storyboard; one that holds more makes do with its key frames."""
_PATIENT = 15
"""How far work that nobody waits for stands back behind all other (see nice)."""


def draw(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say each cell as it is made. The process stands back from now on: nobody waits for a storyboard."""
    os.setpriority(os.PRIO_PROCESS, 0, _PATIENT)
    from rekreview.media import videos

    with videos.opened(source, desk.alive) as video:
        drawn = at_moments(video, job["moments"]) if job["moments"] else cells(video, int(job["cells"]))
        for at_ms, pixels in drawn:
            picture = Image.fromarray(np.ascontiguousarray(pixels))
            sharp = encoded(picture, QUALITY)
            about = {"at_ms": at_ms, "width": picture.width, "height": picture.height, "sharp_bytes": len(sharp)}
            desk.say("cell", sharp + veiled(picture.convert("L"), enlarged=True), **about)


def cells(video: Video, most: int) -> Iterator[tuple[int, Pixels]]:
    """At most so many upright pictures with their times in ms, evenly spread; one a second if the video is short.

    Key frames are taken where they lie close enough, or where all else would be too much work; then there may be fewer.
    What of a damaged video cannot be read is left out. Raises Undecodable if that is all of it.
    """
    length_ms = video.duration_ms or 0
    step_ms = max(_LEAST_STEP_MS, -(-length_ms // most))
    by_key_frames = video.key_frames_lie_within(max(step_ms / 1000, _NEAR_SECONDS)) or video.pixels > _MOST_DECODED
    drawn = _at_key_frames(video, length_ms, step_ms) if by_key_frames and length_ms else _in_passing(video, step_ms)
    return islice(drawn, most)


def at_moments(video: Video, times_ms: Iterable[int]) -> Iterator[tuple[int, Pixels]]:
    """The frames that show at these times, each under the time asked for; what cannot be decoded is left out."""
    for at_ms in times_ms:
        with suppress(Undecodable):
            yield int(at_ms), video.at(int(at_ms), at_most(STORYBOARD_SIDE))[1]


def _at_key_frames(video: Video, length_ms: int, step_ms: int) -> Iterator[tuple[int, Pixels]]:
    last: int | None = None
    for due_ms in range(0, max(1, length_ms), step_ms):
        found = video.key_frame_before(due_ms / 1000)
        if found is not None and (last is None or found[0] > last):
            last = found[0]
            yield last, video.upright(found[1], at_most(STORYBOARD_SIDE))
    if last is None:
        raise Undecodable("No frame of the video can be decoded: the file is cut off or damaged.")


def _in_passing(video: Video, step_ms: int) -> Iterator[tuple[int, Pixels]]:
    drawn = False
    try:
        for cell in video.sampled(step_ms, at_most(STORYBOARD_SIDE)):
            yield cell
            drawn = True
    except Undecodable:
        if not drawn:
            raise
