"""All that is known of assets, one or a page at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, select

from rekreview.domain.assets import Asset, DecidedBy, DetectionView, EngineName, Fault, MediaKind, Status
from rekreview.domain.errors import AssetNotFound
from rekreview.domain.labels import Label
from rekreview.library.categories import matching
from rekreview.library.content_types import overall, tells, with_moments
from rekreview.library.queries.among import IDS, among
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.heaviness import Judged, weigh
from rekreview.library.queries.looks import aside_since, looker
from rekreview.library.queries.places import paths
from rekreview.library.tables import ASSET, CATEGORY, DETECTION, LABEL, RUN, TASK
from rekreview.library.values import RunState, TaskState

_WAITING = (
    exists()
    .where(
        TASK.c.asset_id == ASSET.c.id,
        TASK.c.state.in_((TaskState.QUEUED.value, TaskState.ACTIVE.value)),
        RUN.c.id == TASK.c.run_id,
        RUN.c.state != RunState.CANCELLED.value,
    )
    .label("queued")
)
_ASSETS = select(ASSET, _WAITING, looker().label("looker"), aside_since().label("aside_since")).where(among(ASSET.c.id))


def asset(connection: Connection, asset_id: int) -> Asset:
    """All that is known of one asset. Raises AssetNotFound."""
    found = assets(connection, [asset_id])
    if not found:
        raise AssetNotFound(f"The library has no asset {asset_id}.", "It may be in another library.")
    return found[0]


def assets(connection: Connection, ids: Sequence[int]) -> list[Asset]:
    """All that is known of these assets, in the order asked for; an id the library does not have is left out."""
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    for some in chunks(ids):
        rows.update((row.id, row) for row in connection.execute(_ASSETS, {IDS: some}))
    known = [one for asset_id in ids if (one := int(asset_id)) in rows]
    places = paths(connection, known)
    detected = detections(connection, known)
    heavy, unclear = weigh(connection.exec_driver_sql, [_judged(row) for row in rows.values()])
    found = [_asset(rows[one], *places[one], tuple(detected[one])) for one in known]
    told = heavy | unclear
    return [replace(one, heavy=one.id in heavy, unclear=one.id in unclear) if one.id in told else one for one in found]


def _judged(row: Row[*tuple[Any, ...]]) -> Judged:
    return row.id, row.deciding_detection_id, row.kind, row.verdict, row.top_category_id, row.top_confidence


def page(
    connection: Connection,
    *,
    after: int = 0,
    limit: int = 100,
    status: Status | None = None,
    kind: MediaKind | None = None,
    category: str | None = None,
    overturned: bool | None = None,
    content_type: str | None = None,
) -> list[Asset]:
    """The next assets after an id, in the order of ids. Raises InvalidValue for an unknown category."""
    wanted: list[ColumnElement[bool]] = [ASSET.c.id > after]
    if status is not None:
        wanted.append(ASSET.c.status == status.value)
    if kind is not None:
        wanted.append(ASSET.c.kind == kind.value)
    if category is not None:
        wanted.append(_has_label(matching(connection, category)))
    if overturned is not None:
        wanted.append(ASSET.c.overturned == overturned)
    if content_type is not None:
        wanted.append(exists().where(DETECTION.c.id == ASSET.c.deciding_detection_id, tells(content_type)))
    ids = connection.execute(select(ASSET.c.id).where(*wanted).order_by(ASSET.c.id).limit(limit)).scalars().all()
    return assets(connection, ids)


def _has_label(category_ids: Sequence[int]) -> ColumnElement[bool]:
    """The deciding detection has a label in one of these categories. Looked up asset by asset: a page is short."""
    return exists().where(LABEL.c.detection_id == ASSET.c.deciding_detection_id, LABEL.c.category_id.in_(category_ids))


def _asset(
    row: Row[*tuple[Any, ...]], present: list[str], missing: list[str], detected: tuple[DetectionView, ...]
) -> Asset:
    return Asset(
        id=row.id,
        sha256=row.sha256,
        kind=MediaKind(row.kind),
        format=row.format,
        bytes=row.bytes,
        width=row.width,
        height=row.height,
        duration_ms=row.duration_ms,
        codec=row.codec,
        paths=tuple(present),
        missing_paths=tuple(missing),
        status=Status(row.status),
        decided_by=DecidedBy(row.decided_by) if row.decided_by else None,
        detections=detected,
        deciding_detection=row.deciding_detection_id,
        fault=Fault(row.fault_code, row.fault_message) if row.fault_code else None,
        imported=row.imported,
        second_look=row.second_look,
        queued=row.queued,
        looker=row.looker or "",
        aside_since=row.aside_since,
    )


def detections(connection: Connection, ids: Sequence[int]) -> dict[int, list[DetectionView]]:
    """The detections of each asset with their labels, oldest first."""
    rows: list[Row[*tuple[Any, ...]]] = []
    for some in chunks(ids):
        rows.extend(connection.execute(_DETECTIONS, {IDS: some}))
    named = labels(connection, [row.id for row in rows])
    found: dict[int, list[DetectionView]] = {int(asset_id): [] for asset_id in ids}
    for row in rows:
        found[row.asset_id].append(_detection(row, tuple(named[row.id])))
    return found


_DETECTIONS = (
    select(
        DETECTION.c.id,
        DETECTION.c.asset_id,
        DETECTION.c.engine,
        DETECTION.c.model_version,
        DETECTION.c.adapter,
        DETECTION.c.floor,
        DETECTION.c.content_types,
        DETECTION.c.coverage,
        DETECTION.c.created,
    )
    .where(among(DETECTION.c.asset_id))
    .order_by(DETECTION.c.id)
)


def _detection(row: Row[*tuple[Any, ...]], named: tuple[Label, ...]) -> DetectionView:
    return DetectionView(
        id=row.id,
        engine=EngineName(row.engine),
        model_version=row.model_version,
        adapter=row.adapter or None,
        min_confidence=row.floor,
        labels=with_moments(named, row.content_types),
        content_types=overall(row.content_types),
        coverage=row.coverage,
        created=row.created,
    )


_LABELS = (
    select(
        LABEL.c.detection_id,
        CATEGORY.c.name,
        CATEGORY.c.parent_name,
        LABEL.c.confidence,
        CATEGORY.c.level,
        LABEL.c.start_ms,
        LABEL.c.end_ms,
        LABEL.c.peak_ms,
    )
    .select_from(LABEL.join(CATEGORY))
    .where(among(LABEL.c.detection_id))
    .order_by(LABEL.c.detection_id, LABEL.c.position)
)


def labels(connection: Connection, detection_ids: Sequence[int]) -> dict[int, list[Label]]:
    """The labels of each detection, in the order the engine gave them."""
    found: dict[int, list[Label]] = defaultdict(list)
    for some in chunks(detection_ids):
        rows = connection.execute(_LABELS, {IDS: some})
        for detection_id, name, parent_name, confidence, level, start_ms, end_ms, peak_ms in rows:
            label = Label(name, parent_name, confidence, level, start_ms, end_ms, peak_ms=peak_ms)
            found[detection_id].append(label)
    return found
