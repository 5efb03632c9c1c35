"""The queue, filters and order, remembered over a restart."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rekreview.domain.assets import MediaKind
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.ui.memory import FILTER
from rekreview.ui.preferences import Preferences


def remember_filter(shown: QueueFilter, preferences: Preferences) -> None:
    """Keep the queue, the filters and the order."""
    preferences.remember(**{FILTER: asdict(shown)})


def remembered_filter(preferences: Preferences) -> QueueFilter:
    """The queue, filters and order of the last time; the plain ones where they make no sense."""
    kept = preferences.remembered(FILTER, {})
    try:
        return QueueFilter(
            queue=QueueName(kept.get("queue", QueueName.ALL)),
            search=str(kept.get("search", "")),
            category=_optional(str, kept.get("category")),
            min_confidence=_optional(float, kept.get("min_confidence")),
            max_confidence=_optional(float, kept.get("max_confidence")),
            kind=_optional(MediaKind, kept.get("kind")),
            sort=SortKey(kept.get("sort", SortKey.IMPORTED)),
            content_type=_optional(str, kept.get("content_type")),
            boundary=_optional(float, kept.get("boundary")),
            descending=bool(kept.get("descending", False)),
        )
    except (ValueError, TypeError, AttributeError):
        return QueueFilter()


def _optional(kind: Any, value: Any) -> Any:
    return None if value is None else kind(value)
