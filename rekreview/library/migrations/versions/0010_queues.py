"""Imports as batches, engines that disagree, filters reviewers save, and the notes they hand over.

Imports of before are told apart by pauses of more than ten minutes. Where two engines answered on the same assets, the
applied policy is left to judge from the first of these on, which the next opening of the library does.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_PAUSE = timedelta(minutes=10)
_ASSET = sa.table(
    "asset", sa.column("id", sa.Integer()), sa.column("imported", sa.DateTime()), sa.column("import_id", sa.Integer())
)
_BATCH = sa.table(
    "import_batch", sa.column("id", sa.Integer()), sa.column("begun", sa.DateTime()), sa.column("source", sa.String())
)
_DETECTION = sa.table("detection", sa.column("asset_id", sa.Integer()), sa.column("engine", sa.String()))
_PREFERENCE = sa.table("preference", sa.column("name", sa.String()), sa.column("value", sa.String()))


def upgrade() -> None:
    _new_tables()
    op.add_column("asset", sa.Column("import_id", sa.Integer(), nullable=True))
    op.add_column("asset", sa.Column("disagreeing", sa.Boolean(), server_default="0", nullable=False))
    _tell_imports_apart()
    _indexes()
    _have_doubles_judged()


def _new_tables() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_batch"),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("created", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("read_by", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over"),
    )


def _tell_imports_apart() -> None:
    """Give each run of assets that came without a long pause a batch of its own."""
    connection = op.get_bind()
    spans: list[tuple[datetime, int, int]] = []
    before: datetime | None = None
    for asset_id, imported in connection.execute(sa.select(_ASSET.c.id, _ASSET.c.imported).order_by(_ASSET.c.id)):
        if before is None or imported - before > _PAUSE:
            spans.append((imported, asset_id, asset_id))
        else:
            spans[-1] = (*spans[-1][:2], asset_id)
        before = imported
    for number, (begun, first, last) in enumerate(spans, start=1):
        connection.execute(_BATCH.insert(), {"id": number, "begun": begun, "source": ""})
        brought = _ASSET.c.id.between(first, last)
        connection.execute(sa.update(_ASSET).where(brought).values(import_id=number))


def _indexes() -> None:
    columns = ["import_id", "kind", "deciding_engine", "top_category_id", "top_confidence", "has_note", "decision_id"]
    op.create_index("ix_asset_facets", "asset", columns)
    op.create_index("ix_asset_imported", "asset", ["imported"])
    op.create_index("ix_asset_disagreeing", "asset", ["decided_by"], sqlite_where=sa.text("disagreeing = 1"))


def _have_doubles_judged() -> None:
    """Have the applied policy begin anew where engines may disagree; elsewhere they do not."""
    connection = op.get_bind()
    several = (
        sa.select(_DETECTION.c.asset_id)
        .group_by(_DETECTION.c.asset_id)
        .having(sa.func.count(sa.distinct(_DETECTION.c.engine)) > 1)
        .order_by(_DETECTION.c.asset_id)
        .limit(1)
    )
    first = connection.execute(several).scalar()
    if first is None:
        return
    reached = connection.execute(sa.select(_PREFERENCE.c.value).where(_PREFERENCE.c.name == "judged up to")).scalar()
    after = first - 1 if reached is None else min(first - 1, int(reached))
    connection.execute(sa.delete(_PREFERENCE).where(_PREFERENCE.c.name == "judged up to"))
    connection.execute(_PREFERENCE.insert(), {"name": "judged up to", "value": str(after)})
