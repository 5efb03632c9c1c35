"""Paid jobs on stored videos: those of a run, the one of a wish, and those that may have left something in a bucket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import PurePath
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, func, select

from rekreview.domain.assets import MediaKind
from rekreview.domain.calls import CallState
from rekreview.domain.video import AwaitedJob, JobState, VideoJob
from rekreview.library.columns import UtcDateTime
from rekreview.library.queries import runs
from rekreview.library.queries.chunks import chunks
from rekreview.library.tables import ASSET, CALL, LOCATION, RUN, TASK, VIDEO_JOB
from rekreview.library.values import RunState, TaskState, VideoJobView

_NAMES: Final = tuple(field.name for field in fields(VideoJob))
_PAID: Final = (JobState.STARTED.value, JobState.SUCCEEDED.value)
_OPEN: Final = (TaskState.QUEUED.value, TaskState.ACTIVE.value)
_FAILED: Final = (TaskState.FAILED.value,)
_COLUMNS: Final = tuple(VIDEO_JOB.c[name] for name in _NAMES)


def of_token(connection: Connection, token: str) -> VideoJob | None:
    """The newest job of a wish that has not failed."""
    statement = select(*_COLUMNS).where(VIDEO_JOB.c.token == token, VIDEO_JOB.c.state != JobState.FAILED.value)
    row = connection.execute(statement.order_by(VIDEO_JOB.c.id.desc()).limit(1)).first()
    return None if row is None else job(row)


def of_run(connection: Connection, run_id: int) -> list[VideoJob]:
    """All jobs of a run, in the order they were begun."""
    statement = select(*_COLUMNS).where(VIDEO_JOB.c.run_id == run_id).order_by(VIDEO_JOB.c.id)
    return [job(row) for row in connection.execute(statement)]


def awaited(connection: Connection, run_id: int | None, *, failed: bool, given_up: bool = False) -> list[AwaitedJob]:
    """The jobs that are paid, or may be, and whose answers runs that were not given up still wait for; with a run, only
    those on the assets it has still to do, with those it could not moderate if `failed`. given_up: also those of runs
    that were given up, which a new run finds again.
    """
    begun = (VIDEO_JOB.c.state == JobState.UPLOADED.value) & VIDEO_JOB.c.call_id.is_not(None)  # its reply may be lost
    dropped = RUN.c.state == RunState.CANCELLED.value
    waited_for = TASK.c.state.in_((*_OPEN, *_FAILED) if failed else _OPEN) & ~dropped
    statement = (
        select(VIDEO_JOB.c.run_id, VIDEO_JOB.c.asset_id, VIDEO_JOB.c.bucket, func.coalesce(CALL.c.floor, RUN.c.floor))
        .outerjoin(TASK, TASK.c.id == VIDEO_JOB.c.task_id)
        .join(RUN, RUN.c.id == VIDEO_JOB.c.run_id)
        .outerjoin(CALL, CALL.c.id == VIDEO_JOB.c.call_id)
        .where(VIDEO_JOB.c.state.in_(_PAID) | begun)
        .where((waited_for | dropped) if given_up else waited_for)
        .order_by(VIDEO_JOB.c.id)
    )
    if run_id is not None:
        statement = statement.where(VIDEO_JOB.c.asset_id.in_(runs.open_tasks(run_id, failed=failed)))
    return [AwaitedJob(*row) for row in connection.execute(statement)]


def left_over(connection: Connection) -> list[VideoJob]:
    """The jobs of which something may still lie in a bucket, the oldest first."""
    statement = select(*_COLUMNS).where(VIDEO_JOB.c.object_left).order_by(VIDEO_JOB.c.id)
    return [job(row) for row in connection.execute(statement)]


def views_of_run(connection: Connection, run_id: int) -> list[VideoJobView]:
    """All jobs of a run for people, in the order they were begun."""
    return _views(connection, VIDEO_JOB.c.run_id == run_id)


def view_of_asset(connection: Connection, asset_id: int) -> VideoJobView | None:
    """The newest job on a video."""
    found = _views(connection, VIDEO_JOB.c.asset_id == asset_id)
    return found[-1] if found else None


def _views(connection: Connection, which: ColumnElement[bool]) -> list[VideoJobView]:
    path = select(LOCATION.c.path).where(LOCATION.c.asset_id == VIDEO_JOB.c.asset_id).order_by(LOCATION.c.id).limit(1)
    statement = (
        select(
            *_COLUMNS,
            path.scalar_subquery().label("path"),
            func.coalesce(CALL.c.begun, VIDEO_JOB.c.created, type_=UtcDateTime()).label("begun"),
            VIDEO_JOB.c.ended.label("ended"),
            ASSET.c.duration_ms,
            CALL.c.state.label("call_state"),
            CALL.c.price_usd,
        )
        .join(ASSET, ASSET.c.id == VIDEO_JOB.c.asset_id)
        .outerjoin(CALL, CALL.c.id == VIDEO_JOB.c.call_id)
        .where(which)
        .order_by(VIDEO_JOB.c.id)
    )
    rows = connection.execute(statement)
    return [_view(row) for row in rows]


def _view(row: Any) -> VideoJobView:
    return VideoJobView(
        job(row),
        PurePath(row.path or "").name,
        row.begun,
        row.ended,
        duration_ms=row.duration_ms,
        cost_usd=None if row.call_state in (None, CallState.REFUSED.value) else row.price_usd,
        billed=row.call_state == CallState.ANSWERED.value,
    )


def queued(connection: Connection, run_id: int) -> int:
    """How many videos of a run nobody has begun with."""
    waits = TASK.c.run_id == run_id, TASK.c.state == TaskState.QUEUED.value, ASSET.c.kind == MediaKind.VIDEO.value
    count = connection.execute(select(func.count()).select_from(TASK.join(ASSET)).where(*waits)).scalar()
    return int(count or 0)


def ended(connection: Connection, asset_id: int, but_of_run: int | None) -> int:
    """How many jobs on an asset are over: those that failed; with a run, all those of other runs too."""
    over = VIDEO_JOB.c.state == JobState.FAILED.value
    if but_of_run is not None:
        over |= VIDEO_JOB.c.run_id != but_of_run
    statement = select(func.count()).where(VIDEO_JOB.c.asset_id == asset_id, over)
    return int(connection.execute(statement).scalar_one())


def failures(connection: Connection, asset_ids: Sequence[int], of_run: int | None = None) -> dict[int, str]:
    """What the service said of those of these videos whose newest job, or newest of one run, came to nothing, and for
    which nobody has asked for another one.
    """
    newest = select(func.max(VIDEO_JOB.c.id)).group_by(VIDEO_JOB.c.asset_id)
    if of_run is not None:
        newest = newest.where(VIDEO_JOB.c.run_id == of_run)
    found = dict[int, str]()
    for some in chunks(asset_ids):
        statement = select(VIDEO_JOB.c.asset_id, VIDEO_JOB.c.message).where(
            VIDEO_JOB.c.id.in_(newest.where(VIDEO_JOB.c.asset_id.in_(some))),
            VIDEO_JOB.c.state == JobState.FAILED.value,
            ~VIDEO_JOB.c.retried,
        )
        found.update((asset_id, message) for asset_id, message in connection.execute(statement))
    return found


def job(row: Row[*tuple[Any, ...]]) -> VideoJob:
    """A row as the value it is."""
    values = {name: getattr(row, name) for name in _NAMES}
    return VideoJob(**values | {"state": JobState(row.state)})
