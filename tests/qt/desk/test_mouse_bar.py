"""With a mouse alone: a button for everything, larger verdict buttons, and a menu on each tile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.ui import live_keys
from rekreview.ui.desk.mouse_bar import MouseBar
from rekreview.ui.keytable.keymap import DEFAULT_KEYS
from rekreview.ui.mouse_buttons import HEIGHT
from tests.qt.desk.conftest import Desk


def button(desk: Desk, name: str) -> QToolButton:
    found = desk.desk.findChild(QToolButton, f"mouse-{name}")
    assert found is not None, name
    return found


def click(desk: Desk, name: str) -> None:
    desk.qtbot.mouseClick(button(desk, name), Qt.MouseButton.LeftButton)


def test_the_bar_is_there_for_the_mouse_alone(desk: Desk) -> None:
    bar = desk.desk.feature(MouseBar)
    assert bar.bar is None
    height = desk.desk.detail.buttons.approve.minimumHeight()
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    assert bar.bar is not None
    assert bar.bar.isVisible()
    assert desk.desk.detail.buttons.approve.minimumHeight() >= 1.5 * height
    buttons = desk.desk.detail.buttons
    desk.qtbot.waitUntil(lambda: buttons.clear.geometry().top() > buttons.approve.geometry().bottom())
    live_keys.put(DEFAULT_KEYS)
    assert not bar.bar.isVisible()
    assert desk.desk.detail.buttons.approve.minimumHeight() == height


def test_every_key_of_desk_and_grid_has_a_button_somewhere(desk: Desk) -> None:
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    with_buttons = {"approve", "reject", "clear", "larger", "smaller", "reel"}
    with_buttons |= {f"reason_{number}" for number in range(1, 11)}  # which are in a menu, by their words
    for action in desk.desk.findChildren(QAction):
        known = [spec for spec in DEFAULT_KEYS.specs if spec.name == action.objectName()]
        if known and known[0].place.value in ("desk", "grid") and known[0].name not in with_buttons:
            there = desk.desk.findChild(QToolButton, f"mouse-{known[0].name}")
            entry = desk.desk.findChild(QAction, f"entry-{known[0].name}")
            assert there is not None or entry is not None, known[0].name
            assert there is None or there.minimumHeight() >= HEIGHT


def test_reasons_are_offered_in_their_own_words_as_they_are_now(desk: Desk) -> None:
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    menu = button(desk, "reasons").menu()
    menu.aboutToShow.emit()
    assert [entry.text() for entry in menu.actions()] == ["Matches the policy", "Harmless context", "Art or education"]
    desk.desk.set_reasons(["Matches the policy", "Rock && roll", "Satire"])
    menu.aboutToShow.emit()
    assert [entry.text() for entry in menu.actions()] == ["Matches the policy", "Rock &&&& roll", "Satire"]
    first = desk.current
    desk.wait_until_shown()
    desk.qtbot.mouseClick(desk.desk.detail.buttons.reject, Qt.MouseButton.LeftButton)
    desk.settle()
    menu.actions()[2].trigger()
    desk.settle()
    assert desk.library.queries.history(first)[-1].reason == "Satire"


def test_an_asset_is_put_aside_and_a_verdict_undone_by_clicks(desk: Desk) -> None:
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    first = desk.current
    click(desk, "second_look")
    desk.settle()
    assert desk.library.queries.ids(QueueFilter(QueueName.SECOND_LOOK)).tolist() == [first]
    desk.wait_until_shown()
    desk.qtbot.mouseClick(desk.desk.detail.buttons.reject, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.status(first) is Status.REJECTED
    click(desk, "undo_last")
    desk.settle()
    assert desk.current == first


def test_a_veil_is_lifted_while_the_button_is_held(desk: Desk) -> None:
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    desk.wait_until_shown()
    held = button(desk, "reveal")
    desk.qtbot.mousePress(held, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(held.isDown)
    desk.qtbot.mouseRelease(held, Qt.MouseButton.LeftButton)
    assert not held.isDown()


def test_a_tile_has_a_menu_of_all_that_can_be_done(desk: Desk) -> None:
    bar = desk.desk.feature(MouseBar)
    third = desk.desk.grid.visualRect(desk.desk.model.index(2)).center()
    desk.desk.grid.customContextMenuRequested.emit(third)
    assert bar.menu is not None
    assert desk.desk.grid.selector.current == 2
    entries = {entry.text(): entry for entry in bar.menu.actions()}
    reasons = entries["Reason"].menu()
    assert [entry.text() for entry in reasons.actions()] == [
        "Matches the policy",
        "Harmless context",
        "Art or education",
    ]
    assert {"Approve", "Reject", "Second look", "Note", "Undo and return"} <= set(entries)
    bar.menu.close()
    entries["Second look"].trigger()
    desk.settle()
    assert desk.library.queries.ids(QueueFilter(QueueName.SECOND_LOOK)).tolist() == [desk.desk.model.asset_id(2)]
