"""What is to say of stacks of near-duplicates as a whole."""

from __future__ import annotations

from sqlalchemy import Connection, select

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.near_duplicates import QueueStacks
from rekreview.domain.stack_lists import StackSummary, summary
from rekreview.library.queries.chunks import chunks
from rekreview.library.tables import ASSET

_STANDING = select(ASSET.c.id, ASSET.c.status, ASSET.c.decided_by)


def summaries(connection: Connection, stacks: QueueStacks) -> list[StackSummary]:
    """The summary of each stack; of members the library does not have nothing is said."""
    standing: dict[int, tuple[Status, bool]] = {}
    for some in chunks(stacks.members.tolist()):
        for asset_id, status, decided_by in connection.execute(_STANDING.where(ASSET.c.id.in_(some))):
            standing[asset_id] = Status(status), decided_by == DecidedBy.REVIEWER
    return [
        summary(standing[member] for member in stacks.stack(row) if member in standing) for row in range(len(stacks))
    ]
