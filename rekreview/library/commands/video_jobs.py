"""Paid jobs on stored videos, each noted before the step it is about, so that a crash neither pays twice nor forgets.

No step of a job is undone by a later one: a row only ever goes on.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.domain.video import JobState, VideoJob
from rekreview.library.columns import now
from rekreview.library.queries import video_jobs
from rekreview.library.tables import VIDEO_JOB

_ENDED = (JobState.SUCCEEDED, JobState.FAILED)


def open_job(
    connection: Connection, *, run_id: int, task_id: int, asset_id: int, token: str, bucket: str, key: str
) -> tuple[VideoJob, ChangeSet]:
    """The job of a wish: the one there is, now for this task, or a new one about to be uploaded."""
    known = video_jobs.of_token(connection, token)
    if known is not None:
        connection.execute(update(VIDEO_JOB).where(VIDEO_JOB.c.id == known.id).values(run_id=run_id, task_id=task_id))
    else:
        row = {"run_id": run_id, "task_id": task_id, "asset_id": asset_id, "token": token, "bucket": bucket, "key": key}
        connection.execute(VIDEO_JOB.insert(), row | {"state": JobState.UPLOADING.value, "created": now()})
    found = video_jobs.of_token(connection, token)
    assert found is not None
    return found, ChangeSet(changed=(asset_id,))


def advance(connection: Connection, job_id: int, changes: dict[str, Any]) -> tuple[VideoJob, ChangeSet]:
    """Note how far a job has come: any of upload_id, job_id, state, object_left, kept, message, call_id."""
    state = changes.get("state")
    stored = dict(changes)
    if state is not None:
        stored["state"] = JobState(state).value
    if state in _ENDED:
        stored["ended"] = now()
    connection.execute(update(VIDEO_JOB).where(VIDEO_JOB.c.id == job_id).values(**stored))
    row = connection.execute(select(VIDEO_JOB).where(VIDEO_JOB.c.id == job_id)).one()
    return video_jobs.job(row), ChangeSet(changed=(row.asset_id,) if state else (), runs=state is not None)


def retry(connection: Connection, asset_ids: Select[tuple[int]] | None = None) -> tuple[int, ChangeSet]:
    """Let the failed jobs on these videos, or on all, be followed by others that are paid for anew; how many."""
    failed = (VIDEO_JOB.c.state == JobState.FAILED.value) & ~VIDEO_JOB.c.retried
    which = failed if asset_ids is None else failed & VIDEO_JOB.c.asset_id.in_(asset_ids)
    moved = connection.execute(update(VIDEO_JOB).where(which).values(retried=True)).rowcount
    return moved, ChangeSet(runs=moved > 0)


def remove_object(connection: Connection, removed: VideoJob) -> tuple[None, ChangeSet]:
    """Note that nothing of a job lies in its bucket any more, nor of others that are over and had the same key."""
    same = (VIDEO_JOB.c.bucket == removed.bucket) & (VIDEO_JOB.c.key == removed.key)
    over = VIDEO_JOB.c.state.in_([state.value for state in _ENDED])
    statement = update(VIDEO_JOB).where((VIDEO_JOB.c.id == removed.id) | (same & over))
    connection.execute(statement.values(object_left=False, kept=False, upload_id=""))
    return None, ChangeSet(runs=True)
