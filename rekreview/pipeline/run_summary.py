"""What a moderation run did to its assets."""

from __future__ import annotations

from dataclasses import dataclass, field

from rekreview.domain.calls import CallCounts
from rekreview.domain.errors import EngineError


@dataclass(frozen=True, slots=True)
class NotModerated:
    """An asset of a run that could not be checked, and why."""

    id: int
    path: str
    code: str
    message: str


@dataclass(slots=True)
class RunSummary:
    """What a run did to its assets. `assets` are those moderated, in the order they were done.

    calls: assets the engine was asked about; one whose media could not be opened never reached it.
    agreement_reached: beside budget_reached, where it was not the budget but what a person had agreed to.
    counts: the paid calls. model_versions: of the answer before this run and of those in it, each time it changed.
    """

    run: int
    assets: list[int] = field(default_factory=list)
    not_moderated: list[NotModerated] = field(default_factory=list)
    calls: int = 0
    interrupted: bool = False
    budget_reached: bool = False
    agreement_reached: bool = False
    counts: CallCounts = field(default_factory=CallCounts)
    model_versions: list[str] = field(default_factory=list)

    @property
    def cost_usd(self) -> float:
        """What the answers cost."""
        return self.counts.cost_usd


@dataclass(frozen=True, slots=True)
class PutBack:
    """A task whose call failed in a way that asking again may mend."""

    error: EngineError
