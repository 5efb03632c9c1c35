"""Real libraries, real files and a real window for the tests of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of four pictures, one copy of the first, and a text."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(4):
        picture = Image.new("RGB", (80 + number, 60), (number * 60, 90, 200 - number * 40))
        picture.save(folder / f"picture{number}.png")
    (folder / "copy.png").write_bytes((folder / "picture0.png").read_bytes())
    (folder / "notes.txt").write_text("no picture")
    return folder


@pytest.fixture
def chosen() -> Settings:
    """Settings of a person who starts moderation by hand."""
    return Settings(reviewer="Ada", workers=1, moderate_after_import=False)


@pytest.fixture
def preferences(chosen: Settings, dispatcher: Dispatcher, tmp_path: Path) -> Iterator[Preferences]:
    made = Preferences(chosen, dispatcher, tmp_path / "settings.json")
    yield made
    made.save_now()


@pytest.fixture
def opened(chosen: Settings, tmp_path: Path, dispatcher: Dispatcher) -> Iterator[OpenLibrary]:
    made = open_library(chosen, tmp_path / "library")
    yield made
    dispatcher.shutdown()
    made.close()


@dataclass
class Shown:
    """A window, and the ways a test waits for it."""

    window: MainWindow
    dispatcher: Dispatcher
    preferences: Preferences
    qtbot: QtBot

    def settle(self) -> None:
        self.qtbot.waitUntil(self.dispatcher.idle, timeout=30_000)

    def queue_text(self, row: int) -> str:
        return self.window.parts.side.queues.item(row).text()

    def wait_for_queue(self, row: int, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.queue_text(row) == text, timeout=30_000)


@pytest.fixture
def empty(
    qtbot: QtBot, qapp: QApplication, preferences: Preferences, dispatcher: Dispatcher, tmp_path: Path
) -> Iterator[Shown]:
    """A window whose library is not open yet."""
    window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=tmp_path / "library")
    window.resize(1280, 820)  # the screen without a screen is smaller than the window's least
    window.show()
    window.compose()
    yield Shown(window, dispatcher, preferences, qtbot)
    window.close()
    window.deleteLater()


@pytest.fixture
def shown(empty: Shown, opened: OpenLibrary) -> Shown:
    """A window on an open, empty library."""
    empty.window.show_library(opened)
    empty.settle()
    return empty


@pytest.fixture
def full(shown: Shown, pictures: Path) -> Shown:
    """A window on a library of four assets that were not moderated."""
    shown.window.import_paths([pictures])
    shown.wait_for_queue(9, "All, 4")
    shown.settle()
    return shown


@pytest.fixture
def wait(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda holds: qtbot.waitUntil(holds, timeout=30_000)
