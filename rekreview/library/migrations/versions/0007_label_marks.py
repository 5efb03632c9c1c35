"""What persons say of single labels, and the samples drawn to learn what a policy misses.

Revision ID: 0007
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _label_marks()
    _lotteries()


def _label_marks() -> None:
    op.create_table(
        "label_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint("word IN ('right', 'wrong', 'missing')", name=op.f("ck_label_mark_word")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_label_mark_asset_id_asset"),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name="fk_label_mark_category_id_category"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_label_mark_step_id_step"),
        sa.ForeignKeyConstraint(["undoes"], ["label_mark.id"], name="fk_label_mark_undoes_label_mark"),
        sa.PrimaryKeyConstraint("id", name="pk_label_mark"),
    )
    op.create_index("ix_label_mark_step_id", "label_mark", ["step_id"])
    op.create_index("ix_label_mark_asset_id", "label_mark", ["asset_id"])


def _lotteries() -> None:
    op.create_table(
        "lottery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("known_caught", sa.Integer(), nullable=False),
        sa.Column("known_missed", sa.Integer(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lottery"),
    )
    op.create_table(
        "lottery_ticket",
        sa.Column("lottery_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("layer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_lottery_ticket_asset_id_asset"),
        sa.ForeignKeyConstraint(["lottery_id"], ["lottery.id"], name="fk_lottery_ticket_lottery_id_lottery"),
        sa.PrimaryKeyConstraint("lottery_id", "position", name="pk_lottery_ticket"),
        sqlite_with_rowid=False,
    )
