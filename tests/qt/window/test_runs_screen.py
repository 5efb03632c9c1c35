from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, Fault, ImportedFile, MediaFacts, MediaKind
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.values import RunState, TaskFault, TaskOutcome
from rekreview.ui.opening import OpenLibrary
from rekreview.ui.runs.faults_model import FaultsModel
from rekreview.ui.runs.screen import RunsScreen

Settle = Callable[[], None]


def add_assets(opened: OpenLibrary, count: int) -> list[int]:
    files = [
        ImportedFile(f"/media/{n}.jpg", n, 10, f"{n:064x}", MediaFacts(MediaKind.IMAGE, "jpeg", 10, 10))
        for n in range(count)
    ]
    return list(opened.library.commands.add_assets(files).added)


def run_with_failures(opened: OpenLibrary, failures: int) -> int:
    ids = add_assets(opened, failures)
    commands = opened.library.commands
    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    tasks = commands.claim(run, failures)
    fault = Fault("undecodable", "The picture is damaged.")
    commands.record(run, [TaskOutcome(task.task_id, task.asset_id, None, fault) for task in tasks])
    commands.set_run_state(run, RunState.FINISHED)
    return run


@pytest.fixture
def screen(qtbot: QtBot, dispatcher: Dispatcher, opened: OpenLibrary) -> RunsScreen:
    made = RunsScreen(dispatcher=dispatcher, library=opened.library)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def test_before_the_first_run_the_screen_says_what_to_do(screen: RunsScreen, settle: Settle) -> None:
    screen.refresh()
    settle()
    assert screen._pages.currentIndex() == 0
    assert screen.chosen is None


def test_a_run_is_shown_with_what_failed_and_why(screen: RunsScreen, opened: OpenLibrary, settle: Settle) -> None:
    run_with_failures(opened, 3)
    screen.refresh()
    settle()
    assert screen._pages.currentIndex() == 1
    assert "3 × the file is damaged" in screen._told.text() or "The file is damaged" in screen._told.text()
    model = screen._faults
    assert model.rowCount() == 3
    assert [model.index(0, column).data() for column in range(3)] == ["0.jpg", "The picture is damaged.", "/media"]
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "/media/0.jpg"


def test_what_failed_can_be_tried_again(qtbot: QtBot, screen: RunsScreen, opened: OpenLibrary, settle: Settle) -> None:
    run = run_with_failures(opened, 2)
    screen.refresh()
    settle()
    with qtbot.waitSignal(screen.retry_wanted) as wanted:
        qtbot.mouseClick(screen._retry, Qt.MouseButton.LeftButton)
    assert wanted.args == [run]
    screen.set_working(True)
    assert not screen._retry.isEnabled()


def test_the_list_of_failures_can_be_copied(
    qtbot: QtBot, screen: RunsScreen, opened: OpenLibrary, settle: Settle
) -> None:
    run_with_failures(opened, 2)
    screen.refresh()
    settle()
    qtbot.mouseClick(screen._copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().splitlines()[0] == "/media/0.jpg\tundecodable\tThe picture is damaged."


def test_a_stopped_run_can_go_on(qtbot: QtBot, screen: RunsScreen, opened: OpenLibrary, settle: Settle) -> None:
    ids = add_assets(opened, 2)
    commands = opened.library.commands
    run = commands.start_run(EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=ids)
    commands.set_run_state(run, RunState.PAUSED)
    screen.refresh()
    settle()
    assert screen._resume.isVisible()
    with qtbot.waitSignal(screen.resume_wanted) as wanted:
        qtbot.mouseClick(screen._resume, Qt.MouseButton.LeftButton)
    assert wanted.args == [run]


def test_the_chosen_run_stays_chosen_when_another_comes(
    screen: RunsScreen, opened: OpenLibrary, settle: Settle
) -> None:
    first = run_with_failures(opened, 1)
    screen.refresh()
    settle()
    second = opened.library.commands.start_run(
        EngineName.ON_DEVICE, "on-device-1", adapter=None, floor=1.0, asset_ids=[1]
    )
    screen.refresh()
    settle()
    assert screen.chosen is not None
    assert screen.chosen.id == first
    assert screen._list.topLevelItemCount() == 2
    top = screen._list.topLevelItem(0)
    assert top is not None
    assert top.data(0, Qt.ItemDataRole.UserRole) == second


def test_a_failure_without_a_message_is_told_by_its_code() -> None:
    model = FaultsModel()
    model.show([TaskFault(1, "/media/a.jpg", "too_small", ""), TaskFault(2, "/media/b.jpg", "odd", "")])
    assert model.index(0, 1).data() == "The picture is too small to be judged."
    assert model.index(1, 1).data() == "odd"
    assert model.columnCount() == 3
    assert model.headerData(0, Qt.Orientation.Horizontal) == "File"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_a_hundred_thousand_failures_are_no_burden(qtbot: QtBot, tmp_path: Path) -> None:
    model = FaultsModel()
    model.show([TaskFault(n, f"/media/{n}.jpg", "odd", "why") for n in range(100_000)])
    assert model.rowCount() == 100_000
    assert model.index(99_999, 0).data() == "99999.jpg"
