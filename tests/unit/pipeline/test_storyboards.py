"""Storyboards are drawn for the videos that have none, once, and a stop keeps what was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken, Progress
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline import importing, storyboards
from tests.media_samples import photo, save
from tests.unit.pipeline.driving import drive
from tests.video_samples import CLIPS, make


@pytest.fixture
def cage() -> Iterator[Cage]:
    opened = Cage(workers=1)
    yield opened
    opened.close()


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Two videos, a picture, and a video of which nothing can be drawn."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    make(folder, CLIPS["h264.mkv"])
    make(folder, CLIPS["vp9.webm"])
    save(photo(), folder / "a.jpg")
    whole = make(folder, CLIPS["h264.mov"])
    whole.write_bytes(whole.read_bytes()[:2000])
    return folder


def imported(library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path) -> dict[str, int]:
    summary = drive(importing.import_paths(library, cage, [shelf], executor=executor, cancel=CancelToken()))
    return {Path(library.queries.asset(one).paths[0]).name: one for one in summary.assets}


def test_videos_get_a_storyboard_and_pictures_none(
    library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path
) -> None:
    ids = imported(library, cage, executor, shelf)
    seen: list[Progress] = []
    work = storyboards.make(library, cage, list(ids.values()), executor=executor, cancel=CancelToken())
    drawn = drive(work, seen.append)
    assert drawn == 2
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, 3, 3)
    for name in ("h264.mkv", "vp9.webm"):
        sharp = library.thumbnails.storyboard(ids[name])
        veiled = library.thumbnails.storyboard(ids[name], veiled=True)
        assert [at for at, _ in sharp] == [at for at, _ in veiled]
        assert len(sharp) == 6
        assert all(jpeg.startswith(b"\xff\xd8\xff") for _, jpeg in [*sharp, *veiled])
    assert library.thumbnails.storyboard(ids["a.jpg"]) == []


def test_nothing_is_drawn_twice_not_even_what_could_not_be_drawn(
    library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path
) -> None:
    ids = list(imported(library, cage, executor, shelf).values())
    drive(storyboards.make(library, cage, ids, executor=executor, cancel=CancelToken()))
    seen: list[Progress] = []
    drawn = drive(storyboards.make(library, cage, ids, executor=executor, cancel=CancelToken()), seen.append)
    assert (drawn, len(seen), seen[0].total) == (0, 1, 0)


def test_without_a_choice_it_is_every_video_of_the_library(
    library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path
) -> None:
    imported(library, cage, executor, shelf)
    assert drive(storyboards.make(library, cage, None, executor=executor, cancel=CancelToken())) == 2


def test_a_file_that_is_away_is_asked_for_again_when_it_is_back(
    library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path
) -> None:
    ids = imported(library, cage, executor, shelf)
    away = shelf / "h264.mkv"
    away.rename(shelf / "away")
    drawn = drive(storyboards.make(library, cage, list(ids.values()), executor=executor, cancel=CancelToken()))
    assert drawn == 1
    (shelf / "away").rename(away)
    drawn = drive(storyboards.make(library, cage, list(ids.values()), executor=executor, cancel=CancelToken()))
    assert drawn == 1
    assert library.thumbnails.storyboard(ids["h264.mkv"])


def test_a_stop_keeps_what_was_drawn(library: Library, cage: Cage, executor: ThreadPoolExecutor, shelf: Path) -> None:
    ids, cancel = imported(library, cage, executor, shelf), CancelToken()
    work = storyboards.make(library, cage, list(ids.values()), executor=executor, cancel=cancel)
    while next(work).done < 1:
        pass
    cancel.cancel()
    with pytest.raises(Cancelled):
        drive(work)
    without = library.thumbnails.without_storyboard(list(ids.values()))
    assert 0 < len(without) < len(ids)
