"""The command palette on a real window: by keyboard alone, from letters to the thing done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueName
from rekreview.domain.taxonomy import taxonomy
from rekreview.ui import live_keys
from rekreview.ui.dialogs.settings import PAGES
from rekreview.ui.palette.dialog import CommandPalette
from rekreview.ui.palette.opening import settings_pages
from tests.qt.window.conftest import Shown

Open = Callable[[], CommandPalette]


@pytest.fixture
def palette(full: Shown, qtbot: QtBot) -> Open:
    def opened() -> CommandPalette:
        full.window.parts.actions["palette"].trigger()
        found = full.window.findChildren(CommandPalette)
        full.settle()
        return found[-1]

    return opened


def choose(palette: CommandPalette, qtbot: QtBot, typed: str) -> None:
    qtbot.keyClicks(palette.field, typed)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.wait(1)


def texts(palette: CommandPalette) -> list[str]:
    return [command.text for command in palette.shown]


def test_a_queue_is_gone_to_by_a_few_letters(palette: Open, full: Shown, qtbot: QtBot) -> None:
    full.window.show_screen("policy")
    choose(palette(), qtbot, "pending")
    full.settle()
    assert full.window.parts.side.filter.queue is QueueName.PENDING
    assert full.window.parts.center.shown == "review"


def test_an_action_is_done_and_comes_first_the_next_time(palette: Open, full: Shown, qtbot: QtBot) -> None:
    choose(palette(), qtbot, "polic")
    assert full.window.parts.center.shown == "policy"
    again = palette()
    assert texts(again)[0] == "Policy"
    again.close()


def test_the_arrows_choose_and_escape_does_nothing(palette: Open, qtbot: QtBot, full: Shown) -> None:
    opened = palette()
    first = texts(opened)[0]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(opened.field, key)
    assert opened.list.currentIndex().row() == len(opened.shown) - 1, "from the first one up is the last one"
    qtbot.keyClick(opened.field, Qt.Key.Key_Down)
    assert opened.list.currentItem().text(0) == first
    shown = full.window.parts.center.shown
    qtbot.keyClick(opened.field, Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert full.window.parts.center.shown == shown


def test_what_cannot_be_done_says_why(palette: Open, qtbot: QtBot) -> None:
    opened = palette()
    qtbot.keyClicks(opened.field, "redo")
    assert "no step was undone" in opened.told.text()
    qtbot.keyClick(opened.field, Qt.Key.Key_Return)
    assert opened.isVisible()
    opened.field.clear()
    qtbot.keyClicks(opened.field, "fitthewindow")
    assert "it works elsewhere: In the large view" in opened.told.text()
    opened.close()


def test_every_key_is_told_beside_its_action(palette: Open) -> None:
    opened = palette()
    listed = {command.name: command.hint for command in opened._commands}
    for name in ("approve", "second_look", "jump", "undo", "search", "palette"):
        assert listed[f"action:{name}"] == live_keys.current().spec(name).hint
    opened.close()


def test_a_category_narrows_the_queue(palette: Open, full: Shown, qtbot: QtBot) -> None:
    weapons = taxonomy("v7").get("weapons")
    assert weapons is not None
    choose(palette(), qtbot, f"filter by {weapons.name}")
    assert Choice(Facet.CATEGORY, "weapons") in full.window.parts.side.filter.facets


def test_a_reason_is_called_by_its_words(palette: Open, full: Shown, qtbot: QtBot) -> None:
    opened = palette()
    qtbot.keyClicks(opened.field, "Reason: Medical")
    assert texts(opened)[0] == "Reason: Medical"
    opened.close()


def test_presets_are_put_into_the_editor(palette: Open, full: Shown, qtbot: QtBot) -> None:
    opened = palette()
    presets = [command for command in opened._commands if command.group == "Policy preset"]
    opened.close()
    assert presets
    presets[-1].run()
    assert full.window.parts.center.shown == "policy"


def test_pages_of_the_settings_and_ready_made_keys_are_there(palette: Open, full: Shown, qtbot: QtBot) -> None:
    assert tuple(settings_pages()) == PAGES
    choose(palette(), qtbot, "settings: keys")
    dialog = next(one for one in full.window.findChildren(QDialog) if one.objectName() == "settings")
    assert dialog.isVisible()
    dialog.close()
    choose(palette(), qtbot, "left hand")
    assert full.preferences.settings.key_preset == "left_hand"
    assert live_keys.current().spec("second_look").keys == ("Q",)


def test_the_look_is_chosen_by_its_name(palette: Open, full: Shown, qtbot: QtBot) -> None:
    for typed, look in (("dark", "dark"), ("as the system", "system"), ("look: light", "light")):
        choose(palette(), qtbot, typed)
        assert full.preferences.settings.theme == look


def test_all_that_is_shown_is_selected_by_name(palette: Open, full: Shown, qtbot: QtBot) -> None:
    full.window.show_screen("review")
    full.settle()
    screens = full.window._screens
    assert screens is not None
    qtbot.waitUntil(lambda: screens.review.model.rowCount() == 4 and screens.review.grid.isVisible())
    choose(palette(), qtbot, "select all")
    assert screens.review.grid.selector.count == 4


def test_without_a_library_it_opens_and_says_so(empty: Shown, qtbot: QtBot) -> None:
    empty.window.parts.actions["palette"].trigger()
    opened = empty.window.findChildren(CommandPalette)[-1]
    qtbot.keyClicks(opened.field, "undo")
    assert "no library is open" in opened.told.text()
    opened.close()
