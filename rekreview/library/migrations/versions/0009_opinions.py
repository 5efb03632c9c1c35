"""Second opinions on decisions, and what engine and policy said of an asset when a person decided on it.

Of decisions made before nothing is known of the latter: they are in no reversal rate.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("machine_verdict", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("machine_engine", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("machine_category_id", sa.Integer(), nullable=True))
    op.add_column("decision", sa.Column("machine_confidence", sa.Float(), nullable=True))
    _samples()
    _opinions()


def _samples() -> None:
    op.create_table(
        "opinion_sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("decided", sa.Integer(), nullable=False),
        sa.Column("strata", sa.JSON(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_opinion_sample"),
    )
    op.create_table(
        "opinion_ticket",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_opinion_ticket_asset_id_asset"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_opinion_ticket_decision_id_decision"),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["opinion_sample.id"], name="fk_opinion_ticket_sample_id_opinion_sample"
        ),
        sa.PrimaryKeyConstraint("sample_id", "position", name="pk_opinion_ticket"),
        sqlite_with_rowid=False,
    )


def _opinions() -> None:
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("seen_in", sa.String(), nullable=True),
        sa.Column("seen_step", sa.String(), nullable=True),
        sa.Column("seen_sha256", sa.String(), nullable=True),
        sa.Column("seen_width", sa.Integer(), nullable=True),
        sa.Column("seen_height", sa.Integer(), nullable=True),
        sa.Column("seen_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name="fk_opinion_asset_id_asset"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="fk_opinion_decision_id_decision"),
        sa.ForeignKeyConstraint(["sample_id"], ["opinion_sample.id"], name="fk_opinion_sample_id_opinion_sample"),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name="fk_opinion_step_id_step"),
        sa.PrimaryKeyConstraint("id", name="pk_opinion"),
    )
    op.create_index("ix_opinion_step_id", "opinion", ["step_id"])
    op.create_index("ix_opinion_decision_id", "opinion", ["decision_id"])
