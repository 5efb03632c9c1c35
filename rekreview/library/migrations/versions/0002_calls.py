"""The book of calls that cost money.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("adapter", sa.String(), nullable=False),
        sa.Column("floor", sa.Float(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("price_usd", sa.Float(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("begun", sa.DateTime(), nullable=False),
        sa.Column("ended", sa.DateTime(), nullable=True),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.CheckConstraint("state IN ('begun', 'answered', 'refused', 'unanswered')", name=op.f("ck_call_state")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_call_asset_id_asset"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_call_run_id_run"),
        sa.PrimaryKeyConstraint("id", name="pk_call"),
    )
    op.create_index("ix_call_asset", "call", ["asset_id", "run_id", "state"], unique=False)
    op.create_index("ix_call_content", "call", ["content_sha256"], unique=False)
    op.create_index("ix_call_month", "call", ["month", "engine", "state", "price_usd"], unique=False)
    op.create_index("ix_call_run", "call", ["run_id", "state", "price_usd"], unique=False)
