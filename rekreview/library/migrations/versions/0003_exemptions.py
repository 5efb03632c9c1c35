"""Content types a policy exempts, beside its strings; none in every policy so far.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("policy", "preset"):
        op.add_column(table, sa.Column("exemptions", sa.JSON(), server_default="[]", nullable=False))
