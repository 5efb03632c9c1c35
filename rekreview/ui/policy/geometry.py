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
ORIGIN = 116
NAME_LEAST, NAME_MOST = 140, 310
BAR_LEAST = 80
# With less than this for name and bar together, the words of origin, and then the count, give way.
COMFORT = 280
TIGHT = NAME_LEAST + BAR_LEAST
NAME_SHARE = 0.5


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
    """The stretches of one row. `origin` and `count` are None where there is no room for them."""

    name: Span
    bar: Span
    number: Span
    ignore: Span
    origin: Span | None
    reset: Span
    count: Span | None


def columns(width: int) -> Columns:
    """The columns of a row `width` pixels wide: first the words of origin give way, then the count, then the rest."""
    free = width - 2 * MARGIN - sum(fixed + GAP for fixed in (NUMBER, IGNORE, RESET)) - GAP
    counted = free - COUNT - GAP >= TIGHT
    free -= COUNT + GAP if counted else 0
    wordy = free - ORIGIN - GAP >= COMFORT
    free -= ORIGIN + GAP if wordy else 0
    name = max(NAME_LEAST, min(NAME_MOST, int(free * NAME_SHARE)))
    bar = max(BAR_LEAST // 2, free - name)
    return _laid(name, bar, ORIGIN if wordy else 0, COUNT if counted else 0)


def _laid(name: int, bar: int, origin: int, count: int) -> Columns:
    spans, left = [], MARGIN
    for stretch in (name, bar, NUMBER, IGNORE, origin, RESET, count):
        spans.append(Span(left, stretch))
        left += stretch + GAP if stretch else 0
    return Columns(
        spans[0], spans[1], spans[2], spans[3], spans[4] if origin else None, spans[5], spans[6] if count else None
    )
