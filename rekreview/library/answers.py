"""Reads the detections that may decide assets: which there are, and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from rekreview.domain.labels import Label
from rekreview.library.content_types import ANY_TOLD, Stored
from rekreview.library.queries.chunks import chunks
from rekreview.library.standing import Candidate
from rekreview.library.tables import CATEGORY, DETECTION, LABEL

_CANDIDATE = select(
    DETECTION.c.asset_id,
    DETECTION.c.id,
    DETECTION.c.engine,
    DETECTION.c.model_version,
    DETECTION.c.adapter,
    DETECTION.c.floor,
)
_LABEL = select(
    LABEL.c.detection_id,
    LABEL.c.category_id,
    CATEGORY.c.name,
    CATEGORY.c.parent_name,
    LABEL.c.confidence,
    LABEL.c.start_ms,
).select_from(LABEL.join(CATEGORY))

NamedLabels = dict[int, list[tuple[int, Label]]]


def candidates(connection: Connection, ids: Sequence[int]) -> dict[int, list[Candidate]]:
    """The detections of each asset that has any."""
    found: dict[int, list[Candidate]] = defaultdict(list)
    for some in chunks(ids):
        for asset_id, *parts in connection.execute(_CANDIDATE.where(DETECTION.c.asset_id.in_(some))):
            found[asset_id].append(Candidate(*parts))
    return found


def labels_of(connection: Connection, detection_ids: Sequence[int]) -> NamedLabels:
    """The labels of each detection with their category ids, in the engine's order."""
    found: NamedLabels = defaultdict(list)
    for some in chunks(detection_ids):
        statement = _LABEL.where(LABEL.c.detection_id.in_(some)).order_by(LABEL.c.detection_id, LABEL.c.position)
        for detection_id, category_id, name, parent_name, confidence, start_ms in connection.execute(statement):
            label = Label(name, parent_name, confidence, timestamp_ms=start_ms)
            found[detection_id].append((category_id, label))
    return found


def content_types_of(connection: Connection, detection_ids: Sequence[int]) -> dict[int, Stored]:
    """What is stored of the content types of these detections, where any were told."""
    found: dict[int, Stored] = {}
    for some in chunks(detection_ids):
        statement = select(DETECTION.c.id, DETECTION.c.content_types).where(DETECTION.c.id.in_(some), ANY_TOLD)
        found.update((detection_id, stored) for detection_id, stored in connection.execute(statement))
    return found
