"""The one object that answers questions about a library."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rekreview.domain.assets import Asset, MediaKind, Status, Tile
from rekreview.domain.queues import QueueCounts, QueueFilter
from rekreview.library.categories import Categories
from rekreview.library.database import Database
from rekreview.library.queries import assets, places, queues
from rekreview.library.values import KnownLocation


class Queries:
    """Answers questions about the library. Every call sees one state of it; any thread may call, none waits for a
    writer.
    """

    def __init__(self, database: Database, categories: Categories) -> None:
        self._database = database
        self._categories = categories

    def ids(self, wanted: QueueFilter) -> NDArray[np.int64]:
        """The ids of a queue in its order. Raises InvalidValue for an unknown category."""
        with self._database.reading() as connection:
            return queues.ids(connection, self._categories, wanted)

    def tiles(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Tile]:
        """The cells of these assets, in the order asked for; an id the library does not have is left out."""
        with self._database.reading() as connection:
            return queues.tiles(connection, plain(ids))

    def counts(self) -> QueueCounts:
        """How many assets each queue holds."""
        with self._database.reading() as connection:
            return queues.counts(connection)

    def asset(self, asset_id: int) -> Asset:
        """All that is known of one asset. Raises AssetNotFound."""
        with self._database.reading() as connection:
            return assets.asset(connection, asset_id)

    def assets(self, ids: Sequence[int] | NDArray[np.int64]) -> list[Asset]:
        """All that is known of these assets, in the order asked for; an id the library does not have is left out."""
        with self._database.reading() as connection:
            return assets.assets(connection, plain(ids))

    def page(
        self,
        *,
        after: int = 0,
        limit: int = 100,
        status: Status | None = None,
        kind: MediaKind | None = None,
        category: str | None = None,
        overturned: bool | None = None,
    ) -> list[Asset]:
        """The next assets after an id, in the order of ids. Raises InvalidValue for an unknown category."""
        with self._database.reading() as connection:
            return assets.page(
                connection,
                self._categories,
                after=after,
                limit=limit,
                status=status,
                kind=kind,
                category=category,
                overturned=overturned,
            )

    def find(self, reference: str) -> int:
        """The asset a person means by an id, the start of a SHA-256 (8 digits or more), or a path.

        Raises AssetNotFound, or InvalidValue if several assets are meant.
        """
        with self._database.reading() as connection:
            return places.find(connection, reference)

    def location(self, path: str) -> KnownLocation | None:
        """What is remembered of a path; None if no asset lies there."""
        with self._database.reading() as connection:
            return places.location(connection, path)

    def id_of_sha256(self, sha256: str) -> int | None:
        """The asset with these bytes, if it is known."""
        with self._database.reading() as connection:
            return places.id_of_sha256(connection, sha256)


def plain(ids: Sequence[int] | NDArray[np.int64]) -> list[int]:
    """The ids as Python's own integers: the driver takes no numpy ones."""
    return ids.tolist() if isinstance(ids, np.ndarray) else [int(one) for one in ids]
