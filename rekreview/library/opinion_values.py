"""What the library answers with on second opinions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rekreview.domain.assets import Status
    from rekreview.domain.second_sample import SampleStratum


@dataclass(frozen=True, slots=True)
class OpinionSample:
    """A sample of decided assets, and how far it was judged a second time.

    whose: only decisions of this reviewer, "" for all. decided: how many there were to draw from. asset_ids: in the
    order of judging. answered: by reviewer, how many they judged.
    """

    id: int
    seed: int
    whose: str
    decided: int
    reviewer: str
    created: datetime
    strata: tuple[SampleStratum, ...]
    asset_ids: tuple[int, ...]
    answered: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person said of an asset that was decided before; the newest word of theirs on one decision."""

    asset_id: int
    decision_id: int
    status: Status
    reviewer: str
    reason: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispute:
    """A decision that stands though a second opinion on it differs. own: both are by the same person, unmarked."""

    asset_id: int
    name: str
    category: str
    decided: Status
    reviewer: str
    at: datetime
    opinion: Opinion
    own: bool
