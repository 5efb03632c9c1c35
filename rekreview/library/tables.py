"""The tables of a library. Moments are UTC; every constraint has a name, so that a migration can find it again.

Rows are written and read through `TABLE.insert()`, `select(TABLE.c...)` and lists, never as objects: a hundred
thousand answers come back from a run, and an object each would cost forty times the time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Connection,
    Index,
    MetaData,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlmodel import Field

import rekreview.library.desk_tables
import rekreview.library.opinion_tables
import rekreview.library.review_tables  # noqa: F401 - their parts of the catalogue
from rekreview.library.columns import PathText, UtcDateTime
from rekreview.library.table import LibraryTable


class CategoryRow(LibraryTable, table=True):
    """A category some label named. (taxonomy, parent, name) tells it apart; unknown ones get a row too."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("taxonomy", "parent_name", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    taxonomy: str
    name: str
    parent_name: str
    slug: str
    level: int | None = None


class AssetRow(LibraryTable, table=True):
    """One picture or video, and where it stands.

    verdict is what the applied policy says, status what counts (a person's decision stands over the verdict). The
    columns from `verdict` on follow from detections, policy and decisions; `standing` works them out in the same
    transaction. deciding_detection_id and decision_id therefore carry no foreign key. import_id: the import that
    brought it, None if it came otherwise. disagreeing: two engines' verdicts on it differ under that policy.
    """

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("kind IN ('image', 'video')", name="kind"),
        CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'not_moderated', 'queued', 'aborted')", name="status"
        ),
        Index(
            "ix_asset_queue",
            "status",
            "kind",
            "decided_by",
            "overturned",
            "second_look",
            "borderline",
            "verdict",
            "deciding_detection_id",
            "top_confidence",
            "margin",
            "bytes",
        ),
        Index(
            "ix_asset_facets",
            "import_id",
            "kind",
            "deciding_engine",
            "top_category_id",
            "top_confidence",
        ),
        Index("ix_asset_decided", "decision_id", sqlite_where=text("decision_id IS NOT NULL")),
        Index("ix_asset_noted", "has_note", sqlite_where=text("has_note = 1")),
        Index("ix_asset_imported", "imported"),
        Index("ix_asset_disagreeing", "decided_by", sqlite_where=text("disagreeing = 1")),
    )
    id: int | None = Field(default=None, primary_key=True)
    sha256: str
    kind: str
    format: str
    bytes: int = Field(sa_type=BigInteger)
    width: int
    height: int
    duration_ms: int | None = Field(default=None, sa_type=BigInteger)
    frames: int | None = None
    codec: str
    frame_rate: float | None = None
    has_audio: bool
    phash: int | None = Field(default=None, sa_type=BigInteger)
    name: str
    search_text: str = Field(index=True)
    has_thumbnail: bool
    imported: datetime = Field(sa_type=UtcDateTime)
    fault_code: str = ""
    fault_message: str = ""
    verdict: str
    status: str
    decided_by: str | None = None
    overturned: bool = False
    second_look: bool = False
    decision_id: int | None = None
    has_note: bool = False
    deciding_detection_id: int | None = None
    deciding_engine: str | None = None
    top_category_id: int | None = Field(default=None, foreign_key="category.id")
    top_confidence: float | None = None
    margin: float | None = None
    borderline: bool = False
    import_id: int | None = None
    disagreeing: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class LocationRow(LibraryTable, table=True):
    """A place where an asset's bytes lie, or lay. One path holds one asset at a time; former ones are missing."""

    __tablename__ = "location"
    __table_args__ = (
        Index(
            "uq_location_path_present",
            "path",
            unique=True,
            sqlite_where=text("missing = 0"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    path: str = Field(sa_type=PathText)
    mtime_ns: int = Field(sa_type=BigInteger)
    bytes: int = Field(sa_type=BigInteger)
    missing: bool = False


class RunRow(LibraryTable, table=True):
    """One moderation run: which engine, asked how, and how far it came. again: asked anew, whatever was answered."""

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    engine: str
    engine_version: str
    adapter: str = ""
    floor: float
    state: str
    cost_usd: float = 0.0
    created: datetime = Field(sa_type=UtcDateTime)
    finished: datetime | None = Field(default=None, sa_type=UtcDateTime)
    again: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class TaskRow(LibraryTable, table=True):
    """One asset's place in a run: the durable queue that survives a crash."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("run_id", "asset_id"),
        CheckConstraint("state IN ('queued', 'active', 'done', 'failed')", name="state"),
        Index("ix_task_run_id_state", "run_id", "state"),
        Index("ix_task_asset_id_state", "asset_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id")
    asset_id: int = Field(foreign_key="asset.id")
    state: str
    attempts: int = 0
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    fault_code: str = ""
    fault_message: str = ""
    remote_job: str = ""


class CallRow(LibraryTable, table=True):
    """One call that costs money, noted before it was made. content_sha256: of the bytes that were sent.

    month: UTC, as 2026-11, since not every database cuts a moment the same way.
    """

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("state IN ('begun', 'answered', 'refused', 'unanswered')", name="state"),
        Index("ix_call_asset", "asset_id", "run_id", "state"),
        Index("ix_call_content", "content_sha256"),
        Index("ix_call_month", "month", "engine", "state", "price_usd"),
        Index("ix_call_run", "run_id", "state", "price_usd"),
    )
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id")
    asset_id: int = Field(foreign_key="asset.id")
    engine: str
    adapter: str = ""
    floor: float
    content_sha256: str
    sent: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str
    code: str = ""
    price_usd: float
    month: str
    begun: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)
    model_version: str = ""
    answer: dict[str, Any] | None = Field(default=None, sa_type=JSON, nullable=True)


class VideoJobRow(LibraryTable, table=True):
    """One paid job on a stored video, noted before anything of it is sent. token: the same for the same wish, so that
    asking twice is one job. call_id: its line in the book of calls, None until it is about to be started. retried:
    it failed, and another one may be paid for in its place.
    """

    __tablename__ = "video_job"
    __table_args__ = (
        CheckConstraint("state IN ('uploading', 'uploaded', 'started', 'succeeded', 'failed')", name="state"),
        Index("ix_video_job_token", "token"),
        Index("ix_video_job_left", "object_left", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    run_id: int = Field(foreign_key="run.id", index=True)
    asset_id: int = Field(foreign_key="asset.id", index=True)
    token: str
    bucket: str
    key: str
    upload_id: str = ""
    job_id: str = ""
    state: str
    object_left: bool = True
    kept: bool = False
    message: str = ""
    call_id: int | None = Field(default=None, foreign_key="call.id")
    created: datetime = Field(sa_type=UtcDateTime)
    ended: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retried: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


class DetectionRow(LibraryTable, table=True):
    """One engine's answer on one asset. adapter is "" where none was used, so that the constraint holds."""

    __tablename__ = "detection"
    # The few that tell any content types, side by side: a row holds the whole answer, and there are as many as assets.
    __table_args__ = (
        UniqueConstraint("asset_id", "engine", "model_version", "adapter", "floor"),
        Index(
            "ix_detection_content_types", "content_types", sqlite_where=text("CAST(content_types AS VARCHAR) != '[]'")
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    asset_id: int = Field(foreign_key="asset.id")
    run_id: int | None = Field(default=None, foreign_key="run.id", index=True)
    engine: str
    model_version: str
    adapter: str = ""
    floor: float
    created: datetime = Field(sa_type=UtcDateTime)
    coverage: str = ""
    content_types: list[Any] = Field(default_factory=list, sa_type=JSON)
    raw: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class LabelRow(LibraryTable, table=True):
    """One label of a detection, in the order the engine gave them; stored beside its neighbours."""

    __tablename__ = "label"
    # Detections only ever grow, so new labels join at the end of each category: few pages to write.
    __table_args__ = (
        Index("ix_label_category", "category_id", "detection_id", "confidence"),
        {"sqlite_with_rowid": False},
    )
    detection_id: int = Field(foreign_key="detection.id", primary_key=True)
    position: int = Field(primary_key=True)
    category_id: int = Field(foreign_key="category.id")
    confidence: float
    start_ms: int | None = Field(default=None, sa_type=BigInteger)
    end_ms: int | None = Field(default=None, sa_type=BigInteger)
    peak_ms: int | None = Field(default=None, sa_type=BigInteger)


class PreferenceRow(LibraryTable, table=True):
    """What was chosen for this library as a whole, such as the adapter whose detections decide."""

    __tablename__ = "preference"
    name: str = Field(primary_key=True)
    value: str


class AuditEventRow(LibraryTable, table=True):
    """What happened to the library beside decisions; append only."""

    __tablename__ = "audit_event"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    reviewer: str = ""
    action: str
    details: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


METADATA = LibraryTable.metadata
_PARTIAL = {
    "uq_location_path_present": "NOT missing",
    "ix_asset_disagreeing": "disagreeing",
    "ix_asset_decided": "decision_id IS NOT NULL",
    "ix_asset_noted": "has_note",
}


@event.listens_for(METADATA, "before_create")
def _say_it_to_postgresql(_: MetaData, connection: Connection, **_options: object) -> None:
    """The same partial indexes there; said only when needed, since naming a dialect imports it, at every start."""
    if connection.dialect.name == "postgresql":
        for index in (*LOCATION.indexes, *ASSET.indexes):
            if index.name in _PARTIAL:
                index.dialect_options["postgresql"]["where"] = text(_PARTIAL[index.name])


def _table(name: str) -> Table:
    return METADATA.tables[name]


ASSET = _table("asset")
AUDIT_EVENT = _table("audit_event")
CALL = _table("call")
CATEGORY = _table("category")
DECISION = _table("decision")
DETECTION = _table("detection")
HAND_OVER = _table("hand_over")
IMPORT_BATCH = _table("import_batch")
LABEL = _table("label")
LABEL_MARK = _table("label_mark")
LOCATION = _table("location")
LOTTERY = _table("lottery")
LOTTERY_TICKET = _table("lottery_ticket")
OPINION = _table("opinion")
OPINION_SAMPLE = _table("opinion_sample")
OPINION_TICKET = _table("opinion_ticket")
POLICY = _table("policy")
PREFERENCE = _table("preference")
PRESET = _table("preset")
RUN = _table("run")
SAVED_FILTER = _table("saved_filter")
STEP = _table("step")
TASK = _table("task")
VIDEO_JOB = _table("video_job")
