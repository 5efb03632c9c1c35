"""The reviewers' own queues."""

from __future__ import annotations

from sqlalchemy import Connection, select

from rekreview.domain.saved_filters import SavedFilter, filter_from
from rekreview.library.tables import SAVED_FILTER


def saved_filters(connection: Connection) -> list[SavedFilter]:
    """Every filter that was saved, in the reviewers' order."""
    columns = (SAVED_FILTER.c.id, SAVED_FILTER.c.name, SAVED_FILTER.c.document)
    order = (SAVED_FILTER.c.position, SAVED_FILTER.c.id)
    rows = connection.execute(select(*columns).where(~SAVED_FILTER.c.deleted).order_by(*order))
    return [SavedFilter(number, name, filter_from(document)) for number, name, document in rows]
