"""Whether a job that failed may be followed by another that is paid for; a person has to ask for that.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("video_job", sa.Column("retried", sa.Boolean(), nullable=False, server_default="0"))
