"""Which engines there are: a name, and how one is made. What an engine needs is imported when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rekreview import paths
from rekreview.domain.assets import EngineName
from rekreview.domain.errors import Unusable
from rekreview.domain.ports import Engine
from rekreview.domain.video import FrameChoice
from rekreview.domain.video_service import VideoService


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a person may choose of an engine; each engine takes what it knows.

    min_confidence: the floor, 0–100, below which no label is kept; None for the engine's own (the on-device engine
    keeps every label from 1 on, whatever is asked). adapter: ARN of a custom adapter of Rekognition. model_directory:
    where a person's own model manifests lie; None for the folder in their data. profile, region, endpoint: of AWS, ""
    for what AWS's own rules say. rate: calls a second at most, None to learn it. calls_at_once: how many may be under
    way. keep_original: send the bytes of a file where the service takes them as they are. frames: which frames of a
    video are looked at; None for one a second, and where a paid engine checks none.
    """

    min_confidence: float | None = None
    adapter: str | None = None
    model_directory: Path | None = None
    profile: str = ""
    region: str = ""
    endpoint: str = ""
    rate: float | None = None
    calls_at_once: int | None = None
    keep_original: bool = False
    frames: FrameChoice | None = None


@dataclass(frozen=True, slots=True)
class StorageOptions:
    """Where a service for stored videos puts them. prefix: of their keys. endpoint: "" for what AWS's own rules say.
    polls_a_second: questions about jobs and their pages; 0 to learn what the account allows.
    """

    bucket: str = ""
    prefix: str = "rekreview/"
    endpoint: str = ""
    polls_a_second: float = 0.0


def _on_device(options: EngineOptions) -> Engine:
    from rekreview.engines.on_device.engine import OnDeviceEngine

    return OnDeviceEngine(model_directory=options.model_directory or paths.model_directory(), frames=options.frames)


def _rekognition(options: EngineOptions) -> Engine:
    from rekreview.domain.ports import EncodedLimits
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.engine import CALLS_AT_ONCE, FLOOR, Asking, RekognitionEngine

    asking = Asking(
        floor=FLOOR if options.min_confidence is None else options.min_confidence,
        adapter=options.adapter or None,
        rate=options.rate,
        calls_at_once=options.calls_at_once or CALLS_AT_ONCE,
        encoded=EncodedLimits(keep_original=options.keep_original),
        frames=options.frames,
    )
    return RekognitionEngine(Account(options.profile, options.region, options.endpoint), asking)


_FACTORIES: dict[EngineName, Callable[[EngineOptions], Engine]] = {
    EngineName.ON_DEVICE: _on_device,
    EngineName.REKOGNITION: _rekognition,
}


def available() -> tuple[EngineName, ...]:
    """The engines that can be made."""
    return tuple(_FACTORIES)


def create(name: EngineName, options: EngineOptions | None = None) -> Engine:
    """An engine, not yet open. Raises Unusable for one that this version does not have."""
    factory = _FACTORIES.get(name)
    if factory is None:
        raise Unusable(
            f"The engine {name} is not part of this version. Nothing was moderated.",
            f"Use one of: {', '.join(_FACTORIES)}.",
        )
    return factory(options or EngineOptions())


def create_video_service(storage: StorageOptions, options: EngineOptions | None = None) -> VideoService:
    """Amazon Rekognition for stored videos, not yet open. Of `options` it takes the account and the floor."""
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.videos.service import FLOOR, StoredVideos, Storing

    chosen = options or EngineOptions()
    storing = Storing(
        bucket=storage.bucket,
        prefix=storage.prefix,
        endpoint=storage.endpoint,
        floor=FLOOR if chosen.min_confidence is None else chosen.min_confidence,
        gets_a_second=storage.polls_a_second,
    )
    return StoredVideos(Account(chosen.profile, chosen.region, chosen.endpoint), storing)
