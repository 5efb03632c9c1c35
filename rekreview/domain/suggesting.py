"""Suggestions: the threshold that reaches a wanted precision or recall, as far as decisions can tell; and what to
decide next, so that they can tell more.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.estimates import NOTHING_COUNTED, WANTED_HALF_WIDTH, Share
from rekreview.domain.evidence import Judged

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP: Final = Decimal("0.01")
FEWEST: Final = 10
"""On fewer assets no threshold is suggested: an interval of more than ± 25 points tells nothing."""


class Goal(StrEnum):
    """What a threshold is to reach."""

    PRECISION = "precision"
    RECALL = "recall"


class Finding(StrEnum):
    """What came of looking for a threshold."""

    FOUND = "found"
    TOO_FEW = "too_few"
    OUT_OF_REACH = "out_of_reach"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A threshold and what it would reach. threshold: None unless found.

    precision, recall: at the threshold; without one, of the best threshold there is for the goal. judged, present: how
    many assets are known, and how many of them have the category. more: how many further decisions bring the wanted
    number to ± 5 points. lowest: the lowest score (0–100) among the known; below, nothing is known.
    """

    goal: Goal
    wanted: float
    finding: Finding
    threshold: Decimal | None
    precision: Share
    recall: Share
    judged: int
    present: int
    more: int
    lowest: float = 0.0

    @property
    def reached(self) -> Share:
        """The number that was wanted, as it is at the threshold."""
        return self.precision if self.goal is Goal.PRECISION else self.recall

    @property
    def certain(self) -> bool:
        """Whether even the low end of the interval is what was wanted."""
        return self.threshold is not None and self.reached.interval.low >= self.wanted


def suggest(judged: Judged, goal: Goal, wanted: float) -> Suggestion:
    """The lowest threshold with the wanted precision, or the highest one with the wanted recall (both 0–1).

    So nothing is given up that need not be: the lowest threshold of a precision misses least, the highest one of a
    recall rejects fewest wrongly. Thresholds are tried in steps of 0.01, not below the lowest known score.
    """
    steps = _steps(judged)
    shares = [_share(judged, goal, step) for step in steps]
    enough = [share.counted >= FEWEST for share in shares]
    reaching = [
        step for step, share, sure in zip(steps, shares, enough, strict=True) if sure and _reaches(share, wanted)
    ]
    if reaching:
        chosen = min(reaching) if goal is Goal.PRECISION else max(reaching)
        return _suggestion(judged, goal, wanted, Finding.FOUND, chosen)
    finding = Finding.OUT_OF_REACH if any(enough) else Finding.TOO_FEW
    return _suggestion(judged, goal, wanted, finding, None)


def _steps(judged: Judged) -> list[Decimal]:
    """The thresholds to try: from the highest that all known scores are over."""
    if not len(judged):
        return []
    first = max(0, int(np.ceil(judged.score[0])) - 1)
    return [STEP * number for number in range(first, 100)]


def _share(judged: Judged, goal: Goal, threshold: Decimal) -> Share:
    return judged.precision(threshold) if goal is Goal.PRECISION else judged.recall(threshold)


def _reaches(share: Share, wanted: float) -> bool:
    return share.value is not None and share.value >= wanted


def _suggestion(judged: Judged, goal: Goal, wanted: float, finding: Finding, threshold: Decimal | None) -> Suggestion:
    shown = _best(judged, goal) if threshold is None else threshold
    precision = NOTHING_COUNTED if shown is None else judged.precision(shown)
    recall = NOTHING_COUNTED if shown is None else judged.recall(shown)
    reached = precision if goal is Goal.PRECISION else recall
    return Suggestion(
        goal=goal,
        wanted=wanted,
        finding=finding,
        threshold=threshold,
        precision=precision,
        recall=recall,
        judged=len(judged),
        present=int(judged.present.sum()),
        more=max(reached.more_for(WANTED_HALF_WIDTH), FEWEST - reached.counted, 0),
        lowest=float(judged.score[0]) if len(judged) else 0.0,
    )


def _best(judged: Judged, goal: Goal) -> Decimal | None:
    """The threshold that comes nearest to the goal, among those enough is known of, if there are any."""
    shares = [(step, _share(judged, goal, step)) for step in _steps(judged)]
    known = [one for one in shares if one[1].counted >= FEWEST] or shares
    return max(known, key=lambda one: (one[1].value or 0.0, one[1].counted), default=(None, None))[0]


def boundary_first(asset_id: NDArray[np.int64], score: NDArray[np.float64], boundary: float) -> NDArray[np.int64]:
    """Assets in the order in which a decision on them tells most of a threshold: those nearest to it first.

    score: of the strongest label of the category, 0–100. boundary: the threshold as a confidence. Ids settle ties.
    """
    return asset_id[np.lexsort((asset_id, np.abs(score - boundary)))]
