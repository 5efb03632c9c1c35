"""A drawing as plain shapes: laid out once, then painted on the screen, on paper, or written as SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Ink(StrEnum):
    """What a shape is drawn in. Those that fill areas differ by their pattern too, not by colour alone."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    OVERTURNED = "overturned"
    POINT = "point"
    FEW = "few"
    GRID = "grid"
    TEXT = "text"
    MUTED = "muted"


class Side(StrEnum):
    """Which end of a text its place is of."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled area, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink
    thickness: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc; a ring if it is open, for what is too little to go by."""

    x: float
    y: float
    radius: float
    ink: Ink
    open: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; y is where its letters stand."""

    x: float
    y: float
    text: str
    side: Side = Side.START
    ink: Ink = Ink.TEXT


@dataclass(frozen=True, slots=True)
class Spot:
    """An area that has something to say when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    tip: str

    def holds(self, x: float, y: float) -> bool:
        """Whether a place is in it."""
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


Shape: TypeAlias = Box | Line | Dot | Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing of some size, in units of a screen's pixel at 100 %."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    spots: tuple[Spot, ...] = ()


Draw: TypeAlias = Callable[[float], Figure]
"""Lays a drawing out for a width."""

LETTER = 7.3
"""About as wide as a letter is: layouts are made without asking a font, so that they are the same everywhere."""


def shortened(text: str, width: float) -> str:
    """A text that fits into a width, about."""
    most = max(3, int(width / LETTER))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
