"""What a draft policy would do to the library: counts, the assets that would change side, and what each category does.

Values for the screen, told of a `domain.trial.Trial`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import Taxonomy
from rekreview.domain.trial import CategoryEffect, Side, Trial

NEAREST: Final = 200
"""How many assets of each side are named: more than anybody looks at while dragging."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the library: a draft policy against the applied one, and which rows of the tree to count for."""

    draft: PolicyPair
    applied: PolicyPair
    kind: MediaKind
    taxonomy: Taxonomy


@dataclass(frozen=True, slots=True)
class Effect:
    """What the draft of a question would do.

    before, after: how many assets have each status under the applied policy and under the draft. to_rejected,
    to_approved: how many assets would change side, and the ids of those nearest to their threshold, the nearest first.
    categories: what each category does to the assets of the medium shown; one without labels is missing. assets: how
    many of that medium the library has.
    """

    question: Question
    before: Mapping[Status, int]
    after: Mapping[Status, int]
    to_rejected: Side
    to_approved: Side
    categories: Mapping[str, CategoryEffect]
    assets: int

    @property
    def over(self) -> dict[str, int]:
        """For each category, how many assets of the medium shown have a label over its threshold."""
        return {slug: one.over for slug, one in self.categories.items()}


def told(trial: Trial, question: Question) -> Effect:
    """What the draft of a trial does. The trial must be of the question's policies."""
    return Effect(
        question,
        trial.before,
        trial.after,
        trial.to_rejected(NEAREST),
        trial.to_approved(NEAREST),
        trial.categories(question.kind, question.taxonomy),
        trial.index.assets_of(question.kind),
    )
