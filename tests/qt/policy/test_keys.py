"""The policy screen by keyboard alone: every part is a key away, and so is every category."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.category_row import CategoryRow
from tests.qt.policy.screens import row

CONTROL, SHIFT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def active(qtbot: QtBot, screen: PolicyScreen) -> PolicyScreen:
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    return screen


def press(qtbot: QtBot, screen: PolicyScreen, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> QWidget:
    """Press a key where the keyboard is, and tell where it is then."""
    qtbot.keyClick(QApplication.focusWidget() or screen, key, modifiers)
    there = QApplication.focusWidget()
    assert there is not None
    return there


def test_f6_goes_round_the_parts_and_back(qtbot: QtBot, active: PolicyScreen) -> None:
    active.field.edit.setFocus()
    assert press(qtbot, active, Qt.Key.Key_F6) is row(active, "explicit").slider
    assert press(qtbot, active, Qt.Key.Key_F6) is active.panels.tabBar()
    assert press(qtbot, active, Qt.Key.Key_F6) is active.field.edit
    assert press(qtbot, active, Qt.Key.Key_F6, SHIFT) is active.panels.tabBar()
    assert press(qtbot, active, Qt.Key.Key_F6, SHIFT) is row(active, "explicit").slider


def test_from_anywhere_else_f6_begins_with_the_string(qtbot: QtBot, active: PolicyScreen) -> None:
    active.bar.name.setFocus()
    assert press(qtbot, active, Qt.Key.Key_F6) is active.field.edit


@pytest.mark.parametrize("control", ["slider", "number", "ignore"])
def test_the_next_category_keeps_the_control(qtbot: QtBot, active: PolicyScreen, control: str) -> None:
    def of(slug: str) -> QWidget:
        found: QWidget = getattr(row(active, slug), control)
        return found

    of("explicit").setFocus()
    assert press(qtbot, active, Qt.Key.Key_Down, CONTROL) is of("explicit_nudity")
    assert press(qtbot, active, Qt.Key.Key_Up, CONTROL) is of("explicit")
    assert press(qtbot, active, Qt.Key.Key_Up, CONTROL) is of("explicit"), "the first one stays"
    assert active.model.draft.pair == active.model.draft.applied, "going about moves no threshold"


def test_only_what_a_search_leaves_is_gone_through(qtbot: QtBot, active: PolicyScreen) -> None:
    active.categories.search.setFocus()
    qtbot.keyClicks(active.categories.search, "weapon")
    assert press(qtbot, active, Qt.Key.Key_Down, CONTROL) is row(active, "violence").slider
    assert press(qtbot, active, Qt.Key.Key_Down, CONTROL) is not row(active, "alcohol").slider
    there = QApplication.focusWidget()
    assert there is not None
    assert isinstance(there.parentWidget(), CategoryRow)
    active.categories.search.setText("nothing is called so")
    active.field.edit.setFocus()
    assert press(qtbot, active, Qt.Key.Key_F6) is active.categories.search


def test_a_threshold_is_set_finely_without_a_pointer(qtbot: QtBot, active: PolicyScreen) -> None:
    active.field.edit.setFocus()
    press(qtbot, active, Qt.Key.Key_F6)
    press(qtbot, active, Qt.Key.Key_Right)
    press(qtbot, active, Qt.Key.Key_Right, SHIFT)
    assert row(active, "explicit").standing.own == Decimal("0.511")
    assert active.model.text == "aws_rek:explicit:0.511"
