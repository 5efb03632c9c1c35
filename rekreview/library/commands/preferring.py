"""Choices for the library as a whole."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from rekreview.domain.assets import EngineName
from rekreview.domain.changes import ChangeSet
from rekreview.library.commands import audit
from rekreview.library.judging import restand
from rekreview.library.queries import policies
from rekreview.library.queries.preferences import ADAPTER, chosen_adapter
from rekreview.library.tables import DETECTION, PREFERENCE


def choose_adapter(connection: Connection, adapter: str | None) -> tuple[None, ChangeSet]:
    """Choose the adapter whose detections decide, and work out anew where assets it may concern stand."""
    if chosen_adapter(connection) == (adapter or None):
        return None, ChangeSet()
    connection.execute(delete(PREFERENCE).where(PREFERENCE.c.name == ADAPTER))
    connection.execute(PREFERENCE.insert(), {"name": ADAPTER, "value": adapter or ""})
    concerned = (
        select(DETECTION.c.asset_id)
        .where(DETECTION.c.engine == EngineName.REKOGNITION.value)
        .distinct()
        .order_by(DETECTION.c.asset_id)
    )
    ids = connection.execute(concerned).scalars().all()
    restand(connection, ids, policies.policy(connection).pair)
    audit.note(connection, "adapter chosen", adapter=adapter or "")
    return None, ChangeSet(everything=bool(ids))
