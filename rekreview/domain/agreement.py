"""How far two judgements of the same assets agree, beyond what chance alone would make agree.

Cohen's kappa is (agreed - by chance) / (1 - by chance), where both are shares and chance is what two judges would agree
on who approve as often as these two do and look at nothing. Its standard error is that of Fleiss, Cohen and Everitt
(1969), which holds for many assets: where all agree it would be nought, however few they are. The interval at 95 % is
therefore made no narrower than what Wilson's interval of the share that agreed allows at this chance.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist
from typing import Final

from rekreview.domain.assets import Status
from rekreview.domain.estimates import CERTAINTY, Interval, Share

ENOUGH: Final = 30
"""Judged twice by so many: below this, a large-sample standard error says little."""
ENOUGH_OF_EACH: Final = 5
"""So many of the rarer judgement: below this, kappa hangs on single assets."""
ANYTHING: Final = Interval(-1.0, 1.0)
_DEVIATIONS: Final = NormalDist().inv_cdf((1 + CERTAINTY) / 2)


@dataclass(frozen=True)
class Agreement:
    """Assets judged twice, by what was said first and then."""

    both_approved: int = 0
    approved_then_rejected: int = 0
    rejected_then_approved: int = 0
    both_rejected: int = 0

    @staticmethod
    def of(judged: Iterable[tuple[Status, Status, int]]) -> Agreement:
        """From (first, then, how many)."""
        counted = {(first, then): 0 for first in _SIDES for then in _SIDES}
        for first, then, number in judged:
            counted[first, then] += number
        return Agreement(*counted.values())

    @property
    def counted(self) -> int:
        """How many assets were judged twice."""
        return self.both_approved + self.approved_then_rejected + self.rejected_then_approved + self.both_rejected

    @cached_property
    def share(self) -> Share:
        """The assets on which both judgements agree."""
        return Share(self.both_approved + self.both_rejected, self.counted)

    @cached_property
    def kappa(self) -> float | None:
        """Cohen's kappa, -1 to 1; None while nothing is counted, and where one judgement is all there ever was."""
        if not self.counted or self._chance >= 1:
            return None
        return _beyond(self._agreed, self._chance)

    @cached_property
    def standard_error(self) -> float | None:
        """Of kappa, for many assets (Fleiss, Cohen and Everitt 1969, formula 13)."""
        kappa = self.kappa
        if kappa is None:
            return None
        first, then = self._first, self._then
        cells = self._cells
        alike = sum(cells[at][at] * (1 - (first[at] + then[at]) * (1 - kappa)) ** 2 for at in (0, 1))
        unlike = sum(cells[at][1 - at] * (then[at] + first[1 - at]) ** 2 for at in (0, 1))
        inner = alike + (1 - kappa) ** 2 * unlike - (kappa - self._chance * (1 - kappa)) ** 2
        return math.sqrt(max(0.0, inner) / self.counted) / (1 - self._chance)

    @cached_property
    def interval(self) -> Interval:
        """Where kappa lies in truth, with a certainty of 95 %."""
        kappa, error = self.kappa, self.standard_error
        if kappa is None or error is None:
            return ANYTHING
        around = self.share.interval
        low = min(kappa - _DEVIATIONS * error, _beyond(around.low, self._chance))
        high = max(kappa + _DEVIATIONS * error, _beyond(around.high, self._chance))
        return Interval(max(-1.0, low), min(1.0, high))

    @property
    def of_rarer(self) -> int:
        """How often the rarer of both judgements was given, first and then together."""
        changed = self.approved_then_rejected + self.rejected_then_approved
        return min(2 * self.both_approved, 2 * self.both_rejected) + changed

    @property
    def is_few(self) -> bool:
        """Whether this is too little to say anything by kappa."""
        return self.counted < ENOUGH or self.of_rarer < ENOUGH_OF_EACH

    @property
    def turned(self) -> Agreement:
        """The same with the second judgement first."""
        return Agreement(
            self.both_approved, self.rejected_then_approved, self.approved_then_rejected, self.both_rejected
        )

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.both_approved + other.both_approved,
            self.approved_then_rejected + other.approved_then_rejected,
            self.rejected_then_approved + other.rejected_then_approved,
            self.both_rejected + other.both_rejected,
        )

    @property
    def _cells(self) -> tuple[tuple[float, float], tuple[float, float]]:
        whole = self.counted
        return (
            (self.both_approved / whole, self.approved_then_rejected / whole),
            (self.rejected_then_approved / whole, self.both_rejected / whole),
        )

    @property
    def _first(self) -> tuple[float, float]:
        (one, two), (three, four) = self._cells
        return one + two, three + four

    @property
    def _then(self) -> tuple[float, float]:
        (one, two), (three, four) = self._cells
        return one + three, two + four

    @property
    def _agreed(self) -> float:
        return (self.both_approved + self.both_rejected) / self.counted

    @property
    def _chance(self) -> float:
        """What would agree by chance alone."""
        return self._first[0] * self._then[0] + self._first[1] * self._then[1]


_SIDES: Final = (Status.APPROVED, Status.REJECTED)


def _beyond(agreed: float, chance: float) -> float:
    return (agreed - chance) / (1 - chance)
