"""What a report is made of: headlines, and sections with a plot and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass, field

from rekreview.domain.reviewing import ReviewFigures
from rekreview.ui import naming
from rekreview.ui.reports.figure import Draw
from rekreview.ui.reports.words import tr

MOST_ROWS = 16
"""So many rows a plot shows; the table has them all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. tip: what its number means and rests on."""

    text: str
    tip: str = ""
    number: bool = True


@dataclass(frozen=True)
class Section:
    """One part of a report. draw: its plot for a width; None while there is nothing to show, then `empty` says why."""

    name: str
    title: str
    about: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    draw: Draw | None = None
    empty: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """A number at the head of a report."""

    title: str
    value: str
    note: str
    tip: str


@dataclass(frozen=True)
class Report:
    """All that one report says."""

    figures: ReviewFigures
    headlines: tuple[Headline, ...] = ()
    sections: tuple[Section, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nobody did anything that could be told of."""
        return not self.figures.reviewed and not self.figures.twice


def with_left_out(about: str, rows: int) -> str:
    """What a section is about, and that its plot leaves some out if it does."""
    if rows <= MOST_ROWS:
        return about
    left = tr("The plot shows the {shown} with the most verdicts of {all}; the table has all.")
    return f"{about} {left.format(shown=MOST_ROWS, all=naming.number(rows))}"
