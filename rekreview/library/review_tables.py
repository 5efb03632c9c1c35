"""The tables of what persons say: policies, decisions, marks of labels, and the samples they judge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from rekreview.library.columns import UtcDateTime
from rekreview.library.table import LibraryTable


class PolicyRow(LibraryTable, table=True):
    """A policy that was applied; the newest one counts that was not taken back. step_id: the step it was applied in,
    empty for those from before that was one.
    """

    __tablename__ = "policy"
    __table_args__ = (UniqueConstraint("name", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    image: str
    video: str
    parents: str
    created: datetime = Field(sa_type=UtcDateTime)
    exemptions: list[Any] = Field(default_factory=list, sa_column_kwargs={"server_default": "[]"}, sa_type=JSON)
    step_id: int | None = None
    undone: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class PresetRow(LibraryTable, table=True):
    """A policy saved under a name; saving again makes the next version."""

    __tablename__ = "preset"
    __table_args__ = (UniqueConstraint("name", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str
    version: int
    image: str
    video: str
    parents: str
    created: datetime = Field(sa_type=UtcDateTime)
    deleted: bool = False
    exemptions: list[Any] = Field(default_factory=list, sa_column_kwargs={"server_default": "[]"}, sa_type=JSON)


class StepRow(LibraryTable, table=True):
    """One step of a person's work: a single decision or a batch. Undo and redo move over steps."""

    __tablename__ = "step"
    __table_args__ = (CheckConstraint("state IN ('done', 'undone', 'dropped')", name="state"),)
    id: int | None = Field(default=None, primary_key=True)
    act: str
    status: str | None = None
    reviewer: str
    at: datetime = Field(sa_type=UtcDateTime)
    assets: int = 0
    state: str = Field(index=True)


class DecisionRow(LibraryTable, table=True):
    """What a person did to one asset; append only. An undo is a row too, which names the row it undoes.

    seen_: what was painted then, see `library.sightings`; seen_in is empty where nothing is known of it. machine_: what
    engine and policy said of the asset when a person decided on it; empty for anything but a decision.
    """

    __tablename__ = "decision"
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="step.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    act: str
    from_status: str
    to_status: str | None = None
    reviewer: str
    reason: str = ""
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    undoes: int | None = Field(default=None, foreign_key="decision.id")
    seen_in: str | None = None
    seen_step: str | None = None
    seen_sha256: str | None = None
    seen_width: int | None = None
    seen_height: int | None = None
    seen_ms: int | None = Field(default=None, sa_type=BigInteger)
    machine_verdict: str | None = None
    machine_engine: str | None = None
    machine_category_id: int | None = None
    machine_confidence: float | None = None


class LabelMarkRow(LibraryTable, table=True):
    """What a person said of one label of an asset; append only. word: empty where a mark is taken away.

    An undo is a row too, which names the row it undoes.
    """

    __tablename__ = "label_mark"
    __table_args__ = (CheckConstraint("word IN ('right', 'wrong', 'missing')", name="word"),)
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="step.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    category_id: int = Field(foreign_key="category.id")
    word: str | None = None
    reviewer: str
    at: datetime = Field(sa_type=UtcDateTime)
    undoes: int | None = Field(default=None, foreign_key="label_mark.id")


class LotteryRow(LibraryTable, table=True):
    """A blind sample that was drawn to learn what the policy misses. strata: their layers, with assets and drawn ones.

    known_caught, known_missed: assets a person had said to reject before, those the policy rejects and the others.
    """

    __tablename__ = "lottery"
    id: int | None = Field(default=None, primary_key=True)
    seed: int = Field(sa_type=BigInteger)
    policy: str
    policy_version: int
    known_caught: int
    known_missed: int
    strata: list[Any] = Field(default_factory=list, sa_type=JSON)
    reviewer: str
    created: datetime = Field(sa_type=UtcDateTime)


class LotteryTicketRow(LibraryTable, table=True):
    """One asset of such a sample, at its place in the order of judging."""

    __tablename__ = "lottery_ticket"
    __table_args__ = ({"sqlite_with_rowid": False},)
    lottery_id: int = Field(foreign_key="lottery.id", primary_key=True)
    position: int = Field(primary_key=True)
    asset_id: int = Field(foreign_key="asset.id")
    layer: str
