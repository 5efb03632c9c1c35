"""A person's steps, and what stands of them.

Every act on an asset is a row that stays for ever. Undo adds a row that names the row it undoes, redo a row that undoes
the undo. What stands is read from the rows, newest first: an undone row counts for nothing, whatever it was itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, update

from rekreview.domain.assets import Status
from rekreview.library.columns import now
from rekreview.library.prepared import Prepared
from rekreview.library.queries.chunks import chunks
from rekreview.library.sightings import untold_values
from rekreview.library.standing import Settled
from rekreview.library.step_values import Act, StepState
from rekreview.library.tables import ASSET, DECISION, STEP


@dataclass(frozen=True, slots=True)
class Deed:
    """One row of an asset's decisions: what was done, and which earlier row it undoes, if any."""

    id: int
    asset_id: int
    step_id: int
    act: Act
    to_status: Status | None
    note: str
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """An asset at the moment something is done to it. reason, note: of the decision that stands.

    engine, category_id, confidence: what the machine's verdict rests on.
    """

    asset_id: int
    status: Status
    verdict: Status
    decision_id: int | None
    second_look: bool
    reason: str
    note: str
    engine: str | None
    category_id: int | None
    confidence: float | None

    @property
    def machine_values(self) -> dict[str, Any]:
        """The columns of a decision that keep what engine and policy say of the asset at that moment."""
        return {
            "machine_verdict": self.verdict.value,
            "machine_engine": self.engine,
            "machine_category_id": self.category_id,
            "machine_confidence": self.confidence,
        }


MACHINE_UNTOLD: Final = dict.fromkeys(
    ("machine_verdict", "machine_engine", "machine_category_id", "machine_confidence")
)
_SUBJECT = select(
    ASSET.c.id,
    ASSET.c.status,
    ASSET.c.verdict,
    ASSET.c.decision_id,
    ASSET.c.second_look,
    func.coalesce(DECISION.c.reason, ""),
    func.coalesce(DECISION.c.note, ""),
    ASSET.c.deciding_engine,
    ASSET.c.top_category_id,
    ASSET.c.top_confidence,
).select_from(ASSET.outerjoin(DECISION, DECISION.c.id == ASSET.c.decision_id))


_ONE_SUBJECT: Final = Prepared(_SUBJECT.where(ASSET.c.id == bindparam("asset")))


def subjects(connection: Connection, ids: Sequence[int]) -> dict[int, Subject]:
    """The assets something is about to be done to."""
    if len(ids) == 1:
        return _subjects(_ONE_SUBJECT.within(connection, {"asset": int(ids[0])}))
    found: dict[int, Subject] = {}
    for some in chunks(ids):
        found |= _subjects(connection.execute(_SUBJECT.where(ASSET.c.id.in_(some))))
    return found


def _subjects(rows: Iterable[Sequence[Any]]) -> dict[int, Subject]:
    return {
        asset_id: Subject(asset_id, Status(status), Status(verdict), decision_id, bool(second_look), *rest)
        for asset_id, status, verdict, decision_id, second_look, *rest in rows
    }


def newest_row(connection: Connection) -> int:
    """The id of the last row of all; 0 if nothing was ever done."""
    return connection.execute(select(func.max(DECISION.c.id))).scalar() or 0


def touched_since(connection: Connection, ids: Sequence[int], row_id: int, step_id: int | None) -> set[int]:
    """Those of these assets to which something was done after a row, other than in this step."""
    found: set[int] = set()
    for some in chunks(ids):
        statement = select(DECISION.c.asset_id).where(DECISION.c.asset_id.in_(some), DECISION.c.id > row_id)
        found.update(connection.execute(statement.where(DECISION.c.step_id != (step_id or 0))).scalars())
    return found


_DROP_UNDONE: Final = Prepared(
    update(STEP).where(STEP.c.state == StepState.UNDONE.value).values(state=StepState.DROPPED.value)
)
_OPEN: Final = Prepared(STEP.insert(), tuple(column.name for column in STEP.columns if column.name != "id"))


