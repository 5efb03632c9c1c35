"""Facets: what a list can be narrowed down by, value by value, with how many assets each value would leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

BAND: Final = 10
"""How many points of confidence a band is wide; the last one holds 100 too."""


class Facet(StrEnum):
    """The facets, in the order they are shown. What a value of each says is told beside it."""

    KIND = "kind"  # a MediaKind
    ENGINE = "engine"  # an EngineName: of the detection that decides
    CATEGORY = "category"  # a slug: of the label the tile names, or one above it
    CONFIDENCE = "confidence"  # where a band of that label's confidence begins: 0, 10, … 90
    CONTENT_TYPE = "content type"  # as the deciding detection tells it, in small letters
    REVIEWER = "reviewer"  # who made the decision that stands
    LOOKER = "looker"  # who put it aside for a second look
    REASON = "reason"  # of that decision
    NOTE = "note"  # yes or no
    DATE = "date"  # the day of the import, as 2026-11-21, where the reviewer is
    IMPORT = "import"  # the number of an import
    RUN = "run"  # the number of a moderation run that had the asset on its list


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """One value of one facet."""

    facet: Facet
    value: str


Choices = tuple[Choice, ...]


def with_choice(choices: Choices, choice: Choice) -> Choices:
    """These choices and one more. They are kept in order, so that equal ones are equal."""
    return tuple(sorted({*choices, choice}, key=_order))


def without_choice(choices: Choices, choice: Choice) -> Choices:
    """These choices but for one."""
    return tuple(one for one in choices if one != choice)


def toggled(choices: Choices, choice: Choice) -> Choices:
    """With the choice if it was not among them, else without."""
    return without_choice(choices, choice) if choice in choices else with_choice(choices, choice)


def by_facet(choices: Iterable[Choice]) -> dict[Facet, list[str]]:
    """The values chosen of each facet that any are chosen of."""
    found: dict[Facet, list[str]] = {}
    for choice in choices:
        found.setdefault(choice.facet, []).append(choice.value)
    return found


def _order(choice: Choice) -> tuple[int, str]:
    return list(Facet).index(choice.facet), choice.value


def band_of(confidence: float) -> int:
    """Where the band of a confidence (0–100) begins."""
    return min(int(confidence // BAND) * BAND, 100 - BAND)


def day_bounds(day: date, zone: tzinfo | None = None) -> tuple[datetime, datetime]:
    """The first moment of a day and that of the next, in UTC. zone: where; None for this computer's zone."""
    first, last = (datetime.combine(one, time(), zone) for one in (day, day + timedelta(days=1)))
    return first.astimezone(UTC), last.astimezone(UTC)


OF_DECISION: Final = frozenset({Facet.REVIEWER, Facet.REASON, Facet.NOTE})
"""The facets that tell of the decision which stands."""


@dataclass(frozen=True, slots=True)
class ShownAs:
    """A decision as a list shows it that shows another than the one which stands, or none. in_list: whether it leaves
    its asset in the list.
    """

    in_list: bool
    reviewer: str = ""
    reason: str = ""
    noted: bool = False

    def fits(self, facet: Facet, values: Iterable[str]) -> bool:
        """Whether one of these values of a facet of decisions is that of this one."""
        if facet is Facet.NOTE:
            return ("yes" if self.noted else "no") in values
        said = self.reviewer if facet is Facet.REVIEWER else self.reason
        return bool(said) and said in values


NO_DECISION: Final = ShownAs(in_list=True)


def let_through(choices: Choices, decision: ShownAs) -> bool:
    """Whether these choices let an asset through that shows this decision, as far as they ask for that."""
    return all(decision.fits(facet, values) for facet, values in by_facet(choices).items() if facet in OF_DECISION)


def hold_undecided(choices: Choices) -> bool:
    """Whether these choices let anything through that nobody decided on."""
    return let_through(choices, NO_DECISION)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that can be chosen. count: how many assets of the list it would leave.

    name, at: of an import or a run, whose value is a number: its source or engine, and when it began. parent: the value
    it lies below; "" for none.
    """

    value: str
    count: int
    name: str = ""
    parent: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """The values of each facet with their counts, in the order they are shown. total: assets in the list as it is."""

    values: dict[Facet, tuple[FacetValue, ...]] = field(default_factory=dict)
    total: int = 0
