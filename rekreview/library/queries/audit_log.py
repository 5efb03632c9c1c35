"""The log of what was done: steps of deciding, what happened to the library beside them, and imports, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from heapq import nlargest
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select

from rekreview.domain.audit import AuditEntry, AuditKind, AuditWish, kind_of
from rekreview.library.queries.policies import FLIPPED
from rekreview.library.step_values import StepState
from rekreview.library.tables import ASSET, AUDIT_EVENT, IMPORT_BATCH, STEP

_STEPS = select(STEP.c.id, STEP.c.at, STEP.c.reviewer, STEP.c.act, STEP.c.status, STEP.c.assets, STEP.c.state).where(
    STEP.c.assets > 0
)
_EVENTS = select(AUDIT_EVENT).where(AUDIT_EVENT.c.action != FLIPPED)
_IMPORTS = select(IMPORT_BATCH)
_DECISIONS: Final = frozenset({AuditKind.DECISIONS})


def entries(connection: Connection, wish: AuditWish, limit: int) -> list[AuditEntry]:
    """What was done, the newest first, at most so much of it."""
    found: list[AuditEntry] = []
    if wish.kind in (None, AuditKind.DECISIONS):
        found += _read(connection, _STEPS, STEP.c, wish, limit, _step)
    if wish.kind is not AuditKind.DECISIONS:
        found += _read(connection, _EVENTS, AUDIT_EVENT.c, wish, limit, _event)
    if wish.kind in (None, AuditKind.IMPORTS) and not wish.reviewer:
        imports = _read_imports(connection, wish, limit)
        found += imports
    return nlargest(limit, found, key=lambda one: one.at)


def _read(
    connection: Connection,
    statement: Select[Any],
    columns: Any,
    wish: AuditWish,
    limit: int,
    entry: Callable[[Any], AuditEntry],
) -> Iterable[AuditEntry]:
    """The newest of one source. A kind is known once a row is read, so rows are read until there is enough."""
    wanted = statement.where(*_between(columns.at, wish)).order_by(columns.id.desc())
    if wish.reviewer:
        wanted = wanted.where(columns.reviewer == wish.reviewer)
    found: list[AuditEntry] = []
    for row in connection.execute(wanted):
        one = entry(row)
        if wish.kind in (None, one.kind):
            found.append(one)
            if len(found) == limit:
                break
    return found


def _between(column: ColumnElement[Any], wish: AuditWish) -> list[ColumnElement[bool]]:
    bounds = []
    if wish.since is not None:
        bounds.append(column >= _beginning(wish.since))
    if wish.until is not None and wish.until < date.max:  # after the last day there is none
        bounds.append(column < _beginning(wish.until + timedelta(days=1)))
    return bounds


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _step(row: Any) -> AuditEntry:
    details = {"status": row.status or "", "step": row.id}
    return AuditEntry(
        row.at, row.reviewer, AuditKind.DECISIONS, row.act, row.assets, row.state != StepState.DONE, details
    )


def _event(row: Any) -> AuditEntry:
    details = dict(row.details)
    return AuditEntry(row.at, row.reviewer, kind_of(row.action), row.action, details.get("assets"), False, details)


def _read_imports(connection: Connection, wish: AuditWish, limit: int) -> list[AuditEntry]:
    wanted = _IMPORTS.where(*_between(IMPORT_BATCH.c.begun, wish)).order_by(IMPORT_BATCH.c.id.desc()).limit(limit)
    rows = connection.execute(wanted).all()
    counts = select(ASSET.c.import_id, func.count()).where(ASSET.c.import_id.in_([row.id for row in rows]))
    assets = {row[0]: row[1] for row in connection.execute(counts.group_by(ASSET.c.import_id))}
    return [
        AuditEntry(row.begun, "", AuditKind.IMPORTS, "imported", assets.get(row.id, 0), False, {"source": row.source})
        for row in rows
    ]
