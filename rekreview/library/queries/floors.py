"""Down to which confidence engines were asked for labels: below it, nothing is known."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.library.tables import ASSET, DETECTION
from rekreview.library.values import FloorCount


def floors(connection: Connection) -> list[FloorCount]:
    """How many assets were asked about with each floor, by medium and by the engine whose answer decides.

    Of two answers of one engine on an asset the lower floor counts. Only columns of an index are read of detections,
    whose rows hold whole answers.
    """
    lowest = (
        select(DETECTION.c.asset_id, DETECTION.c.engine, func.min(DETECTION.c.floor).label("floor"))
        .group_by(DETECTION.c.asset_id, DETECTION.c.engine)
        .subquery()
    )
    statement = (
        select(ASSET.c.kind, lowest.c.engine, lowest.c.floor, func.count())
        .join(ASSET, (ASSET.c.id == lowest.c.asset_id) & (ASSET.c.deciding_engine == lowest.c.engine))
        .group_by(ASSET.c.kind, lowest.c.engine, lowest.c.floor)
        .order_by(ASSET.c.kind, lowest.c.engine, lowest.c.floor)
    )
    return [
        FloorCount(MediaKind(kind), EngineName(engine), float(floor), int(assets))
        for kind, engine, floor, assets in connection.execute(statement)
    ]
