"""A first look at a queue: as many assets as a screen shows, at once, however long the queue is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, exists, select

from rekreview.domain.arrays import np
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.library.queries.queues import conditions
from rekreview.library.tables import ASSET

if TYPE_CHECKING:
    from numpy.typing import NDArray

GLANCED: Final = 512
"""More than fit on any screen."""
_LOOKED_THROUGH: Final = 16_384
"""So many assets are looked at, in 5 ms."""


def glance(connection: Connection, wanted: QueueFilter, holding: Sequence[int] = ()) -> NDArray[np.int64]:
    """Ids of a queue that follow on each other, in its order: from its beginning, or from the first of `holding`.

    Nothing is found where that would take longer than a moment: in another order than that of imports, among assets
    that are named, labelled or chosen by a facet or were drawn for a sample, where `holding` is not all close together
    in the queue, and where none of the assets looked through belongs to it.
    """
    nothing = np.empty(0, np.int64)
    named = wanted.search.strip() or wanted.category or wanted.content_type or wanted.facets
    if wanted.sort is not SortKey.IMPORTED or named or wanted.asks_for_evidence:
        return nothing
    first = _first(connection, wanted, holding)
    if first is None:
        return nothing
    span = (first - _LOOKED_THROUGH, first) if wanted.descending else (first, first + _LOOKED_THROUGH)
    nearby = select(ASSET.c.id).where(ASSET.c.id.between(*span)).subquery()
    # Asked asset by asset: of a long queue the database would rather collect all ids from an index, and sort them.
    belongs = exists().where(ASSET.c.id == nearby.c.id, *conditions(wanted))
    order = nearby.c.id.desc() if wanted.descending else nearby.c.id
    rows = connection.execute(select(nearby.c.id).where(belongs).order_by(order).limit(GLANCED))
    found = np.array(rows.scalars().all(), np.int64)
    return found if np.isin(holding, found).all() else nothing


def _first(connection: Connection, wanted: QueueFilter, holding: Sequence[int]) -> int | None:
    """The asset to begin with; None in an empty library."""
    if holding:
        return max(holding) if wanted.descending else min(holding)
    order = ASSET.c.id.desc() if wanted.descending else ASSET.c.id
    return connection.execute(select(ASSET.c.id).order_by(order).limit(1)).scalar()
