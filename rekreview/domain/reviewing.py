"""What persons did in a time, counted for reports: how much, how often against the machine, and how far they agree.

A reversal is a machine's verdict a person overturned: the decision differs from what the policy said of the asset when
the person decided. What the policy says by now changes nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from rekreview.domain.agreement import Agreement
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.estimates import Share

Key = TypeVar("Key", bound=Hashable)
BANDS: Final = 10
NO_BAND: Final = -1
_SIDES: Final = (Status.APPROVED, Status.REJECTED)
_DAYS_TOLD: Final = 62
_WEEKS_TOLD: Final = 53


class Period(StrEnum):
    """The lengths of time a report counts by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What a report is to be about: days from `since` to `until`, both within; None: all. reviewer "": all of them."""

    since: date | None = None
    until: date | None = None
    reviewer: str = ""
    engine: EngineName | None = None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """So many assets with the same decision, made on the same day by the same reviewer on the same verdict.

    verdict: what the policy said then, None where that was not kept or it had not judged. category: the label that
    verdict rests on, "" for none. band: tens of confidence of that label, 0–9, NO_BAND without one.
    """

    day: date
    reviewer: str
    engine: EngineName | None
    category: str
    band: int
    verdict: Status | None
    decided: Status
    assets: int

    @property
    def overturned(self) -> bool:
        """Whether the decision went against the verdict."""
        return self.verdict in _SIDES and self.verdict is not self.decided

    @property
    def confirmed(self) -> bool:
        """Whether the decision is the verdict."""
        return self.verdict is self.decided


@dataclass(frozen=True, slots=True)
class Twice:
    """So many assets judged a second time: by whom first and then, and what was said. own: one's own, unmarked."""

    first_reviewer: str
    second_reviewer: str
    category: str
    first: Status
    second: Status
    own: bool
    assets: int


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """All that a report is made from."""

    wish: ReportWish
    reviewed: tuple[Reviewed, ...] = ()
    twice: tuple[Twice, ...] = ()

    @property
    def decided(self) -> int:
        """How many assets were decided on."""
        return sum(one.assets for one in self.reviewed)

    @property
    def without_verdict(self) -> int:
        """Of these, the ones with no verdict to compare with: not judged then, or decided before that was kept."""
        return sum(one.assets for one in self.reviewed if one.verdict not in _SIDES)


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """What was decided in one day, week or month, which begins with `start`."""

    start: date
    approved: int
    rejected: int
    confirmed: int
    overturned: int

    @property
    def decided(self) -> int:
        """All decisions."""
        return self.approved + self.rejected

    @property
    def reversal(self) -> Share:
        """Of the verdicts that were looked at, those overturned."""
        return Share(self.overturned, self.confirmed + self.overturned)


@dataclass(frozen=True)
class Reversal:
    """How many verdicts of one kind persons overturned: of all, of those to reject, of those to approve."""

    name: str
    all: Share
    of_rejected: Share
    of_approved: Share


def period_of(reviewed: Sequence[Reviewed]) -> Period:
    """By what to count, so that a plot stays readable."""
    if not reviewed:
        return Period.DAY
    days = (max(one.day for one in reviewed) - min(one.day for one in reviewed)).days + 1
    if days <= _DAYS_TOLD:
        return Period.DAY
    return Period.WEEK if days <= 7 * _WEEKS_TOLD else Period.MONTH


def start_of(day: date, period: Period) -> date:
    """The first day of the day's week (a Monday) or month."""
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period is Period.MONTH else day


def _next(start: date, period: Period) -> date:
    if period is Period.DAY:
        return start + timedelta(days=1)
    if period is Period.WEEK:
        return start + timedelta(days=7)
    return (start + timedelta(days=31)).replace(day=1)


def over_time(reviewed: Sequence[Reviewed], period: Period) -> list[PeriodCount]:
    """What was decided in each period from the first with a decision to the last, also in those without any."""
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for one in reviewed:
        row = counts[start_of(one.day, period)]
        for at, holds in enumerate(
            (one.decided is Status.APPROVED, one.decided is Status.REJECTED, one.confirmed, one.overturned)
        ):
            row[at] += one.assets if holds else 0
    found, start = [], min(counts, default=None)
    while start is not None and start <= max(counts):
        found.append(PeriodCount(start, *counts.get(start, (0, 0, 0, 0))))
        start = _next(start, period)
    return found


def reversals(reviewed: Iterable[Reviewed], by: Callable[[Reviewed], str | None]) -> list[Reversal]:
    """The reversal rate of each kind, the one with the most verdicts looked at first. by: its name, None: left out."""
    groups: dict[str, dict[tuple[Status, bool], int]] = defaultdict(lambda: defaultdict(int))
    for one in reviewed:
        name = by(one) if one.verdict in _SIDES else None
        if name is not None and one.verdict is not None:
            groups[name][one.verdict, one.overturned] += one.assets
    told = [_reversal(name, counted) for name, counted in groups.items()]
    return sorted(told, key=lambda one: (-one.all.counted, one.name))


def _reversal(name: str, counted: dict[tuple[Status, bool], int]) -> Reversal:
    rejected, approved = (
        Share(counted[side, True], counted[side, True] + counted[side, False]) for side in _SIDES[::-1]
    )
    together = Share(rejected.hits + approved.hits, rejected.counted + approved.counted)
    return Reversal(name, together, rejected, approved)


def band_name(band: int) -> str:
    """A band of confidence: 70–80."""
    return f"{band * 100 // BANDS}–{(band + 1) * 100 // BANDS}"


def agreements(twice: Iterable[Twice], by: Callable[[Twice], Key | None]) -> dict[Key, Agreement]:
    """How far first and second judgements agree, for each kind. by: which kind, None: left out."""
    groups: dict[Key, list[tuple[Status, Status, int]]] = defaultdict(list)
    for one in twice:
        key = by(one)
        if key is not None:
            groups[key].append((one.first, one.second, one.assets))
    return {key: Agreement.of(rows) for key, rows in groups.items()}


def by_pair(twice: Iterable[Twice]) -> dict[tuple[str, str], Agreement]:
    """Of each two reviewers, whoever was first: the first name of the pair is the first judge. Oneself is a pair too,
    of what was judged again in a sample.
    """
    found: dict[tuple[str, str], Agreement] = {}
    named = agreements((one for one in twice if not one.own), lambda one: (one.first_reviewer, one.second_reviewer))
    for (first, second), agreement in sorted(named.items()):
        pair = (min(first, second), max(first, second))
        turned = agreement if pair == (first, second) else agreement.turned
        found[pair] = found.get(pair, Agreement()) + turned
    return found
