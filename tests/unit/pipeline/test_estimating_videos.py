"""What the videos of a paid run take, at most, and which of them would be refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName, Fault, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.calls import Price
from rekreview.domain.video import FrameChoice, VideoMode
from rekreview.library.library import Library
from rekreview.pipeline.estimating import estimate
from rekreview.pipeline.estimating_videos import estimate_videos, frames_at_most
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.settings import Settings

PRICE, MINUTE = Price(0.001, "2026-10-07"), Price(0.1, "2026-11-21")
SETTINGS = Settings(aws_bucket="mine")


def film(number: int, name: str, duration_ms: int | None, codec: str = "h264", **changes: object) -> ImportedFile:
    facts = MediaFacts(MediaKind.VIDEO, name.rsplit(".", 1)[1], 640, 480, duration_ms=duration_ms, codec=codec)
    return ImportedFile(f"/films/{name}", number, 10, f"{number:064x}", replace(facts, **changes))  # type: ignore[arg-type]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path / "library", create=True)
    picture = ImportedFile("/films/poster.png", 9, 10, f"{9:064x}", MediaFacts(MediaKind.IMAGE, "png", 100, 100))
    made.commands.add_assets(
        [
            picture,
            film(1, "short.mp4", 4_000),
            film(2, "long.mov", 60_001),
            film(3, "phone.mp4", 5_000, "hevc"),
            film(4, "other.mkv", 5_000),
            film(5, "broken.mp4", None, "", fault=Fault("undecodable", "Broken.")),
        ]
    )
    yield made
    made.close()


def work() -> StoredVideoWork:
    return StoredVideoWork(wiring.make_video_service(SETTINGS), MINUTE)


def test_each_begun_minute_of_a_stored_video_is_paid(library: Library) -> None:
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=SETTINGS)
    found = estimate(library, engine, PRICE, work())
    assert (found.videos.mode, found.videos.sent, found.videos.minutes) == (VideoMode.STORED, 2, 3)
    assert (found.calls, found.assets, found.sent) == (1, 6, 4)
    assert found.cost_usd == pytest.approx(0.301)


def test_those_the_service_would_refuse_are_named(library: Library) -> None:
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=SETTINGS)
    refused = estimate(library, engine, PRICE, work()).videos.refused
    assert [one.path for one in refused] == ["/films/phone.mp4", "/films/other.mkv"]
    assert "HEVC" in refused[0].why
    assert "Matroska" in refused[1].why
    assert all("frames" in one.why for one in refused)


def test_frames_are_calls(library: Library) -> None:
    chosen = FrameChoice(interval_ms=500)
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=SETTINGS, frames=chosen)
    found = estimate(library, engine, PRICE)
    assert (found.videos.mode, found.videos.sent, found.videos.minutes) == (VideoMode.FRAMES, 4, 0)
    assert found.videos.frames == 8 + 121 + 10 + 10
    assert found.calls == found.videos.frames + 1


def test_only_the_videos_among_the_assets_count(library: Library) -> None:
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=SETTINGS)
    assert estimate_videos(library, [1, 2], engine.limits, work()).minutes == 1
    assert estimate_videos(library, [1, 2], engine.limits).left_out == 1
    assert estimate_videos(library, [], engine.limits).not_sent == 0


@pytest.mark.parametrize(
    ("duration", "interval", "frames"), [(0, 1000, 1), (None, 1000, 1), (1000, 1000, 1), (1001, 1000, 2), (10, 0, 10)]
)
def test_frames_at_most(duration: int | None, interval: int, frames: int) -> None:
    assert frames_at_most(duration, interval) == frames
