"""What the videos of a paid run would take, worked out before anything of them leaves the computer."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rekreview.domain.assets import Asset, MediaKind
from rekreview.domain.calls import Price
from rekreview.domain.ports import EngineLimits
from rekreview.domain.queues import QueueFilter
from rekreview.domain.video import StoredVideo, VideoMode
from rekreview.library.library import Library
from rekreview.pipeline.paying_videos import minutes
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.pipeline.video_steps import job_failed

Failures = Callable[[Sequence[int]], Mapping[int, str]]
"""Which of these videos the service could not check, with its words, and are not tried again."""


@dataclass(frozen=True, slots=True)
class RefusedVideo:
    """A video that would not be sent, and why, in words."""

    id: int
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class VideoEstimate:
    """What the videos of a run would take. mode: how they are sent, None if they are not.

    sent: how many. minutes, frames: paid for at most, in the one mode or in the other. price: of a minute. refused:
    those the service does not take. convertible: of how many of those it would take a copy. converted: how many of
    those sent are copies. left_out: how many more are not sent at all. awaited: of how many the job is at the service
    and paid already, so that only its answer is read.
    """

    mode: VideoMode | None = None
    sent: int = 0
    minutes: int = 0
    frames: int = 0
    price: Price = field(default_factory=lambda: Price(0.0))
    refused: tuple[RefusedVideo, ...] = ()
    left_out: int = 0
    converted: int = 0
    convertible: int = 0
    awaited: int = 0

    @property
    def not_sent(self) -> int:
        """How many videos are not sent, for whatever reason."""
        return self.left_out + len(self.refused) + self.awaited

    @property
    def minutes_usd(self) -> float:
        """What the minutes cost together."""
        return round(self.minutes * self.price.usd, 6)


def estimate_videos(
    library: Library,
    assets: Iterable[int],
    limits: EngineLimits,
    work: StoredVideoWork | None = None,
    failures: Failures | None = None,
    awaited: Collection[int] = (),
) -> VideoEstimate:
    """What the videos among these assets would take. limits: of the engine. work: who checks videos whole, if so.
    failures: what the service said of those that it could not check and that are not tried again. awaited: those whose
    jobs are paid already.
    """
    assets_found = _videos(library, assets)
    videos = [stored_video(asset) for asset in assets_found]
    if work is not None:
        ids = [asset.id for asset in assets_found]
        failed = (failures or library.queries.failed_video_jobs)(ids)
        return estimate_stored(videos, work, ids, failed, awaited)
    return estimate_frames(videos, limits) if limits.videos else VideoEstimate(left_out=len(videos))


def estimate_frames(videos: Sequence[StoredVideo], limits: EngineLimits) -> VideoEstimate:
    """What these videos would take by frames."""
    frames = sum(frames_at_most(video.duration_ms, limits.frame_interval_ms) for video in videos)
    return VideoEstimate(VideoMode.FRAMES, len(videos), frames=frames)


def none_failed(_assets: Sequence[int]) -> Mapping[int, str]:
    """For who has those tried again that failed."""
    return {}


def together(one: VideoEstimate, other: VideoEstimate) -> VideoEstimate:
    """What two lots of videos would take."""
    return VideoEstimate(
        one.mode or other.mode,
        one.sent + other.sent,
        one.minutes + other.minutes,
        one.frames + other.frames,
        max(one.price, other.price, key=lambda price: price.usd),
        one.refused + other.refused,
        one.left_out + other.left_out,
        one.converted + other.converted,
        one.convertible + other.convertible,
        one.awaited + other.awaited,
    )


def frames_at_most(duration_ms: int | None, interval_ms: int) -> int:
    """How many frames of a video are sent at most: one for each interval that is begun."""
    return max(1, math.ceil((duration_ms or 0) / max(1, interval_ms)))


def _videos(library: Library, assets: Iterable[int]) -> list[Asset]:
    """The videos among these assets, but for those that could not be opened."""
    known = set(library.queries.ids(QueueFilter(kind=MediaKind.VIDEO)).tolist())
    found = library.queries.assets([asset for asset in assets if asset in known])
    return [asset for asset in found if asset.codec or asset.fault is None]


def estimate_stored(
    videos: Sequence[StoredVideo],
    work: StoredVideoWork,
    ids: Sequence[int] | None = None,
    failures: Mapping[int, str] | None = None,
    awaited: Collection[int] = (),
) -> VideoEstimate:
    """What these videos would take, checked whole. ids: of their assets; 0 where there is none yet. failures: what the
    service said of those that it could not check and that are not tried again. awaited: those whose jobs are paid.
    """
    failed = {asset_id: job_failed(said, again=False).message for asset_id, said in (failures or {}).items()}
    wanted = list(zip(ids or [0] * len(videos), videos, strict=True))
    told = [
        (asset_id, video, failed.get(asset_id) or work.refused(video))
        for asset_id, video in wanted
        if asset_id not in awaited
    ]
    sent = [video for _, video, why in told if not why]
    refused = [video for asset_id, video, why in told if why and asset_id not in failed]
    return VideoEstimate(
        VideoMode.STORED,
        len(sent),
        minutes=sum(minutes(video.duration_ms) for video in sent),
        price=work.price,
        refused=tuple(RefusedVideo(asset_id, video.path, why) for asset_id, video, why in told if why),
        converted=sum(bool(work.service.refused(video)) for video in sent),
        convertible=sum(work.takes_copy(video) for video in refused),
        awaited=len(wanted) - len(told),
    )


def stored_video(asset: Asset) -> StoredVideo:
    """A video as the service would be told of it."""
    path = next(iter((*asset.paths, *asset.missing_paths)), "")
    return StoredVideo(path, asset.sha256, asset.bytes, asset.format, asset.codec, asset.duration_ms)
