"""Where the columns of the category tree lie: one arithmetic for the header and for every row, so that they line up."""

from __future__ import annotations

from dataclasses import dataclass

ROW_HEIGHT = 34
HEADER_HEIGHT = 28
INDENT = 14
MARGIN = 10
GAP = 10

NUMBER = 70
IGNORE = 46
RESET = 26
COUNT = 62
# What the words of origin need beside the reset button, which lies at their end.
WORDS = 96
NAME_LEAST, NAME_MOST = 140, 310
BAR_LEAST = 80
# Up to here a wider row goes to name and bar; then to the words of origin, until they fit; then to name and bar again.
COMFORT = 328
TIGHT = NAME_LEAST + BAR_LEAST
NAME_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Span:
    """A horizontal stretch in pixels."""

    left: int
    width: int

    @property
    def right(self) -> int:
        """The first pixel after it."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Columns:
    """The stretches of one row; None where there is no room for them. `reset` lies at the end of `origin`.

    words: where those of origin are written; None while their column is still opening, and too narrow for them.
    """

    name: Span
    bar: Span
    number: Span
    ignore: Span
    origin: Span | None
    words: Span | None
    reset: Span
    count: Span | None


def columns(width: int) -> Columns:
    """The columns of a row `width` pixels wide: first the words of origin give way, then the count, then the rest."""
    free = width - 2 * MARGIN - GAP - (NUMBER + GAP) - (IGNORE + GAP) - (RESET + GAP)
    counted = free - COUNT - GAP >= TIGHT
    free -= COUNT + GAP if counted else 0
    # Pixel by pixel, so that no drag of the window's edge makes name and bar jump back.
    opened = min(WORDS, max(0, free - COMFORT))
    free -= opened
    name = max(NAME_LEAST, min(NAME_MOST, int(free * NAME_SHARE)))
    bar = max(BAR_LEAST // 2, free - name)
    return _laid(name, bar, opened, counted=counted)


def _laid(name: int, bar: int, opened: int, *, counted: bool) -> Columns:
    spans, left = [], MARGIN
    for stretch in (name, bar, NUMBER, IGNORE, opened + RESET, COUNT):
        spans.append(Span(left, stretch))
        left += stretch + GAP
    titles, bars, numbers, ignores, origin, count = spans
    return Columns(
        titles,
        bars,
        numbers,
        ignores,
        origin if opened else None,
        origin if opened == WORDS else None,
        Span(origin.right - RESET, RESET),
        count if counted else None,
    )
