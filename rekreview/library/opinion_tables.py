"""The tables of second opinions: samples of decisions drawn to be judged again, and what was said the second time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field

from rekreview.library.columns import UtcDateTime
from rekreview.library.table import LibraryTable


class OpinionSampleRow(LibraryTable, table=True):
    """A sample of decided assets, to be judged blind a second time. whose: the decisions of one reviewer, "" of all.

    decided: how many there were to draw from. strata: how many of each kind, and how many of them were drawn.
    """

    __tablename__ = "opinion_sample"
    id: int | None = Field(default=None, primary_key=True)
    seed: int = Field(sa_type=BigInteger)
    whose: str
    decided: int
    strata: list[Any] = Field(default_factory=list, sa_type=JSON)
    reviewer: str
    created: datetime = Field(sa_type=UtcDateTime)


class OpinionTicketRow(LibraryTable, table=True):
    """One asset of such a sample at its place in the order of judging, and the decision it is a second look at."""

    __tablename__ = "opinion_ticket"
    __table_args__ = ({"sqlite_with_rowid": False},)
    sample_id: int = Field(foreign_key="opinion_sample.id", primary_key=True)
    position: int = Field(primary_key=True)
    asset_id: int = Field(foreign_key="asset.id")
    decision_id: int = Field(foreign_key="decision.id")


class OpinionRow(LibraryTable, table=True):
    """What a person said of an asset that was decided before; append only, and it decides nothing.

    It counts while its step stands, and only the newest of a reviewer on a decision does. decision_id: the decision it
    is a second opinion on. sample_id: empty for a decision of one's own that was served again unmarked. status: empty
    where an opinion was taken away. seen_: what was painted then, see `library.sightings`.
    """

    __tablename__ = "opinion"
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="step.id", index=True)
    asset_id: int = Field(foreign_key="asset.id")
    decision_id: int = Field(foreign_key="decision.id", index=True)
    sample_id: int | None = Field(default=None, foreign_key="opinion_sample.id")
    status: str | None = None
    reviewer: str
    reason: str = ""
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    seen_in: str | None = None
    seen_step: str | None = None
    seen_sha256: str | None = None
    seen_width: int | None = None
    seen_height: int | None = None
    seen_ms: int | None = Field(default=None, sa_type=BigInteger)
