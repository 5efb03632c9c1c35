"""Draws a sample of a library, and keeps it with its seed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, and_, case, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import InvalidValue
from rekreview.domain.lottery import LAYERS, draw
from rekreview.library import database
from rekreview.library.columns import now
from rekreview.library.queries.lotteries import lottery
from rekreview.library.queries.policies import policy
from rekreview.library.tables import ASSET, LOTTERY, LOTTERY_TICKET
from rekreview.library.values import Lottery

_LARGEST_SEED = 2**63 - 1
_NO_MARGIN = -1_000.0
_REJECTED = ASSET.c.verdict == Status.REJECTED.value
_JUDGED = and_(
    ASSET.c.verdict.in_((Status.APPROVED.value, Status.REJECTED.value)), ASSET.c.deciding_detection_id.is_not(None)
)
_REVIEWED = ASSET.c.decided_by == DecidedBy.REVIEWER.value
_UNDECIDED = ASSET.c.decided_by.is_distinct_from(DecidedBy.REVIEWER.value)
_TICKET: Final = [("id", "i8"), ("rejected", "?"), ("margin", "f8")]


def draw_lottery(connection: Connection, size: int, seed: int, reviewer: str) -> tuple[Lottery, ChangeSet]:
    """Draw a blind sample of what the policy judged and nobody has decided on. Raises InvalidValue.

    The same seed draws the same assets again from a library that did not change.
    """
    if size < len(LAYERS) or not 0 <= seed <= _LARGEST_SEED:
        raise InvalidValue(
            f"A sample has at least {len(LAYERS)} assets, and its seed is a whole number from 0 to {_LARGEST_SEED}."
        )
    assets = _open_assets(connection)
    if not len(assets):
        raise InvalidValue(
            "There is nothing to draw a sample from: no asset was judged by the policy that nobody has decided on.",
            "Moderate assets first.",
        )
    margin = np.where(assets["margin"] == _NO_MARGIN, np.nan, assets["margin"])
    drawn = draw(assets["id"], assets["rejected"], margin, size=size, seed=seed)
    applied = policy(connection)
    caught, missed = _known(connection)
    row = {
        "seed": seed,
        "policy": applied.name,
        "policy_version": applied.version,
        "known_caught": caught,
        "known_missed": missed,
        "strata": [{"layer": one.layer.value, "assets": one.assets, "drawn": one.drawn} for one in drawn.strata],
        "reviewer": reviewer,
        "created": now(),
    }
    key = connection.execute(LOTTERY.insert(), row).inserted_primary_key
    assert key is not None
    tickets = zip(drawn.asset_ids, drawn.layers, strict=True)
    connection.execute(
        LOTTERY_TICKET.insert(),
        [
            {"lottery_id": key[0], "position": position, "asset_id": asset_id, "layer": layer.value}
            for position, (asset_id, layer) in enumerate(tickets)
        ],
    )
    return lottery(connection, key[0]), ChangeSet(history=True)


def _open_assets(connection: Connection) -> np.ndarray[tuple[int], np.dtype[np.void]]:
    """The assets the policy judged and no person did."""
    statement = select(ASSET.c.id, case((_REJECTED, 1), else_=0), func.coalesce(ASSET.c.margin, _NO_MARGIN))
    return database.records(connection, statement.where(_JUDGED, _UNDECIDED).order_by(ASSET.c.id), np.dtype(_TICKET))


def _known(connection: Connection) -> tuple[int, int]:
    """Of what persons said to reject: how many the policy rejects, and how many it does not."""
    to_reject = and_(_JUDGED, _REVIEWED, ASSET.c.status == Status.REJECTED.value)
    counted = select(func.coalesce(func.sum(case((_REJECTED, 1), else_=0)), 0), func.count()).where(to_reject)
    caught, together = connection.execute(counted).one()
    return caught, together - caught
