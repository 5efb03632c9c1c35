"""Changing keys in the settings, and the sheet that tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPdfWriter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import live_keys
from rekreview.ui.dialogs.key_capture import KeyCapture, sequence_of
from rekreview.ui.dialogs.key_print import as_html
from rekreview.ui.dialogs.key_sheet import KeySheet, wanted_specs
from rekreview.ui.dialogs.keys_page import KeysPage
from rekreview.ui.keymap_keeping import KeymapKeeping
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap
from rekreview.ui.preferences import Preferences


@pytest.fixture
def page(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher) -> KeysPage:
    KeymapKeeping(preferences, dispatcher)
    made = KeysPage(preferences)
    qtbot.addWidget(made)
    made.show()
    return made


def give(page: KeysPage, qtbot: QtBot, name: str, key: Qt.Key, *, adding: bool = False) -> None:
    page.tree.choose(name)
    (page.add if adding else page.change).click()
    assert page.capture.waits
    qtbot.keyClick(page.capture, key)


def test_a_new_key_counts_at_once_and_is_kept(page: KeysPage, qtbot: QtBot, preferences: Preferences) -> None:
    give(page, qtbot, "approve", Qt.Key.Key_F9)
    assert live_keys.current().spec("approve").keys == ("F9",)
    assert preferences.settings.keys == {"approve": ["F9"]}
    assert "F9" in page.told.text()
    give(page, qtbot, "approve", Qt.Key.Key_F10, adding=True)
    assert preferences.settings.keys == {"approve": ["F9", "F10"]}


def test_a_taken_key_is_refused_by_name_and_can_be_taken_away(
    page: KeysPage, qtbot: QtBot, preferences: Preferences
) -> None:
    give(page, qtbot, "reject", Qt.Key.Key_A)
    assert preferences.settings.keys == {}
    assert "“Approve”" in page.told.text()
    assert page.steal.isVisible()
    page.steal.click()
    assert live_keys.current().spec("reject").keys == ("A",)
    assert live_keys.current().spec("approve").keys == ()
    assert not page.steal.isVisible()


def test_the_offer_ends_with_the_choice_of_another_action(page: KeysPage, qtbot: QtBot) -> None:
    give(page, qtbot, "reject", Qt.Key.Key_A)
    page.tree.choose("clear")
    assert not page.steal.isVisible()
    assert "Clear override" in page.told.text()


def test_a_fixed_key_is_not_offered(page: KeysPage, qtbot: QtBot, preferences: Preferences) -> None:
    give(page, qtbot, "next_part", Qt.Key.Key_Left)
    assert "That key is fixed." in page.told.text()
    assert not page.steal.isVisible()
    page.tree.choose("extend")
    assert not page.change.isEnabled()
    assert preferences.settings.keys == {}


def test_one_key_is_reset_and_then_all(page: KeysPage, qtbot: QtBot, preferences: Preferences) -> None:
    give(page, qtbot, "approve", Qt.Key.Key_F9)
    give(page, qtbot, "reject", Qt.Key.Key_F10)
    page.tree.choose("approve")
    page.reset.click()
    assert preferences.settings.keys == {"reject": ["F10"]}
    page.tree.choose("reject")
    page.none.click()
    assert live_keys.current().spec("reject").keys == ()
    page.reset_all.click()
    assert preferences.settings.keys == {}
    assert live_keys.current() == DEFAULT_KEYS


def test_a_reset_is_refused_where_the_key_went_elsewhere(page: KeysPage, qtbot: QtBot) -> None:
    give(page, qtbot, "approve", Qt.Key.Key_F9)
    give(page, qtbot, "reject", Qt.Key.Key_A)
    page.tree.choose("approve")
    page.reset.click()
    assert "“Reject”" in page.told.text()
    page.steal.click()
    assert live_keys.current().spec("approve").keys == ("A",)
    assert live_keys.current().spec("reject").keys == ()


def test_a_preset_counts_at_once_and_takes_changes_along_no_further(
    page: KeysPage, qtbot: QtBot, preferences: Preferences
) -> None:
    give(page, qtbot, "approve", Qt.Key.Key_F9)
    page.preset.setCurrentIndex(page.preset.findData("left_hand"))
    page.preset.activated.emit(page.preset.currentIndex())
    assert (preferences.settings.key_preset, preferences.settings.keys) == ("left_hand", {})
    assert live_keys.current().spec("second_look").keys == ("Q",)


def test_every_action_is_listed_with_its_keys_and_found(page: KeysPage) -> None:
    for spec in DEFAULT_KEYS.specs:
        page.tree.choose(spec.name)
        assert page.tree.name == spec.name
    page.search.setText("second look")
    shown = [name for name, row in page.tree._rows.items() if not row.isHidden()]
    assert shown == ["second_look"]


def test_all_of_it_by_keyboard(page: KeysPage, qtbot: QtBot, preferences: Preferences) -> None:
    page.tree.choose("approve")
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert page.capture.waits
    qtbot.keyClick(page.capture, Qt.Key.Key_F9)
    assert not page.capture.waits
    assert preferences.settings.keys == {"approve": ["F9"]}


def test_a_modifier_alone_is_no_key_and_leaving_ends_the_wait(qtbot: QtBot) -> None:
    capture, heard = KeyCapture(), []
    qtbot.addWidget(capture)
    capture.pressed.connect(heard.append)
    capture.wait()
    qtbot.keyPress(capture, Qt.Key.Key_Shift)
    assert capture.waits
    qtbot.keyClick(capture, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert heard == ["Shift+F9"]
    assert not capture.waits
    qtbot.keyClick(capture, Qt.Key.Key_F8)
    assert heard == ["Shift+F9"]


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "written"),
    [
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?", "?"),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier, "A", "Shift+A"),
        (Qt.Key.Key_1, Qt.KeyboardModifier.KeypadModifier, "1", "1"),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier, " ", "Shift+Space"),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, "\x0b", "Ctrl+K"),
    ],
)
def test_keys_are_written_as_the_table_does(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str, written: str
) -> None:
    assert sequence_of(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)) == written


def labels(sheet: KeySheet) -> list[str]:
    return [label.text() for label in sheet.findChildren(QLabel)]


def test_the_sheet_is_searched_by_what_a_key_does_and_by_the_key(qtbot: QtBot) -> None:
    assert [spec.name for spec in wanted_specs(DEFAULT_KEYS, "second look")] == ["second_look"]
    assert "undo" in [spec.name for spec in wanted_specs(DEFAULT_KEYS, "ctrl+z")]
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    sheet.search.setText("zzz")
    assert any("No key does that" in text for text in labels(sheet))


def test_the_sheet_follows_the_keys_while_it_is_open(qtbot: QtBot) -> None:
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    live_keys.put(Keymap({"approve": ("F9",)}))
    assert "F9" in labels(sheet)


def test_every_key_is_printed_grouped_by_place(qtbot: QtBot, tmp_path: Path) -> None:
    live_keys.put(Keymap({"approve": ("F9",)}))
    page = as_html(live_keys.current())
    assert "<b>F9</b>" in page
    assert page.index("In the grid") < page.index("On the policy screen") < page.index("Everywhere")
    sheet = KeySheet()
    qtbot.addWidget(sheet)
    sheet.print_on(QPdfWriter(str(tmp_path / "keys.pdf")))
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
