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
COUNT, FLIPS, ALONE = 50, 76, 50
# What the words of origin need beside the reset button, which lies at their end; the last of it stays free.
WORDS, WORDS_END = 96, 4
NAME_LEAST, NAME_MOST = 140, 310
BAR_LEAST = 80
# Up to here a wider row goes to name and bar; then to the words of origin, until they fit; then to name and bar again.
COMFORT = 328
TIGHT = NAME_LEAST + BAR_LEAST
# What each column of numbers leaves to name and bar, or it gives way: flips and those decided alone before the count.
NUMBERS = ((COUNT, TIGHT), (FLIPS, 258), (ALONE, 274))
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
    flips: Span | None
    alone: Span | None


def columns(width: int) -> Columns:
    """The columns of a row `width` pixels wide: first the words of origin give way, then numbers, then the rest."""
    free = width - 2 * MARGIN - GAP - (NUMBER + GAP) - (IGNORE + GAP) - (RESET + GAP)
    numbers: list[int] = []
    for stretch, left_over in NUMBERS:
        if free - stretch - GAP < left_over:
            break
        free -= stretch + GAP
        numbers.append(stretch)
    # Pixel by pixel, so that no drag of the window's edge makes name and bar jump back.
    opened = min(WORDS, max(0, free - COMFORT))
    free -= opened
    name = max(NAME_LEAST, min(NAME_MOST, int(free * NAME_SHARE)))
    bar = max(BAR_LEAST // 2, free - name)
    return _laid(name, bar, opened, numbers)


def _laid(name: int, bar: int, opened: int, numbers: list[int]) -> Columns:
    spans: list[Span] = []
    left = MARGIN
    for stretch in (name, bar, NUMBER, IGNORE, opened + RESET, *numbers):
        spans.append(Span(left, stretch))
        left += stretch + GAP
    titles, bars, thresholds, ignores, origin, *counts = spans
    numbered: list[Span | None] = [*counts]
    count, flips, alone = numbered + [None] * (len(NUMBERS) - len(counts))
    return Columns(
        titles,
        bars,
        thresholds,
        ignores,
        origin if opened else None,
        Span(origin.left, WORDS - WORDS_END) if opened == WORDS else None,
        Span(origin.right - RESET, RESET),
        count,
        flips,
        alone,
    )
