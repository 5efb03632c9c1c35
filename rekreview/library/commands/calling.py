"""The book of calls that cost money: each is noted before it is made, so that a crash never hides one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, update

from rekreview.domain.calls import CallEnd, CallState, told
from rekreview.domain.changes import ChangeSet
from rekreview.library.columns import now
from rekreview.library.prepared import Prepared
from rekreview.library.tables import CALL, TASK
from rekreview.library.values import CallStart, TaskState

INTERRUPTED = "interrupted"
"""The code of a call whose end nobody saw: the app was killed while it was under way."""

_BEGUN: Final = tuple(column.name for column in CALL.columns if column.name not in ("id", "ended", "answer"))
_BEGIN: Final = Prepared(CALL.insert(), _BEGUN)
_END: Final = Prepared(
    update(CALL)
    .where(CALL.c.id == bindparam("call"))
    .values(
        state=bindparam("new_state"),
        code=bindparam("new_code"),
        model_version=bindparam("new_version"),
        answer=bindparam("new_answer"),
        ended=bindparam("moment"),
    )
)


def begin(driver: sqlite3.Connection, start: CallStart) -> int:
    """Note that a call is about to be made; its number."""
    moment = now()
    row = {
        "run_id": start.run_id,
        "asset_id": start.asset_id,
        "engine": start.engine.value,
        "adapter": start.adapter or "",
        "floor": start.floor,
        "content_sha256": start.sent.sha256,
        "sent": told(start.sent),
        "state": CallState.BEGUN.value,
        "code": "",
        "price_usd": start.price_usd,
        "month": f"{moment:%Y-%m}",
        "begun": moment,
        "model_version": "",
    }
    call_id = _BEGIN.run(driver, row).lastrowid
    assert call_id is not None
    return call_id


def end(driver: sqlite3.Connection, call_id: int, ending: CallEnd) -> None:
    """Note how a call ended, also one that was taken for lost."""
    _END.run(
        driver,
        {
            "call": call_id,
            "new_state": ending.state.value,
            "new_code": ending.code,
            "new_version": ending.model_version,
            "new_answer": ending.answer,
            "moment": now(),
        },
    )


def give_up(connection: Connection, run_id: int) -> None:
    """Count the calls of a run whose end nobody saw among those that may be billed without an answer."""
    connection.execute(
        update(CALL)
        .where(CALL.c.run_id == run_id, CALL.c.state == CallState.BEGUN.value)
        .values(state=CallState.UNANSWERED.value, code=INTERRUPTED, ended=now())
    )


def defer(connection: Connection, task_ids: Sequence[int], not_before: Sequence[datetime]) -> tuple[None, ChangeSet]:
    """Put claimed tasks back into the queue, each not to be claimed before a moment."""
    rows = [{"task": task, "moment": moment} for task, moment in zip(task_ids, not_before, strict=True)]
    if rows:
        connection.execute(
            update(TASK)
            .where(TASK.c.id == bindparam("task"), TASK.c.state == TaskState.ACTIVE.value)
            .values(state=TaskState.QUEUED.value, not_before=bindparam("moment")),
            rows,
        )
    return None, ChangeSet()
