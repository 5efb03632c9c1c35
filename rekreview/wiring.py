"""Builds the parts from the settings: the one place the window and the command line get a library, decoder, engine.

Imports are late, so that a command pays only for the parts it uses.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rekreview import paths
from rekreview.settings import Settings, load

if TYPE_CHECKING:
    from rekreview.domain.assets import EngineName
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.domain.video import FrameChoice, VideoMode
    from rekreview.domain.video_service import VideoService
    from rekreview.library.library import Library


def library_directory(settings: Settings, chosen: str | Path | None = None) -> Path:
    """The folder of the library to use: the one named, else the one in the settings, else the platform's."""
    if chosen:
        return Path(chosen).expanduser().resolve()
    return Path(settings.library).expanduser().resolve() if settings.library else paths.library_directory()


def open_library(directory: Path, *, create: bool = False, read_only: bool = False) -> Library:
    """Open the library in `directory`. Raises LibraryError."""
    from rekreview.library.library import Library

    return Library.open(directory, create=create, read_only=read_only)


def make_decoder(settings: Settings, *, warm: bool = False) -> Decoder:
    """Worker processes that open pictures and videos; they start when they are first needed, or now with `warm`."""
    from rekreview.media.cage import Cage

    cage = Cage(workers=settings.workers)
    if warm:
        cage.warm()
    return cage


def make_engine(
    name: EngineName,
    *,
    min_confidence: float | None = None,
    adapter: str | None = None,
    rate: float | None = None,
    calls_at_once: int | None = None,
    settings: Settings | None = None,
    frames: FrameChoice | None = None,
) -> Engine:
    """An engine that is not open yet. Raises Unusable for one this build does not have.

    min_confidence: the floor of the labels asked for, 0–100; None for the settings' if the engine is paid, else its
    own. rate: calls a second at most; None for the settings'. settings: those stored, if they are not given. frames:
    which frames of a video are looked at; None for one a second, and where a paid engine is sent none.
    """
    from rekreview.engines import registry

    if not name.paid:
        own = registry.EngineOptions(min_confidence=min_confidence, adapter=adapter, frames=frames)
        return registry.create(name, own)
    chosen = settings or load()
    options = registry.EngineOptions(
        min_confidence=chosen.min_confidence if min_confidence is None else min_confidence,
        adapter=adapter or chosen.adapter or None,
        profile=chosen.aws_profile,
        region=chosen.aws_region,
        endpoint=chosen.aws_endpoint,
        rate=rate or chosen.calls_per_second or None,
        calls_at_once=calls_at_once or chosen.calls_at_once,
        keep_original=chosen.send_originals,
        frames=frames,
    )
    return registry.create(name, options)


def video_mode(settings: Settings, chosen: str = "") -> VideoMode:
    """How a paid engine is given videos: as chosen, else as in the settings, else stored where there is a bucket.

    Raises InvalidValue.
    """
    from rekreview.domain.errors import InvalidValue
    from rekreview.domain.video import VideoMode

    named = chosen or settings.video_mode or ("stored" if settings.aws_bucket else "frames")
    if named not in set(VideoMode):
        raise InvalidValue(f"There is no video mode “{named}”.", f"It is one of: {', '.join(VideoMode)}.")
    return VideoMode(named)


def frame_choice(settings: Settings, *, fps: float | None = None) -> FrameChoice:
    """Which frames of a video are looked at: those of the settings, or so many a second."""
    from rekreview.domain.video import FrameChoice

    interval_ms = settings.frame_interval_ms if fps is None else max(1, round(1000 / fps))
    return FrameChoice(interval_ms=interval_ms, key_frames_only=settings.key_frames_only)


def make_video_service(
    settings: Settings, *, min_confidence: float | None = None, bucket: str | None = None
) -> VideoService:
    """The service for stored videos, which is not open yet. bucket: instead of the one in the settings."""
    from rekreview.engines import registry

    options = registry.EngineOptions(
        min_confidence=settings.min_confidence if min_confidence is None else min_confidence,
        profile=settings.aws_profile,
        region=settings.aws_region,
        endpoint=settings.aws_endpoint,
    )
    storage = registry.StorageOptions(
        bucket=settings.aws_bucket if bucket is None else bucket,
        prefix=settings.aws_bucket_prefix,
        endpoint=settings.aws_s3_endpoint,
        polls_a_second=settings.video_polls_per_second,
    )
    return registry.create_video_service(storage, options)
