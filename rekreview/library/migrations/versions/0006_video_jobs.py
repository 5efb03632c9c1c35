"""Paid jobs on stored videos, and when in its segment a label of a video was strongest.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "video_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("job_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("object_left", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('uploading', 'uploaded', 'started', 'succeeded', 'failed')", name=op.f("ck_video_job_state")
        ),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_video_job_asset_id_asset"),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_video_job_call_id_call"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_video_job_run_id_run"),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name="fk_video_job_task_id_task"),
        sa.PrimaryKeyConstraint("id", name="pk_video_job"),
    )
    op.create_index("ix_video_job_asset_id", "video_job", ["asset_id"], unique=False)
    op.create_index("ix_video_job_left", "video_job", ["object_left", "state"], unique=False)
    op.create_index("ix_video_job_run_id", "video_job", ["run_id"], unique=False)
    op.create_index("ix_video_job_token", "video_job", ["token"], unique=False)
    op.add_column("label", sa.Column("peak_ms", sa.BigInteger(), nullable=True))
