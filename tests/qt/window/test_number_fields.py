"""Fields for numbers and days: their text stays off the frame, and they take nothing that is not meant for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import rekreview.ui
from rekreview.ui import number_fields, theme
from rekreview.ui.number_fields import DayField, NumberField, WholeNumberField
from rekreview.ui.theme.contrast import contrast

FIELDS = (WholeNumberField, NumberField, DayField)
NO_BUTTON, NO_KEY = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> QTabWidget:
    """A page with a line and one field of each kind, and a second page."""
    theme.apply(qapp, "light")
    tabs = QTabWidget()
    first = QWidget()
    column = QVBoxLayout(first)
    line = QLineEdit("888", first)
    line.setObjectName("line")
    column.addWidget(line)
    for kind in FIELDS:
        column.addWidget(kind(first))
    tabs.addTab(first, "one")
    tabs.addTab(QLineEdit(), "two")
    tabs.resize(300, 260)
    qtbot.addWidget(tabs)
    tabs.show()
    tabs.activateWindow()
    qtbot.waitUntil(tabs.isActiveWindow)
    line.setFocus()
    return tabs


def ink_begins(widget: QWidget) -> int:
    """How far from the left edge, inside the frame, the first thing is painted."""
    image = widget.grab().toImage()
    scale = image.devicePixelRatio()
    ground = theme.current().surface
    for x in range(3, image.width() // 2):
        for y in range(6, image.height() - 6):
            if contrast(QColor(image.pixelColor(x, y)).name(), ground) > 3:
                return round(x / scale)
    raise AssertionError("nothing is written")


@pytest.mark.parametrize("kind", FIELDS)
def test_the_text_begins_where_that_of_a_line_begins(page: QTabWidget, qtbot: QtBot, kind: type[QAbstractSpinBox]):
    field, line = page.findChild(kind), page.findChild(QLineEdit, "line")
    line.clearFocus()
    assert abs(ink_begins(field) - ink_begins(line)) <= 3
    field.setFocus()
    field.lineEdit().deselect()
    field.lineEdit().setCursorPosition(99)
    assert ink_begins(field) >= number_fields.TEXT_ROOM, "with the keyboard too"


@pytest.mark.parametrize("kind", FIELDS)
def test_it_is_as_high_as_a_line_and_shows_the_whole_of_its_text(page: QTabWidget, kind: type[QAbstractSpinBox]):
    field, line = page.findChild(kind), page.findChild(QLineEdit, "line")
    assert abs(field.sizeHint().height() - line.sizeHint().height()) <= 1
    inner = field.lineEdit()
    room = inner.width() - inner.textMargins().left()
    assert inner.fontMetrics().horizontalAdvance(inner.text()) < room
    assert inner.height() >= inner.fontMetrics().height()


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("back", [False, True])
def test_ctrl_tab_turns_the_page(page: QTabWidget, qtbot: QtBot, kind: type[QAbstractSpinBox], back: bool):
    field = page.findChild(kind)
    field.setFocus()
    before = field.text()
    shift = Qt.KeyboardModifier.ShiftModifier if back else NO_KEY
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    qtbot.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier | shift)
    assert page.currentIndex() == 1
    assert field.text() == before


def turn_wheel(field: QAbstractSpinBox) -> None:
    at = QPointF(field.rect().center())
    turned = QWheelEvent(
        at, field.mapToGlobal(at), QPoint(), QPoint(0, 120), NO_BUTTON, NO_KEY, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(field, turned)


@pytest.mark.parametrize("kind", FIELDS)
def test_the_wheel_changes_only_what_has_the_keyboard(page: QTabWidget, kind: type[QAbstractSpinBox]):
    field = page.findChild(kind)
    before = field.text()
    turn_wheel(field)
    assert field.text() == before
    assert not field.hasFocus(), "and it does not take it"
    field.setFocus()
    turn_wheel(field)
    assert field.text() != before


def test_no_form_has_another_kind_of_field():
    """The policy's own box of thresholds is right-aligned in a narrow column, and cares for itself."""
    own = {Path(number_fields.__file__).name, "number_box.py"}
    bare = re.compile(r"\bQ(?:Double)?SpinBox\(|\bQDate(?:Time)?Edit\(")
    files = Path(rekreview.ui.__path__[0]).rglob("*.py")
    assert [file.name for file in files if file.name not in own and bare.search(file.read_text("utf-8"))] == []
