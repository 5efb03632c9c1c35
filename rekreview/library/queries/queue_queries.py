"""What the desk asks of a library beside its lists: counts, facets, the reviewers' own queues, and the day's work."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rekreview.domain.arrays import np
from rekreview.domain.facets import Facet, FacetCounts, ShownAs
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library.late import late
from rekreview.library.queries import glances

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rekreview.domain.saved_filters import SavedFilter
    from rekreview.library.database import Database
    from rekreview.library.queries import days, facets, positions, queues, recent, saved_filters
    from rekreview.library.step_values import RecentStep
    from rekreview.library.values import DaySummary, HandOver, SessionWork, Standpoint
else:
    modules = ("days", "facets", "positions", "queues", "recent", "saved_filters")
    days, facets, positions, queues, recent, saved_filters = late(__package__, *modules)


class QueueQueries:
    """The part of `Queries` that is about queues and the work in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self, wanted: QueueFilter) -> NDArray[np.int64]:
        """The ids of a queue in its order. Raises InvalidValue for an unknown category."""
        with self._database.reading() as connection:
            return queues.ids(connection, wanted)

    def glance(self, wanted: QueueFilter, holding: Sequence[int] = ()) -> NDArray[np.int64]:
        """Some ids of a queue that follow on each other, in its order, in a moment however long it is.

        They begin where the queue does, or with whichever of `holding` comes first, and hold all of these. None where
        they cannot be had so soon, or where `holding` is not in the queue.
        """
        with self._database.reading_bare() as driver:
            return glances.glance(driver, wanted, holding)

    def among(self, wanted: QueueFilter, ids: Sequence[int]) -> NDArray[np.int64]:
        """Those of these assets that a queue holds, by id. Raises InvalidValue for an unknown category."""
        with self._database.reading_bare() as driver:
            found = glances.among(driver, wanted, ids)
        if found is not None:
            return found
        held = np.sort(self.ids(wanted))
        return held[np.isin(held, np.array(ids, np.int64))]

    def count(self, wanted: QueueFilter) -> int:
        """How many assets a queue holds. Raises InvalidValue for an unknown category."""
        with self._database.reading() as connection:
            return len(queues.ids(connection, replace(wanted, sort=SortKey.IMPORTED)))

    def first_named(self, ids: NDArray[np.int64], beginning: str, *, by_name: bool, descending: bool = False) -> int:
        """The row of the first asset of a list whose name begins so, -1 for none.

        by_name: the list is in the order of names; then the place where such a name would stand is found at once.
        """
        with self._database.reading() as connection:
            return positions.first_named(connection, ids, beginning, by_name=by_name, descending=descending)

    def standpoint(self, asset_id: int) -> Standpoint:
        """What tells where in an ordered list an asset stands. Raises AssetNotFound."""
        with self._database.reading() as connection:
            return positions.standpoint(connection, asset_id)

    def borderline(self) -> NDArray[np.int64]:
        """Every asset whose confidence lies near a threshold, decided or not."""
        with self._database.reading() as connection:
            return positions.borderline(connection)

    def doubts(self, ids: Sequence[int]) -> dict[int, frozenset[QueueName]]:
        """Which of these assets lie near a threshold, and on which engines disagree, decided or not."""
        with self._database.reading() as connection:
            return queues.doubts(connection, ids)

    def left(self, wanted: QueueFilter) -> int:
        """How many of them no person decided on yet."""
        with self._database.reading() as connection:
            return queues.left(connection, wanted)

    def facets(
        self,
        wanted: QueueFilter,
        only: Collection[Facet] = tuple(Facet),
        shown: Mapping[int, ShownAs] | None = None,
    ) -> FacetCounts:
        """What a queue can be narrowed down by, each value with how many assets it would leave. only: these facets.
        shown: decisions that count as they show, and not as they stand, by asset.
        """
        with self._database.reading() as connection:
            return facets.facets(connection, wanted, only, shown)

    def recent_steps(self, limit: int = 50) -> list[RecentStep]:
        """The steps in which persons decided last, the newest first; a batch is one."""
        with self._database.reading() as connection:
            return recent.recent_steps(connection, limit)

    def session_work(self, begun: datetime, reviewer: str, known: SessionWork | None = None) -> SessionWork:
        """What a reviewer decided since a session began. known: what the last look at it found."""
        with self._database.reading() as connection:
            return recent.session_work(connection, begun, reviewer, known)

    def day_summary(self, begun: datetime) -> DaySummary:
        """What was decided since a moment and stands, and what is left now."""
        with self._database.reading() as connection:
            return days.day_summary(connection, begun)

    def hand_overs(self) -> list[HandOver]:
        """What reviewers left to the next and nobody has put away yet, the oldest first."""
        with self._database.reading() as connection:
            return days.hand_overs(connection)

    def saved_filters(self) -> list[SavedFilter]:
        """The reviewers' own queues, in their order."""
        with self._database.reading() as connection:
            return saved_filters.saved_filters(connection)
