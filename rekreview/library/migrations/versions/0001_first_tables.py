"""The first tables.

Revision ID: 0001
Revises: nothing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit_event()
    _category()
    _policy()
    _preference()
    _preset()
    _run()
    _step()
    _asset()
    _decision()
    _detection()
    _location()
    _task()
    _label()


def _audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )


def _category() -> None:
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taxonomy", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_category"),
        sa.UniqueConstraint("taxonomy", "parent_name", "name", name="uq_category_taxonomy_parent_name_name"),
    )


def _policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("video", sa.String(), nullable=False),
        sa.Column("parents", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_policy"),
        sa.UniqueConstraint("name", "version", name="uq_policy_name_version"),
    )


def _preference() -> None:
    op.create_table(
        "preference",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_preference"),
    )


def _preset() -> None:
    op.create_table(
        "preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("video", sa.String(), nullable=False),
        sa.Column("parents", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_preset"),
        sa.UniqueConstraint("name", "version", name="uq_preset_name_version"),
    )


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("adapter", sa.String(), nullable=False),
        sa.Column("floor", sa.Float(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("finished", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )


def _step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("assets", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('done', 'undone', 'dropped')", name=op.f("ck_step_state")),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_state", "step", ["state"], unique=False)


def _asset() -> None:
    op.create_table(
        "asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("codec", sa.String(), nullable=False),
        sa.Column("frame_rate", sa.Float(), nullable=True),
        sa.Column("has_audio", sa.Boolean(), nullable=False),
        sa.Column("phash", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.Column("has_thumbnail", sa.Boolean(), nullable=False),
        sa.Column("imported", sa.DateTime(), nullable=False),
        sa.Column("fault_code", sa.String(), nullable=False),
        sa.Column("fault_message", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("overturned", sa.Boolean(), nullable=False),
        sa.Column("second_look", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("has_note", sa.Boolean(), nullable=False),
        sa.Column("deciding_detection_id", sa.Integer(), nullable=True),
        sa.Column("deciding_engine", sa.String(), nullable=True),
        sa.Column("top_category_id", sa.Integer(), nullable=True),
        sa.Column("top_confidence", sa.Float(), nullable=True),
        sa.Column("margin", sa.Float(), nullable=True),
        sa.Column("borderline", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('image', 'video')", name=op.f("ck_asset_kind")),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'not_moderated', 'queued', 'aborted')",
            name=op.f("ck_asset_status"),
        ),
        sa.ForeignKeyConstraint(["top_category_id"], ["category.id"], name="fk_asset_top_category_id_category"),
        sa.PrimaryKeyConstraint("id", name="pk_asset"),
        sa.UniqueConstraint("sha256", name="uq_asset_sha256"),
    )
    _asset_indices()


def _asset_indices() -> None:
    op.create_index(
        "ix_asset_queue",
        "asset",
        [
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
        ],
        unique=False,
    )
    op.create_index("ix_asset_search_text", "asset", ["search_text"], unique=False)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("from_status", sa.String(), nullable=False),
        sa.Column("to_status", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_decision_asset_id_asset"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_decision_step_id_step"),
        sa.ForeignKeyConstraint(["undoes"], ["decision.id"], name="fk_decision_undoes_decision"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_asset_id", "decision", ["asset_id"], unique=False)
    op.create_index("ix_decision_step_id", "decision", ["step_id"], unique=False)


def _detection() -> None:
    op.create_table(
        "detection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("adapter", sa.String(), nullable=False),
        sa.Column("floor", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("coverage", sa.String(), nullable=False),
        sa.Column("content_types", sa.JSON(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_detection_asset_id_asset"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_detection_run_id_run"),
        sa.PrimaryKeyConstraint("id", name="pk_detection"),
        sa.UniqueConstraint(
            "asset_id",
            "engine",
            "model_version",
            "adapter",
            "floor",
            name="uq_detection_asset_id_engine_model_version_adapter_floor",
        ),
    )
    op.create_index("ix_detection_run_id", "detection", ["run_id"], unique=False)


def _location() -> None:
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_location_asset_id_asset"),
        sa.PrimaryKeyConstraint("id", name="pk_location"),
    )
    op.create_index("ix_location_asset_id", "location", ["asset_id"], unique=False)
    op.create_index(
        "uq_location_path_present",
        "location",
        ["path"],
        unique=True,
        sqlite_where=sa.text("missing = 0"),
        postgresql_where=sa.text("NOT missing"),
    )


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("fault_code", sa.String(), nullable=False),
        sa.Column("fault_message", sa.String(), nullable=False),
        sa.Column("remote_job", sa.String(), nullable=False),
        sa.CheckConstraint("state IN ('queued', 'active', 'done', 'failed')", name=op.f("ck_task_state")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_task_asset_id_asset"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_task_run_id_run"),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
        sa.UniqueConstraint("run_id", "asset_id", name="uq_task_run_id_asset_id"),
    )
    op.create_index("ix_task_asset_id_state", "task", ["asset_id", "state"], unique=False)
    op.create_index("ix_task_run_id_state", "task", ["run_id", "state"], unique=False)


def _label() -> None:
    op.create_table(
        "label",
        sa.Column("detection_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("start_ms", sa.BigInteger(), nullable=True),
        sa.Column("end_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name="fk_label_category_id_category"),
        sa.ForeignKeyConstraint(["detection_id"], ["detection.id"], name="fk_label_detection_id_detection"),
        sa.PrimaryKeyConstraint("detection_id", "position", name="pk_label"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_label_category", "label", ["category_id", "detection_id", "confidence"], unique=False)
