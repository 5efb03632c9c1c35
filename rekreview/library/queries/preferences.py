"""What was chosen for the library as a whole."""

from __future__ import annotations

from sqlalchemy import Connection, select

from rekreview.library.tables import PREFERENCE

ADAPTER = "adapter"
JUDGED_UP_TO = "judged up to"


def preference(connection: Connection, name: str) -> str:
    """What was chosen under a name; "" for nothing."""
    return connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.name == name)).scalar() or ""


def chosen_adapter(connection: Connection) -> str | None:
    """The adapter whose detections decide before all others, if one was chosen."""
    return preference(connection, ADAPTER) or None


def judged_up_to(connection: Connection) -> int | None:
    """The last asset the applied policy has reached so far; None if it has reached all."""
    stored = preference(connection, JUDGED_UP_TO)
    return int(stored) if stored else None
