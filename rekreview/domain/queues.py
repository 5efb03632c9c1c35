"""Queues: filtered, ordered lists of assets to work through."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.facets import Choice


class QueueName(StrEnum):
    """The queues every library has, in the order they are shown."""

    REJECTED = "rejected"
    APPROVED = "approved"
    PENDING = "pending"
    NOT_MODERATED = "not_moderated"
    SECOND_LOOK = "second_look"
    BORDERLINE = "borderline"
    DISAGREEING = "disagreeing"
    REVIEWED = "reviewed"
    OVERTURNED = "overturned"
    ALL = "all"


class SortKey(StrEnum):
    """Orders of a queue. The id settles ties, so every order is total."""

    IMPORTED = "imported"
    NAME = "name"
    CONFIDENCE = "confidence"
    BORDERLINE = "borderline"
    SIZE = "size"
    WAITING = "waiting"  # longest aside for a second look first


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which assets a list holds, and in which order.

    search: part of a file name, case-insensitive. category: slug; matches its descendants too. min_confidence and
    max_confidence: 0–100, of a label in `category` (or of the top label without one). content_type: one the deciding
    detection tells at all. boundary: a confidence (0–100); with a category, only assets with a label of its own that
    nobody said a word on, nearest to it first, whatever the sort. lottery: a sample's number; only what waits in it to
    be judged, in its own order. second_sample: the number of a sample of decided assets; only what `judge` has not
    judged of it yet, in its own order. disputed: only decisions on which a second opinion differs and that nobody
    settled. facets: choices of `domain.facets`; several of one facet widen it, several facets
    narrow the list.
    """

    queue: QueueName = QueueName.ALL
    search: str = ""
    category: str | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None
    kind: MediaKind | None = None
    sort: SortKey = SortKey.IMPORTED
    descending: bool = False
    content_type: str | None = None
    boundary: float | None = None
    lottery: int | None = None
    second_sample: int | None = None
    judge: str = ""
    disputed: bool = False
    facets: tuple[Choice, ...] = ()

    @property
    def asks_for_evidence(self) -> bool:
        """Whether the list is there to learn by decisions: assets around a boundary, a blind sample, or disputes."""
        return self.boundary is not None or self.is_blind or self.disputed

    @property
    def is_blind(self) -> bool:
        """Whether nothing of what engine, policy and others say may be seen."""
        return self.lottery is not None or self.second_sample is not None


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many assets each queue holds, how many of these nobody decided on, and how many wait for a moderation run."""

    counts: dict[QueueName, int] = field(default_factory=dict)
    unmoderated: int = 0
    left: dict[QueueName, int] = field(default_factory=dict)
