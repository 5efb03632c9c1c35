"""Whether a run asks anew about what was answered before; a run that was stopped has to know when it goes on.

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("again", sa.Boolean(), server_default="0", nullable=False))
