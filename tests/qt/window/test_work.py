from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.errors import ModelMissing
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import RunState
from rekreview.settings import Settings
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.preferences import Preferences
from rekreview.ui.work import Work, WorkKind

LONG = 60_000


@pytest.fixture
def work(qtbot: QtBot, dispatcher: Dispatcher, opened: OpenLibrary, preferences: Preferences) -> Iterator[Work]:
    made = Work(dispatcher=dispatcher, library=opened.library, decoder=opened.decoder, preferences=preferences)
    yield made
    qtbot.waitUntil(dispatcher.idle, timeout=LONG)


@pytest.fixture
def imported(qtbot: QtBot, work: Work, pictures: Path, dispatcher: Dispatcher) -> list[int]:
    """The ids of four imported pictures."""
    with qtbot.waitSignal(work.imported, timeout=LONG) as done:
        work.import_paths([pictures])
    qtbot.waitUntil(dispatcher.idle, timeout=LONG)
    assert done.args is not None
    return list(done.args[0].assets)


def stopped_run(opened: OpenLibrary, ids: list[int]) -> int:
    commands = opened.library.commands
    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    commands.set_run_state(run, RunState.PAUSED)
    return run


def test_an_import_begins_ends_and_tells(qtbot: QtBot, work: Work, pictures: Path) -> None:
    begun: list[WorkKind] = []
    work.began.connect(lambda kind, _job: begun.append(kind))
    with qtbot.waitSignals([work.imported, work.ended], timeout=LONG):
        work.import_paths([pictures])
        assert work.job(WorkKind.IMPORT) is not None
    assert begun == [WorkKind.IMPORT]
    assert work.job(WorkKind.IMPORT) is None


def test_a_second_import_waits_for_the_first(qtbot: QtBot, work: Work, pictures: Path, opened: OpenLibrary) -> None:
    ended: list[object] = []
    work.ended.connect(ended.append)
    for name in ("picture0.png", "picture1.png", "picture2.png"):
        work.import_paths([pictures / name])
    qtbot.waitUntil(lambda: len(ended) == 2, timeout=LONG)
    assert len(opened.library.queries.ids(QueueFilter())) == 3


def test_a_moderation_asked_for_during_an_import_follows_it(qtbot: QtBot, work: Work, pictures: Path) -> None:
    postponed: list[int] = []
    work.postponed.connect(lambda: postponed.append(1))
    with qtbot.waitSignal(work.moderated, timeout=LONG) as moderated:
        work.import_paths([pictures])
        work.moderate()
        assert postponed == [1]
    assert moderated.args is not None
    assert len(moderated.args[0].assets) == 4


def test_moderate_goes_on_with_a_stopped_run_and_then_with_the_rest(
    qtbot: QtBot, work: Work, imported: list[int], opened: OpenLibrary
) -> None:
    run = stopped_run(opened, imported[:3])
    work.know_stopped_run(opened.library.queries.unfinished_run())
    told: list[Any] = []
    work.moderated.connect(told.append)
    work.moderate()
    qtbot.waitUntil(lambda: len(told) == 2, timeout=LONG)
    assert told[0].run == run
    assert sorted(told[0].assets) == imported[:3]
    assert told[1].assets == imported[3:]
    assert opened.library.queries.run(run).state is RunState.FINISHED


def test_a_resumed_run_that_leaves_nothing_says_so_once(
    qtbot: QtBot, work: Work, imported: list[int], opened: OpenLibrary, settle: Callable[[], None]
) -> None:
    stopped_run(opened, imported)
    work.know_stopped_run(opened.library.queries.unfinished_run())
    told: list[Any] = []
    work.moderated.connect(told.append)
    work.moderate()
    qtbot.waitUntil(lambda: len(told) == 1 and work.job(WorkKind.MODERATION) is None, timeout=LONG)
    qtbot.waitUntil(lambda: work.job(WorkKind.MODERATION) is None and work._dispatcher.idle(), timeout=LONG)
    assert len(told) == 1
    assert told[0] is not None


def test_a_stopped_moderation_does_not_begin_again_by_itself(
    qtbot: QtBot, work: Work, imported: list[int], opened: OpenLibrary
) -> None:
    work.moderate()
    job = work.job(WorkKind.MODERATION)
    assert job is not None
    job.cancel()
    qtbot.waitUntil(lambda: work.job(WorkKind.MODERATION) is None, timeout=LONG)
    assert not work._moderation_wanted


def test_an_engine_that_cannot_be_made_is_told(
    qtbot: QtBot, work: Work, imported: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: EngineName, **_chosen: Any) -> Any:
        raise ModelMissing("safety-s.onnx is not there.")

    monkeypatch.setattr(wiring, "make_engine", missing)
    with qtbot.waitSignal(work.failed, timeout=LONG) as failed:
        work.moderate()
    assert failed.args is not None
    assert failed.args[0] is WorkKind.MODERATION
    assert failed.args[1].code == "model_missing"


def test_only_the_engine_of_this_computer_begins_by_itself(work: Work, preferences: Preferences) -> None:
    assert not work._moderates_by_itself
    preferences.choose(Settings(moderate_after_import=True, workers=1))
    assert work._moderates_by_itself
    preferences.choose(Settings(moderate_after_import=True, engine="rekognition", workers=1))
    assert not work._moderates_by_itself
    preferences.choose(Settings(engine="of the future", workers=1))
    assert work.engine is EngineName.ON_DEVICE
