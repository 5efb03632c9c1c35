"""What a person is asked before money is spent and pictures leave the computer, found out off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rekreview import wiring
from rekreview.domain.calls import Price
from rekreview.domain.video import VideoMode
from rekreview.ui import operations

if TYPE_CHECKING:
    from rekreview.domain.assets import EngineName
    from rekreview.domain.ports import Engine
    from rekreview.library.library import Library
    from rekreview.pipeline.estimating import PaidEstimate
    from rekreview.pipeline.paying import Purse
    from rekreview.pipeline.stored_videos import StoredVideoWork
    from rekreview.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """A moderation a person asked for. run: one to go on with, None for a new one; failed: what it could not do too.

    by_frames, converted: with videos otherwise than the settings say, which they will once it is agreed to.
    """

    run: int | None = None
    failed: bool = False
    by_frames: bool = False
    converted: bool = False

    def chosen(self, settings: Settings) -> Settings:
        """The settings with what was chosen for this moderation."""
        if self.by_frames:
            settings = replace(settings, video_mode=VideoMode.FRAMES.value)
        return replace(settings, convert_videos=True) if self.converted else settings


@dataclass(frozen=True, slots=True)
class Setup:
    """The engine a run uses, and the settings it is made from."""

    engine: EngineName
    settings: Settings

    @property
    def workers(self) -> int:
        """How many assets are worked on at a time: on this computer a few, at a service as many as it may be asked."""
        return self.settings.calls_at_once if self.engine.paid else self.settings.workers

    @property
    def video_mode(self) -> VideoMode | None:
        """How videos are sent; None where nothing is sent, and where a bucket is wanted and none is chosen."""
        if not self.engine.paid:
            return None
        mode = wiring.video_mode(self.settings)
        return mode if mode is VideoMode.FRAMES or self.settings.aws_bucket else None

    @property
    def video_price(self) -> Price:
        """Of one minute of a stored video."""
        return Price(self.settings.price_per_video_minute_usd, self.settings.video_price_as_of)

    def make_engine(self) -> Engine:
        """A new engine. Imports its libraries, so it is called in a thread."""
        by_frames = not self.engine.paid or self.video_mode is VideoMode.FRAMES
        frames = wiring.frame_choice(self.settings) if by_frames else None
        return wiring.make_engine(self.engine, settings=self.settings, frames=frames)

    def make_videos(self) -> StoredVideoWork | None:
        """Who checks videos whole, with a service that is not open yet; None if nobody does."""
        if self.video_mode is not VideoMode.STORED:
            return None
        from rekreview.pipeline.stored_videos import StoredVideoWork

        return StoredVideoWork(
            wiring.make_video_service(self.settings),
            self.video_price,
            jobs_at_once=self.settings.video_jobs_at_once,
            keep=self.settings.keep_uploaded_videos,
            converts=self.settings.convert_videos,
        )


@dataclass(frozen=True, slots=True)
class PaidRun:
    """What a person is asked. who: whose credentials; where: which region or address, both in words.

    purse: what the run may spend once it is agreed to.
    """

    wanted: Wanted
    setup: Setup
    estimate: PaidEstimate
    purse: Purse
    who: str
    where: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A moderation that can start; with `paid`, once a person agrees to that."""

    wanted: Wanted
    setup: Setup
    paid: PaidRun | None = None


def consider(library: Library, wanted: Wanted, settings: Settings, agreed: bool) -> Considered:
    """What has to be agreed to before a moderation starts. Blocks; sends nothing.

    Raises EngineError where the service could not be asked at all: no credentials, no such profile, no region; and
    where videos that a stopped run waits for would be paid for again.
    """
    setup = _setup(library, wanted, wanted.chosen(settings))
    if not setup.engine.paid:
        return Considered(wanted, setup)
    from rekreview.pipeline.paid_jobs import require_same_way

    work = setup.make_videos()
    require_same_way(library, wanted.run, work.service if work else None, failed=wanted.failed)
    if agreed:
        return Considered(wanted, setup)
    from rekreview.engines.rekognition.account import Account
    from rekreview.engines.rekognition.connection import chosen_place
    from rekreview.pipeline.paying import purse_for

    chosen = setup.settings
    place = chosen_place(Account(chosen.aws_profile, chosen.aws_region, chosen.aws_endpoint))
    engine = setup.make_engine()
    purse = purse_for(engine, chosen)
    estimate = _estimate(library, wanted, engine, purse.price, work)
    purse.agreed_usd = estimate.cost_usd
    return Considered(wanted, setup, PaidRun(wanted, setup, estimate, purse, place.who, place.where))


def _setup(library: Library, wanted: Wanted, settings: Settings) -> Setup:
    """A run goes on as it began: with its engine, adapter and floor, whatever the settings say by now."""
    if wanted.run is None:
        return Setup(operations.engine_name(settings.engine), settings)
    run = library.queries.run(wanted.run)
    if not run.engine.paid:
        return Setup(run.engine, settings)
    return Setup(run.engine, replace(settings, adapter=run.adapter or "", min_confidence=run.floor))


def _estimate(
    library: Library, wanted: Wanted, engine: Engine, price: Price, work: StoredVideoWork | None
) -> PaidEstimate:
    from rekreview.pipeline.estimating import estimate, estimate_open

    if wanted.run is None:
        return estimate(library, engine, price, work)
    return estimate_open(library, engine, wanted.run, price, failed=wanted.failed, work=work)
