"""A window that may only look changes nothing whatever is pressed; one that writes keeps up with another program."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library import Library
from rekreview.settings import Settings
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import open_library
from rekreview.ui.preferences import Preferences
from tests.qt.window.conftest import Shown
from tests.unit.library.makers import explicit, fill, moderate

LEAVES = ("quit", "blank")
KEYS = [
    *(getattr(Qt.Key, f"Key_{letter}") for letter in "AXUENRBMHTJKL1230"),
    *(Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_BracketLeft),
    *(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Escape),
]
HELD = [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]


def filled(library: Library) -> list[int]:
    ids = fill(library, 8)
    moderate(library, {one: explicit(90 if at < 4 else 10) for at, one in enumerate(ids)})
    library.commands.decide(ids[:2], Status.APPROVED, reviewer="Ada", reason="Medical", note="n")
    library.commands.second_look(ids[2:3], True, "Ada")
    library.commands.save_filter("Mine", QueueFilter(QueueName.REJECTED))
    return ids


def everything(library: Library) -> object:
    """All that a person can change."""
    queries = library.queries
    ids = queries.ids(QueueFilter())
    return (
        queries.assets(ids),
        [queries.history(int(one)) for one in ids],
        queries.saved_filters(),
        queries.policy(),
        queries.presets(),
        [run.id for run in queries.runs()],
        queries.lotteries(),
        queries.quality.samples(),
        queries.hand_overs(),
        queries.undo_state(),
    )


@pytest.fixture
def looking(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Shown, Library]]:
    """A window that may only look, and the library as another window has it open."""
    settings = Settings(reviewer="Bo", workers=1, moderate_after_import=False)
    first = open_library(settings, tmp_path / "library")
    filled(first.library)
    second = open_library(settings, tmp_path / "library")
    dispatcher = Dispatcher()
    preferences = Preferences(settings, dispatcher, tmp_path / "settings.json")
    window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=tmp_path / "library")
    window.resize(1280, 820)
    window.show()
    window.compose()
    window.show_library(second)
    shown = Shown(window, dispatcher, preferences, qtbot)
    shown.settle()
    yield shown, first.library
    for dialog in window.findChildren(QDialog):
        dialog.close()
    shown.settle()
    window.close()
    window.deleteLater()
    preferences.save_now()
    dispatcher.shutdown()
    second.close()
    first.close()


def close_all(window: MainWindow) -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()


def test_no_action_of_the_window_changes_a_library_it_may_only_look_at(looking: tuple[Shown, Library]) -> None:
    shown, library = looking
    before = everything(library)
    actions = shown.window.parts.actions
    for name in list(actions._by_name):
        if name not in LEAVES and actions[name].isEnabled():
            actions[name].trigger()
            shown.settle()
            close_all(shown.window)
    for name in ("moderate", "import_files", "undo"):
        assert not actions[name].isEnabled()
    assert everything(library) == before


@pytest.mark.parametrize("seed", range(2))
def test_no_key_changes_a_library_it_may_only_look_at(looking: tuple[Shown, Library], seed: int) -> None:
    shown, library = looking
    chance = random.Random(seed)
    before = everything(library)
    screens = shown.window._screens
    assert screens is not None
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)
    shown.qtbot.waitUntil(lambda: len(screens.review.model.rows) == 8, timeout=30_000)
    screens.review.grid.setFocus()
    for _ in range(60):
        target = QApplication.focusWidget() or shown.window
        shown.qtbot.keyClick(target, chance.choice(KEYS), chance.choice(HELD))
        close_all(shown.window)
    shown.settle()
    assert everything(library) == before


def test_the_buttons_for_verdicts_are_off_where_one_may_only_look(looking: tuple[Shown, Library]) -> None:
    shown, _ = looking
    assert "may only look" in shown.window.parts.banners.shown("read-only").text
    screens = shown.window._screens
    assert screens is not None
    buttons = [one for one in shown.window.findChildren(QAbstractButton) if one.isVisible()]
    verdicts = [one for one in buttons if one.text() in ("Approve", "Reject", "Clear override")]
    assert len(verdicts) >= 3
    assert not any(one.isEnabled() for one in verdicts)


@pytest.mark.parametrize("seed", range(2))
def test_a_window_keeps_up_with_a_program_that_writes_at_the_same_time(shown: Shown, opened, seed: int) -> None:
    ids = filled(opened.library)
    screens = shown.window._screens
    assert screens is not None
    failed: list[Exception] = []

    def write() -> None:
        chance = random.Random(seed)
        try:
            with Library.open(opened.library.directory) as other:
                for number in range(12):
                    some = chance.sample(ids, 3)
                    status = chance.choice([Status.APPROVED, Status.REJECTED])
                    other.commands.decide(some, status, reviewer="Cy")
                    if number % 4 == 0:
                        other.commands.undo()
                    if number % 5 == 0:
                        other.commands.save_filter(f"queue {number}", QueueFilter())
        except Exception as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(12):
        shown.window.parts.side.show_filter(QueueFilter(list(QueueName)[number % len(QueueName)]))
        opened.library.commands.decide([ids[number % len(ids)]], Status.REJECTED, reviewer="Ada")
        shown.qtbot.wait(10)
    writer.join()
    assert failed == []
    shown.window.parts.side.show_filter(QueueFilter(QueueName.REJECTED))
    expected = opened.library.queries.ids(QueueFilter(QueueName.REJECTED)).tolist()
    shown.qtbot.waitUntil(lambda: sorted(screens.review.model.rows.ids.tolist()) == expected, timeout=30_000)
    shown.wait_for_queue(0, f"Rejected, {len(expected)}")
    saved = {f"queue {number}" for number in (0, 5, 10)} | {"Mine"}
    shown.qtbot.waitUntil(
        lambda: {row.text(0) for row in screens.queueing.more._rows()} >= saved,
        timeout=30_000,
    )
    for asset in opened.library.queries.assets(ids):
        history = opened.library.queries.history(asset.id)
        if asset.decided_by == "reviewer":
            assert asset.status in {one.to_status for one in history}
