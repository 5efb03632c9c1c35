"""What was painted when a person decided; of decisions made before nothing is known.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("seen_in", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("seen_step", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("seen_sha256", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("seen_width", sa.Integer(), nullable=True))
    op.add_column("decision", sa.Column("seen_height", sa.Integer(), nullable=True))
    op.add_column("decision", sa.Column("seen_ms", sa.BigInteger(), nullable=True))
