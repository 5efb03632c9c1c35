"""Answers questions about how well persons and engines judge: reports, second opinions, the log of what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rekreview.library.late import late
from rekreview.library.queries import serving
from rekreview.library.queries.chunks import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rekreview.domain.audit import AuditEntry, AuditWish
    from rekreview.domain.reviewing import ReportWish, ReviewFigures
    from rekreview.library.database import Database
    from rekreview.library.opinion_values import Dispute, Opinion, OpinionSample
    from rekreview.library.queries import audit_log, opinions, reviewing
else:
    audit_log, opinions, reviewing = late(__package__, "audit_log", "opinions", "reviewing")


class QualityQueries:
    """A part of `Queries`, with the same promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def figures(self, wish: ReportWish) -> ReviewFigures:
        """What persons did in a time, counted; from decisions and second opinions alone."""
        with self._database.reading() as connection:
            return reviewing.figures(connection, wish)

    def reviewers(self) -> list[str]:
        """Everybody who ever decided here, by name."""
        with self._database.reading() as connection:
            return reviewing.reviewers(connection)

    def samples(self) -> list[OpinionSample]:
        """The samples of decided assets that were drawn to be judged again, the newest first."""
        with self._database.reading() as connection:
            return opinions.samples(connection)

    def sample(self, sample_id: int) -> OpinionSample:
        """One of them. Raises InvalidValue if there is none with this number."""
        with self._database.reading() as connection:
            return opinions.sample(connection, sample_id)

    def opinions(
        self, reviewer: str, *, sample: int | None = None, decisions: Sequence[int] | None = None
    ) -> dict[int, Opinion]:
        """What a reviewer said a second time, by asset: in a sample, or without one; on these decisions only."""
        with self._database.reading_bare() as driver:
            return serving.said(driver.execute, reviewer, sample=sample, decisions=decisions)

    def due(self, reviewer: str, share: float, before: datetime) -> dict[int, int]:
        """The own decisions of before a moment that are to be judged again, by asset. share: of all, 0–1."""
        with self._database.reading_bare() as driver:
            return serving.due(driver.execute, reviewer, share, before)

    def still_due(self, reviewer: str, known: Mapping[int, int]) -> dict[int, int]:
        """Those of the decisions that were due a while ago that are due still, by asset."""
        with self._database.reading_bare() as driver:
            return serving.still_due(driver.execute, reviewer, known)

    def undecided(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of these assets no person has decided on, in their order."""
        with self._database.reading_bare() as driver:
            return serving.undecided(driver.execute, plain(ids))

    def disputes(self) -> list[Dispute]:
        """The decisions that stand though a second opinion differs, the newest opinion first."""
        with self._database.reading() as connection:
            return opinions.disputes(connection)

    def audit_log(self, wish: AuditWish, limit: int) -> list[AuditEntry]:
        """Who did what, the newest first, at most so much of it."""
        with self._database.reading() as connection:
            return audit_log.entries(connection, wish, limit)
