"""Zoom and pan, as arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from rekreview.ui.loupe.zoom import LARGEST, LARGEST_FIT, Zoom

VIEW = QSizeF(800, 600)
LARGE = Zoom(QSizeF(4000, 3000), VIEW)
sides = st.integers(20, 6000)
zooms = st.builds(lambda w, h, v, u: Zoom(QSizeF(w, h), QSizeF(v, u)), sides, sides, sides, sides)


def test_all_of_a_large_picture_fits():
    assert LARGE.factor == pytest.approx(0.2)
    assert LARGE.target == QRectF(0, 0, 800, 600)


def test_a_small_picture_is_enlarged_a_little_and_in_the_middle():
    small = Zoom(QSizeF(100, 100), VIEW)
    assert small.factor == LARGEST_FIT
    assert small.target == QRectF(300, 200, 200, 200)
    assert small.at(1.0).factor == 1.0


def test_an_empty_picture_is_no_trouble():
    assert Zoom(QSizeF(), VIEW).factor == 1.0
    assert Zoom(QSizeF(10, 10), QSizeF()).factor == 1.0


@given(zooms)
def test_a_fitted_picture_lies_within_the_view(zoom: Zoom):
    view = QRectF(0, 0, zoom.view.width(), zoom.view.height()).adjusted(-0.01, -0.01, 0.01, 0.01)
    assert view.contains(zoom.target)


@given(st.floats(0.3, 4), st.floats(100, 700), st.floats(100, 500))
def test_what_is_under_the_pointer_stays_there(scale: float, x: float, y: float):
    point = QPointF(x, y)
    before = LARGE.at(0.5, QPointF(400, 300))
    after = before.at(scale, point)
    under = (point - before.target.topLeft()) / before.factor
    again = after.target.topLeft() + under * after.factor
    inside = after.target.left() < 0 and after.target.right() > 800 and after.target.top() < 0
    if inside and after.target.bottom() > 600 and 0 < after.centre.x() < 4000:
        edge = after.centre.x() in (400 / scale, 4000 - 400 / scale) or after.centre.y() in (
            300 / scale,
            3000 - 300 / scale,
        )
        if not edge:
            assert again.x() == pytest.approx(x, abs=1.0)
            assert again.y() == pytest.approx(y, abs=1.0)


@given(zooms, st.floats(0.01, 50), st.floats(-9000, 9000), st.floats(-9000, 9000))
def test_no_more_emptiness_shows_than_needed(zoom: Zoom, scale: float, x: float, y: float):
    moved = zoom.at(scale).panned(QPointF(x, y))
    target = moved.target
    for low, high, room in (
        (target.left(), target.right(), zoom.view.width()),
        (target.top(), target.bottom(), zoom.view.height()),
    ):
        if high - low >= room:
            assert low <= 0.5
            assert high >= room - 0.5
        else:
            assert low == pytest.approx(room - high, abs=0.5)


def test_zooming_out_ends_at_the_fit_and_zooming_in_at_the_largest():
    assert LARGE.by(-20).scale is None
    assert LARGE.by(99).factor == LARGEST
    assert LARGE.by(3).by(-3).factor == pytest.approx(LARGE.factor)


def test_a_fitted_picture_cannot_be_moved():
    assert LARGE.panned(QPointF(50, 50)) == LARGE


def test_a_picture_follows_the_hand():
    zoomed = LARGE.at(1.0)
    moved = zoomed.panned(QPointF(30, -20))
    assert moved.target.topLeft() - zoomed.target.topLeft() == QPointF(30, -20)


def test_a_larger_view_keeps_the_scale():
    zoomed = LARGE.at(1.0).resized(QSizeF(1000, 900))
    assert zoomed.factor == 1.0
    assert LARGE.resized(QSizeF(400, 300)).factor == pytest.approx(0.1)
