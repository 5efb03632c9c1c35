"""The audit log: what happened to the library beside decisions, which are a log of their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from rekreview.library.columns import now
from rekreview.library.tables import AUDIT_EVENT


def note(connection: Connection, action: str, *, reviewer: str = "", **details: Any) -> None:
    """Add one event to the log, in the transaction of what it is about."""
    connection.execute(AUDIT_EVENT.insert(), {"at": now(), "reviewer": reviewer, "action": action, "details": details})
