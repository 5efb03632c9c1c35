"""Works out where assets stand after their detections, or the rule which of them decides, changed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from rekreview.domain.assets import DecidedBy, MediaKind, Status
from rekreview.domain.columns import ColumnsBuilder
from rekreview.domain.labels import Label
from rekreview.domain.policy import PolicyPair
from rekreview.domain.status_codes import STATUS_CODES
from rekreview.library.content_types import ANY_TOLD, Stored, untimed, with_moments
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.preferences import chosen_adapter
from rekreview.library.standing import Candidate, Judged, deciding, judge, write_judged
from rekreview.library.tables import ASSET, CATEGORY, DETECTION, LABEL

_CANDIDATE = select(
    DETECTION.c.asset_id,
    DETECTION.c.id,
    DETECTION.c.engine,
    DETECTION.c.model_version,
    DETECTION.c.adapter,
    DETECTION.c.floor,
)
_ASSET = select(ASSET.c.id, ASSET.c.kind, ASSET.c.status, ASSET.c.decided_by, ASSET.c.fault_code)
_LABEL = select(
    LABEL.c.detection_id,
    LABEL.c.category_id,
    CATEGORY.c.name,
    CATEGORY.c.parent_name,
    LABEL.c.confidence,
    LABEL.c.start_ms,
).select_from(LABEL.join(CATEGORY))

NamedLabels = dict[int, list[tuple[int, Label]]]


def restand(connection: Connection, ids: Sequence[int], pair: PolicyPair) -> None:
    """Work out anew where these assets stand, and write it."""
    adapter = chosen_adapter(connection)
    for some in chunks(ids):
        rows = connection.execute(_ASSET.where(ASSET.c.id.in_(some))).all()
        choice = {one: deciding(found, adapter) for one, found in candidates(connection, some).items()}
        chosen = [one.id for one in choice.values() if one]
        told = _content_types(connection, chosen)
        write_judged(connection, _judged(rows, choice, _labels(connection, chosen), told, pair))


def candidates(connection: Connection, ids: Sequence[int]) -> dict[int, list[Candidate]]:
    """The detections of each asset that has any."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for some in chunks(ids):
        for asset_id, *parts in connection.execute(_CANDIDATE.where(DETECTION.c.asset_id.in_(some))):
            found[asset_id].append(Candidate(*parts))
    return found


def decided_status(status: str, decided_by: str | None) -> Status | None:
    """What a person decided, read from an asset's row."""
    return Status(status) if decided_by == DecidedBy.REVIEWER else None


def undetected(fault_code: str) -> Status:
    """The verdict on an asset without a detection: pending, or not moderated if something prevented it."""
    return Status.NOT_MODERATED if fault_code else Status.PENDING


def _labels(connection: Connection, detection_ids: Sequence[int]) -> NamedLabels:
    """The labels of each detection with their category ids, in the engine's order."""
    found: NamedLabels = defaultdict(list)
    for some in chunks(detection_ids):
        statement = _LABEL.where(LABEL.c.detection_id.in_(some)).order_by(LABEL.c.detection_id, LABEL.c.position)
        for detection_id, category_id, name, parent_name, confidence, start_ms in connection.execute(statement):
            label = Label(name, parent_name, confidence, timestamp_ms=start_ms)
            found[detection_id].append((category_id, label))
    return found


def _content_types(connection: Connection, detection_ids: Sequence[int]) -> dict[int, Stored]:
    """What is stored of the content types of these detections, where any were told."""
    found: dict[int, Stored] = {}
    for some in chunks(detection_ids):
        statement = select(DETECTION.c.id, DETECTION.c.content_types).where(DETECTION.c.id.in_(some), ANY_TOLD)
        found.update((detection_id, stored) for detection_id, stored in connection.execute(statement))
    return found


def _judged(
    rows: Sequence[Row[*tuple[Any, ...]]],
    choice: dict[int, Candidate | None],
    labels: NamedLabels,
    content_types: dict[int, Stored],
    pair: PolicyPair,
) -> list[Judged]:
    builder = ColumnsBuilder()
    category_ids: list[int] = []
    for asset_id, kind, _, _, fault_code in rows:
        chosen = choice.get(asset_id)
        found = labels.get(chosen.id, []) if chosen else []
        told = content_types.get(chosen.id, ()) if chosen else ()
        builder.add(
            asset_id,
            MediaKind(kind),
            with_moments((label for _, label in found), told) if chosen else None,
            model_version=chosen.model_version if chosen else "",
            undetected=undetected(fault_code),
            content_types=untimed(told),
        )
        category_ids.extend(category_id for category_id, _ in found)
    columns = builder.build()
    judgement = judge(columns, pair)
    verdicts, tops, margins = judgement.verdict.tolist(), judgement.top.tolist(), judgement.margin.tolist()
    borderline, confidences = judgement.borderline.tolist(), columns.confidence.tolist()
    return [
        Judged(
            asset_id=row.id,
            verdict=STATUS_CODES[verdicts[index]],
            decided=decided_status(row.status, row.decided_by),
            detection=choice.get(row.id),
            category_id=category_ids[top] if top >= 0 else None,
            confidence=confidences[top] if top >= 0 else None,
            margin=None if math.isnan(margins[index]) else margins[index],
            borderline=borderline[index],
        )
        for index, (row, top) in enumerate(zip(rows, tops, strict=True))
    ]
