"""The two kinds of plots: stacked columns over time, and shares or kappas with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rekreview.ui.reports.figure import LETTER, Box, Dot, Figure, Ink, Line, Shape, Side, Spot, Words, shortened

COLUMNS_HEIGHT = 220.0
ROW = 26.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 12.0, 30.0, 26.0
_WIDEST = 46.0


@dataclass(frozen=True, slots=True)
class Column:
    """One place on the axis of time: its name, and so many of each kind, the lowest first."""

    name: str
    parts: tuple[int, ...]
    tip: str


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """A number with the interval it lies in. value: None if it is not known. few: it rests on too little to go by."""

    name: str
    value: float | None
    low: float
    high: float
    note: str
    tip: str
    few: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """What an axis of numbers goes from and to, in how many steps, and how a number is told on it."""

    low: float
    high: float
    told: Callable[[float], str]
    steps: int = 4


def columns(rows: Sequence[Column], kinds: Sequence[tuple[str, Ink]], width: float) -> Figure:
    """Stacked columns, one for each row, with a legend."""
    top = nice(max((sum(row.parts) for row in rows), default=0))
    room = width - _LEFT - _RIGHT
    high = COLUMNS_HEIGHT - _TOP - _BOTTOM
    shapes: list[Shape] = [*_legend(kinds, _LEFT), *_levels(top, width, high)]
    spots = []
    step = room / max(1, len(rows))
    thick = min(_WIDEST, step * 0.72)
    for at, row in enumerate(rows):
        x = _LEFT + step * at + (step - thick) / 2
        y = _TOP + high
        for number, (_, ink) in zip(row.parts, kinds, strict=True):
            tall = high * number / top
            y -= tall
            if number:
                shapes.append(Box(x, y, thick, tall, ink))
        spots.append(Spot(_LEFT + step * at, _TOP, step, high, row.tip))
    shapes += _names([row.name for row in rows], step, COLUMNS_HEIGHT - 8)
    return Figure(width, COLUMNS_HEIGHT, tuple(shapes), tuple(spots))


def over_time(rows: Sequence[IntervalRow], scale: Scale, width: float) -> Figure:
    """Numbers with their intervals side by side, as they follow each other in time."""
    high = COLUMNS_HEIGHT - _TOP - _BOTTOM
    step = (width - _LEFT - _RIGHT) / max(1, len(rows))

    def place(value: float) -> float:
        return _TOP + high * (1 - (value - scale.low) / (scale.high - scale.low))

    shapes: list[Shape] = []
    for level in _ticks(scale):
        shapes.append(Line(_LEFT, place(level), width - _RIGHT, place(level), Ink.GRID))
        shapes.append(Words(_LEFT - 8, place(level) + 4, scale.told(level), Side.END, Ink.MUTED))
    spots = []
    for at, row in enumerate(rows):
        x = _LEFT + step * (at + 0.5)
        spots.append(Spot(_LEFT + step * at, _TOP, step, high, row.tip))
        if row.value is None:
            continue
        ink = Ink.FEW if row.few else Ink.POINT
        shapes.append(Line(x, place(row.low), x, place(row.high), ink, 2))
        shapes.append(Dot(x, place(row.value), 4.5, ink, row.few))
    shapes += _names([row.name for row in rows], step, COLUMNS_HEIGHT - 8)
    return Figure(width, COLUMNS_HEIGHT, tuple(shapes), tuple(spots))


def intervals(rows: Sequence[IntervalRow], scale: Scale, width: float) -> Figure:
    """Numbers with their intervals one below the other, each with its name before it and what it rests on behind."""
    left = min(250.0, max(90.0, max((len(row.name) for row in rows), default=0) * LETTER + 16), width * 0.34)
    right = min(200.0, max((len(row.note) for row in rows), default=0) * LETTER + 20)
    high = ROW * len(rows)
    room = max(60.0, width - left - right)

    def place(value: float) -> float:
        return left + room * (value - scale.low) / (scale.high - scale.low)

    shapes: list[Shape] = []
    for level in _ticks(scale):
        shapes.append(Line(place(level), 6, place(level), high + 10, Ink.GRID))
        shapes.append(Words(place(level), high + 26, scale.told(level), Side.MIDDLE, Ink.MUTED))
    spots = []
    for at, row in enumerate(rows):
        y = 8 + ROW * (at + 0.5)
        shapes.append(Words(left - 10, y + 4, shortened(row.name, left - 14), Side.END))
        shapes.append(Words(left + room + 12, y + 4, row.note, Side.START, Ink.MUTED))
        spots.append(Spot(0, y - ROW / 2, width, ROW, row.tip))
        if row.value is None:
            continue
        ink = Ink.FEW if row.few else Ink.POINT
        shapes.append(Line(place(row.low), y, place(row.high), y, ink, 2))
        for end in (row.low, row.high):
            shapes.append(Line(place(end), y - 5, place(end), y + 5, ink, 2))
        shapes.append(Dot(place(row.value), y, 4.5, ink, row.few))
    return Figure(width, high + 36, tuple(shapes), tuple(spots))


def nice(number: float) -> int:
    """The next number that divides well into four: 4, 8, 20, 40, 80, 200."""
    if number <= 4:
        return 4
    size = int(10 ** math.floor(math.log10(number / 4)))
    return next(4 * step * size for step in (1, 2, 5, 10) if 4 * step * size >= number)


def _levels(top: int, width: float, high: float) -> list[Shape]:
    shapes: list[Shape] = []
    for quarter in range(5):
        y = _TOP + high * (1 - quarter / 4)
        shapes.append(Line(_LEFT, y, width - _RIGHT, y, Ink.GRID))
        shapes.append(Words(_LEFT - 8, y + 4, f"{top * quarter // 4:,}", Side.END, Ink.MUTED))
    return shapes


def _legend(kinds: Sequence[tuple[str, Ink]], x: float) -> list[Shape]:
    shapes: list[Shape] = []
    for name, ink in kinds:
        shapes.append(Box(x, 5, 14, 14, ink))
        shapes.append(Words(x + 20, 16, name))
        x += 20 + len(name) * LETTER + 26
    return shapes


def _names(names: Sequence[str], step: float, y: float) -> list[Shape]:
    """As many names of columns as there is room for, always the first."""
    widest = max((len(name) for name in names), default=0) * LETTER + 12
    every = max(1, math.ceil(widest / step)) if step > 0 else 1
    return [
        Words(_LEFT + step * (at + 0.5), y, name, Side.MIDDLE, Ink.MUTED)
        for at, name in enumerate(names)
        if at % every == 0
    ]


def _ticks(scale: Scale) -> list[float]:
    return [scale.low + (scale.high - scale.low) * at / scale.steps for at in range(scale.steps + 1)]
