"""What was chosen for the library as a whole."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

ADAPTER: Final = "adapter"
JUDGED_UP_TO: Final = "judged up to"


def preference(connection: Connection, name: str) -> str:
    """What was chosen under a name; "" for nothing."""
    from sqlalchemy import select

    from rekreview.library.tables import PREFERENCE

    return connection.execute(select(PREFERENCE.c.value).where(PREFERENCE.c.name == name)).scalar() or ""


def chosen_adapter(connection: Connection) -> str | None:
    """The adapter whose detections decide before all others, if one was chosen."""
    return preference(connection, ADAPTER) or None


def judged_up_to(connection: Connection) -> int | None:
    """The last asset the applied policy has reached so far; None if it has reached all."""
    return _asset(preference(connection, JUDGED_UP_TO))


def judged_up_to_at_opening(driver: sqlite3.Connection) -> int | None:
    """The same, asked of the driver: every opening of a library asks it."""
    row = driver.execute("SELECT value FROM preference WHERE name = ?", (JUDGED_UP_TO,)).fetchone()
    return _asset(row[0] if row else "")


def _asset(stored: str) -> int | None:
    return int(stored) if stored else None
