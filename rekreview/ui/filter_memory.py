"""The queue, filters and order, remembered over a restart."""

from __future__ import annotations

from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.saved_filters import filter_document, filter_from
from rekreview.ui.memory import FILTER
from rekreview.ui.preferences import Preferences

ORDER_BEFORE = "order_before"


def remember_filter(
    shown: QueueFilter, preferences: Preferences, order_before: tuple[SortKey, bool] | None = None
) -> None:
    """Keep the queue, the filters and the order, and the one that is back once this queue is left."""
    preferences.remember(**{FILTER: filter_document(shown), ORDER_BEFORE: list(order_before) if order_before else None})


def remembered_filter(preferences: Preferences) -> QueueFilter:
    """The queue, filters and order of the last time; the plain ones where they make no sense."""
    return filter_from(preferences.remembered(FILTER, {}))


def remembered_order_before(preferences: Preferences) -> tuple[SortKey, bool] | None:
    """The order to go back to from the queue of the last time; None where there is none, or it makes no sense."""
    match preferences.remembered(ORDER_BEFORE, None):
        case [str(sort), bool(descending)] if sort in set(SortKey):
            return SortKey(sort), descending
    return None
