"""What was decided lately, step by step: a batch is one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from rekreview.domain.assets import Status
from rekreview.domain.working_time import worked
from rekreview.library.queries.history import undone_decisions
from rekreview.library.queries.opinions import STANDING, newest
from rekreview.library.queries.tiles import tiles
from rekreview.library.step_sizes import STEP_ASSETS
from rekreview.library.step_values import Act, RecentStep, StepState
from rekreview.library.tables import ASSET, DECISION, OPINION, STEP
from rekreview.library.values import SessionWork

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


def session_work(
    connection: Connection, begun: datetime, reviewer: str, known: SessionWork | None = None
) -> SessionWork:
    """What a reviewer decided since a moment: each asset once, whatever was added to it, and only where that stands.

    A second opinion counts beside a decision of the same session, since its asset showed as not decided. Steps that
    were taken back count as time, and as nothing decided. known: what the last look at the same session found; only
    steps after it are read then, since a day's work is thousands, and it is looked at all the time.
    """
    since = STEP.c.at >= begun if known is None else STEP.c.id > known.last
    own = select(STEP.c.id, STEP.c.act, STEP.c.at).where(since, STEP.c.reviewer == reviewer).order_by(STEP.c.id)
    steps = connection.execute(own).all()
    last = connection.execute(select(func.coalesce(func.max(STEP.c.id), 0))).scalar_one()
    if known is None:
        known = SessionWork(0, timedelta(), first=steps[0].id if steps else last + 1, last=last)
    moments = [step.at for step in steps if step.act in (Act.DECIDE.value, Act.REVERT.value)]
    before = () if known.last_at is None else (known.last_at,)
    return SessionWork(
        _decided(connection, known.first, reviewer) if last >= known.first else 0,
        known.worked + worked((*before, *moments)),
        first=known.first,
        last=last,
        last_at=max((*before, *moments), default=None),
    )


def _decided(connection: Connection, first_step: int, reviewer: str) -> int:
    """How many words of a reviewer since a step stand: decisions, and second opinions."""
    # What was decided before is not even looked at: a library may hold a million decisions.
    of_session = [STEP.c.id >= first_step, STEP.c.reviewer == reviewer]
    decided = _said_again(connection, first_step, reviewer)
    if (first := connection.execute(_FIRST_ROW.where(*of_session)).scalar()) is not None:
        since = _standing(of_session).where(ASSET.c.decision_id >= first).subquery()
        decided += connection.execute(select(func.count()).select_from(since)).scalar_one()
    return decided


_FIRST_ROW = (
    select(DECISION.c.id)
    .select_from(STEP.join(DECISION, DECISION.c.step_id == STEP.c.id))
    .order_by(STEP.c.id, DECISION.c.id)
    .limit(1)
)


def _standing(of_session: list[ColumnElement[bool]]) -> Select[Any]:
    """The assets on which a decision of these steps stands."""
    joined = ASSET.join(DECISION, DECISION.c.id == ASSET.c.decision_id).join(STEP, STEP.c.id == DECISION.c.step_id)
    return select(ASSET.c.id).select_from(joined).where(*of_session)


def _said_again(connection: Connection, first_step: int, reviewer: str) -> int:
    """How many second opinions a reviewer said since a step: one must not be told apart from a decision."""
    said = STANDING.where(STEP.c.id >= first_step, OPINION.c.reviewer == reviewer)
    return sum(1 for _ in newest(connection, said))
