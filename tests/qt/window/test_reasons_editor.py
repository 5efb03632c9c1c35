"""The list of reasons in the settings: everything by keys and by buttons, nothing lost, and each key told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import DEFAULT_REASONS
from rekreview.ui import live_keys
from rekreview.ui.dialogs.reasons_editor import ReasonsEditor
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.keytable.keymap import Keymap
from rekreview.ui.keytable.presets import KeyPreset, preset_keymap
from rekreview.ui.preferences import Preferences
from tests.qt.window.conftest import Shown

KEY, ALT, CONTROL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
THREE = ("Art", "Medical", "News")


class Hands:
    """What a person does with the editor."""

    def __init__(self, editor: ReasonsEditor, qtbot: QtBot) -> None:
        self.editor, self.qtbot = editor, qtbot
        self.chosen: list[tuple[str, ...]] = []
        editor.chosen.connect(self.chosen.append)

    @property
    def shown(self) -> list[tuple[str, str]]:
        tree = self.editor.tree
        rows = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
        return [(row.text(0), row.text(1)) for row in rows]

    @property
    def words(self) -> list[str]:
        return [words for _key, words in self.shown]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.editor.tree, key, modifiers)

    def click(self, name: str) -> None:
        self.qtbot.mouseClick(self.editor.findChild(QPushButton, f"reason-{name}"), Qt.MouseButton.LeftButton)

    def write(self, text: str, end: Qt.Key = KEY.Key_Return) -> None:
        """Write into the row that is open, and leave it."""
        line = self.editor.tree.viewport().findChild(QLineEdit)
        assert line is not None, "a row is open to be written"
        line.selectAll()
        self.qtbot.keyClick(line, KEY.Key_Delete)
        if text:
            self.qtbot.keyClicks(line, text)
        self.qtbot.keyClick(line, end)
        self.qtbot.waitUntil(lambda: self.editor.tree.state() != self.editor.tree.State.EditingState)
        self.qtbot.waitUntil(lambda: self.editor.tree._edited < 0)

    def told(self) -> str:
        return self.editor.told.text()

    def is_able(self, name: str) -> bool:
        return self.editor.findChild(QPushButton, f"reason-{name}").isEnabled()


@pytest.fixture
def hands(qtbot: QtBot) -> Iterator[Hands]:
    editor = ReasonsEditor(THREE)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.tree.setFocus()
    yield Hands(editor, qtbot)
    editor.close()


def test_each_reason_shows_the_key_it_is_on(hands: Hands) -> None:
    assert hands.shown == [("1", "Art"), ("2", "Medical"), ("3", "News")]
    live_keys.put(Keymap({"reason_2": ("F9",), "reason_3": ()}))
    assert hands.shown == [("1", "Art"), ("F9", "Medical"), ("–", "News")]
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Down, ALT)
    assert hands.told() == "“Medical” is on no key now."
    hands.press(KEY.Key_Up, ALT)
    assert hands.told() == "“Medical” is on key F9 now."


@pytest.mark.parametrize("by_key", [True, False])
def test_adding(hands: Hands, by_key: bool) -> None:
    hands.editor.start_adding() if by_key else hands.click("add")
    hands.write("  Poor   quality ")
    assert hands.chosen == [(*THREE, "Poor quality")]
    assert hands.shown[3] == ("4", "Poor quality")
    assert hands.editor.tree.row == 3
    assert "key 4" in hands.told()


@pytest.mark.parametrize("way", ["F2", "Return", "button", "double click"])
def test_renaming(hands: Hands, qtbot: QtBot, way: str) -> None:
    tree = hands.editor.tree
    tree.go_to(1)
    if way == "button":
        hands.click("rename")
    elif way == "double click":
        place = tree.visualItemRect(tree.topLevelItem(1)).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        hands.press(KEY.Key_F2 if way == "F2" else KEY.Key_Return)
    hands.write("Surgery")
    assert hands.chosen == [("Art", "Surgery", "News")]
    assert tree.row == 1


@pytest.mark.parametrize("by_key", [True, False])
def test_removing(hands: Hands, by_key: bool) -> None:
    hands.editor.tree.go_to(0)
    hands.press(KEY.Key_Delete) if by_key else hands.click("remove")
    assert hands.chosen == [("Medical", "News")]
    assert hands.shown == [("1", "Medical"), ("2", "News")]
    assert "Decisions keep it" in hands.told()


@pytest.mark.parametrize("by_key", [True, False])
def test_moving(hands: Hands, by_key: bool) -> None:
    hands.editor.tree.go_to(0)
    hands.press(KEY.Key_Down, ALT) if by_key else hands.click("down")
    assert hands.chosen[-1] == ("Medical", "Art", "News")
    assert hands.editor.tree.row == 1, "it goes with its reason"
    hands.press(KEY.Key_Up, ALT) if by_key else hands.click("up")
    assert hands.chosen[-1] == THREE
    hands.press(KEY.Key_Up, ALT)
    assert len(hands.chosen) == 2, "the first one goes no further"


def test_a_button_that_can_do_nothing_is_off_and_leaves_the_keyboard_to_the_list(hands: Hands, qtbot: QtBot) -> None:
    hands.editor.tree.go_to(0)
    assert not hands.is_able("up")
    assert hands.is_able("down")
    assert not hands.is_able("undo")
    hands.editor.down.setFocus()
    for _ in range(2):
        qtbot.keyClick(hands.editor.down, KEY.Key_Space)
    assert not hands.is_able("down")
    assert hands.editor.tree.hasFocus()
    assert hands.is_able("undo")


@pytest.mark.parametrize(
    ("written", "why"), [("", "needs words"), ("   ", "needs words"), ("news", "in the list already, on key 3")]
)
def test_words_that_cannot_be_are_refused_and_nothing_changes(hands: Hands, written: str, why: str) -> None:
    hands.press(KEY.Key_F2)
    hands.write(written)
    assert why in hands.told()
    assert hands.words == list(THREE)
    assert hands.chosen == []


@pytest.mark.parametrize(("written", "end"), [("", KEY.Key_Return), ("Sport", KEY.Key_Escape), ("ART", KEY.Key_Return)])
def test_an_added_row_that_is_given_up_or_refused_goes(hands: Hands, written: str, end: Qt.Key) -> None:
    hands.click("add")
    hands.write(written, end)
    assert hands.words == list(THREE)
    assert hands.chosen == []
    assert ("already" in hands.told()) == (written == "ART")


def test_there_are_ten_at_most(qtbot: QtBot) -> None:
    editor = ReasonsEditor(tuple(f"Reason {number}" for number in range(14)))
    qtbot.addWidget(editor)
    editor.show()
    hands = Hands(editor, qtbot)
    assert len(hands.words) == 10
    assert hands.shown[9][0] == "0"
    hands.click("add")
    assert "ten already" in hands.told()
    assert len(hands.words) == 10
    editor.close()


def test_every_step_is_taken_back_and_done_again(hands: Hands) -> None:
    hands.press(KEY.Key_Delete)
    hands.press(KEY.Key_Down, ALT)
    hands.click("defaults")
    assert hands.words == list(DEFAULT_REASONS)
    assert not hands.is_able("defaults")
    hands.press(KEY.Key_Z, CONTROL)
    assert hands.words == ["News", "Medical"]
    hands.click("undo")
    hands.click("undo")
    assert hands.words == list(THREE)
    assert not hands.is_able("undo")
    hands.press(KEY.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert hands.words == ["Medical", "News"]
    assert hands.chosen[-1] == ("Medical", "News")


def test_a_list_can_be_empty_and_filled_again(hands: Hands) -> None:
    for _ in THREE:
        hands.press(KEY.Key_Delete)
    assert hands.chosen[-1] == ()
    assert not hands.is_able("rename")
    hands.press(KEY.Key_F2)
    hands.press(KEY.Key_Delete)
    hands.click("add")
    hands.write("Sport")
    assert hands.chosen[-1] == ("Sport",)


def test_who_hears_the_screen_is_told_reason_and_key(hands: Hands) -> None:
    tree = QAccessible.queryAccessibleInterface(hands.editor.tree)
    assert tree.text(QAccessible.Text.Name) == "Reasons and their keys"
    told = [tree.child(at).text(QAccessible.Text.Name) for at in range(tree.childCount())]
    assert {"key 2", "Medical, key 2"} <= set(told)
    buttons = hands.editor.findChildren(QPushButton)
    assert [button.accessibleName() for button in buttons if not button.accessibleName().endswith(": reason")] == []
    assert all(button.toolTip() for button in buttons)


@pytest.fixture
def dialog(preferences: Preferences, dispatcher: Dispatcher) -> Iterator[SettingsDialog]:
    made = SettingsDialog(preferences, dispatcher)
    made.show()
    yield made
    made.close()


def test_a_change_counts_at_once_in_the_settings(dialog: SettingsDialog, preferences: Preferences) -> None:
    editor = dialog.findChild(ReasonsEditor)
    editor.tree.go_to(2)
    editor.remove()
    assert preferences.settings.reasons == (*DEFAULT_REASONS[:2], *DEFAULT_REASONS[3:])
    editor.undo()
    assert preferences.settings.reasons == DEFAULT_REASONS


def test_all_ten_show_without_scrolling(dialog: SettingsDialog, qtbot: QtBot) -> None:
    tree = dialog.findChild(ReasonsEditor).tree
    qtbot.waitUntil(lambda: tree.visualItemRect(tree.topLevelItem(9)).bottom() < tree.viewport().height())


def test_enter_in_the_list_does_not_close_the_settings(dialog: SettingsDialog, qtbot: QtBot) -> None:
    editor = dialog.findChild(ReasonsEditor)
    hands = Hands(editor, qtbot)
    editor.tree.setFocus()
    hands.press(KEY.Key_Return)
    hands.write("Fine")
    assert dialog.isVisible()
    assert editor.reasons[0] == "Fine"


def test_the_desk_gives_the_reason_that_stands_on_the_key_now(full: Shown) -> None:
    review = full.window._screens.review
    full.window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    full.window.parts.actions["settings"].trigger()
    dialog = full.window.findChild(QWidget, "settings")
    editor = dialog.findChild(ReasonsEditor)
    editor.tree.go_to(5)
    editor.move_by(-1)
    assert review.parts.reasons[4] == "Medical"
    while editor.reasons:
        editor.remove()
    dialog.close()
    said: list[str] = []
    review.verdicts.told.connect(said.append)
    review.deciding.press_reason(0)
    assert "No reason stands on this key" in said[-1]
    live_keys.put(preset_keymap(KeyPreset.LEFT_HAND))
    QApplication.sendPostedEvents(None, 0)
