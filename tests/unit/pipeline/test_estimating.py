from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rekreview.domain.assets import EngineName, Fault, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.calls import Price
from rekreview.domain.errors import InvalidValue
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.engine import Asking, RekognitionEngine
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.pipeline.estimating import PaidEstimate, estimate, estimate_open, videos_left_out

PRICE = Price(0.001, "2026-10-07")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library.open(tmp_path / "library", create=True)
    frames = (1, 3, 40)
    files = [
        ImportedFile(f"/media/{n}.gif", n, 10, f"{n:064x}", MediaFacts(MediaKind.IMAGE, "gif", 100, 100, frames=count))
        for n, count in enumerate(frames)
    ]
    films = [ImportedFile("/media/film.mp4", 9, 10, f"{9:064x}", MediaFacts(MediaKind.VIDEO, "mp4", 100, 100))]
    made.commands.add_assets([*files, *films])
    yield made
    made.close()


@pytest.fixture
def engine() -> RekognitionEngine:
    return RekognitionEngine(Account(), Asking(rate=2.0))


def test_moving_pictures_take_several_calls_and_videos_none(library: Library, engine: RekognitionEngine) -> None:
    found = estimate(library, engine, PRICE)
    assert (found.assets, found.videos.left_out, found.sent) == (4, 1, 3)
    assert found.calls == 1 + 3 + 5
    assert found.cost_usd == pytest.approx(0.009)
    assert found.seconds == pytest.approx(4.5)


def test_an_engine_that_takes_videos_leaves_none_out(library: Library) -> None:
    from rekreview import wiring

    on_device = wiring.make_engine(EngineName.ON_DEVICE)
    assert videos_left_out(library, on_device, range(1, 5)) == 0


def test_going_on_counts_what_is_open_and_a_retry_what_failed_too(library: Library, engine: RekognitionEngine) -> None:
    run = library.commands.start_run(EngineName.REKOGNITION, "", adapter=None, floor=20.0, asset_ids=[1, 2, 3, 4])
    task = library.commands.claim(run, 1)[0]
    library.commands.record(run, [TaskOutcome(task.task_id, task.asset_id, None, Fault("undecodable", "Broken."))])
    rest = estimate_open(library, engine, run, PRICE)
    assert (rest.assets, rest.sent, rest.calls) == (3, 2, 3 + 5)
    again = estimate_open(library, engine, run, PRICE, failed=True)
    assert (again.assets, again.videos.left_out, again.calls) == (4, 1, 1 + 3 + 5)


def test_a_run_that_is_not_there_is_told(library: Library, engine: RekognitionEngine) -> None:
    with pytest.raises(InvalidValue):
        estimate_open(library, engine, 99, PRICE)


def test_without_a_rate_there_is_no_time_to_tell() -> None:
    assert PaidEstimate(1, 1, 0.0, PRICE).seconds == 0
