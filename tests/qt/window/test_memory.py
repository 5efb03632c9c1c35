"""What the window remembers belongs to the library it was seen in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui import memory
from rekreview.ui.filter_memory import remember_filter, remembered_filter
from rekreview.ui.preferences import Preferences

PLACE = {"current": 3, "selected": [3, 4, 5], "top": 1, "offset": 12}


def test_the_place_in_a_library_comes_back_with_it(
    preferences: Preferences, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.remember_desk(PLACE, tmp_path / "library", preferences)
    assert memory.remembered_desk(tmp_path / "library", preferences) == PLACE
    monkeypatch.chdir(tmp_path)
    assert memory.remembered_desk(Path("library"), preferences) == PLACE


def test_no_selection_follows_into_another_library(preferences: Preferences, tmp_path: Path) -> None:
    """A verdict key would fall on assets that nobody chose."""
    memory.remember_desk(PLACE, tmp_path / "library", preferences)
    assert memory.remembered_desk(tmp_path / "other", preferences) == {}


def test_a_place_without_a_library_is_forgotten(preferences: Preferences, tmp_path: Path) -> None:
    preferences.remember(**{memory.DESK: PLACE})
    assert memory.remembered_desk(tmp_path / "library", preferences) == {}


def test_each_library_is_opened_where_it_was_left(tmp_path: Path, preferences: Preferences) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    memory.remember_desk(PLACE, one, preferences)
    memory.remember_desk({"current": 9}, two, preferences)
    memory.remember_screen("policy", one, preferences)
    memory.remember_screen("runs", two, preferences)
    remember_filter(QueueFilter(QueueName.REJECTED, search="street"), one, preferences)
    remember_filter(QueueFilter(QueueName.PENDING), two, preferences)
    assert memory.remembered_desk(one, preferences) == PLACE
    assert memory.remembered_desk(two, preferences) == {"current": 9}
    assert [memory.remembered_screen(place, preferences) for place in (one, two)] == ["policy", "runs"]
    assert remembered_filter(one, preferences) == QueueFilter(QueueName.REJECTED, search="street")
    assert remembered_filter(two, preferences) == QueueFilter(QueueName.PENDING)
    assert remembered_filter(tmp_path / "three", preferences) == QueueFilter(), "its ids would mean others there"


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
    memory.remember_screen("runs", tmp_path / "one", preferences)
    assert memory.remembered_screen(tmp_path / "one", preferences) == "runs"
    assert memory.remembered_screen(tmp_path / "two", preferences) == "review"


def test_each_library_has_a_memory_of_its_own_and_the_newest_ones_are_kept(
    tmp_path: Path, preferences: Preferences
) -> None:
    libraries = [memory.LibraryMemory(tmp_path / str(at), preferences) for at in range(memory.LIBRARIES + 2)]
    for at, library in enumerate(libraries[:-2]):
        library.remember("notes", f"note {at}")
    libraries[0].remember("notes", "newer")
    assert libraries[0].remembered("notes", "") == "newer"
    assert libraries[1].remembered("notes", "") == "note 1"
    for library in libraries[-2:]:
        library.remember("notes", "later")
    assert [at for at, library in enumerate(libraries) if not library.remembered("notes", "")] == [1, 2]
    libraries[0].remember("notes", "")
    assert libraries[0].remembered("notes", "nothing") == "nothing"
    assert str(tmp_path / "0") not in preferences.settings.state["notes"]


@pytest.mark.parametrize("broken", [None, 3, "x", [], {"y": 3}])
def test_a_memory_of_another_kind_is_none(tmp_path: Path, preferences: Preferences, broken: object) -> None:
    preferences.remember(notes=broken if not isinstance(broken, dict) else {str(tmp_path): broken})
    library = memory.LibraryMemory(tmp_path, preferences)
    assert library.remembered("notes", "nothing") == "nothing"
    library.remember("notes", "something")
    assert library.remembered("notes", "nothing") == "something"
