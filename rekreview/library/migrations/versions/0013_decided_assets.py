"""What is decided has indexes of its own: a decision touched the one of the facets at a place of its own each time.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_asset_facets", "asset")
    columns = ["import_id", "kind", "deciding_engine", "top_category_id", "top_confidence"]
    op.create_index("ix_asset_facets", "asset", columns)
    op.create_index("ix_asset_decided", "asset", ["decision_id"], sqlite_where=sa.text("decision_id IS NOT NULL"))
    op.create_index("ix_asset_noted", "asset", ["has_note"], sqlite_where=sa.text("has_note = 1"))
