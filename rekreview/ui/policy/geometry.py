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
# With less than this for name and bar together, the words of origin, and then the count, give way.
COMFORT = 300
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
    """The stretches of one row; None where there is no room for them. `reset` lies at the end of `origin`."""

    name: Span
    bar: Span
    number: Span
    ignore: Span
    origin: Span | None
    reset: Span
    count: Span | None


def columns(width: int) -> Columns:
    """The columns of a row `width` pixels wide: first the words of origin give way, then the count, then the rest."""
    free = width - 2 * MARGIN - GAP - (NUMBER + GAP) - (IGNORE + GAP) - (RESET + GAP)
    counted = free - COUNT - GAP >= TIGHT
    free -= COUNT + GAP if counted else 0
    wordy = free - WORDS >= COMFORT
    free -= WORDS if wordy else 0
    name = max(NAME_LEAST, min(NAME_MOST, int(free * NAME_SHARE)))
    bar = max(BAR_LEAST // 2, free - name)
    return _laid(name, bar, RESET + (WORDS if wordy else 0), wordy=wordy, counted=counted)


def _laid(name: int, bar: int, origin: int, *, wordy: bool, counted: bool) -> Columns:
    spans, left = [], MARGIN
    for stretch in (name, bar, NUMBER, IGNORE, origin, COUNT):
        spans.append(Span(left, stretch))
        left += stretch + GAP
    words = spans[4]
    reset = Span(words.right - RESET, RESET)
    return Columns(
        spans[0], spans[1], spans[2], spans[3], words if wordy else None, reset, spans[5] if counted else None
    )
