"""The samples that were drawn to learn what a policy misses, and how far they were judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.lottery import Layer, Stratum, estimate, tally
from rekreview.library.tables import ASSET, LOTTERY, LOTTERY_TICKET
from rekreview.library.values import Lottery

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TICKETS = (
    select(LOTTERY_TICKET.c.asset_id, LOTTERY_TICKET.c.layer, ASSET.c.status, ASSET.c.decided_by)
    .select_from(LOTTERY_TICKET.join(ASSET, ASSET.c.id == LOTTERY_TICKET.c.asset_id))
    .order_by(LOTTERY_TICKET.c.position)
)


def lotteries(connection: Connection) -> list[Lottery]:
    """Every sample that was drawn, the newest first."""
    return [_lottery(connection, row) for row in connection.execute(select(LOTTERY).order_by(LOTTERY.c.id.desc()))]


def lottery(connection: Connection, lottery_id: int) -> Lottery:
    """One sample. Raises InvalidValue if there is none with this number."""
    row = connection.execute(select(LOTTERY).where(LOTTERY.c.id == lottery_id)).one_or_none()
    if row is None:
        raise InvalidValue(f"There is no sample {lottery_id}.", "`policy sample` draws one.")
    return _lottery(connection, row)


def waiting(connection: Connection, lottery_id: int) -> NDArray[np.int64]:
    """The assets of a sample that nobody has decided on yet, in the order of judging. Raises InvalidValue."""
    return np.array(lottery(connection, lottery_id).waiting, dtype=np.int64)


def _lottery(connection: Connection, row: Row[*tuple[Any, ...]]) -> Lottery:
    tickets = connection.execute(_TICKETS.where(LOTTERY_TICKET.c.lottery_id == row.id)).all()
    answers = {
        ticket.asset_id: ticket.status == Status.REJECTED
        for ticket in tickets
        if ticket.decided_by == DecidedBy.REVIEWER
    }
    drawn = [(ticket.asset_id, Layer(ticket.layer)) for ticket in tickets]
    planned = [Stratum(Layer(one["layer"]), one["assets"], one["drawn"]) for one in row.strata]
    strata = tally(drawn, planned, answers)
    return Lottery(
        id=row.id,
        seed=row.seed,
        policy=row.policy,
        version=row.policy_version,
        reviewer=row.reviewer,
        created=row.created,
        asset_ids=tuple(asset_id for asset_id, _ in drawn),
        waiting=tuple(asset_id for asset_id, _ in drawn if asset_id not in answers),
        strata=tuple(strata),
        estimate=estimate(strata, row.known_caught, row.known_missed),
    )
