"""What the window remembers belongs to the library it was seen in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from rekreview.ui import memory
from rekreview.ui.preferences import Preferences

PLACE = {"current": 3, "selected": [3, 4, 5], "top": 1, "offset": 12}


def test_the_place_in_a_library_comes_back_with_it(
    preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.remember_desk(PLACE, tmp_path / "library", preferences)
    assert memory.remembered_desk(tmp_path / "library", preferences).items() >= PLACE.items()
    monkeypatch.chdir(tmp_path)
    assert memory.remembered_desk(Path("library"), preferences).items() >= PLACE.items()


def test_no_selection_follows_into_another_library(preferences: Preferences, tmp_path: Path) -> None:
    """A verdict key would fall on assets that nobody chose."""
    memory.remember_desk(PLACE, tmp_path / "library", preferences)
    assert memory.remembered_desk(tmp_path / "other", preferences) == {}


def test_a_place_without_a_library_is_forgotten(preferences: Preferences, tmp_path: Path) -> None:
    preferences.remember(**{memory.DESK: PLACE})
    assert memory.remembered_desk(tmp_path / "library", preferences) == {}


def test_a_window_left_on_a_larger_screen_fits_on_this_one(qtbot: QtBot, preferences: Preferences) -> None:
    left, restored = QMainWindow(), QMainWindow()
    for window in (left, restored):
        qtbot.addWidget(window)
    room = left.screen().availableGeometry()
    left.resize(room.width() * 2, room.height() - 100)
    memory.remember_window(left, preferences)
    assert memory.restore_window(restored, preferences)
    assert room.contains(restored.geometry())


def test_a_library_not_seen_before_opens_on_its_invitation(tmp_path: Path, preferences: Preferences) -> None:
    memory.remember_desk({"current": 1}, tmp_path / "one", preferences)
    preferences.remember(**{memory.SCREEN: "runs"})
    assert memory.remembered_screen(tmp_path / "one", preferences) == "runs"
    assert memory.remembered_screen(tmp_path / "two", preferences) == "review"
