"""Applying a policy is a step that undo takes back: the policy before it counts again then.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("policy", sa.Column("step_id", sa.Integer(), nullable=True))
    op.add_column("policy", sa.Column("undone", sa.Boolean(), nullable=False, server_default="0"))
