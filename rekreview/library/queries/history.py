"""What persons decided, and what Undo and Redo would do."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from rekreview.domain.assets import DecisionView, Status
from rekreview.library.queries.among import IDS, among
from rekreview.library.queries.chunks import chunks
from rekreview.library.sightings import COLUMNS, NOWHERE, sighting_of
from rekreview.library.step_values import Act, Step, StepState, UndoState
from rekreview.library.tables import ASSET, DECISION, POLICY, STEP
from rekreview.library.values import RecentDecision

_SHOWN = (Act.DECIDE.value, Act.CLEAR.value)
_ENTRY = select(
    DECISION.c.id,
    DECISION.c.asset_id,
    DECISION.c.at,
    DECISION.c.reviewer,
    DECISION.c.from_status,
    DECISION.c.to_status,
    DECISION.c.reason,
    DECISION.c.note,
    *COLUMNS,
)
_DECISIONS = (DECISION.c.act.in_(_SHOWN), DECISION.c.undoes.is_(None))


_OF_ASSETS = _ENTRY.where(among(DECISION.c.asset_id), *_DECISIONS).order_by(DECISION.c.id)
_UNDOING = (
    select(DECISION.c.id, DECISION.c.undoes)
    .where(among(DECISION.c.asset_id), DECISION.c.undoes.is_not(None))
    .order_by(DECISION.c.id.desc())
)
_NEWEST = select(func.max(STEP.c.id)).where(STEP.c.state == StepState.DONE.value)
_OLDEST_UNDONE = select(func.min(STEP.c.id)).where(STEP.c.state == StepState.UNDONE.value)
_STEP = (
    select(STEP.c.act, STEP.c.status, STEP.c.assets, POLICY.c.name)
    .select_from(STEP.outerjoin(POLICY, POLICY.c.step_id == STEP.c.id))
    .where(STEP.c.id == bindparam("step"))
)


def history(connection: Connection, asset_id: int) -> list[DecisionView]:
    """What persons decided of an asset, the oldest first; an undone decision stays, marked as such."""
    rows = connection.execute(_OF_ASSETS, {IDS: [asset_id]})
    undone = undone_decisions(connection, [asset_id])
    return [_view(row, undone) for row in rows]


def recent_decisions(connection: Connection, limit: int) -> list[RecentDecision]:
    """What was decided last in the whole library, the newest first."""
    rows = connection.execute(_ENTRY.where(*_DECISIONS).order_by(DECISION.c.id.desc()).limit(limit)).all()
    assets = list({row.asset_id for row in rows})
    names, undone = _names(connection, assets), undone_decisions(connection, assets)
    return [RecentDecision(row.asset_id, names[row.asset_id], _view(row, undone)) for row in rows]


def undone_decisions(connection: Connection, ids: Sequence[int]) -> set[int]:
    """The rows on these assets that count for nothing: undone, by themselves or with their step, and not redone."""
    undone: set[int] = set()
    for some in chunks(ids):
        for row_id, undoes in connection.execute(_UNDOING, {IDS: some}):
            if row_id not in undone:
                undone.add(undoes)
    return undone


def _names(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in chunks(ids):
        rows = connection.execute(select(ASSET.c.id, ASSET.c.name).where(ASSET.c.id.in_(some)))
        found.update((asset_id, name) for asset_id, name in rows)
    return found


def _view(row: Row[*tuple[Any, ...]], undone: Collection[int]) -> DecisionView:
    return DecisionView(
        at=row.at,
        reviewer=row.reviewer,
        from_status=Status(row.from_status),
        to_status=Status(row.to_status) if row.to_status else None,
        reason=row.reason,
        note=row.note,
        undone=row.id in undone,
        seen=sighting_of(row),
        unseen=row.seen_in == NOWHERE,
    )


def step_to_undo(connection: Connection) -> Step | None:
    """The newest step that stands."""
    return _step(connection, connection.execute(_NEWEST).scalar())


def step_to_redo(connection: Connection) -> Step | None:
    """The step that was undone last; none if something was decided since.

    Undo goes from the newest step back, so what it took back last is the oldest one.
    """
    return _step(connection, connection.execute(_OLDEST_UNDONE).scalar())


def _step(connection: Connection, step_id: int | None) -> Step | None:
    if step_id is None:
        return None
    act, status, assets, policy = connection.execute(_STEP, {"step": step_id}).one()
    return Step(step_id, Act(act), Status(status) if status else None, assets, policy or "")


def undo_state(connection: Connection) -> UndoState:
    """What Undo and Redo would do now."""
    return UndoState(step_to_undo(connection), step_to_redo(connection))
