"""What one reviewer leaves to the next."""

from __future__ import annotations

from sqlalchemy import Connection, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.library.columns import now
from rekreview.library.tables import HAND_OVER


def leave(connection: Connection, reviewer: str, note: str, summary: str) -> tuple[int, ChangeSet]:
    """Leave a note and the day in words to whoever opens the library next; its number."""
    if not note.strip():
        raise InvalidValue("There is no note to hand over.", "Write what the next reviewer should know.")
    row = {"reviewer": reviewer, "at": now(), "note": note.strip(), "summary": summary, "read_by": ""}
    key = connection.execute(HAND_OVER.insert(), row).inserted_primary_key
    assert key is not None
    return int(key[0]), ChangeSet()


def put_away(connection: Connection, number: int, reviewer: str) -> tuple[None, ChangeSet]:
    """Somebody has read a note: it is not shown again."""
    connection.execute(
        update(HAND_OVER).where(HAND_OVER.c.id == number).values(read_by=reviewer or "reviewer", read_at=now())
    )
    return None, ChangeSet()
