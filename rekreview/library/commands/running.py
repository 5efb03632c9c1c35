"""Moderation runs: a queue of tasks that survives a crash, and the answers that come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from rekreview.domain.assets import EngineName, Fault, MediaKind
from rekreview.domain.calls import CallState
from rekreview.domain.changes import ChangeSet
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.library.categories import category_ids, place_of
from rekreview.library.columns import now
from rekreview.library.commands import audit, calling, video_jobs
from rekreview.library.content_types import storable
from rekreview.library.database import integers
from rekreview.library.judging import restand
from rekreview.library.queries import policies
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.places import located
from rekreview.library.queries.runs import open_tasks, require_run
from rekreview.library.tables import ASSET, CALL, DETECTION, LABEL, RUN, TASK
from rekreview.library.values import ClaimedTask, RunState, TaskOutcome, TaskState

_ENDED = (RunState.FINISHED, RunState.CANCELLED)
_TOLD_ONE_BY_ONE = 5000
"""Views are told of so many assets; of more, that any may have changed."""
_SETBACKS = (
    select(func.count())
    .where(
        CALL.c.asset_id == TASK.c.asset_id,
        CALL.c.run_id == TASK.c.run_id,
        CALL.c.state == CallState.UNANSWERED.value,
        CALL.c.code != calling.INTERRUPTED,
    )
    .correlate(TASK)
    .scalar_subquery()
    .label("setbacks")
)


def start_run(
    connection: Connection,
    engine: EngineName,
    version: str,
    adapter: str | None,
    floor: float,
    asset_ids: Sequence[int],
    *,
    again: bool = False,
) -> tuple[int, ChangeSet]:
    """Open a run and queue a task for each asset."""
    row = {
        "engine": EngineName(engine).value,
        "engine_version": version,
        "adapter": adapter or "",
        "floor": floor,
        "state": RunState.RUNNING.value,
        "cost_usd": 0.0,
        "created": now(),
        "again": again,
    }
    key = connection.execute(RUN.insert(), row).inserted_primary_key
    assert key is not None
    run_id = int(key[0])
    tasks = [
        {"run_id": run_id, "asset_id": int(asset_id), "state": TaskState.QUEUED.value, "attempts": 0}
        | {"fault_code": "", "fault_message": "", "remote_job": ""}
        for asset_id in dict.fromkeys(asset_ids)
    ]
    if tasks:
        connection.execute(TASK.insert(), tasks)
    audit.note(connection, "run started", run=run_id, engine=row["engine"], assets=len(tasks))
    return run_id, ChangeSet(runs=True)


def claim(
    connection: Connection, run_id: int, number: int, kind: MediaKind | None = None
) -> tuple[list[ClaimedTask], ChangeSet]:
    """Take the next queued tasks of a run, of assets of one kind or of any; nobody else gets them until they are
    recorded or put back.
    """
    rows = connection.execute(
        select(
            TASK.c.id,
            TASK.c.asset_id,
            TASK.c.attempts,
            ASSET.c.kind,
            ASSET.c.sha256,
            ASSET.c.width,
            ASSET.c.height,
            _SETBACKS,
        )
        .select_from(TASK.join(ASSET))
        .where(
            TASK.c.run_id == run_id,
            TASK.c.state == TaskState.QUEUED.value,
            TASK.c.not_before.is_(None) | (TASK.c.not_before <= now()),
            *([ASSET.c.kind == kind.value] if kind else []),
        )
        .order_by(TASK.c.id)
        .limit(number)
        .with_for_update(skip_locked=True, of=TASK)
    ).all()
    for some in chunks([row.id for row in rows]):
        connection.execute(
            update(TASK).where(TASK.c.id.in_(some)).values(state=TaskState.ACTIVE.value, attempts=TASK.c.attempts + 1)
        )
    places = located(connection, [row.asset_id for row in rows])
    nowhere = ("", 0, 0)
    return [_claimed(row, *places.get(row.asset_id, nowhere)) for row in rows], ChangeSet()


def _claimed(row: Row[*tuple[Any, ...]], path: str, mtime_ns: int, size: int) -> ClaimedTask:
    return ClaimedTask(
        task_id=row.id,
        asset_id=row.asset_id,
        kind=MediaKind(row.kind),
        path=path,
        sha256=row.sha256,
        attempts=row.attempts + 1,
        width=row.width,
        height=row.height,
        mtime_ns=mtime_ns,
        bytes=size,
        setbacks=row.setbacks,
    )


def requeue(connection: Connection, run_id: int) -> tuple[int, ChangeSet]:
    """Put claimed tasks back that were never recorded: what was in flight when the app was cut off.

    A call that was under way for one of them may be billed, and is counted as such.
    """
    calling.give_up(connection, run_id)
    moved = connection.execute(
        update(TASK)
        .where(TASK.c.run_id == run_id, TASK.c.state == TaskState.ACTIVE.value)
        .values(state=TaskState.QUEUED.value)
    ).rowcount
    return moved, ChangeSet(runs=moved > 0)


def retry_failed(connection: Connection, run_id: int) -> tuple[int, ChangeSet]:
    """Queue the failed tasks of a run again; the failed jobs on its videos may be paid for anew."""
    require_run(connection, run_id)
    video_jobs.retry(connection, open_tasks(run_id, failed=True))
    moved = connection.execute(
        update(TASK)
        .where(TASK.c.run_id == run_id, TASK.c.state == TaskState.FAILED.value)
        .values(state=TaskState.QUEUED.value, fault_code="", fault_message="", not_before=None)
    ).rowcount
    if moved:
        connection.execute(update(RUN).where(RUN.c.id == run_id).values(state=RunState.PAUSED.value, finished=None))
    return moved, ChangeSet(runs=moved > 0)


def set_run_state(connection: Connection, run_id: int, state: RunState) -> tuple[None, ChangeSet]:
    """Say where a run stands."""
    before = require_run(connection, run_id)
    if before == state:
        return None, ChangeSet()
    finished = now() if state in _ENDED else None
    connection.execute(update(RUN).where(RUN.c.id == run_id).values(state=state.value, finished=finished))
    if state in _ENDED:
        audit.note(connection, f"run {state.value}", run=run_id)
    if state is RunState.CANCELLED:
        return None, _given_up(connection, run_id)
    return None, ChangeSet(runs=True)


def _given_up(connection: Connection, run_id: int) -> ChangeSet:
    """What a run that is given up leaves waits no more, and jobs on videos whose answers nobody comes for are over."""
    left = integers(connection, open_tasks(run_id, failed=False).limit(_TOLD_ONE_BY_ONE + 1)).tolist()
    if len(left) > _TOLD_ONE_BY_ONE:
        return ChangeSet(runs=True, everything=True)
    return ChangeSet(runs=True, changed=tuple(left))


def record(connection: Connection, run_id: int, outcomes: Sequence[TaskOutcome]) -> tuple[None, ChangeSet]:
    """Keep what came of tasks: detections with their labels, or faults; and work out where the assets stand now."""
    require_run(connection, run_id)
    checked = [_checked(outcome) for outcome in outcomes]
    detected = {one.asset_id: one.detection for one in checked if one.detection is not None}
    _write_tasks(connection, checked)
    _write_detections(connection, run_id, detected)
    _write_faults(connection, checked)
    ids = tuple(dict.fromkeys(outcome.asset_id for outcome in checked))
    restand(connection, ids, policies.policy(connection).pair)
    return None, ChangeSet(changed=ids, runs=True)


def _checked(outcome: TaskOutcome) -> TaskOutcome:
    """The outcome, or a fault in place of an answer with an impossible confidence: it must never count as approved."""
    labels = outcome.detection.labels if outcome.detection else ()
    if all(0 <= label.confidence <= 100 for label in labels):
        return outcome
    fault = Fault("bad_answer", "The engine gave a confidence that is not between 0 and 100.")
    return TaskOutcome(outcome.task_id, outcome.asset_id, None, fault)


def _write_tasks(connection: Connection, outcomes: Sequence[TaskOutcome]) -> None:
    rows = [
        {
            "task": outcome.task_id,
            "new_state": (TaskState.FAILED if outcome.fault else TaskState.DONE).value,
            "new_fault_code": outcome.fault.code if outcome.fault else "",
            "new_fault_message": outcome.fault.message if outcome.fault else "",
        }
        for outcome in outcomes
    ]
    if rows:
        connection.execute(
            update(TASK)
            .where(TASK.c.id == bindparam("task"))
            .values(
                state=bindparam("new_state"),
                fault_code=bindparam("new_fault_code"),
                fault_message=bindparam("new_fault_message"),
            ),
            rows,
        )


def _write_detections(connection: Connection, run_id: int, detected: dict[int, Detection]) -> None:
    """Insert detections and labels; a detection asked for anew takes the place of the former one."""
    if not detected:
        return
    moment = now()
    rows = [_detection_row(asset_id, run_id, one, moment) for asset_id, one in detected.items()]
    _remove_former(connection, rows)
    connection.execute(DETECTION.insert(), rows)
    named = [(label, one.model_version) for one in detected.values() for label in one.labels]
    id_of = category_ids(connection, named)
    labels = []
    for asset_id, detection_id in _newest_detections(connection, list(detected)).items():
        one = detected[asset_id]
        for position, label in zip(count(), one.labels):
            category_id = id_of[place_of(label, one.model_version)]
            labels.append(_label_row(detection_id, position, category_id, label))
    if labels:
        connection.execute(LABEL.insert(), labels)


def _detection_row(asset_id: int, run_id: int, detection: Detection, moment: datetime) -> dict[str, Any]:
    return {
        "asset_id": asset_id,
        "run_id": run_id,
        "engine": detection.engine.value,
        "model_version": detection.model_version,
        "adapter": detection.adapter or "",
        "floor": float(detection.min_confidence),
        "created": moment,
        "coverage": detection.coverage,
        "content_types": storable(detection.labels, detection.content_types),
        "raw": detection.raw,
    }


def _label_row(detection_id: int, position: int, category_id: int, label: Label) -> dict[str, Any]:
    return {
        "detection_id": detection_id,
        "position": position,
        "category_id": category_id,
        "confidence": float(label.confidence),
        "start_ms": label.timestamp_ms,
        "end_ms": label.end_ms,
        "peak_ms": label.peak_ms,
    }


_KEY = ("asset_id", "engine", "model_version", "adapter", "floor")
_FORMER = select(DETECTION.c.id, *(DETECTION.c[name] for name in _KEY))


def _remove_former(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Take away the detections these rows replace. SQLite finds assets by index, but not whole keys in a list."""
    keys = {tuple(row[name] for name in _KEY) for row in rows}
    for some in chunks([row["asset_id"] for row in rows]):
        known = connection.execute(_FORMER.where(DETECTION.c.asset_id.in_(some)))
        former = [detection_id for detection_id, *key in known if tuple(key) in keys]
        if former:
            connection.execute(delete(LABEL).where(LABEL.c.detection_id.in_(former)))
            connection.execute(delete(DETECTION).where(DETECTION.c.id.in_(former)))


def _newest_detections(connection: Connection, asset_ids: Sequence[int]) -> dict[int, int]:
    """The id of the newest detection of each asset."""
    found: dict[int, int] = {}
    for some in chunks(asset_ids):
        rows = connection.execute(
            select(DETECTION.c.asset_id, DETECTION.c.id).where(DETECTION.c.asset_id.in_(some)).order_by(DETECTION.c.id)
        )
        found.update((asset_id, detection_id) for asset_id, detection_id in rows)
    return found


def _write_faults(connection: Connection, outcomes: Sequence[TaskOutcome]) -> None:
    """A detection clears an asset's fault; a fault stays with an asset as long as it has no detection at all."""
    rows = [
        {
            "asset": outcome.asset_id,
            "code": outcome.fault.code if outcome.fault else "",
            "message": outcome.fault.message if outcome.fault else "",
        }
        for outcome in outcomes
    ]
    undetected = ~select(DETECTION.c.id).where(DETECTION.c.asset_id == ASSET.c.id).exists()
    if rows:
        connection.execute(
            update(ASSET)
            .where(ASSET.c.id == bindparam("asset"), (bindparam("code") == "") | undetected)
            .values(fault_code=bindparam("code"), fault_message=bindparam("message")),
            rows,
        )
