"""What wheel, keys and hands do to the large picture."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QImage, QWheelEvent

from rekreview.domain.sightings import FilterStep
from rekreview.ui.loupe.canvas import LoupeCanvas
from rekreview.ui.loupe.zoom import LARGEST

shared = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NOTCH = 120


@pytest.fixture
def canvas(qtbot) -> LoupeCanvas:
    """A red picture of 4000 by 3000 pixels, all of it in view."""
    made = LoupeCanvas()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    made.show_nothing(1, QSizeF(4000, 3000))
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    made.show_image(image)
    return made


def turn(canvas: LoupeCanvas, notches: float, at: QPoint) -> QWheelEvent:
    event = QWheelEvent(
        QPointF(at),
        canvas.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, round(notches * NOTCH)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    canvas.wheelEvent(event)
    return event


def under(canvas: LoupeCanvas, point: QPoint) -> QPointF:
    """The pixel of the picture under a point."""
    return (QPointF(point) - canvas.zoom.target.topLeft()) / canvas.zoom.factor


@shared
@given(x=st.integers(300, 500), y=st.integers(250, 350), notches=st.integers(4, 8))
def test_the_wheel_zooms_at_the_pointer(canvas: LoupeCanvas, x: int, y: int, notches: int):
    canvas.fit()
    turn(canvas, 3, QPoint(400, 300))
    before = under(canvas, QPoint(x, y))
    assert turn(canvas, notches - 3, QPoint(x, y)).isAccepted()
    after = under(canvas, QPoint(x, y))
    assert after.x() == pytest.approx(before.x(), abs=2)
    assert after.y() == pytest.approx(before.y(), abs=2)


@shared
@given(turns=st.lists(st.integers(-6, 6), max_size=12))
def test_however_the_wheel_is_turned_the_picture_is_neither_lost_nor_endless(canvas: LoupeCanvas, turns: list[int]):
    canvas.fit()
    smallest = canvas.zoom.factor
    for notches in turns:
        turn(canvas, notches, QPoint(400, 300))
        assert smallest <= canvas.zoom.factor <= LARGEST
        assert canvas.zoom.target.intersects(canvas.rect().toRectF())


def test_the_hand_lets_go_outside_too(canvas: LoupeCanvas, qtbot):
    canvas.full_size()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(-20, 900))
    before = canvas.zoom
    qtbot.mouseMove(canvas, QPoint(100, 100))
    assert canvas.zoom == before


def test_a_picture_that_is_all_in_view_cannot_be_taken_hold_of(canvas: LoupeCanvas, qtbot):
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    qtbot.mouseMove(canvas, QPoint(100, 100))
    assert canvas.zoom.scale is None
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_cursor_says_whether_the_picture_can_be_moved(canvas: LoupeCanvas, qtbot):
    canvas.full_size()
    assert canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert canvas.cursor().shape() is Qt.CursorShape.ClosedHandCursor
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert canvas.cursor().shape() is Qt.CursorShape.OpenHandCursor
    canvas.fit()
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_another_asset_is_shown_whole_again(canvas: LoupeCanvas):
    canvas.full_size()
    canvas.show_nothing(2, QSizeF(4000, 3000))
    assert canvas.zoom.scale is None


def test_in_a_larger_window_the_whole_picture_is_larger(canvas: LoupeCanvas):
    before = canvas.zoom.target.width()
    canvas.resize(1200, 900)
    assert canvas.zoom.target.width() == pytest.approx(before * 1.5)


def test_more_pixels_are_wanted_exactly_as_the_picture_grows(canvas: LoupeCanvas):
    assert canvas.wants_pixels == 800
    canvas.full_size()
    assert canvas.wants_pixels == 4000


def test_a_veiled_picture_wears_a_mark(canvas: LoupeCanvas):
    mark = QPoint(400, 22)
    assert canvas.grab().toImage().pixelColor(mark).name() == "#ff0000"
    grey = QImage(800, 600, QImage.Format.Format_RGB32)
    grey.fill(Qt.GlobalColor.red)
    canvas.show_image(grey, step=FilterStep.VEILED)
    assert canvas.grab().toImage().pixelColor(mark).name() != "#ff0000"


def test_the_true_size_comes_after_a_first_picture_and_keeps_it_whole(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(3)
    canvas.show_image(QImage(400, 300, QImage.Format.Format_RGB32))
    with qtbot.waitSignal(canvas.zoomed):
        canvas.show_size(QSizeF(8000, 6000))
    assert canvas.zoom.factor == pytest.approx(0.1)
    with qtbot.assertNotEmitted(canvas.zoomed):
        canvas.show_size(QSizeF(8000, 6000))
        canvas.show_size(QSizeF())
