"""Going about in the window: what is done is told as it is, and every way leads back to the assets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from rekreview.domain.assets import Status
from rekreview.domain.errors import DiskFull
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui.opening import OpenLibrary
from tests.qt.window.conftest import Shown
from tests.unit.library.makers import fill


def told(shown: Shown) -> str:
    label = shown.window.parts.status.findChild(QLabel, "told")
    return label.text() if label is not None else ""


def test_with_nothing_to_undo_nothing_is_called_undone(shown: Shown) -> None:
    shown.window.undo()
    shown.settle()
    assert told(shown) == "There is nothing to undo."
    shown.window.redo()
    shown.settle()
    assert told(shown) == "There is nothing to redo."


def test_an_undo_says_how_much_it_took_back(shown: Shown, opened: OpenLibrary) -> None:
    ids = fill(opened.library, 3)
    opened.library.commands.decide(ids, Status.REJECTED, reviewer="Ada")
    shown.window.undo()
    shown.settle()
    assert told(shown) == "Undone: 3 assets"
    assert opened.library.queries.ids(QueueFilter(QueueName.REVIEWED)).tolist() == []
    shown.window.redo()
    shown.settle()
    assert told(shown) == "Redone: 3 assets"
    assert opened.library.queries.ids(QueueFilter(QueueName.REVIEWED)).tolist() == ids


@pytest.mark.parametrize("screen", ["policy", "runs", "review"])
def test_search_is_one_key_away_from_everywhere(shown: Shown, screen: str) -> None:
    shown.window.activateWindow()
    shown.qtbot.waitUntil(shown.window.isActiveWindow)
    shown.window.show_screen(screen)
    shown.settle()
    shown.qtbot.keyClick(shown.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert shown.window.parts.center.shown == "review"
    assert QApplication.focusWidget() is shown.window.parts.side.search
    shown.settle()


def test_filters_are_only_there_where_they_filter_something(shown: Shown) -> None:
    for screen, there in (("policy", False), ("runs", False), ("review", True)):
        shown.window.show_screen(screen)
        assert shown.window.parts.side.search.isVisible() == there
    shown.settle()


def test_the_status_line_says_who_reviews_and_where(shown: Shown, tmp_path: Path) -> None:
    place = shown.window.parts.status.findChild(QLabel, "place")
    assert place is not None
    assert place.text() == "Reviewer: Ada"
    assert place.toolTip() == f"Library: {tmp_path / 'library'}"


def test_a_fault_that_comes_again_is_one_banner(shown: Shown) -> None:
    for _ in range(3):
        shown.dispatcher.faulted.emit(DiskFull("There is no room."))
    banners = [
        label for label in shown.window.parts.banners.findChildren(QLabel, "banner-fault-text") if label.isVisible()
    ]
    assert len(banners) == 1
    assert "There is no room." in banners[0].text()


def test_the_folder_a_person_imported_from_is_remembered(shown: Shown, pictures: Path) -> None:
    shown.window.import_paths([pictures / "picture0.png"])
    shown.wait_for_queue(9, "All, 1")
    shown.settle()
    assert shown.preferences.remembered("import_from") == str(pictures)
    shown.window.parts.toast.hide()


def test_the_screen_and_the_queue_are_remembered_when_the_window_closes(shown: Shown) -> None:
    shown.window.parts.side.show_queue(QueueName.REJECTED)
    shown.window.show_screen("runs")
    shown.settle()
    shown.window.close()
    state = shown.preferences.settings.state
    assert list(state["screen"].values()) == ["runs"]
    assert [kept["queue"] for kept in state["filter"].values()] == ["rejected"]


def test_whoever_reviews_next_is_served_their_own_and_stays_where_they_are(full: Shown) -> None:
    screens = full.window._screens
    assert screens is not None
    full.window.parts.side.show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: screens.review.model.rowCount() == 4, timeout=30_000)
    full.settle()
    screens.review.grid.go_to(2)
    current = screens.review.stage.current()
    assert current >= 0
    full.preferences.choose(replace(full.preferences.settings, reviewer="Bob"))
    full.qtbot.waitUntil(lambda: screens._again._served.reviewer == "Bob", timeout=30_000)
    full.settle()
    assert screens.review.stage.current() == current
