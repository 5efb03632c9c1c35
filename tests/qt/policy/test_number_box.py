"""The number of a threshold: written as in the string, typed freely, and silent about what it is shown."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.thresholds import IGNORE
from rekreview.ui import theme
from rekreview.ui.policy.number_box import NumberBox, written


@pytest.fixture
def box(qtbot: QtBot) -> NumberBox:
    made = NumberBox()
    qtbot.addWidget(made)
    made.show_threshold(Decimal("0.5"))
    made.show()
    return made


def told(box: NumberBox) -> list[Decimal]:
    heard: list[Decimal] = []
    box.chosen.connect(heard.append)
    return heard


def type_number(qtbot: QtBot, box: NumberBox, text: str) -> None:
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, text)


@pytest.mark.parametrize(
    ("threshold", "text"),
    [("0.5", "0.50"), ("0", "0.00"), ("1", "1.00"), ("0.57", "0.57"), ("0.555", "0.555"), ("0.00001", "0.00001")],
)
def test_it_is_written_with_two_decimals_or_as_many_as_it_needs(box: NumberBox, threshold: str, text: str) -> None:
    box.show_threshold(Decimal(threshold))
    assert box.text() == text


@given(st.decimals("0", "1", places=5))
def test_what_is_written_is_the_number_itself(threshold: Decimal) -> None:
    assert Decimal(written(threshold)) == threshold


def test_showing_tells_nobody(box: NumberBox) -> None:
    heard = told(box)
    for threshold in (Decimal("0.2"), IGNORE, Decimal("0.9"), IGNORE, Decimal("1")):
        box.show_threshold(threshold)
    assert heard == []


def test_an_ignored_category_shows_a_dash(box: NumberBox) -> None:
    box.show_threshold(IGNORE)
    assert box.text() == "–"


@pytest.mark.parametrize("number", ["1", "0.3", "0"])
def test_a_number_typed_into_an_ignored_box_counts_also_the_highest(qtbot: QtBot, box: NumberBox, number: str) -> None:
    box.show_threshold(IGNORE)
    heard = told(box)
    type_number(qtbot, box, number)
    assert heard[-1] == Decimal(number)
    assert box.maximum() == 1.0


def test_typing_is_not_disturbed_by_the_answer(qtbot: QtBot, box: NumberBox) -> None:
    box.chosen.connect(box.show_threshold)
    type_number(qtbot, box, "0.7")
    assert box.text() == "0.7"
    qtbot.keyClicks(box, "5")
    assert box.text() == "0.75"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == pytest.approx(0.75)


@pytest.mark.parametrize(("key", "number"), [(Qt.Key.Key_Up, "0.51"), (Qt.Key.Key_Down, "0.49")])
def test_the_arrow_keys_step_by_a_hundredth(qtbot: QtBot, box: NumberBox, key: Qt.Key, number: str) -> None:
    heard = told(box)
    qtbot.keyClick(box, key)
    assert heard == [Decimal(number)]


def test_steps_leave_no_binary_dust(qtbot: QtBot, box: NumberBox) -> None:
    heard = told(box)
    box.show_threshold(Decimal("0"))
    for _ in range(30):
        qtbot.keyClick(box, Qt.Key.Key_Up)
    assert heard == [Decimal(step) / 100 for step in range(1, 31)]


def test_more_than_the_scale_cannot_be_typed(qtbot: QtBot, box: NumberBox) -> None:
    heard = told(box)
    type_number(qtbot, box, "7")
    assert all(0 <= number <= 1 for number in heard)
    assert box.value() <= 1.0


def test_the_point_is_a_point_in_every_country(qtbot: QtBot) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    try:
        box = NumberBox()
        qtbot.addWidget(box)
        box.show_threshold(Decimal("0.25"))
        assert box.text() == "0.25"
    finally:
        QLocale.setDefault(before)


def test_the_wheel_belongs_to_the_list(box: NumberBox) -> None:
    heard = told(box)
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, turn)
    assert heard == []
    assert not turn.isAccepted()


def test_shift_steps_it_finely_and_not_beyond_the_end(qtbot: QtBot, box: NumberBox) -> None:
    heard = told(box)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert heard == [Decimal("0.501"), Decimal("0.491")]
    box.setValue(1.0)
    qtbot.keyClick(box, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert box.value() == 1.0


def test_the_kept_frame_looks_as_the_style_draws_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box, plain = NumberBox(window), QDoubleSpinBox(window)
    plain.setRange(0.0, 1.0)
    for one in (box, plain):
        one.setDecimals(5)
        one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        one.setGeometry(0, 0, 90, 30)
        one.lineEdit().hide()
    window.show()
    for value, look in ((0.5, "light"), (1.0, "light"), (0.0, "dark"), (0.5, "dark")):
        theme.apply(QApplication.instance(), look)
        for one in (box, plain):
            one.setValue(value)
        assert abs(pixels(box) - pixels(plain)).max() <= 2, (value, look)


def pixels(widget: QWidget) -> NDArray[np.int64]:
    """What a widget paints on a ground of its window's colour."""
    picture = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.array(picture.constBits(), np.uint8).astype(np.int64)
