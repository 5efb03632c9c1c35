"""Second opinions: samples of decisions and how far they were judged again, what was said, and where it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, Select, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.second_sample import DecisionKind, SampleStratum, StandingDecision
from rekreview.library import database
from rekreview.library.opinion_values import Dispute, Opinion, OpinionSample
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.serving import said
from rekreview.library.step_values import StepState
from rekreview.library.tables import ASSET, CATEGORY, DECISION, OPINION, OPINION_SAMPLE, OPINION_TICKET, STEP

if TYPE_CHECKING:
    from numpy.typing import NDArray

_REVIEWED: Final = ASSET.c.decided_by == DecidedBy.REVIEWER.value
STANDING = (
    select(
        OPINION.c.id,
        OPINION.c.asset_id,
        OPINION.c.decision_id,
        OPINION.c.sample_id,
        OPINION.c.status,
        OPINION.c.reviewer,
        OPINION.c.reason,
        OPINION.c.note,
        OPINION.c.at,
    )
    .select_from(OPINION.join(STEP, STEP.c.id == OPINION.c.step_id))
    .where(STEP.c.state == StepState.DONE.value)
    .order_by(OPINION.c.id)
)


def newest(connection: Connection, statement: Select[Any] = STANDING) -> Iterator[Row[*tuple[Any, ...]]]:
    """The newest word of each reviewer on each decision, within a sample or without; none that was taken away."""
    rows = {(row.decision_id, row.reviewer, row.sample_id): row for row in connection.execute(statement)}
    return (row for row in rows.values() if row.status is not None)


def opinion_of(row: Row[*tuple[Any, ...]]) -> Opinion:
    """A row as a value."""
    return Opinion(row.asset_id, row.decision_id, Status(row.status), row.reviewer, row.reason, row.note, row.at)


def samples(connection: Connection) -> list[OpinionSample]:
    """Every sample that was drawn, the newest first."""
    rows = connection.execute(select(OPINION_SAMPLE).order_by(OPINION_SAMPLE.c.id.desc())).all()
    return [_sample(connection, row) for row in rows]


def sample(connection: Connection, sample_id: int) -> OpinionSample:
    """One sample. Raises InvalidValue if there is none with this number."""
    row = connection.execute(select(OPINION_SAMPLE).where(OPINION_SAMPLE.c.id == sample_id)).one_or_none()
    if row is None:
        raise InvalidValue(f"There is no blind second look {sample_id}.", "The Reports screen draws one.")
    return _sample(connection, row)


def waiting_for(connection: Connection, sample_id: int, reviewer: str) -> NDArray[np.int64]:
    """The assets of a sample that a reviewer has not judged yet, in the order of judging. Raises InvalidValue."""
    drawn = np.array(sample(connection, sample_id).asset_ids, dtype=np.int64)
    return drawn[~np.isin(drawn, list(said(connection.exec_driver_sql, reviewer, sample=sample_id)))]


def ticket_decisions(connection: Connection, sample_id: int, ids: Sequence[int]) -> dict[int, int]:
    """The decision each of these assets was drawn for."""
    found: dict[int, int] = {}
    for some in chunks(ids):
        statement = select(OPINION_TICKET.c.asset_id, OPINION_TICKET.c.decision_id)
        rows = connection.execute(
            statement.where(OPINION_TICKET.c.sample_id == sample_id, OPINION_TICKET.c.asset_id.in_(some))
        )
        found.update((asset_id, decision_id) for asset_id, decision_id in rows)
    return found


def standing_decisions(connection: Connection, whose: str) -> list[StandingDecision]:
    """The decisions that stand now, of one reviewer or of all."""
    category = func.coalesce(DECISION.c.machine_category_id, ASSET.c.top_category_id)
    statement = (
        select(DECISION.c.id, ASSET.c.id, DECISION.c.reviewer, func.coalesce(CATEGORY.c.name, ""), DECISION.c.to_status)
        .select_from(
            ASSET.join(DECISION, DECISION.c.id == ASSET.c.decision_id).outerjoin(CATEGORY, CATEGORY.c.id == category)
        )
        .where(_REVIEWED, DECISION.c.to_status.is_not(None))
    )
    if whose:
        statement = statement.where(DECISION.c.reviewer == whose)
    rows = database.rows(connection, statement)
    return [
        StandingDecision(decision_id, asset_id, DecisionKind(reviewer, name, Status(status)))
        for decision_id, asset_id, reviewer, name, status in rows
    ]


_DISPUTED = (
    STANDING.add_columns(
        ASSET.c.name,
        func.coalesce(CATEGORY.c.name, "").label("category"),
        DECISION.c.to_status.label("decided"),
        DECISION.c.reviewer.label("decider"),
        DECISION.c.at.label("decided_at"),
    )
    # By the asset's own id: looking for the decision alone would go through all assets.
    .join(ASSET, (ASSET.c.id == OPINION.c.asset_id) & (ASSET.c.decision_id == OPINION.c.decision_id))
    .join(DECISION, DECISION.c.id == OPINION.c.decision_id)
    .outerjoin(CATEGORY, CATEGORY.c.id == func.coalesce(DECISION.c.machine_category_id, ASSET.c.top_category_id))
)


def disputes(connection: Connection) -> list[Dispute]:
    """The decisions that stand though a second opinion differs, the newest opinion first.

    Who decides such an asset once more, either way, settles it.
    """
    differing = [row for row in newest(connection, _DISPUTED) if row.status != row.decided]
    return [_dispute(row) for row in sorted(differing, key=lambda row: -row.id)]


def disputed(connection: Connection, ids: Sequence[int] | None = None) -> NDArray[np.int64]:
    """The assets in dispute, the newest opinion first; among these only, if any are named."""
    found = dict.fromkeys(one.asset_id for one in disputes(connection)) if ids is None else _among(connection, ids)
    return np.array(list(found), dtype=np.int64)


def _among(connection: Connection, ids: Sequence[int]) -> dict[int, None]:
    found: dict[int, None] = {}
    for some in chunks(ids):
        rows = newest(connection, _DISPUTED.where(ASSET.c.id.in_(some)))
        found.update((row.asset_id, None) for row in rows if row.status != row.decided)
    return found


def _dispute(row: Row[*tuple[Any, ...]]) -> Dispute:
    own = row.sample_id is None
    decided = Status(row.decided)
    return Dispute(row.asset_id, row.name, row.category, decided, row.decider, row.decided_at, opinion_of(row), own)


def _sample(connection: Connection, row: Row[*tuple[Any, ...]]) -> OpinionSample:
    tickets = select(OPINION_TICKET.c.asset_id).where(OPINION_TICKET.c.sample_id == row.id)
    judged = newest(connection, STANDING.where(OPINION.c.sample_id == row.id))
    strata = (
        SampleStratum(
            DecisionKind(one["reviewer"], one["category"], Status(one["status"])), one["decisions"], one["drawn"]
        )
        for one in row.strata
    )
    return OpinionSample(
        id=row.id,
        seed=row.seed,
        whose=row.whose,
        decided=row.decided,
        reviewer=row.reviewer,
        created=row.created,
        strata=tuple(strata),
        asset_ids=tuple(connection.execute(tickets.order_by(OPINION_TICKET.c.position)).scalars()),
        answered=dict(Counter(one.reviewer for one in judged)),
    )