def open_step(connection: Connection, act: Act, status: Status | None, reviewer: str, *, assets: int = 0) -> int:
    """Begin a step that undo will take back as one. What was undone before can no longer be redone.

    assets: of how many it is known already that it is about them.
    """
    _DROP_UNDONE.within(connection, {})
    row = {"act": act.value, "status": status.value if status else None, "reviewer": reviewer}
    return _OPEN.insert(connection, row | {"at": now(), "assets": assets, "state": StepState.DONE.value})


def act_of(connection: Connection, step_id: int) -> Act:
    """What was done in a step."""
    return Act(connection.execute(select(STEP.c.act).where(STEP.c.id == step_id)).scalar_one())


def is_undone(connection: Connection, step_id: int) -> bool:
    """Whether a person took a step back already."""
    state = connection.execute(select(STEP.c.state).where(STEP.c.id == step_id)).scalar()
    return state != StepState.DONE.value


_APPEND: Final = Prepared(DECISION.insert(), tuple(column.name for column in DECISION.columns if column.name != "id"))


def append(connection: Connection, step_id: int, rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """Add rows to a step; the id of each by its asset."""
    if len(rows) == 1:
        return {rows[0]["asset_id"]: _APPEND.insert(connection, rows[0])}
    connection.execute(DECISION.insert(), rows)
    newest = (
        select(DECISION.c.asset_id, DECISION.c.id)
        .where(DECISION.c.step_id == step_id)
        .order_by(DECISION.c.id.desc())
        .limit(len(rows))
    )
    return {row.asset_id: row.id for row in connection.execute(newest)}


def grow(connection: Connection, step_id: int, assets: int) -> None:
    """Count the assets a step was about, for the texts of Undo."""
    connection.execute(update(STEP).where(STEP.c.id == step_id).values(assets=STEP.c.assets + assets))


def row(
    step_id: int,
    subject: Subject,
    act: Act,
    to_status: Status | None,
    moment: datetime,
    *,
    reviewer: str,
    reason: str = "",
    note: str = "",
    undoes: int | None = None,
) -> dict[str, Any]:
    """A row that says what was done to an asset."""
    return {
        "step_id": step_id,
        "asset_id": subject.asset_id,
        "act": act.value,
        "from_status": subject.status.value,
        "to_status": to_status.value if to_status else None,
        "reviewer": reviewer,
        "reason": reason,
        "note": note,
        "at": moment,
        "undoes": undoes,
        **untold_values(),
        **MACHINE_UNTOLD,
    }


_DEED = select(
    DECISION.c.id,
    DECISION.c.asset_id,
    DECISION.c.step_id,
    DECISION.c.act,
    DECISION.c.to_status,
    DECISION.c.note,
    DECISION.c.undoes,
)


def deeds(connection: Connection, ids: Sequence[int]) -> dict[int, list[Deed]]:
    """Everything persons did to these assets, newest first."""
    found: dict[int, list[Deed]] = defaultdict(list)
    for some in chunks(ids):
        statement = _DEED.where(DECISION.c.asset_id.in_(some)).order_by(DECISION.c.id.desc())
        for row_id, asset_id, step_id, act, to_status, note, undoes in connection.execute(statement):
            decided = Status(to_status) if to_status else None
            found[asset_id].append(Deed(row_id, asset_id, step_id, Act(act), decided, note, undoes))
    return found


def undone_rows(newest_first: Iterable[Deed], also: Collection[int] = ()) -> set[int]:
    """The ids of the rows that count for nothing. also: rows that are being undone right now."""
    undone = set(also)
    for deed in newest_first:
        if deed.undoes is not None and deed.id not in undone:
            undone.add(deed.undoes)
    return undone


def what_stands(subject: Subject, newest_first: Sequence[Deed], undone: Collection[int]) -> Settled:
    """What all rows of an asset together leave of it."""
    standing = [deed for deed in newest_first if deed.undoes is None and deed.id not in undone]
    decision = next((deed for deed in standing if deed.act in (Act.DECIDE, Act.CLEAR)), None)
    look = next((deed for deed in standing if deed.act is not Act.CLEAR), None)
    decides = decision is not None and decision.act is Act.DECIDE
    return Settled(
        asset_id=subject.asset_id,
        verdict=subject.verdict,
        decided=decision.to_status if decision else None,
        decision_id=decision.id if decision and decides else None,
        has_note=bool(decision and decides and decision.note),
        second_look=look is not None and look.act is Act.LOOK_AGAIN,
    )
