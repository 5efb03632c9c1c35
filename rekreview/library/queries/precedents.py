"""The decisions that stand on some assets, to be offered for one that is like them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.memories import Precedent
from rekreview.library.queries.chunks import chunks
from rekreview.library.tables import ASSET, DECISION

_STANDING = (
    select(
        DECISION.c.id,
        ASSET.c.id.label("asset_id"),
        ASSET.c.name,
        ASSET.c.status,
        DECISION.c.reason,
        DECISION.c.reviewer,
        DECISION.c.at,
    )
    .select_from(ASSET.join(DECISION, DECISION.c.id == ASSET.c.decision_id))
    .where(ASSET.c.decided_by == DecidedBy.REVIEWER.value)
)


def precedents(connection: Connection, ids: Sequence[int]) -> list[Precedent]:
    """The decisions that stand on these assets, the newest first."""
    rows = [row for some in chunks(ids) for row in connection.execute(_STANDING.where(ASSET.c.id.in_(some)))]
    rows.sort(key=lambda row: row.id, reverse=True)
    return [Precedent(row.asset_id, row.name, Status(row.status), row.reason, row.reviewer, row.at) for row in rows]
