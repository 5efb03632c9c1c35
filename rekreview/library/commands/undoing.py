"""Undo and redo over a person's steps, also those of another day or another program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, or_, select, update

from rekreview.domain.changes import ChangeSet
from rekreview.library.columns import now
from rekreview.library.commands import audit, bulk, bulk_undoing, marking, opinions, policies, steps
from rekreview.library.commands.steps import Deed
from rekreview.library.queries.history import step_to_redo, step_to_undo, undone_decisions
from rekreview.library.standing import settle
from rekreview.library.step_values import Act, Restored, Step, StepState
from rekreview.library.tables import DECISION, STEP
from rekreview.library.values import AppliedPolicy

Moved = tuple[Restored, int | None]
"""What was restored, and the row to go on after; None at the end."""


class Move(Protocol):
    """One piece of an undo, a redo or a revert."""

    def __call__(
        self, connection: Connection, *, size: int, step_id: int | None, after: int, reviewer: str
    ) -> tuple[Moved, ChangeSet]:
        """Move over the next `size` assets, those of rows after `after`."""


_NOTHING = Restored(None, ())


def undo(connection: Connection, size: int, step_id: int | None, after: int, reviewer: str) -> tuple[Moved, ChangeSet]:
    """Take back the newest step that stands, or go on with one (`step_id`) that is being taken back.

    At most `size` assets at a time, those of rows after `after`; the answer says from which row to go on, None at the
    end. Only then does the step count as undone: one that was cut off is finished by the next undo. What others decide
    between two pieces stands, and does not stop it.
    """
    wanted = _newest(step_to_undo(connection)) if step_id is None else step_id
    if wanted is None or steps.is_undone(connection, wanted):
        return (_NOTHING, None), ChangeSet()
    return _move(connection, wanted, size, after, reviewer, undone=True)


def redo(connection: Connection, size: int, step_id: int | None, after: int, reviewer: str) -> tuple[Moved, ChangeSet]:
    """Do again what was undone last, unless something new was decided since; in pieces, as `undo` does.

    It counts as done from its first piece on: one that was cut off is taken back by the next undo.
    """
    wanted = _newest(step_to_redo(connection)) if step_id is None else step_id
    if wanted is None or steps.is_undone(connection, wanted) is bool(after):
        return (_NOTHING, None), ChangeSet()
    return _move(connection, wanted, size, after, reviewer, undone=False)


def _newest(step: Step | None) -> int | None:
    return step.batch if step else None


def _move(
    connection: Connection, step_id: int, size: int, after: int, reviewer: str, *, undone: bool
) -> tuple[Moved, ChangeSet]:
    ids: tuple[int, ...] = ()
    following: int | None = None
    policy: AppliedPolicy | None = None
    act = steps.act_of(connection, step_id)
    if act is Act.MARK:
        ids = marking.turn(connection, step_id, reviewer, undone=undone)
    elif act is Act.APPLY:
        policy = policies.turn(connection, step_id, reviewer, undone=undone)
    else:
        ids, following = _turn_some(connection, step_id, size, after, reviewer, undone=undone)
    if following is None or not undone:
        state = _undone_state(connection, step_id) if undone else StepState.DONE
        connection.execute(update(STEP).where(STEP.c.id == step_id).values(state=state.value))
    if following is None:
        ids += opinions.assets_of(connection, step_id)
        audit.note(connection, "step undone" if undone else "step redone", reviewer=reviewer, step=step_id)
    changes = ChangeSet(changed=ids, history=True, policy=policy is not None)
    return (Restored(step_id, ids, policy), following), changes


def revert(
    connection: Connection, *, target: int, size: int, step_id: int | None, after: int, reviewer: str
) -> tuple[Moved, ChangeSet]:
    """Take back one step of deciding by itself, in a step of its own (`step_id`, once it is open) that can be undone.

    What was decided later stays, on the same assets too. In pieces, as `undo` does; a step that counts no more is left,
    and so is the rest if its own step is undone meanwhile. That is opened once there is something to take back.
    """
    if steps.is_undone(connection, target) or (step_id is not None and steps.is_undone(connection, step_id)):
        return (_NOTHING, None), ChangeSet()
    rows = _own_rows(connection, target, size, after)
    following = rows[-1][0] if len(rows) == size else None
    if step_id is None:
        if following is not None and not _count(connection, rows):
            return (_NOTHING, following), ChangeSet()
        step_id = steps.open_step(connection, Act.REVERT, None, reviewer)
    ids = _turn(connection, step_id, {asset_id: row_id for row_id, asset_id in rows}, reviewer, undone=True)
    steps.grow(connection, step_id, len(ids))
    if following is None:
        withdrawn = opinions.withdraw(connection, target, step_id)
        steps.grow(connection, step_id, len(withdrawn))
        ids += withdrawn
        _drop_empty(connection, step_id)
    return (Restored(step_id, ids), following), ChangeSet(changed=ids, history=True)


def _count(connection: Connection, rows: Sequence[tuple[int, int]]) -> bool:
    """Whether any of these rows, with their assets, counts still."""
    undone = undone_decisions(connection, [asset_id for _, asset_id in rows])
    return any(row_id not in undone for row_id, _ in rows)


def _drop_empty(connection: Connection, step_id: int) -> None:
    """A step in which nothing was left to take back is none to undo."""
    empty = (STEP.c.id == step_id, STEP.c.assets == 0)
    connection.execute(update(STEP).where(*empty).values(state=StepState.DROPPED.value))


def _own_rows(connection: Connection, step_id: int, size: int, after: int) -> list[tuple[int, int]]:
    """The next rows of what a step did, with their assets: those that undo none of its own rows."""
    undone = DECISION.alias("undone")
    own = or_(DECISION.c.undoes.is_(None), undone.c.step_id != step_id)
    rows = connection.execute(
        select(DECISION.c.id, DECISION.c.asset_id)
        .select_from(DECISION.outerjoin(undone, undone.c.id == DECISION.c.undoes))
        .where(DECISION.c.step_id == step_id, own, DECISION.c.id > after)
        .order_by(DECISION.c.id)
        .limit(size)
    )
    return [(row_id, asset_id) for row_id, asset_id in rows]


def _turn_some(
    connection: Connection, step_id: int, size: int, after: int, reviewer: str, *, undone: bool
) -> tuple[tuple[int, ...], int | None]:
    """Undo the next rows of a step, or undo their undoing; the assets, and the row to go on after."""
    rows = _own_rows(connection, step_id, size, after)
    ids = _turn(connection, step_id, {asset_id: row_id for row_id, asset_id in rows}, reviewer, undone=undone)
    return ids, rows[-1][0] if len(rows) == size else None


def _undone_state(connection: Connection, step_id: int) -> StepState:
    """Whether a step that is undone now may be redone: not if something new was decided since."""
    newest = step_to_undo(connection)
    return StepState.DROPPED if newest is not None and newest.batch > step_id else StepState.UNDONE


def _turn(
    connection: Connection, step_id: int, row_of: dict[int, int], reviewer: str, *, undone: bool
) -> tuple[int, ...]:
    """Undo these rows of a step, by asset, or undo their undoing. The assets it was done for, in the order of rows."""
    if len(row_of) < bulk.LEAST:
        return _turn_each(connection, step_id, row_of, reviewer, undone=undone)
    plainly, left = bulk_undoing.turn(connection, step_id, row_of, reviewer, undone=undone)
    turned = {*plainly, *_turn_each(connection, step_id, left, reviewer, undone=undone)}
    return tuple(asset_id for asset_id in row_of if asset_id in turned)


def _turn_each(
    connection: Connection, step_id: int, row_of: dict[int, int], reviewer: str, *, undone: bool
) -> tuple[int, ...]:
    if not row_of:
        return ()
    ids = list(row_of)
    found = steps.subjects(connection, ids)
    told = steps.deeds(connection, ids)
    moment = now()
    rows, settled = [], []
    for asset_id in ids:
        target = _target(told[asset_id], row_of[asset_id], undone=undone)
        if target is None:
            continue
        after = steps.what_stands(found[asset_id], told[asset_id], steps.undone_rows(told[asset_id], {target.id}))
        settled.append(after)
        rows.append(
            steps.row(step_id, found[asset_id], target.act, after.decided, moment, reviewer=reviewer, undoes=target.id)
        )
    if rows:
        connection.execute(DECISION.insert(), rows)
    settle(connection, settled)
    return tuple(after.asset_id for after in settled)


def _target(newest_first: Sequence[Deed], row_id: int, *, undone: bool) -> Deed | None:
    """The row to undo now: the row itself, or for a redo whichever row undoes it; None if it is so already."""
    ineffective = steps.undone_rows(newest_first)
    if undone:
        return next((deed for deed in newest_first if deed.id == row_id and row_id not in ineffective), None)
    return next((deed for deed in newest_first if deed.undoes == row_id and deed.id not in ineffective), None)
