"""The slider that is a histogram: what it shows, what it tells, and what it leaves alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.thresholds import IGNORE
from rekreview.ui import theme
from rekreview.ui.policy.threshold_slider import ThresholdSlider

WIDTH, HEIGHT = 212, 26


@pytest.fixture
def slider(qtbot: QtBot, qapp: QApplication) -> ThresholdSlider:
    theme.apply(qapp, theme.ThemeMode.LIGHT)
    made = ThresholdSlider()
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.show()
    return made


def told(slider: ThresholdSlider) -> list[Decimal]:
    heard: list[Decimal] = []
    slider.chosen.connect(heard.append)
    return heard


def picture(slider: ThresholdSlider) -> QImage:
    return slider.grab().toImage()


def colours(image: QImage, left: int, right: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(left, right) for y in range(image.height())}


def test_it_begins_at_the_default(slider: ThresholdSlider) -> None:
    assert slider.value() == 50
    assert (slider.minimum(), slider.maximum(), slider.singleStep(), slider.pageStep()) == (0, 100, 1, 10)


def test_what_it_is_shown_it_does_not_tell(slider: ThresholdSlider) -> None:
    heard = told(slider)
    slider.show_threshold(Decimal("0.73"), own=True)
    slider.show_threshold(IGNORE, own=True)
    slider.show_threshold(Decimal("0.2"), own=False)
    assert slider.value() == 20
    assert heard == []


def test_what_a_person_or_a_screen_reader_sets_it_tells(slider: ThresholdSlider) -> None:
    heard = told(slider)
    slider.setValue(7)
    slider.setValue(100)
    slider.setValue(0)
    assert heard == [Decimal("0.07"), Decimal("1.00"), Decimal("0.00")]


def test_a_finer_threshold_than_its_steps_is_kept_until_it_is_moved(slider: ThresholdSlider) -> None:
    heard = told(slider)
    slider.show_threshold(Decimal("0.555"), own=True)
    assert slider.value() == 56
    slider.setValue(57)
    assert heard == [Decimal("0.57")]


def test_a_press_takes_the_line_to_the_pointer_and_a_drag_pulls_it(qtbot: QtBot, slider: ThresholdSlider) -> None:
    heard = told(slider)
    middle = HEIGHT // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(5 + 20, middle))
    assert slider.value() == 10
    for x in (45, 65, 105):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(105, middle))
    assert slider.value() == 50
    assert heard[0] == Decimal("0.10")
    assert heard[-1] == Decimal("0.50")
    qtbot.mouseMove(slider, QPoint(165, middle))
    assert slider.value() == 50


@pytest.mark.parametrize(("x", "value"), [(-40, 0), (0, 0), (WIDTH, 100), (WIDTH + 300, 100)])
def test_a_drag_beyond_the_ends_stays_at_the_end(qtbot: QtBot, slider: ThresholdSlider, x: int, value: int) -> None:
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(WIDTH // 3, 13))
    qtbot.mouseMove(slider, QPoint(x, 13))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 13))
    assert slider.value() == value


def test_the_right_button_moves_nothing(qtbot: QtBot, slider: ThresholdSlider) -> None:
    heard = told(slider)
    qtbot.mouseClick(slider, Qt.MouseButton.RightButton, pos=QPoint(20, 13))
    assert heard == []


def test_the_wheel_belongs_to_the_list(slider: ThresholdSlider) -> None:
    heard = told(slider)
    turn = QWheelEvent(
        QPointF(50, 13), QPointF(50, 13), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(slider, turn)
    assert heard == []
    assert not turn.isAccepted()


def test_bars_over_the_threshold_are_drawn_in_the_colour_of_rejection(slider: ThresholdSlider) -> None:
    slider.show_confidences([5] * 50, 5)
    slider.show_threshold(Decimal("0.5"), own=True)
    shown = picture(slider)
    reject, quiet = QColor(theme.LIGHT.reject).name(), QColor(theme.LIGHT.outline).name()
    assert reject not in colours(shown, 8, 95)
    assert quiet in colours(shown, 8, 95)
    assert reject in colours(shown, 116, 200)
    assert quiet not in colours(shown, 116, 200)


def test_an_ignored_category_has_no_line_and_rejects_nothing(slider: ThresholdSlider) -> None:
    slider.show_confidences([5] * 50, 5)
    slider.show_threshold(IGNORE, own=True)
    assert QColor(theme.LIGHT.reject).name() not in colours(picture(slider), 0, WIDTH)
    assert QColor(theme.LIGHT.accent).name() not in colours(picture(slider), 0, WIDTH)


def test_an_own_threshold_is_filled_and_an_inherited_one_is_hollow(slider: ThresholdSlider) -> None:
    accent, surface = QColor(theme.LIGHT.accent).name(), QColor(theme.LIGHT.surface).name()
    slider.clearFocus()
    slider.show_threshold(Decimal("0.5"), own=True)
    assert picture(slider).pixelColor(WIDTH // 2, HEIGHT // 2).name() == accent
    slider.show_threshold(Decimal("0.5"), own=False)
    assert picture(slider).pixelColor(WIDTH // 2, HEIGHT // 2).name() == surface


def test_one_asset_beside_a_thousand_is_still_seen(slider: ThresholdSlider) -> None:
    bins = [0] * 50
    bins[3] = 1
    slider.show_confidences(bins, 1000)
    assert QColor(theme.LIGHT.outline).name() in colours(picture(slider), 10, 40)


def test_focus_is_seen(qtbot: QtBot, slider: ThresholdSlider) -> None:
    slider.clearFocus()
    slider.show_threshold(Decimal("0.5"), own=False)
    without = picture(slider)
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    assert picture(slider) != without


def test_it_is_repainted_only_for_something_new(slider: ThresholdSlider) -> None:
    slider.show_confidences([1, 2, 3], 3)
    slider.show_threshold(Decimal("0.4"), own=True)
    before = picture(slider)
    slider.show_confidences([1, 2, 3], 3)
    slider.show_threshold(Decimal("0.4"), own=True)
    assert picture(slider) == before
    assert slider.sizeHint().width() > slider.minimumSizeHint().width()


def test_what_was_not_asked_for_is_hatched_and_warns_when_the_threshold_lies_in_it(slider: ThresholdSlider) -> None:
    slider.show_threshold(Decimal("0.5"), own=True)
    plain = picture(slider)
    slider.show_floor(0.2)
    hatched = picture(slider)
    grey, caution = QColor(theme.LIGHT.outline).name(), QColor(theme.LIGHT.caution).name()
    # From the end of the grip at 0 to the floor at a fifth of the width.
    assert grey not in colours(plain, 10, 40)
    assert grey in colours(hatched, 10, 40)
    assert colours(hatched, 50, 90) == colours(plain, 50, 90), "above the floor nothing is hatched"
    assert caution not in colours(hatched, 10, 40)
    slider.show_threshold(Decimal("0.1"), own=True)
    assert caution in colours(picture(slider), 8, 18)
    slider.show_floor(0.0)
    assert caution not in colours(picture(slider), 0, WIDTH)


def test_shift_moves_it_by_a_tenth_of_a_step(qtbot: QtBot, slider: ThresholdSlider) -> None:
    heard = told(slider)
    slider.show_threshold(Decimal("0.5"), own=False)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(slider, key, Qt.KeyboardModifier.ShiftModifier)
    assert heard == [Decimal("0.501"), Decimal("0.502"), Decimal("0.501")]
    assert slider.value() == 50
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert heard[-1] == Decimal("0.51")


def test_shift_stops_at_the_ends_and_heeds_what_was_ignored(qtbot: QtBot, slider: ThresholdSlider) -> None:
    heard = told(slider)
    slider.show_threshold(IGNORE, own=True)
    qtbot.keyClick(slider, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(slider, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert heard == [Decimal(1), Decimal("0.999")]


def test_a_drag_shows_what_a_slider_made_there_would_show(slider: ThresholdSlider, qtbot: QtBot) -> None:
    """Both sides of the line are kept while it moves, and kept no longer than they are true."""

    def told_the_same(made: ThresholdSlider, floor: float, tallest: int, value: str) -> QImage:
        made.show_confidences([1, 0, 5, 3] * 10, tallest)
        made.show_floor(floor)
        made.show_threshold(Decimal(value), own=True)
        made.clearFocus()
        return picture(made)

    for floor, tallest, value in ((0.0, 5, "0.3"), (0.0, 5, "0.31"), (0.4, 5, "0.31"), (0.4, 5, "0.8"), (0.4, 9, "0")):
        fresh = ThresholdSlider()
        qtbot.addWidget(fresh)
        fresh.resize(WIDTH, HEIGHT)
        assert told_the_same(slider, floor, tallest, value) == told_the_same(fresh, floor, tallest, value)
    slider.resize(WIDTH - 60, HEIGHT)
    assert picture(slider).width() == WIDTH - 60
    assert QColor(theme.LIGHT.reject).name() in colours(picture(slider), WIDTH - 90, WIDTH - 60)
