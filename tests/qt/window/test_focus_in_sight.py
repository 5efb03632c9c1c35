"""What gets the keyboard is scrolled to, from wherever it came; a click scrolls nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rekreview.ui.focus_in_sight import FocusInSight

FIELDS = 30


@pytest.fixture
def area(qtbot: QtBot) -> Iterator[QScrollArea]:
    """An area with more fields than it can show, and one field outside of it."""
    whole = QWidget()
    outside = QLineEdit(whole)
    outside.setObjectName("outside")
    made = QScrollArea(whole)
    made.setWidgetResizable(True)
    inner = QWidget(made)
    column = QVBoxLayout(inner)
    for number in range(FIELDS):
        field = QLineEdit(inner)
        field.setObjectName(f"field-{number}")
        column.addWidget(field)
    made.setWidget(inner)
    FocusInSight(made)
    rows = QVBoxLayout(whole)
    rows.addWidget(outside)
    rows.addWidget(made)
    qtbot.addWidget(whole)
    whole.resize(300, 240)
    whole.show()
    qtbot.waitExposed(whole)
    yield made
    whole.close()


def field(area: QScrollArea, name: str) -> QLineEdit:
    found = area.window().findChild(QLineEdit, name)
    assert found is not None
    return found


def is_in_sight(area: QScrollArea, shown: QWidget) -> bool:
    return area.viewport().rect().contains(shown.mapTo(area.viewport(), QPoint(0, shown.height() // 2)))


def test_it_scrolls_to_what_gets_the_keyboard_from_outside(area: QScrollArea) -> None:
    for name in (f"field-{FIELDS - 1}", "field-0"):
        field(area, "outside").setFocus()
        assert not is_in_sight(area, field(area, name)) or name == "field-0"
        field(area, name).setFocus()
        assert is_in_sight(area, field(area, name))


def test_a_click_on_what_shows_in_part_moves_nothing(area: QScrollArea, qtbot: QtBot) -> None:
    below = next(
        entry
        for entry in area.widget().findChildren(QLineEdit)
        if entry.mapTo(area.viewport(), QPoint(0, entry.height())).y() > area.viewport().height()
    )
    area.verticalScrollBar().setValue(area.verticalScrollBar().value() - 2)
    before = area.verticalScrollBar().value()
    qtbot.mousePress(below, Qt.MouseButton.LeftButton, pos=QPoint(5, 2))
    assert area.verticalScrollBar().value() == before
    qtbot.mouseRelease(below, Qt.MouseButton.LeftButton, pos=QPoint(5, 2))


def test_it_is_forgotten_with_its_area(area: QScrollArea, qtbot: QtBot) -> None:
    window = area.window()
    area.deleteLater()
    qtbot.wait(20)
    outside = window.findChild(QLineEdit, "outside")
    assert outside is not None
    outside.setFocus()
    outside.clearFocus()
