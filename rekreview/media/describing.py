"""The job "ingest": identity and facts of one file."""

from __future__ import annotations

import numpy as np
from PIL import Image

from rekreview.media import animations, messages
from rekreview.media.cut_off import refuse_cut_off
from rekreview.media.desk import Desk
from rekreview.media.reading import Source, hashed
from rekreview.media.stills import at_most, still
from rekreview.media.thumbnails import LONG_SIDE, Thumbnail, thumbnail


def describe(source: Source, job: messages.Header, desk: Desk) -> None:
    """Say the file's identity first, so that it is known even if decoding ends this process, then its facts."""
    sha256 = hashed(source, desk.alive) if job["hash"] else ""
    desk.say(
        "identity",
        kind=source.kind,
        format=source.format,
        bytes=source.size,
        mtime_ns=source.mtime_ns,
        sha256=sha256,
    )
    if source.decodes_as_video:
        _describe_video(source, desk)
    else:
        _describe_picture(source, desk)


def _describe_picture(source: Source, desk: Desk) -> None:
    shown = animations.durations(source)
    found = still(source, at_most(LONG_SIDE), desk.allow)
    moves = len(shown) > 1
    _say(
        desk,
        thumbnail(found.picture),
        width=found.width,
        height=found.height,
        frames=len(shown) if moves else animations.pages(source),
        duration_ms=sum(shown) if moves else None,
    )


def _describe_video(source: Source, desk: Desk) -> None:
    from rekreview.media import videos  # FFmpeg takes a while to load, and most files are pictures

    with videos.opened(source, desk.alive) as video:
        poster, facts = video.poster(at_most(LONG_SIDE))
        _say(
            desk,
            thumbnail(Image.fromarray(np.ascontiguousarray(poster))),
            width=facts.width,
            height=facts.height,
            frames=facts.frames,
            duration_ms=facts.duration_ms,
            codec=facts.codec,
            frame_rate=facts.frame_rate,
            has_audio=facts.has_audio,
        )
    refuse_cut_off(source)  # it has its poster and its facts by now


def _say(desk: Desk, small: Thumbnail, **facts: object) -> None:
    desk.hold("facts", small.jpeg + small.veiled, thumbnail_bytes=len(small.jpeg), phash=small.phash, **facts)
