"""Calls that cost money: how many, what they cost, and what was answered before."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, case, func, literal, select

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.calls import CallCounts, CallState
from rekreview.library.prepared import Prepared
from rekreview.library.queries.chunks import chunks
from rekreview.library.tables import ASSET, CALL, DETECTION, TASK
from rekreview.library.values import MonthLedger, TaskState

_OPEN_ENDED = (CallState.BEGUN, CallState.UNANSWERED)
_ANSWER = (
    select(CALL.c.answer)
    .where(
        CALL.c.content_sha256 == bindparam("sha256"),
        CALL.c.engine == bindparam("name"),
        CALL.c.adapter == bindparam("arn"),
        CALL.c.floor <= bindparam("most"),
        CALL.c.state == literal(CallState.ANSWERED.value),
    )
    .order_by(CALL.c.id.desc())
    .limit(1)
)
_KNOWN: Final = Prepared(_ANSWER)
_KNOWN_OF_RUN: Final = Prepared(_ANSWER.where(CALL.c.run_id == bindparam("run")))


def answer(
    driver: sqlite3.Connection,
    content_sha256: str,
    engine: EngineName,
    adapter: str | None,
    floor: float,
    run_id: int | None = None,
) -> dict[str, Any] | None:
    """The newest answer these bytes got from this engine and adapter with a floor as low as this one.

    run_id: only an answer of this run counts, for a run that asks anew.
    """
    wanted = {"sha256": content_sha256, "name": engine.value, "arn": adapter or "", "most": floor, "run": run_id}
    row = (_KNOWN if run_id is None else _KNOWN_OF_RUN).run(driver, wanted).fetchone()
    found = json.loads(row[0]) if row and row[0] else None
    return found if isinstance(found, dict) else None


def counts_by_run(connection: Connection, run_ids: Sequence[int]) -> dict[int, CallCounts]:
    """The calls of each of these runs."""
    statement = select(CALL.c.run_id, CALL.c.state, func.count(), func.sum(CALL.c.price_usd))
    rows: dict[int, list[tuple[str, int, float]]] = defaultdict(list)
    for some in chunks(run_ids):
        found = connection.execute(statement.where(CALL.c.run_id.in_(some)).group_by(CALL.c.run_id, CALL.c.state))
        for run_id, *parts in found:
            rows[run_id].append((parts[0], parts[1], parts[2]))
    return {run_id: _counts(rows[run_id]) for run_id in run_ids}


def months(connection: Connection) -> list[MonthLedger]:
    """The calls of each month (UTC) and engine, the newest first."""
    rows: dict[tuple[str, str], list[tuple[str, int, float]]] = defaultdict(list)
    statement = select(CALL.c.month, CALL.c.engine, CALL.c.state, func.count(), func.sum(CALL.c.price_usd))
    for month, engine, *parts in connection.execute(statement.group_by(CALL.c.month, CALL.c.engine, CALL.c.state)):
        rows[month, engine].append((parts[0], parts[1], parts[2]))
    ordered = sorted(rows, reverse=True)
    return [MonthLedger(month, EngineName(engine), _counts(rows[month, engine])) for month, engine in ordered]


def _counts(rows: Iterable[tuple[str, int, float]]) -> CallCounts:
    """A call that is under way may be billed without an answer, until its answer is here."""
    number: dict[str, int] = defaultdict(int)
    usd: dict[str, float] = defaultdict(float)
    for state, count, cost in rows:
        number[state] += count
        usd[state] += cost
    return CallCounts(
        answered=number[CallState.ANSWERED],
        refused=number[CallState.REFUSED],
        unanswered=sum(number[state] for state in _OPEN_ENDED),
        cost_usd=round(usd[CallState.ANSWERED], 6),
        may_cost_usd=round(sum(usd[state] for state in _OPEN_ENDED), 6),
    )


def next_due(connection: Connection, run_id: int) -> tuple[bool, datetime | None]:
    """Whether a run still has queued tasks, and the first moment one may be claimed; None for now."""
    queued = TASK.c.run_id == run_id, TASK.c.state == TaskState.QUEUED.value
    # Most wait for nothing, so that one is found at once; to sort them all would take as long as there are many.
    if connection.execute(select(TASK.c.id).where(*queued, TASK.c.not_before.is_(None)).limit(1)).first():
        return True, None
    due = connection.execute(select(func.min(TASK.c.not_before)).where(*queued)).scalar()
    return due is not None, due


def model_version(connection: Connection, engine: EngineName) -> str:
    """The model that gave the newest answer of an engine; "" if it gave none."""
    statement = select(DETECTION.c.model_version).where(DETECTION.c.engine == engine.value)
    return connection.execute(statement.order_by(DETECTION.c.id.desc()).limit(1)).scalar() or ""


def planned(connection: Connection, ids: Sequence[int], frames: int) -> int:
    """How many calls pictures among these assets take: one each, more for those that move. Videos take none here."""
    number = 0
    each = case((ASSET.c.frames > frames, frames), (ASSET.c.frames > 1, ASSET.c.frames), else_=1)
    for some in chunks(ids):
        statement = select(func.coalesce(func.sum(each), 0)).where(ASSET.c.id.in_(some))
        number += int(connection.execute(statement.where(ASSET.c.kind == MediaKind.IMAGE.value)).scalar_one())
    return number


def raw(connection: Connection, detection_id: int) -> dict[str, Any]:
    """A detection's answer as it came; for a paid engine with what was sent."""
    row: Row[tuple[Any]] | None = connection.execute(
        select(DETECTION.c.raw).where(DETECTION.c.id == detection_id)
    ).first()
    return row.raw if row else {}
