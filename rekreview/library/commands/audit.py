"""The audit log: what happened to the library beside decisions, which are a log of their own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from rekreview.domain.changes import ChangeSet
from rekreview.library.columns import now
from rekreview.library.tables import AUDIT_EVENT


def note(connection: Connection, action: str, *, reviewer: str = "", **details: Any) -> None:
    """Add one event to the log, in the transaction of what it is about."""
    connection.execute(AUDIT_EVENT.insert(), {"at": now(), "reviewer": reviewer, "action": action, "details": details})


def add(connection: Connection, action: str, reviewer: str, details: dict[str, str]) -> tuple[None, ChangeSet]:
    """Add an event that is a change of its own."""
    note(connection, action, reviewer=reviewer, **details)
    return None, ChangeSet(history=True)
