"""The large picture: what is said to be shown is what is painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSizeF, Qt
from PySide6.QtGui import QImage

from rekreview.ui.loupe.canvas import LoupeCanvas


def image(colour: str = "red", width: int = 400, height: int = 300) -> QImage:
    made = QImage(width, height, QImage.Format.Format_RGB32)
    made.fill(colour)
    return made


@pytest.fixture
def canvas(qtbot) -> LoupeCanvas:
    made = LoupeCanvas()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def test_a_picture_is_shown_once_it_is_painted(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(7, QSizeF(400, 300))
    assert not canvas.is_shown(7)
    with qtbot.waitSignal(canvas.shown) as shown:
        canvas.show_image(image())
    assert shown.args == [7]
    assert canvas.is_shown(7)
    assert canvas.grab().toImage().pixelColor(400, 300).name() == "#ff0000"


def test_another_asset_takes_the_old_picture_off_the_screen(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(7)
    with qtbot.waitSignal(canvas.shown):
        canvas.show_image(image())
    canvas.show_nothing(8)
    assert not canvas.is_shown(7)
    assert not canvas.is_shown(8)
    assert canvas.grab().toImage().pixelColor(200, 150).name() != "#ff0000"


def test_why_there_is_no_picture_counts_as_shown(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(9)
    with qtbot.waitSignal(canvas.shown) as shown:
        canvas.show_text("The file is damaged.")
    assert shown.args == [9]


def test_a_hidden_canvas_shows_nothing(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(7)
    with qtbot.waitSignal(canvas.shown):
        canvas.show_image(image())
    canvas.hide()
    assert not canvas.is_shown(7)


def test_full_size_fit_and_steps(canvas: LoupeCanvas):
    canvas.show_nothing(1, QSizeF(4000, 3000))
    canvas.show_image(image(width=1600, height=1200))
    assert canvas.zoom.factor == pytest.approx(0.2)
    assert canvas.wants_pixels == 800
    canvas.full_size()
    assert canvas.zoom.factor == 1.0
    assert canvas.wants_pixels == 4000
    canvas.step(1)
    assert canvas.zoom.factor == 1.25
    canvas.fit()
    assert canvas.zoom.scale is None


def test_more_pixels_of_the_same_asset_keep_the_zoom(canvas: LoupeCanvas):
    canvas.show_nothing(1, QSizeF(4000, 3000))
    canvas.show_image(image(width=1600, height=1200))
    canvas.full_size()
    before = canvas.zoom
    canvas.show_image(image(width=4000, height=3000))
    assert canvas.zoom == before


def test_the_hand_moves_the_picture(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(1, QSizeF(4000, 3000))
    canvas.show_image(image(width=1600, height=1200))
    canvas.full_size()
    before = canvas.zoom.target
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    qtbot.mouseMove(canvas, QPoint(430, 280))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(430, 280))
    assert canvas.zoom.target.topLeft() - before.topLeft() == QPoint(30, -20).toPointF()


def test_a_double_click_goes_to_full_size_and_back(canvas: LoupeCanvas, qtbot):
    canvas.show_nothing(1, QSizeF(4000, 3000))
    canvas.show_image(image())
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert canvas.zoom.factor == 1.0
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert canvas.zoom.scale is None
