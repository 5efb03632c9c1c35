"""The book of calls that cost money: each is noted before it is made, so that a crash never hides one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from rekreview.domain.calls import CallEnd, CallState
from rekreview.domain.changes import ChangeSet
from rekreview.library.columns import now
from rekreview.library.tables import CALL, TASK
from rekreview.library.values import CallStart, TaskState

INTERRUPTED = "interrupted"
"""The code of a call whose end nobody saw: the app was killed while it was under way."""

_BEGIN = CALL.insert()
_END = (
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


def begin(connection: Connection, start: CallStart) -> tuple[int, ChangeSet]:
    """Note that a call is about to be made; its number."""
    moment = now()
    row = {
        "run_id": start.run_id,
        "asset_id": start.asset_id,
        "engine": start.engine.value,
        "adapter": start.adapter or "",
        "floor": start.floor,
        "content_sha256": start.sent.sha256,
        "sent": asdict(start.sent),
        "state": CallState.BEGUN.value,
        "code": "",
        "price_usd": start.price_usd,
        "month": f"{moment:%Y-%m}",
        "begun": moment,
        "model_version": "",
    }
    key = connection.execute(_BEGIN, row).inserted_primary_key
    assert key is not None
    return int(key[0]), ChangeSet()


def end(connection: Connection, call_id: int, ending: CallEnd) -> tuple[None, ChangeSet]:
    """Note how a call ended, also one that was taken for lost."""
    connection.execute(
        _END,
        {
            "call": call_id,
            "new_state": ending.state.value,
            "new_code": ending.code,
            "new_version": ending.model_version,
            "new_answer": ending.answer,
            "moment": now(),
        },
    )
    return None, ChangeSet()


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
