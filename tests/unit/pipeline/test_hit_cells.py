"""The moments for which a video is rejected have pictures of their own where its storyboard does not show them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rekreview.domain.assets import EngineName
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter
from rekreview.domain.segments import Segment
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.media.cage import Cage
from rekreview.pipeline import hit_cells, importing, storyboards
from rekreview.pipeline.hit_cells import MOST_MOMENTS, NEAR_MS, missing
from tests import numbered_clips
from tests.unit.pipeline.driving import drive

STEP_MS = 40
HITS = ((12, 20, 71.0), (137, 145, 88.0), (281, 290, 95.0))
"""First and last frame of what was seen, and how strongly."""


def hit(start: int, end: int, peak_ms: int, peak: float = 80.0) -> Segment:
    return Segment("Weapons", "Violence", start, end, peak, peak_ms)


def test_a_hit_that_a_cell_shows_needs_no_other() -> None:
    assert missing([hit(1000, 3000, 2000)], [0, 1900, 4000]) == []
    assert missing([hit(1000, 3000, 2000)], [0, 2000 + NEAR_MS]) == []


def test_a_cell_beside_the_hit_does_not_show_it() -> None:
    assert missing([hit(2000, 3000, 2000)], [1990, 3100]) == [2000], "just before it began"
    assert missing([hit(0, 60_000, 30_000)], [0, 15_000, 60_000]) == [30_000], "too far from what decided"
    assert missing([hit(500, 500, 500)], []) == [500]


def test_the_strongest_come_first_where_there_are_too_many() -> None:
    found = [hit(at * 1000, at * 1000 + 500, at * 1000, peak=float(at % 97)) for at in range(3 * MOST_MOMENTS)]
    drawn = missing(found, [])
    assert len(drawn) == MOST_MOMENTS
    weakest = min(one.peak for one in found if one.peak_ms in drawn)
    assert all(one.peak <= weakest for one in found if one.peak_ms not in drawn)


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=20), st.lists(st.integers(0, 109)))
def test_once_they_are_drawn_none_is_missing(spans: list[tuple[int, int]], cells: list[int]) -> None:
    found = [hit(start * 100, (start + length) * 100, start * 100) for start, length in spans]
    times = sorted({at * 100 for at in cells})
    assert missing(found, sorted({*times, *missing(found, times)})) == []


@pytest.fixture
def cage() -> Iterator[Cage]:
    opened = Cage(workers=1)
    yield opened
    opened.close()


@pytest.fixture
def library(tmp_path: Path, cage: Cage) -> Iterator[Library]:
    """A rejected clip of twelve seconds with one key frame, of which cells lie a second or more from any hit."""
    (tmp_path / "films").mkdir()
    numbered_clips.clip(tmp_path / "films" / "a.mp4", frames=300, options={"bf": "3", "g": "300"})
    with Library.open(tmp_path / "library", create=True) as opened, ThreadPoolExecutor(1) as executor:
        drive(importing.import_paths(opened, cage, [tmp_path / "films"], executor=executor, cancel=CancelToken()))
        run = opened.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, opened.queries.ids(QueueFilter()))
        labels = tuple(
            Label("Weapons", "Violence", peak, 2, timestamp_ms=first * STEP_MS, end_ms=last * STEP_MS)
            for first, last, peak in HITS
        )
        detection = Detection(EngineName.IMPORTED, "7.0", None, 1.0, labels)
        outcomes = [TaskOutcome(one.task_id, one.asset_id, detection, None) for one in opened.commands.claim(run, 9)]
        opened.commands.record(run, outcomes)
        yield opened


def shown(library: Library) -> dict[int, int]:
    """The numbers of the frames on the cells of the one clip, by their times."""
    pictures = {at_ms: Image.open(io.BytesIO(jpeg)) for at_ms, jpeg in library.thumbnails.storyboard(1)}
    return {at: numbered_clips.number_in(np.asarray(picture.convert("RGB"))) for at, picture in pictures.items()}


def test_a_storyboard_shows_the_very_frames_of_the_hits(library: Library, cage: Cage) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert drive(storyboards.make(library, cage, None, executor=executor, cancel=CancelToken())) == 2
        found = shown(library)
        assert {first * STEP_MS: first for first, *_ in HITS}.items() <= found.items()
        assert library.thumbnails.cell_times(1) == sorted(found)
        veiled = library.thumbnails.storyboard(1, veiled=True)
        assert [at for at, _ in veiled] == sorted(found)
        assert drive(storyboards.make(library, cage, None, executor=executor, cancel=CancelToken())) == 0, "only once"


def test_a_file_that_is_away_costs_nothing_else(library: Library, cage: Cage, tmp_path: Path) -> None:
    (tmp_path / "films" / "a.mp4").rename(tmp_path / "away")
    given_up: hit_cells.GivenUp = set()
    assert hit_cells.draw_missing(library, cage, CancelToken(), given_up) == 0
    assert not given_up
    (tmp_path / "away").rename(tmp_path / "films" / "a.mp4")
    assert hit_cells.draw_missing(library, cage, CancelToken(), given_up) == 1


def test_a_moment_that_cannot_be_decoded_is_tried_once(
    library: Library, cage: Cage, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    film = tmp_path / "films" / "a.mp4"
    content = film.read_bytes()
    film.write_bytes(content[: len(content) // 8] + bytes(len(content) - len(content) // 8))
    given_up: hit_cells.GivenUp = set()
    with caplog.at_level("INFO"):
        hit_cells.draw_missing(library, cage, CancelToken(), given_up)
        assert given_up
        assert len(caplog.records) == 1
        assert hit_cells.draw_missing(library, cage, CancelToken(), given_up) == 0
        assert len(caplog.records) == 1, "nothing is opened again"


def test_what_cannot_be_decoded_is_left_out(library: Library, cage: Cage, tmp_path: Path) -> None:
    film = str(tmp_path / "films" / "a.mp4")
    assert [cell.at_ms for cell in cage.moments(film, [480, 5480, 10**12], CancelToken())] == [480, 5480, 10**12]
    assert list(cage.moments(film, [], CancelToken())) == []
