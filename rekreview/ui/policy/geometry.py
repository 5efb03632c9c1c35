"""Where the columns of the category tree lie: one arithmetic for the header and for every row, so that they line up."""

from __future__ import annotations

from dataclasses import dataclass

ROW_HEIGHT = 34
HEADER_HEIGHT = 28
INDENT = 18
MARGIN = 10
GAP = 10

NUMBER = 74
IGNORE = 50
RESET = 26
COUNT = 58
ORIGIN = 132
NAME_LEAST, NAME_MOST = 150, 300
BAR_LEAST = 120


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
    """The stretches of one row. `origin` is None where there is no room for the words."""

    name: Span
    bar: Span
    number: Span
    ignore: Span
    origin: Span | None
    reset: Span
    count: Span


def columns(width: int) -> Columns:
    """The columns of a row `width` pixels wide: first the words of origin give way, then name and bar shrink."""
    fixed = 2 * MARGIN + NUMBER + IGNORE + RESET + COUNT + 5 * GAP
    free = width - fixed
    wordy = free - ORIGIN - GAP >= NAME_LEAST + BAR_LEAST + 60
    if wordy:
        free -= ORIGIN + GAP
    name = max(NAME_LEAST, min(NAME_MOST, int(free * 0.45)))
    bar = max(BAR_LEAST // 2, free - name)
    widths = [name, bar, NUMBER, IGNORE, *([ORIGIN] if wordy else []), RESET, COUNT]
    spans, left = [], MARGIN
    for stretch in widths:
        spans.append(Span(left, stretch))
        left += stretch + GAP
    origin = spans.pop(4) if wordy else None
    return Columns(spans[0], spans[1], spans[2], spans[3], origin, spans[4], spans[5])
