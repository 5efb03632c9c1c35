"""The queue, filters and order, remembered over a restart."""

from __future__ import annotations

from pathlib import Path

from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.saved_filters import filter_document, filter_from
from rekreview.ui.memory import FILTER, LibraryMemory
from rekreview.ui.preferences import Preferences

ORDER_BEFORE = "order_before"

Order = tuple[SortKey, bool]
"""What a list is ordered by, and whether it is so backwards."""


def remember_filter(
    shown: QueueFilter, library: Path, preferences: Preferences, order_before: Order | None = None
) -> None:
    """Keep the queue, the filters and the order shown of this library, and the order that is back after this queue."""
    kept = LibraryMemory(library, preferences)
    kept.remember(FILTER, filter_document(shown))
    kept.remember(ORDER_BEFORE, list(order_before or ()))


def remembered_filter(library: Path, preferences: Preferences) -> QueueFilter:
    """The queue, filters and order of the last time; the plain ones where they make no sense."""
    return filter_from(LibraryMemory(library, preferences).remembered(FILTER, {}))


def remembered_order_before(library: Path, preferences: Preferences) -> Order | None:
    """The order to go back to from the queue of the last time; None where there is none, or it makes no sense."""
    match LibraryMemory(library, preferences).remembered(ORDER_BEFORE, []):
        case [str(sort), bool(descending)] if sort in set(SortKey):
            return SortKey(sort), descending
    return None
