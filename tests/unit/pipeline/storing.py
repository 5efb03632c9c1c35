"""Runs over videos that are checked whole, through the real service before a stand-in that charges."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.calls import Price
from rekreview.domain.ports import Decoder
from rekreview.domain.progress import CancelToken, Progress
from rekreview.domain.video import FrameChoice, VideoJob
from rekreview.library.library import Library
from rekreview.pipeline import scanning
from rekreview.pipeline.importing import import_paths
from rekreview.pipeline.paying import Purse
from rekreview.pipeline.run_summary import RunSummary
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.pipeline.video_clip import Looks
from rekreview.settings import Settings
from tests.contract.amazon import service_at
from tests.fakes.aws import clips
from tests.fakes.aws.rekognition import StandIn
from tests.unit.pipeline.driving import drive

QUICK = Looks(first=0.05, least=0.1, most=0.3)
PRICE = Price(0.1)
WORKERS = 4


@dataclass
class Desk:
    """A library, a decoder and the service, with which runs are made."""

    library: Library
    decoder: Decoder
    service: StandIn
    place: Path
    choices: dict[str, Any] = field(default_factory=dict)

    def add(self, *shown: list[int], name: str = "{}.mp4", **options: Any) -> list[int]:
        """Make videos of these numbers and import them; their ids."""
        known = len(list(self.place.iterdir()))
        paths = [
            clips.write(self.place / name.format(known + index), numbers, **options)
            for index, numbers in enumerate(shown)
        ]
        return self.take_in(*paths)

    def take_in(self, *paths: Path) -> list[int]:
        """Import these files; their ids."""
        with ThreadPoolExecutor(2) as threads:
            work = import_paths(
                self.library, self.decoder, list(map(str, paths)), executor=threads, cancel=CancelToken()
            )
            return list(drive(work).assets)

    def begin(self, *, again: bool = False) -> int:
        """A new run over all there is to do."""
        engine = wiring.make_engine(EngineName.REKOGNITION, settings=Settings())
        return scanning.start(self.library, engine, scanning.plan(self.library, engine, again=again), again=again)

    def run(
        self,
        number: int | None = None,
        *,
        cancel: CancelToken | None = None,
        each: Callable[[Progress], None] = lambda progress: None,
        purse: Purse | None = None,
        jobs_at_once: int = 10,
        keep: bool = False,
        patience: Any = None,
        looks: Looks = QUICK,
        converts: bool = False,
        whole: bool = True,
        **storing: Any,
    ) -> RunSummary:
        """Work through a run, or through a new one over all there is to do."""
        frames = None if whole else FrameChoice()
        engine = wiring.make_engine(EngineName.REKOGNITION, rate=200, settings=Settings(), frames=frames)
        service = service_at(self.service, **{**self.choices, **storing})
        number = number or self.begin()
        with ThreadPoolExecutor(WORKERS) as threads:
            try:
                work = scanning.scan(
                    self.library,
                    self.decoder,
                    engine,
                    number,
                    executor=threads,
                    workers=WORKERS,
                    cancel=cancel or CancelToken(),
                    purse=purse or Purse(Price(0.001)),
                    patience=patience,
                    videos=StoredVideoWork(service, PRICE, jobs_at_once, keep, looks, converts) if whole else None,
                )
                return drive(work, each)
            finally:
                engine.close()
                service.close()

    @property
    def lying(self) -> int:
        """How many objects and unfinished uploads lie in the bucket."""
        place = self.service.account.storage.buckets["mine"]
        return len(place.objects) + len(place.uploads)

    def jobs(self) -> list[VideoJob]:
        """All paid jobs the library knows."""
        return [job for run in reversed(self.library.queries.runs()) for job in self.library.queries.video_jobs(run.id)]

    def told(self, asset_id: int) -> list[tuple[str, int, float]]:
        """The labels of an asset: name, time, confidence; of its newest detection."""
        detections = self.library.queries.asset(asset_id).detections
        labels = max(detections, key=lambda one: one.id).labels if detections else ()
        return [(one.name, one.timestamp_ms or 0, one.confidence) for one in labels]

    def calls(self) -> list[tuple[str, str, float]]:
        """The lines of the book: state, code, price."""
        with self.library._database.reading() as connection:
            rows = connection.exec_driver_sql("SELECT state, code, price_usd FROM call ORDER BY id")
            return [(state, code, usd) for state, code, usd in rows]
