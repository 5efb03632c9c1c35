"""Shares that were counted on a part of what there is, and how sure they are.

The intervals are Wilson's score intervals at 95 %. They stay within 0–1, are never of no width however few were
counted, and over all shares they hold the truth nineteen times in twenty; the usual ± does not for few decisions or
for shares near 0 or 1, where the precision of a good threshold lies. Clopper–Pearson's, which never fall short of
95 %, are so much wider for few decisions that a person would have to judge about a fifth more for the same certainty;
they serve where next to nothing is found (`bounds_in_a_whole`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Final

CERTAINTY: Final = 0.95
WANTED_HALF_WIDTH: Final = 0.05
_DEVIATIONS: Final = NormalDist().inv_cdf((1 + CERTAINTY) / 2)
_MANY: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Interval:
    """The range a share lies in with a certainty of 95 %; both ends 0–1."""

    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half of its width: the number after ±."""
        return (self.high - self.low) / 2

    def __contains__(self, share: float) -> bool:
        return self.low <= share <= self.high


UNKNOWN: Final = Interval(0.0, 1.0)


def wilson(hits: float, counted: float) -> Interval:
    """Wilson's score interval for `hits` of `counted`; from 0 to 1 while nothing is counted."""
    if counted <= 0:
        return UNKNOWN
    share, square = hits / counted, _DEVIATIONS**2
    middle = (share + square / (2 * counted)) / (1 + square / counted)
    spread = math.sqrt(share * (1 - share) / counted + square / (4 * counted**2)) * _DEVIATIONS / (1 + square / counted)
    # At the ends the exact bounds are 0 and 1; the sums come out a little beside them.
    return Interval(0.0 if hits <= 0 else middle - spread, 1.0 if hits >= counted else middle + spread)


def bounds_in_a_whole(hits: int, counted: int, whole: int) -> tuple[int, int]:
    """Of how many in the whole, at least and at most, the property holds if it did for `hits` of `counted` drawn ones.

    Clopper–Pearson's reasoning on the hypergeometric distribution, so exact for a small whole too: at either end the
    sample, or one further from it, would be met once in forty times. Where next to nothing is found it is right when
    Wilson's is not: one find of a thousand raises its lower end too far.
    """
    unlikely = (1 - CERTAINTY) / 2
    fewest, most = hits, whole - counted + hits
    low = _first(fewest, most, lambda number: 1 - _at_most(hits - 1, counted, number, whole) > unlikely)
    high = _first(fewest, most + 1, lambda number: _at_most(hits, counted, number, whole) <= unlikely) - 1
    return low, max(low, high)


def _first(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """The first number from low to high for which something holds, if it does for all after; high if for none."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _at_most(hits: int, drawn: int, having: int, whole: int) -> float:
    """The chance to find at most so many when drawing from a whole in which `having` have the property."""
    first = max(0, drawn - (whole - having))
    if hits < first:
        return 0.0
    last = min(hits, drawn, having)
    terms = (
        _log_ways(having, found) + _log_ways(whole - having, drawn - found) - _log_ways(whole, drawn)
        for found in range(first, last + 1)
    )
    return min(1.0, math.fsum(map(math.exp, terms)))


def _log_ways(number: int, chosen: int) -> float:
    return math.lgamma(number + 1) - math.lgamma(chosen + 1) - math.lgamma(number - chosen + 1)


@dataclass(frozen=True)
class Share:
    """How many of those that were counted have a property."""

    hits: int
    counted: int

    @property
    def value(self) -> float | None:
        """The share, 0–1; None while nothing is counted."""
        return self.hits / self.counted if self.counted else None

    @cached_property
    def interval(self) -> Interval:
        """Where the share lies in truth, with a certainty of 95 %."""
        return wilson(self.hits, self.counted)

    def more_for(self, half_width: float = WANTED_HALF_WIDTH) -> int:
        """How many more have to be counted until the interval is ± `half_width`, if the share stays as it is.

        While nothing is counted a share of one half is assumed, which takes the most.
        """
        share = 0.5 if self.value is None else self.value
        low, high = self.counted, max(1, self.counted)
        while wilson(share * high, high).half_width > half_width and high < _MANY:
            low, high = high, high * 2
        while low < high:
            middle = (low + high) // 2
            if wilson(share * middle, middle).half_width > half_width:
                low = middle + 1
            else:
                high = middle
        return high - self.counted


NOTHING_COUNTED: Final = Share(0, 0)
