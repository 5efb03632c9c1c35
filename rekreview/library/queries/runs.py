"""Moderation runs: how far they came, what failed, and what there is left to run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, exists, func, select

from rekreview.domain.assets import EngineName
from rekreview.domain.calls import CallCounts
from rekreview.domain.errors import InvalidValue
from rekreview.library import database
from rekreview.library.queries.calls import counts_by_run
from rekreview.library.queries.places import located
from rekreview.library.tables import ASSET, DETECTION, RUN, TASK
from rekreview.library.values import RunState, RunView, TaskFault, TaskState

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNFINISHED = (RunState.RUNNING.value, RunState.PAUSED.value)
_OPEN = (TaskState.QUEUED.value, TaskState.ACTIVE.value)


def runs(connection: Connection) -> list[RunView]:
    """All runs, the newest first."""
    return _views(connection, connection.execute(select(RUN).order_by(RUN.c.id.desc())).all())


def run(connection: Connection, run_id: int) -> RunView:
    """One run. Raises InvalidValue if there is none with this number."""
    require_run(connection, run_id)
    return _views(connection, connection.execute(select(RUN).where(RUN.c.id == run_id)).all())[0]


def unfinished_run(connection: Connection) -> RunView | None:
    """The newest run that still has assets to moderate: one that was paused, or that a crash cut off."""
    waiting = exists().where(TASK.c.run_id == RUN.c.id, TASK.c.state.in_(_OPEN))
    statement = select(RUN).where(RUN.c.state.in_(_UNFINISHED), waiting).order_by(RUN.c.id.desc()).limit(1)
    found = _views(connection, connection.execute(statement).all())
    return found[0] if found else None


def require_run(connection: Connection, run_id: int) -> RunState:
    """Where a run stands. Raises InvalidValue if there is none with this number."""
    state = connection.execute(select(RUN.c.state).where(RUN.c.id == run_id)).scalar()
    if state is None:
        raise InvalidValue(f"There is no run {run_id}.", "`runs` lists them all.")
    return RunState(state)


def _views(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[RunView]:
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    causes: dict[int, dict[str, int]] = defaultdict(dict)
    ids = [row.id for row in rows]
    grouped = connection.execute(
        select(TASK.c.run_id, TASK.c.state, func.count())
        .where(TASK.c.run_id.in_(ids))
        .group_by(TASK.c.run_id, TASK.c.state)
    )
    for run_id, state, number in grouped:
        numbers[run_id][state] = number
    failed = connection.execute(
        select(TASK.c.run_id, TASK.c.fault_code, func.count())
        .where(TASK.c.run_id.in_(ids), TASK.c.state == TaskState.FAILED.value)
        .group_by(TASK.c.run_id, TASK.c.fault_code)
    )
    for run_id, code, number in failed:
        causes[run_id][code] = number
    counts = counts_by_run(connection, ids)
    return [_view(row, numbers[row.id], causes[row.id], counts[row.id]) for row in rows]


def _view(row: Row[*tuple[Any, ...]], numbers: dict[str, int], causes: dict[str, int], calls: CallCounts) -> RunView:
    return RunView(
        id=row.id,
        engine=EngineName(row.engine),
        engine_version=row.engine_version,
        adapter=row.adapter or None,
        floor=row.floor,
        state=RunState(row.state),
        created=row.created,
        finished=row.finished,
        queued=numbers.get(TaskState.QUEUED, 0),
        active=numbers.get(TaskState.ACTIVE, 0),
        done=numbers.get(TaskState.DONE, 0),
        failed=numbers.get(TaskState.FAILED, 0),
        again=row.again,
        causes=causes,
        calls=calls,
    )


def faults(connection: Connection, run_id: int) -> list[TaskFault]:
    """The assets a run could not moderate, in its order."""
    require_run(connection, run_id)
    rows = connection.execute(
        select(TASK.c.asset_id, TASK.c.fault_code, TASK.c.fault_message)
        .where(TASK.c.run_id == run_id, TASK.c.state == TaskState.FAILED.value)
        .order_by(TASK.c.id)
    ).all()
    places = located(connection, [row.asset_id for row in rows])
    return [
        TaskFault(asset_id, places[asset_id][0] if asset_id in places else "", code, message)
        for asset_id, code, message in rows
    ]


def open_assets(connection: Connection, run_id: int, *, failed: bool) -> NDArray[np.int64]:
    """The assets a run has still to do, by id; with those it could not moderate if `failed`. Raises InvalidValue."""
    require_run(connection, run_id)
    return database.integers(connection, open_tasks(run_id, failed=failed).order_by(TASK.c.asset_id))


def open_tasks(run_id: int, *, failed: bool) -> Select[tuple[int]]:
    """Selects the assets a run has still to do; with those it could not moderate if `failed`."""
    states = (*_OPEN, TaskState.FAILED.value) if failed else _OPEN
    return select(TASK.c.asset_id).where(TASK.c.run_id == run_id, TASK.c.state.in_(states))


def assets_without_detection(
    connection: Connection, engine: EngineName, version: str, adapter: str | None, floor: float
) -> NDArray[np.int64]:
    """The assets this engine (version, adapter) has not answered on with a floor as low as this one, by id.

    version "": any version will do, for an engine that tells its version only with an answer.
    """
    answered = exists().where(
        DETECTION.c.asset_id == ASSET.c.id,
        DETECTION.c.engine == EngineName(engine).value,
        DETECTION.c.adapter == (adapter or ""),
        DETECTION.c.floor <= floor,
        *([DETECTION.c.model_version == version] if version else []),
    )
    return database.integers(connection, select(ASSET.c.id).where(~answered).order_by(ASSET.c.id))
