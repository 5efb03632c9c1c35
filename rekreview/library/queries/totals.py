"""The library in numbers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, func, select

from rekreview.domain.assets import MediaKind
from rekreview.library.step_values import Act
from rekreview.library.tables import ASSET, DECISION, DETECTION, LOCATION
from rekreview.library.values import Totals


def totals(connection: Connection) -> Totals:
    """How much of everything there is."""
    by_kind = select(ASSET.c.kind, func.count(), func.sum(ASSET.c.bytes)).group_by(ASSET.c.kind)
    kinds = {kind: (number, size) for kind, number, size in connection.execute(by_kind)}
    images, image_bytes = kinds.get(MediaKind.IMAGE.value, (0, 0))
    videos, video_bytes = kinds.get(MediaKind.VIDEO.value, (0, 0))
    return Totals(
        assets=images + videos,
        images=images,
        videos=videos,
        bytes=image_bytes + video_bytes,
        locations=_count(connection, LOCATION),
        detections=_count(connection, DETECTION),
        decisions=_count(connection, DECISION, DECISION.c.act == Act.DECIDE.value, DECISION.c.undoes.is_(None)),
    )


def _count(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
