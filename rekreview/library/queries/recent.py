"""What was decided lately, step by step: a batch is one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from rekreview.domain.assets import Status
from rekreview.library.queries.history import undone_decisions
from rekreview.library.queries.tiles import tiles
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.library.tables import DECISION, OPINION, STEP
from rekreview.library.values import Act, RecentStep, SessionWork, StepState

_DECIDING = (Act.DECIDE.value, Act.CLEAR.value)


def recent_steps(connection: Connection, limit: int) -> list[RecentStep]:
    """The steps in which persons decided last, the newest first, with their first assets."""
    steps = connection.execute(
        select(STEP).where(STEP.c.act.in_(_DECIDING), STEP.c.assets > 0).order_by(STEP.c.id.desc()).limit(limit)
    ).all()
    first = select(func.min(DECISION.c.id)).where(DECISION.c.step_id.in_([step.id for step in steps]))
    rows = connection.execute(select(DECISION).where(DECISION.c.id.in_(first.group_by(DECISION.c.step_id)))).all()
    first_of = {row.step_id: row for row in rows}
    decided = set(first_of)
    # What was judged a second time shows as any decision does: it must not be told apart.
    said = select(OPINION).where(OPINION.c.step_id.in_([step.id for step in steps if step.id not in first_of]))
    first_of |= {row.step_id: row for row in connection.execute(said.order_by(OPINION.c.id.desc()))}
    ids = list({row.asset_id for row in first_of.values()})
    tile_of, undone = (
        {tile.id: tile for tile in tiles(connection.exec_driver_sql, ids)},
        undone_decisions(connection, ids),
    )
    standing = {step.id for step in steps if step.id in decided and first_of[step.id].id not in undone}
    standing |= {step.id for step in steps if step.id not in standing and _ends_standing(connection, step)}
    return [
        RecentStep(
            batch=step.id,
            at=step.at,
            reviewer=step.reviewer,
            status=Status(step.status) if step.status else None,
            assets=step.assets,
            reason=first_of[step.id].reason,
            note=first_of[step.id].note,
            tile=tile_of[first_of[step.id].asset_id],
            reverted=step.state != StepState.DONE or (step.id in decided and step.id not in standing),
        )
        for step in steps
        if step.id in first_of
    ]


def _ends_standing(connection: Connection, step: Row[*tuple[Any, ...]]) -> bool:
    """Whether the last decision of a long step counts, though its first may not: taking it back was stopped halfway."""
    if step.state != StepState.DONE or step.assets <= STEP_ASSETS:
        return False
    own = select(DECISION.c.id, DECISION.c.asset_id).where(DECISION.c.step_id == step.id, DECISION.c.undoes.is_(None))
    last = connection.execute(own.order_by(DECISION.c.id.desc()).limit(1)).first()
    return last is not None and last.id not in undone_decisions(connection, [last.asset_id])


def session_work(connection: Connection, begun: datetime, reviewer: str) -> SessionWork:
    """What a reviewer decided since a moment. Steps that were taken back count as time, and as nothing decided."""
    columns = (STEP.c.act, STEP.c.state, STEP.c.assets, STEP.c.at)
    of_session = (STEP.c.at >= begun, STEP.c.reviewer == reviewer)
    decided, moments = 0, []
    for act, state, assets, at in connection.execute(select(*columns).where(*of_session)):
        if act in (Act.DECIDE.value, Act.REVERT.value):
            moments.append(at)
            if state == StepState.DONE.value:
                decided += assets if act == Act.DECIDE.value else -assets
    return SessionWork(max(0, decided), tuple(moments))
