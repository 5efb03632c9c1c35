from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from rekreview import settings as stored
from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui import filter_memory, memory
from rekreview.ui.preferences import Preferences
from tests.qt.window.conftest import Shown

LIBRARY = Path("/somewhere/library")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_a_choice_is_told_and_saved_aside(
    qtbot: QtBot, preferences: Preferences, settle: Callable[[], None], file: Path
) -> None:
    heard: list[Settings] = []
    preferences.changed.connect(heard.append)
    preferences.choose(replace(preferences.settings, reviewer="Grace"))
    assert [settings.reviewer for settings in heard] == ["Grace"]
    qtbot.waitUntil(file.exists)
    settle()
    assert stored.load(file).reviewer == "Grace"


def test_choosing_the_same_again_tells_nothing(preferences: Preferences) -> None:
    heard: list[Settings] = []
    preferences.changed.connect(heard.append)
    preferences.choose(preferences.settings)
    assert heard == []


def test_many_changes_are_saved_once(
    qtbot: QtBot, preferences: Preferences, settle: Callable[[], None], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[Settings] = []
    monkeypatch.setattr(stored, "save", lambda settings, place: saved.append(settings))
    for size in range(100, 200):
        preferences.remember(width=size)
    qtbot.waitUntil(lambda: bool(saved))
    settle()
    assert [settings.state["width"] for settings in saved] == [199]


def test_what_is_not_saved_yet_is_saved_at_the_end(preferences: Preferences, file: Path) -> None:
    preferences.remember(screen="runs")
    preferences.save_now()
    assert stored.load(file).state == {"screen": "runs"}


def test_what_makes_no_sense_is_not_remembered(preferences: Preferences) -> None:
    preferences.remember(screen=7)
    assert preferences.remembered("screen", "review") == "review"
    assert preferences.remembered("missing", "review") == "review"
    assert preferences.remembered("missing") is None


def test_every_part_of_a_filter_comes_back_from_the_file(preferences: Preferences, file: Path) -> None:
    wanted = QueueFilter(QueueName.BORDERLINE, "sea", "alcohol", 40.0, 80.0, MediaKind.VIDEO, SortKey.NAME, True)
    filter_memory.remember_filter(wanted, LIBRARY, preferences)
    preferences.save_now()
    again = Preferences(stored.load(file), preferences._dispatcher, file)
    assert filter_memory.remembered_filter(LIBRARY, again) == wanted


@pytest.mark.parametrize(
    "kept",
    [{}, {"queue": "of yesterday"}, {"sort": 3}, {"min_confidence": "much"}, {"kind": "sound"}, {"queue": None}],
)
def test_a_filter_that_makes_no_sense_becomes_the_plain_one(preferences: Preferences, kept: dict[str, object]) -> None:
    preferences.remember(filter={str(LIBRARY): kept})
    assert filter_memory.remembered_filter(LIBRARY, preferences) == QueueFilter()


def window_with_splitter(qtbot: QtBot) -> tuple[QMainWindow, QSplitter]:
    window = QMainWindow()
    qtbot.addWidget(window)
    parts = QSplitter(Qt.Orientation.Horizontal)
    parts.setObjectName("parts")
    parts.addWidget(QWidget())
    parts.addWidget(QWidget())
    window.setCentralWidget(parts)
    window.resize(600, 400)
    window.show()
    return window, parts


def test_the_window_and_its_parts_come_back(qtbot: QtBot, preferences: Preferences) -> None:
    window, parts = window_with_splitter(qtbot)
    parts.setSizes([150, 440])
    kept = parts.sizes()
    memory.remember_window(window, preferences)
    again, other = window_with_splitter(qtbot)
    again.resize(300, 300)
    assert memory.restore_window(again, preferences)
    memory.restore_splitters((other,), preferences)
    assert (again.width(), again.height()) == (600, 400)
    assert other.sizes() == kept


@pytest.mark.parametrize("sizes", [[1], [1, 2, 3], "wide", [True, False], [None, 5], {"a": 1}])
def test_sizes_that_do_not_fit_are_left_out(qtbot: QtBot, preferences: Preferences, sizes: object) -> None:
    _window, parts = window_with_splitter(qtbot)
    before = parts.sizes()
    preferences.remember(splitters={"parts": sizes})
    memory.restore_splitters((parts,), preferences)
    assert parts.sizes() == before


def test_the_parts_of_a_screen_that_is_made_later_come_back_too(shown: Shown, preferences: Preferences) -> None:
    assert shown.window._screens is not None
    preferences.remember(splitters={"runs-splitter": [400, 200, 0]})
    shown.window.show_screen("runs")
    runs = shown.window._screens.later.runs.screen_itself
    runs._pages.setCurrentIndex(1)
    upper, chosen, _ledger = runs.halves.sizes()
    assert chosen < upper, "the other way round than usual"


def test_parts_that_nobody_has_seen_stay_as_they_were_remembered(shown: Shown, preferences: Preferences) -> None:
    assert shown.window._screens is not None
    preferences.remember(splitters={"runs-splitter": [400, 200, 0]})
    shown.window.show_screen("runs")  # before the first run it only says what to do
    memory.remember_window(shown.window, preferences)
    kept = preferences.remembered(memory.SPLITTERS, {})
    assert kept["runs-splitter"] == [400, 200, 0]
    assert kept["window-splitter"] == shown.window.parts.halves.sizes()


def test_a_first_window_has_nothing_to_restore(qtbot: QtBot, preferences: Preferences) -> None:
    window, _ = window_with_splitter(qtbot)
    assert not memory.restore_window(window, preferences)


def test_saving_needs_no_loop(dispatcher: Dispatcher, file: Path) -> None:
    preferences = Preferences(Settings(), dispatcher, file)
    preferences.save_now()
    assert not file.exists(), "nothing was chosen, so nothing is written"
