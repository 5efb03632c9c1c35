"""What a paid run would send, cost and take, worked out before anything leaves the computer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from rekreview.domain.assets import MediaKind
from rekreview.domain.calls import Price
from rekreview.domain.ports import Engine, PacedEngine
from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from rekreview.pipeline.estimating_videos import Failures, VideoEstimate, estimate_videos, none_failed
from rekreview.pipeline.paid_jobs import awaited_videos
from rekreview.pipeline.scanning import plan
from rekreview.pipeline.stored_videos import StoredVideoWork


@dataclass(frozen=True, slots=True)
class PaidEstimate:
    """What a run would do. assets: those it is about. calls: at most; what was answered before is not asked again.

    Frames of videos are among the calls. rate: calls a second it starts with. price: of one call, US dollars. videos:
    what they take.
    """

    assets: int
    calls: int
    rate: float
    price: Price
    videos: VideoEstimate = field(default_factory=VideoEstimate)

    @property
    def sent(self) -> int:
        """How many assets are sent."""
        return self.assets - self.videos.not_sent

    @property
    def cost_usd(self) -> float:
        """What the calls and the minutes of video cost together."""
        return round(self.calls * self.price.usd + self.videos.minutes_usd, 6)

    @property
    def seconds(self) -> float:
        """How long they take at the rate the run starts with."""
        return self.calls / self.rate if self.rate > 0 else 0.0


def estimate(library: Library, engine: Engine, price: Price, work: StoredVideoWork | None = None) -> PaidEstimate:
    """What moderating everything would take that this engine has not answered on. work: who checks videos whole."""
    awaited = awaited_videos(library, work.service if work else None)
    return _estimate(library, engine, plan(library, engine), price, work, awaited=awaited)


def estimate_open(
    library: Library,
    engine: Engine,
    run: int,
    price: Price,
    *,
    failed: bool = False,
    work: StoredVideoWork | None = None,
) -> PaidEstimate:
    """What going on with a run would take; with `failed`, what asking again for those it could not moderate would."""
    assets = library.queries.open_assets(run, failed=failed).tolist()
    again = library.queries.run(run).again
    failures = none_failed if failed else partial(library.queries.failed_video_jobs, of_run=run if again else None)
    awaited = awaited_videos(library, work.service if work else None, run, failed=failed)
    return _estimate(library, engine, assets, price, work, failures, awaited)


def _estimate(
    library: Library,
    engine: Engine,
    assets: Sequence[int],
    price: Price,
    work: StoredVideoWork | None,
    failures: Failures | None = None,
    awaited: Collection[int] = (),
) -> PaidEstimate:
    videos = estimate_videos(library, assets, engine.limits, work, failures, awaited)
    calls = library.queries.planned_calls(assets, frames_at_most(engine)) + videos.frames
    return PaidEstimate(len(assets), calls, _rate(engine), price, videos)


def frames_at_most(engine: Engine) -> int:
    """How many frames of a moving picture the engine is sent."""
    return engine.limits.encoded.frames if engine.limits.encoded else 1


def videos_left_out(library: Library, engine: Engine, assets: Iterable[int]) -> int:
    """How many of these assets are videos and the engine is not sent any."""
    if engine.limits.videos:
        return 0
    return len(set(assets).intersection(library.queries.ids(QueueFilter(kind=MediaKind.VIDEO)).tolist()))


def _rate(engine: Engine) -> float:
    return engine.rate if isinstance(engine, PacedEngine) else 1.0
