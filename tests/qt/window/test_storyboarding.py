"""Videos get their storyboards by themselves, after an import and after a library was opened, and never before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import TaskOutcome
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.preferences import Preferences
from rekreview.ui.storyboarding import Storyboarding
from rekreview.ui.work import Work, WorkKind
from tests.video_samples import CLIPS, make

LONG = 60_000


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A folder of two videos."""
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in ("h264.mkv", "h264-long-groups.mp4"):
        make(folder, CLIPS[name])
    return folder


@pytest.fixture
def work(qtbot: QtBot, dispatcher: Dispatcher, opened: OpenLibrary, preferences: Preferences) -> Iterator[Work]:
    yield Work(dispatcher=dispatcher, library=opened.library, decoder=opened.decoder, preferences=preferences)
    qtbot.waitUntil(dispatcher.idle, timeout=LONG)


@pytest.fixture
def storyboarding(qtbot: QtBot, dispatcher: Dispatcher, opened: OpenLibrary, work: Work) -> Callable[[], Storyboarding]:
    """Begins to see to it."""
    return lambda: Storyboarding(
        dispatcher=dispatcher, library=opened.library, decoder=opened.decoder, work=work, soon_ms=20, parent=work
    )


def boards(opened: OpenLibrary) -> list[int]:
    """How many cells the storyboard of each video has."""
    ids = opened.library.queries.ids(QueueFilter(kind=MediaKind.VIDEO))
    return [len(opened.library.thumbnails.storyboard(one)) for one in ids.tolist()]


def test_an_import_is_followed_by_storyboards(
    qtbot: QtBot, work: Work, opened: OpenLibrary, storyboarding: Callable[[], Storyboarding], clips: Path
) -> None:
    made = storyboarding()
    with qtbot.waitSignal(made.drawn, timeout=LONG) as first:
        pass
    assert first.args == [0]  # there was nothing to draw when the library was opened
    with qtbot.waitSignal(made.drawn, timeout=LONG) as then:
        work.import_paths([clips])
    assert then.args == [2]
    assert boards(opened) == [6, 6]


def test_a_moderation_is_followed_by_the_moments_that_reject(
    qtbot: QtBot, work: Work, opened: OpenLibrary, storyboarding: Callable[[], Storyboarding], clips: Path
) -> None:
    with qtbot.waitSignal(work.ended, timeout=LONG):
        work.import_paths([clips])
    made = storyboarding()
    with qtbot.waitSignal(made.drawn, timeout=LONG):
        pass
    library = opened.library
    run = library.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, library.queries.ids(QueueFilter()))
    seen = Label("Weapons", "Violence", 90.0, 2, timestamp_ms=2520, end_ms=2600)
    detection = Detection(EngineName.IMPORTED, "7.0", None, 1.0, (seen,))
    tasks = library.commands.claim(run, 9)
    library.commands.record(run, [TaskOutcome(one.task_id, one.asset_id, detection, None) for one in tasks])
    with qtbot.waitSignal(made.drawn, timeout=LONG) as drawn:
        work.ended.emit(WorkKind.MODERATION)
    assert drawn.args == [2]
    assert boards(opened) == [7, 7]


def test_what_another_import_left_is_drawn_when_the_library_is_opened(
    qtbot: QtBot, work: Work, opened: OpenLibrary, storyboarding: Callable[[], Storyboarding], clips: Path
) -> None:
    with qtbot.waitSignal(work.ended, timeout=LONG):
        work.import_paths([clips])
    assert boards(opened) == [0, 0]
    with qtbot.waitSignal(storyboarding().drawn, timeout=LONG) as drawn:
        pass
    assert drawn.args == [2]


def test_an_import_has_the_right_of_way(
    qtbot: QtBot, dispatcher: Dispatcher, work: Work, storyboarding: Callable[[], Storyboarding], clips: Path
) -> None:
    with qtbot.waitSignal(work.ended, timeout=LONG):
        work.import_paths([clips])
    made = storyboarding()
    qtbot.waitUntil(lambda: made._job is not None, timeout=LONG)
    work.import_paths([clips])
    job = work.job(WorkKind.IMPORT)
    assert job is not None
    assert made._job is None or made._job.cancel_token.cancelled
    with qtbot.waitSignal(made.drawn, timeout=LONG):
        pass
    qtbot.waitUntil(dispatcher.idle, timeout=LONG)
    assert work.job(WorkKind.IMPORT) is None


def test_once_stopped_nothing_more_is_drawn(
    qtbot: QtBot, dispatcher: Dispatcher, opened: OpenLibrary, work: Work,
    storyboarding: Callable[[], Storyboarding], clips: Path,
) -> None:  # fmt: skip
    with qtbot.waitSignal(work.ended, timeout=LONG):
        work.import_paths([clips])
    made = storyboarding()
    made.stop()
    qtbot.wait(100)
    qtbot.waitUntil(dispatcher.idle, timeout=LONG)
    assert boards(opened) == [0, 0]
