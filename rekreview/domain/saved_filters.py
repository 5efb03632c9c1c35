"""Filters that reviewers keep under a name: as values, and as plain ones that fit into JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rekreview.domain.assets import MediaKind
from rekreview.domain.facets import Choice, Facet, with_choice
from rekreview.domain.queues import QueueFilter, QueueName, SortKey


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A queue of a reviewer's own."""

    id: int
    name: str
    filter: QueueFilter


def filter_document(wanted: QueueFilter) -> dict[str, Any]:
    """A filter in plain values; what says nothing is left out."""
    plain = {
        "queue": wanted.queue.value,
        "search": wanted.search,
        "category": wanted.category,
        "min_confidence": wanted.min_confidence,
        "max_confidence": wanted.max_confidence,
        "kind": wanted.kind.value if wanted.kind else None,
        "sort": wanted.sort.value,
        "descending": wanted.descending,
        "content_type": wanted.content_type,
        "boundary": wanted.boundary,
        "facets": [[choice.facet.value, choice.value] for choice in wanted.facets],
    }
    return {name: value for name, value in plain.items() if value not in (None, "", []) and value is not False}


def filter_from(document: Mapping[str, Any]) -> QueueFilter:
    """The filter a document tells of; the plain one where it makes no sense, as one of a later version may not."""
    try:
        found = QueueFilter(
            queue=QueueName(document.get("queue", QueueName.ALL)),
            search=str(document.get("search") or ""),
            category=_optional(str, document.get("category")),
            min_confidence=_optional(_percent, document.get("min_confidence")),
            max_confidence=_optional(_percent, document.get("max_confidence")),
            kind=_optional(MediaKind, document.get("kind")),
            sort=SortKey(document.get("sort", SortKey.IMPORTED)),
            content_type=_optional(str, document.get("content_type")),
            boundary=_optional(_percent, document.get("boundary")),
            descending=bool(document.get("descending", False)),
        )
        for facet, value in document.get("facets", ()):
            found = replace(found, facets=with_choice(found.facets, Choice(Facet(facet), str(value))))
    except (ValueError, TypeError, AttributeError, OverflowError):
        return QueueFilter()
    return found


def _percent(value: Any) -> float:
    percent = float(value)
    if not 0 <= percent <= 100:  # nor is what is no number at all
        raise ValueError(value)
    return percent


def _optional(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)
