"""One key covers every window at once, nothing but a deliberate act brings them back, and no title tells anything."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMainWindow, QVBoxLayout

from rekreview.ui import theme
from rekreview.ui.calm.blank import TITLE, Blank
from rekreview.ui.calm.cover import Cover
from tests.qt.window.conftest import Shown

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(full: Shown):
    """A window on four assets, with the keyboard on the grid."""
    full.window.activateWindow()
    full.qtbot.waitUntil(full.window.isActiveWindow)
    screens = full.window._screens
    screens.review.grid.setFocus()
    full.review = screens.review
    full.blank = full.window.parts.blank
    yield full
    full.blank.lift()


def colours_of(widget) -> set[str]:
    shown = widget.grab().toImage()
    return {shown.pixelColor(x, y).name() for x in range(0, shown.width(), 7) for y in range(0, shown.height(), 7)}


def press(window: Shown, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    window.qtbot.keyClick(QApplication.focusWidget() or window.window, key, modifiers)


def test_everything_is_covered_by_one_colour_at_once(window: Shown):
    assert len(colours_of(window.window)) > 10
    began = time.perf_counter()
    press(window, KEY.Key_QuoteLeft)
    assert time.perf_counter() - began < 0.25  # a frame on a desk; the tests' machine is shared
    assert window.blank.is_on
    (cover,) = window.window.findChildren(Cover)
    assert cover.geometry() == window.window.rect()
    button = cover.button.geometry().adjusted(-80, -20, 80, 40)
    shown = window.window.grab().toImage()
    outside = {
        shown.pixelColor(x, y).name()
        for x in range(0, shown.width(), 5)
        for y in range(0, shown.height(), 5)
        if not button.contains(x, y)
    }
    assert outside == {QColor(theme.current().window).name()}


def test_the_title_says_nothing_meanwhile(window: Shown):
    title = window.window.windowTitle()
    assert "library" in title
    window.blank.cover()
    assert window.window.windowTitle() == TITLE
    window.window.setWindowTitle("/home/ada/cases")
    assert window.window.windowTitle() == TITLE
    window.blank.lift()
    assert window.window.windowTitle() == "/home/ada/cases"


def test_only_the_same_key_brings_it_back_and_no_key_decides_anything(window: Shown):
    focused = QApplication.focusWidget()
    window.blank.cover()
    keys = (KEY.Key_A, KEY.Key_X, KEY.Key_Escape, KEY.Key_Space, KEY.Key_Return, KEY.Key_Right, KEY.Key_W, KEY.Key_1)
    for key in keys:
        press(window, key)
    press(window, KEY.Key_Z, CONTROL)
    press(window, KEY.Key_2, CONTROL)
    window.settle()
    assert window.blank.is_on
    assert window.window._screens.library.queries.totals().decisions == 0
    press(window, KEY.Key_QuoteLeft)
    assert not window.blank.is_on
    assert window.window.parts.center.shown == "review"
    assert QApplication.focusWidget() is focused
    window.qtbot.waitUntil(lambda: not window.window.findChildren(Cover))


def test_clicks_do_nothing_but_on_the_button(window: Shown):
    window.blank.cover()
    (cover,) = window.window.findChildren(Cover)
    for place in (QPoint(40, 200), QPoint(600, 400), QPoint(900, 300)):
        window.qtbot.mouseClick(cover, Qt.MouseButton.LeftButton, pos=place)
        window.qtbot.mouseDClick(cover, Qt.MouseButton.LeftButton, pos=place)
    assert window.blank.is_on
    window.qtbot.mouseClick(cover.button, Qt.MouseButton.LeftButton)
    assert not window.blank.is_on


def test_the_button_is_reached_by_tab_and_pressed_by_space(window: Shown):
    window.blank.cover()
    (cover,) = window.window.findChildren(Cover)
    assert QApplication.focusWidget() is cover
    press(window, KEY.Key_Space)
    assert window.blank.is_on, "a space alone is no deliberate act"
    press(window, KEY.Key_Tab)
    assert QApplication.focusWidget() is cover.button
    press(window, KEY.Key_A)
    assert window.blank.is_on
    press(window, KEY.Key_Space)
    assert not window.blank.is_on


def test_a_player_stops_and_a_lifted_veil_comes_down(window: Shown):
    review = window.review
    window.qtbot.waitUntil(lambda: review.stage.current() >= 0 and review.stage.is_shown(review.stage.current()))
    window.qtbot.keyPress(review.grid, KEY.Key_W)
    assert review.grid.revealed.asset_id >= 0
    window.blank.cover()
    assert review.grid.revealed.asset_id == -1
    assert not review.isVisible(), "so that nothing plays: the player of a large view that is hidden pauses"


def test_a_dialog_is_covered_too_and_hears_the_key(window: Shown):
    dialog = QDialog(window.window)
    dialog.setWindowTitle("wound.jpg")
    column = QVBoxLayout(dialog)
    said = QLabel("What Amazon said of wound.jpg", dialog)
    said.setObjectName("what")
    column.addWidget(said)
    column.addWidget(QLineEdit(dialog))
    dialog.resize(300, 200)
    dialog.open()
    dialog.activateWindow()
    window.qtbot.waitUntil(dialog.isActiveWindow)
    window.qtbot.keyClick(QApplication.focusWidget(), KEY.Key_QuoteLeft, CONTROL)
    assert window.blank.is_on
    assert dialog.windowTitle() == TITLE
    assert len(dialog.findChildren(Cover)) == 1
    assert not dialog.findChild(QLabel, "what").isVisible(), "nor is it read out"
    window.qtbot.keyClick(QApplication.focusWidget(), KEY.Key_Escape)
    assert dialog.isVisible()
    window.blank.lift()
    assert dialog.windowTitle() == "wound.jpg"
    dialog.close()


def test_what_comes_up_meanwhile_is_covered(window: Shown):
    window.blank.cover()
    window.window.parts.toast.tell("Rejected: 4 assets")
    (cover,) = window.window.findChildren(Cover)
    siblings = [child for child in window.window.children() if child.isWidgetType()]
    assert siblings[-1] is cover
    dialog = QDialog(window.window)
    dialog.setWindowTitle("late.jpg")
    dialog.show()
    assert dialog.findChildren(Cover)
    assert dialog.windowTitle() == TITLE
    dialog.close()


def test_another_window_of_the_app_takes_the_key_from_none(window: Shown):
    other = QMainWindow()
    other.setWindowTitle("another")
    left = Blank(other)
    other.show()
    other.activateWindow()
    window.qtbot.waitUntil(other.isActiveWindow)
    window.window.activateWindow()
    window.qtbot.waitUntil(window.window.isActiveWindow)
    window.review.grid.setFocus()
    press(window, KEY.Key_QuoteLeft)
    assert window.blank.is_on
    assert not left.is_on
    assert other.findChildren(Cover), "it is covered like any other"
    window.blank.lift()
    other.close()
    other.deleteLater()


def test_it_covers_a_window_that_grows(window: Shown):
    window.blank.cover()
    window.window.resize(1300, 860)
    (cover,) = window.window.findChildren(Cover)
    assert cover.geometry() == window.window.rect()


def test_a_text_that_is_written_keeps_the_key_but_not_the_one_with_ctrl(window: Shown):
    note = window.review.detail.note
    note.setFocus()
    window.qtbot.keyClick(note, KEY.Key_QuoteLeft)
    assert not window.blank.is_on
    assert "`" in note.text()
    window.qtbot.keyClick(note, KEY.Key_QuoteLeft, CONTROL)
    assert window.blank.is_on
