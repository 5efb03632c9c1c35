"""Plots as shapes: in their bounds, in proportion, readable, and the same as SVG."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from rekreview.ui.reports import charts, svg
from rekreview.ui.reports.charts import Column, IntervalRow, Scale, nice
from rekreview.ui.reports.figure import LETTER, Box, Dot, Figure, Ink, Line, Side, Words, shortened
from rekreview.ui.reports.painting import HATCHED, paint
from rekreview.ui.reports.words import percent
from rekreview.ui.theme.tokens import DARK, LIGHT

KINDS = (("Approved", Ink.APPROVED), ("Rejected", Ink.REJECTED))
widths = st.floats(360, 2_000)
numbers = st.integers(0, 9_999)
columns = st.lists(
    st.builds(Column, st.text("0123456789-", min_size=5, max_size=5), st.tuples(numbers, numbers), st.text()),
    min_size=1,
    max_size=62,
)
shares = st.floats(0, 1).map(lambda share: round(share, 3))
intervals = st.lists(
    st.builds(
        lambda name, ends, few: IntervalRow(name, sum(ends) / 2, min(ends), max(ends), "12 % · 3/25", "tip", few),
        st.text(min_size=1, max_size=60),
        st.tuples(shares, shares),
        st.booleans(),
    ),
    min_size=1,
    max_size=16,
)
WHOLE = Scale(0.0, 1.0, percent)


def extent(figure: Figure) -> list[tuple[float, float]]:
    """Every place a shape of the figure reaches, texts aside."""
    found = []
    for shape in figure.shapes:
        if isinstance(shape, Box):
            found += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Line):
            found += [(shape.x1, shape.y1), (shape.x2, shape.y2)]
        elif isinstance(shape, Dot):
            found.append((shape.x, shape.y))
    return found


def run_together(figure: Figure) -> bool:
    """Whether texts that stand in one line run into each other."""
    lines: dict[int, list[tuple[float, float]]] = {}
    for shape in figure.shapes:
        if isinstance(shape, Words):
            wide = len(shape.text) * LETTER
            start = shape.x - {Side.START: 0, Side.MIDDLE: wide / 2, Side.END: wide}[shape.side]
            lines.setdefault(round(shape.y), []).append((start, start + wide))
    return any(one[1] > other[0] + 1 for spans in lines.values() for one, other in pairwise(sorted(spans)))


@given(columns, widths)
def test_columns_stay_within_their_figure_and_texts_apart(rows, width) -> None:
    figure = charts.columns(rows, KINDS, width)
    assert all(0 <= x <= width + 0.01 and 0 <= y <= figure.height for x, y in extent(figure))
    assert len(figure.spots) == len(rows)
    assert not run_together(figure)


@given(columns, widths)
def test_columns_are_as_high_as_their_numbers(rows, width) -> None:
    figure = charts.columns(rows, KINDS, width)
    boxes = [one for one in figure.shapes if isinstance(one, Box)][len(KINDS) :]
    numbers = [number for row in rows for number in row.parts if number]
    assert len(boxes) == len(numbers)
    top = nice(max(sum(row.parts) for row in rows))
    for box, number in zip(boxes, numbers, strict=True):
        assert box.height == pytest.approx((charts.COLUMNS_HEIGHT - 56) * number / top)


@given(intervals, widths)
def test_intervals_stay_within_their_figure(rows, width) -> None:
    for figure in (charts.intervals(rows, WHOLE, width), charts.over_time(rows, WHOLE, width)):
        assert all(-0.01 <= x <= width + 0.01 and 0 <= y <= figure.height for x, y in extent(figure))
        assert [spot.tip for spot in figure.spots] == ["tip"] * len(rows)
        dots = [one for one in figure.shapes if isinstance(one, Dot)]
        assert [dot.open for dot in dots] == [row.few for row in rows], "what rests on little is a ring"


def test_what_is_not_known_has_a_row_and_no_mark() -> None:
    figure = charts.intervals([IntervalRow("x", None, 0, 1, "–", "tip")], WHOLE, 600)
    assert not any(isinstance(one, Dot) for one in figure.shapes)
    assert "x" in {one.text for one in figure.shapes if isinstance(one, Words)}
    assert figure.spots[0].holds(300, 20)
    assert not figure.spots[0].holds(300, 400)


@given(st.integers(0, 10**9))
def test_an_axis_divides_into_four_whole_steps_and_is_not_much_too_long(number) -> None:
    assert nice(number) >= number
    assert nice(number) % 4 == 0
    assert nice(number) <= max(4, 2.6 * number)


@given(columns)
def test_the_same_is_written_as_svg(rows) -> None:
    figure = charts.columns(rows, KINDS, 700)
    root = ElementTree.fromstring(svg.written(figure, LIGHT, "A & <B>", "one"))
    tag = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{tag}title").text == "A & <B>"
    boxes = [one for one in figure.shapes if isinstance(one, Box)]
    assert len(root.findall(f"{tag}rect")) == len(boxes) + len(figure.spots)
    used = {f"one-{one.ink}" for one in boxes if one.ink in HATCHED}
    assert {one.get("id") for one in root.iter(f"{tag}pattern")} == used


def test_areas_differ_by_their_pattern_in_both_looks(qapp: QApplication) -> None:
    for tokens in (LIGHT, DARK):
        shown = {}
        for ink in (Ink.APPROVED, Ink.REJECTED, Ink.CONFIRMED, Ink.OVERTURNED):
            image = QImage(60, 60, QImage.Format.Format_RGB32)
            image.fill(tokens.surface)
            painter = QPainter(image)
            paint(painter, Figure(60, 60, (Box(5, 5, 50, 50, ink),)), tokens, QFont())
            painter.end()
            colours = {image.pixel(x, y) for x in range(10, 50) for y in range(10, 50)}
            shown[ink] = len(colours) > 1
        assert shown[Ink.REJECTED]
        assert shown[Ink.OVERTURNED]
        assert not shown[Ink.APPROVED]
        assert not shown[Ink.CONFIRMED]


def test_long_names_are_shortened() -> None:
    assert shortened("Weapons", 100) == "Weapons"
    assert shortened("Alcoholic Beverages", 80) == "Alcoholic…"
