"""Places in a long list: the first asset of a name, what stands at a row, and the borderline ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from rekreview.domain.arrays import np
from rekreview.domain.errors import AssetNotFound
from rekreview.library import database
from rekreview.library.tables import ASSET
from rekreview.library.values import Standpoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAST_LETTER = "\U0010ffff"


def first_named(
    connection: Connection, ids: NDArray[np.int64], beginning: str, *, by_name: bool, descending: bool = False
) -> int:
    """The row of the first asset of a list whose name begins so, -1 for none.

    by_name: the list is in the order of names; then it is halved some twenty times, and where no name begins so the
    place is found where one would stand.
    """
    wanted = beginning.casefold()
    if by_name and len(ids):
        return _halved(connection, ids, wanted, descending=descending)
    between = ASSET.c.search_text.between(wanted, wanted + _LAST_LETTER)
    found = database.integers(connection, select(ASSET.c.id).where(between))
    rows = np.flatnonzero(np.isin(ids, found))
    return int(rows[0]) if len(rows) else -1


def _halved(connection: Connection, ids: NDArray[np.int64], wanted: str, *, descending: bool) -> int:
    """The first row at which a list by name has come as far as this text; the last one where it never does."""
    low, high = 0, len(ids) - 1
    while low < high:
        middle = (low + high) // 2
        name = connection.execute(select(ASSET.c.search_text).where(ASSET.c.id == int(ids[middle]))).scalar() or ""
        there = name < wanted + _LAST_LETTER if descending else name >= wanted
        low, high = (low, middle) if there else (middle + 1, high)
    return low


def standpoint(connection: Connection, asset_id: int) -> Standpoint:
    """What tells where in an ordered list an asset stands. Raises AssetNotFound."""
    columns = (ASSET.c.name, ASSET.c.top_confidence, ASSET.c.margin, ASSET.c.bytes, ASSET.c.imported)
    row = connection.execute(select(*columns).where(ASSET.c.id == asset_id)).one_or_none()
    if row is None:
        raise AssetNotFound(f"There is no asset {asset_id} in this library.")
    return Standpoint(*row)


def borderline(connection: Connection) -> NDArray[np.int64]:
    """Every asset whose confidence lies near a threshold, decided or not."""
    return database.integers(connection, select(ASSET.c.id).where(ASSET.c.borderline))
