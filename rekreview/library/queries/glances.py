"""A first look at a queue: as many assets as a screen shows, at once, however long the queue is.

Asked on the driver itself, in plain SQL: the first page of the window need not wait for SQLAlchemy.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rekreview.domain.arrays import np
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.library.queries.belonging import CONDITIONS
from rekreview.library.queries.chunks import chunks, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

GLANCED: Final = 512
"""More than fit on any screen."""
_LOOKED_THROUGH: Final = 16_384
"""So many assets are looked at, in 5 ms."""
# Asked asset by asset: of a long queue the database would rather collect all ids from an index, and sort them.
_NEARBY: Final = """
SELECT nearby.id FROM (SELECT id FROM asset WHERE id BETWEEN :lowest AND :highest) AS nearby
WHERE EXISTS (SELECT 1 FROM asset WHERE asset.id = nearby.id AND {conditions})
ORDER BY nearby.id {direction} LIMIT {limit}"""


def glance(driver: sqlite3.Connection, wanted: QueueFilter, holding: Sequence[int] = ()) -> NDArray[np.int64]:
    """Ids of a queue that follow on each other, in its order: from its beginning, or from the first of `holding`.

    Nothing is found where that would take longer than a moment: in another order than that of imports, among assets
    that are named, labelled or chosen by a facet or were drawn for a sample, where `holding` is not all close together
    in the queue, and where none of the assets looked through belongs to it.
    """
    nothing = np.empty(0, np.int64)
    if wanted.sort is not SortKey.IMPORTED or not _is_plain(wanted):
        return nothing
    first = _first(driver, wanted, holding)
    if first is None:
        return nothing
    lowest, highest = (first - _LOOKED_THROUGH, first) if wanted.descending else (first, first + _LOOKED_THROUGH)
    conditions, values = _belonging(wanted)
    statement = _NEARBY.format(conditions=conditions, direction=_direction(wanted), limit=GLANCED)
    rows = driver.execute(statement, {**values, "lowest": lowest, "highest": highest}).fetchall()
    found = [asset_id for (asset_id,) in rows]
    # Not by NumPy's sets, which load its masked arrays first: as long as all else of this takes, several times.
    return np.array(found, np.int64) if set(holding).issubset(found) else nothing


def among(driver: sqlite3.Connection, wanted: QueueFilter, ids: Sequence[int]) -> NDArray[np.int64] | None:
    """Those of these assets that a queue holds, by id; None where it is narrowed down by more than can be told so."""
    if not _is_plain(wanted):
        return None
    conditions, values = _belonging(wanted)
    found: list[int] = []
    for some in chunks(ids):
        statement = f"SELECT id FROM asset WHERE id IN {listed(some)} AND {conditions}"  # noqa: S608
        found.extend(asset_id for (asset_id,) in driver.execute(statement, values))
    return np.sort(np.array(found, np.int64))


def _is_plain(wanted: QueueFilter) -> bool:
    named = wanted.search.strip() or wanted.category or wanted.content_type or wanted.facets
    return not named and not wanted.asks_for_evidence


def _belonging(wanted: QueueFilter) -> tuple[str, dict[str, str | float]]:
    """What an asset must be for a queue to hold it, and the values in that."""
    values: dict[str, str | float | None] = {
        "kind": wanted.kind.value if wanted.kind is not None else None,
        "least": wanted.min_confidence,
        "most": wanted.max_confidence,
    }
    bounds = {
        "kind": "asset.kind = :kind",
        "least": "asset.top_confidence >= :least",
        "most": "asset.top_confidence <= :most",
    }
    given = {name: value for name, value in values.items() if value is not None}
    return " AND ".join([CONDITIONS.get(wanted.queue, "1"), *(bounds[name] for name in given)]), given


def _direction(wanted: QueueFilter) -> str:
    return "DESC" if wanted.descending else "ASC"


def _first(driver: sqlite3.Connection, wanted: QueueFilter, holding: Sequence[int]) -> int | None:
    """The asset to begin with; None in an empty library."""
    if holding:
        return max(holding) if wanted.descending else min(holding)
    row = driver.execute(f"SELECT id FROM asset ORDER BY id {_direction(wanted)} LIMIT 1").fetchone()  # noqa: S608
    return int(row[0]) if row else None
