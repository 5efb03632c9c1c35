"""Undo and redo of many assets at once, wherever what is left of an asset can be told plainly.

Like `bulk` it leaves the rows that going from asset to asset leaves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, case, func, literal, or_, select, update

from rekreview.library import database
from rekreview.library.columns import UtcDateTime, now
from rekreview.library.commands import steps
from rekreview.library.commands.bulk import add, named, shown
from rekreview.library.sightings import untold_values
from rekreview.library.step_values import Act
from rekreview.library.tables import ASSET, DECISION

_TARGET: Final = DECISION.alias("target")
_OTHER: Final = DECISION.alias("other")
_FRESH: Final = DECISION.alias("fresh")
_WORD: Final = DECISION.alias("word")
_LOOK: Final = DECISION.alias("look")


def turn(
    connection: Connection, step_id: int, row_of: dict[int, int], reviewer: str, *, undone: bool
) -> tuple[tuple[int, ...], dict[int, int]]:
    """Undo these rows of a step, by asset, or undo their undoing, wherever that is plain.

    Answers with the assets for which it was done, and the rows of those that have to be looked at one by one.
    """
    counting = _plain(connection, step_id, list(row_of.values()))
    ours = {asset_id: row_id for asset_id, row_id in row_of.items() if counting.get(row_id) is undone}
    if ours:
        before = steps.newest_row(connection)
        add(connection, _undoing(step_id, reviewer, ours.values(), undone=undone))
        _stand(connection, step_id, before, undone=undone)
    left = {asset_id: row_id for asset_id, row_id in row_of.items() if row_id not in counting}
    return tuple(ours), left


def _plain(connection: Connection, step_id: int, row_ids: Sequence[int]) -> dict[int, bool]:
    """Those of these rows of a step whose assets tell plainly what is left without them, and whether they count now.

    So it is where nothing else was done to the asset since, and nothing of before was ever undone: then what stood
    before is the newest row of before, and the step's own rows undo each other in turn.
    """
    own = _OTHER.c.step_id == step_id
    tangled = and_(_OTHER.c.step_id != step_id, or_(_OTHER.c.undoes.is_not(None), _OTHER.c.id > _TARGET.c.id))
    statement = (
        select(
            _TARGET.c.id,
            _number(own),
            _number(and_(own, _OTHER.c.undoes.is_(None))),
            _number(tangled),
        )
        .select_from(_TARGET.join(_OTHER, _OTHER.c.asset_id == _TARGET.c.asset_id))
        .where(_TARGET.c.id.in_(row_ids))
        .group_by(_TARGET.c.id)
    )
    rows = database.rows(connection, statement)
    return {row_id: mine % 2 == 1 for row_id, mine, said, tangles in rows if said == 1 and not tangles}


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _undoing(step_id: int, reviewer: str, row_ids: Collection[int], *, undone: bool) -> Select[Any]:
    """The rows that undo those of a step, or that undo what undid them."""
    newest = select(func.max(_OTHER.c.id)).where(
        _OTHER.c.asset_id == _TARGET.c.asset_id
    )  # one of the step: it is plain
    values = {
        "step_id": step_id,
        "asset_id": _TARGET.c.asset_id,
        "act": _TARGET.c.act,
        "from_status": ASSET.c.status,
        "to_status": _WORD.c.to_status,
        "reviewer": reviewer,
        "reason": "",
        "note": "",
        "at": literal(now(), UtcDateTime()),
        "undoes": _TARGET.c.id if undone else newest.scalar_subquery(),
        **untold_values(),
        **dict.fromkeys(steps.MACHINE_UNTOLD),
    }
    word = _standing_row(_TARGET, step_id, undone=undone)
    joined = _TARGET.join(ASSET, ASSET.c.id == _TARGET.c.asset_id).outerjoin(_WORD, _WORD.c.id == word)
    return select(*named(values)).select_from(joined).where(_TARGET.c.id.in_(row_ids)).order_by(_TARGET.c.id)


def _standing_row(of: FromClause, step_id: int, *, undone: bool, look: bool = False) -> ColumnElement[int]:
    """The newest row that is left of an asset: of those that decide, or of those that tell of a second look."""
    left = [_OTHER.c.asset_id == of.c.asset_id, _OTHER.c.undoes.is_(None)]
    if undone:
        left.append(_OTHER.c.step_id != step_id)
    deciding = (Act.DECIDE.value, Act.CLEAR.value)
    left.append(_OTHER.c.act != Act.CLEAR.value if look else _OTHER.c.act.in_(deciding))
    return select(func.max(_OTHER.c.id)).where(*left).scalar_subquery()


def _stand(connection: Connection, step_id: int, before: int, *, undone: bool) -> None:
    """Write where the assets of the rows that were just added stand."""
    word = _standing_row(_FRESH, step_id, undone=undone)
    look = _standing_row(_FRESH, step_id, undone=undone, look=True)
    decides = _WORD.c.act == Act.DECIDE.value
    left = (
        select(
            _FRESH.c.asset_id,
            _FRESH.c.to_status.label("decided"),
            case((decides, _WORD.c.id), else_=None).label("decision_id"),
            case((decides, _WORD.c.note != ""), else_=False).label("has_note"),
            func.coalesce(_LOOK.c.act == Act.LOOK_AGAIN.value, False).label("second_look"),
        )
        .select_from(_FRESH.outerjoin(_WORD, _WORD.c.id == word).outerjoin(_LOOK, _LOOK.c.id == look))
        .where(_FRESH.c.step_id == step_id, _FRESH.c.id > before)
        .subquery("left_of_it")
    )
    values = shown(left.c.decided) | {name: left.c[name] for name in ("decision_id", "has_note", "second_look")}
    connection.execute(update(ASSET).where(ASSET.c.id == left.c.asset_id).values(values))
