"""An index of the detections that tell content types, so that a filter need not read every answer.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    told = sa.text("CAST(content_types AS VARCHAR) != '[]'")
    op.create_index("ix_detection_content_types", "detection", ["content_types"], sqlite_where=told)
