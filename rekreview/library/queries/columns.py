"""All labels of the library as columns of numbers, read past row objects: there may be millions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select, true

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.columns import KINDS, VERSIONS, LabelColumns
from rekreview.domain.labels import Label
from rekreview.domain.legend import Legend, LegendBuilder
from rekreview.domain.moments import NO_MOMENT, Moments, MomentsBuilder
from rekreview.domain.status_codes import NONE, code_of
from rekreview.domain.taxonomy import TaxonomyVersion, for_model_version
from rekreview.library import database
from rekreview.library.categories import StoredCategory, stored_categories
from rekreview.library.content_types import ANY_TOLD, by_time, untimed
from rekreview.library.queries.chunks import plain
from rekreview.library.tables import ASSET, DETECTION, LABEL

_TOLD = select(DETECTION.c.id, DETECTION.c.content_types).where(ANY_TOLD)
_LABEL_DTYPE = np.dtype([("detection", "i8"), ("category", "i4"), ("confidence", "f8"), ("timestamp", "i8")])


@dataclass(frozen=True)
class LibraryColumns:
    """The columns, and beside them for each label the id of its stored category."""

    columns: LabelColumns
    category_id: NDArray[np.int32]


def between(after: int, last: int) -> ColumnElement[bool]:
    """The assets whose ids come after one and up to another."""
    return and_(ASSET.c.id > after, ASSET.c.id <= last)


def among(ids: Sequence[int]) -> ColumnElement[bool]:
    """The assets with these ids."""
    return ASSET.c.id.in_(plain(ids))


def library_columns(connection: Connection, within: ColumnElement[bool] | None = None) -> LibraryColumns:
    """The labels of every asset's deciding detection, assets by id; or of the assets within a part of the library."""
    stored = {one.id: one for one in stored_categories(connection)}
    assets = _assets(connection, within)
    labels = _labels(connection, within)
    deciding, row = _rows(assets.detection, labels["detection"])
    category_id = labels["category"][deciding]
    category, legend = _legend(labels["detection"][deciding], category_id, stored)
    columns = LabelColumns(
        asset_id=assets.asset_id,
        kind=assets.kind.astype(np.int8),
        taxonomy=assets.taxonomy.astype(np.int8),
        has_detection=assets.detection >= 0,
        floor=assets.floor,
        undetected=assets.undetected.astype(np.int8),
        standing=assets.standing.astype(np.int8),
        asset=row,
        category=category,
        confidence=labels["confidence"][deciding],
        timestamp=labels["timestamp"][deciding],
        legend=legend,
        moments=_moments(connection, within, labels["detection"][deciding], labels["timestamp"][deciding]),
    )
    return LibraryColumns(columns, category_id)


def _rows(deciding: NDArray[np.int64], detection: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Which labels count, given each asset's deciding detection and each label's own; and the asset row of those."""
    if not len(deciding):
        return np.zeros(len(detection), dtype=np.bool_), np.empty(0, dtype=np.int32)
    order = np.argsort(deciding, kind="stable").astype(np.int32)
    place = np.searchsorted(deciding[order], detection).astype(np.int32)
    place[place == len(order)] = 0
    row = order[place]
    counts: NDArray[np.bool_] = deciding[row] == detection
    return counts, row[counts]


@dataclass(frozen=True)
class _Assets:
    """One entry for each asset, by id: codes in the place of words; detection is -1 where there is none."""

    asset_id: NDArray[np.int64]
    kind: NDArray[np.int64]
    detection: NDArray[np.int64]
    taxonomy: NDArray[np.int64]
    floor: NDArray[np.float64]
    undetected: NDArray[np.int64]
    standing: NDArray[np.int64]


def _deciding(detection: ColumnElement[int], within: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """Whether a detection decides an asset of this part; of the whole library all are read, which is faster."""
    return true() if within is None else detection.in_(select(ASSET.c.deciding_detection_id).where(within))


def _assets(connection: Connection, within: ColumnElement[bool] | None) -> _Assets:
    """Read the assets. How a detection was asked for is told by a code, since there are few ways in a library."""
    asked = select(DETECTION.c.model_version, DETECTION.c.floor).where(_deciding(DETECTION.c.id, within))
    ways = connection.execute(asked.distinct()).all()
    codes = [
        (and_(DETECTION.c.model_version == version, DETECTION.c.floor == floor), code)
        for code, (version, floor) in enumerate(ways, 1)
    ]
    statuses = case(*((ASSET.c.status == status.value, code_of(status)) for status in Status), else_=NONE)
    statement = (
        select(
            ASSET.c.id,
            case(*((ASSET.c.kind == kind.value, code) for code, kind in enumerate(KINDS))),
            func.coalesce(ASSET.c.deciding_detection_id, NONE),
            case(*codes, else_=0) if codes else literal(0),
            case((ASSET.c.fault_code == "", code_of(Status.PENDING)), else_=code_of(Status.NOT_MODERATED)),
            case((ASSET.c.decided_by == DecidedBy.REVIEWER.value, statuses), else_=NONE),
        )
        .select_from(ASSET.outerjoin(DETECTION, DETECTION.c.id == ASSET.c.deciding_detection_id))
        .where(true() if within is None else within)
        .order_by(ASSET.c.id)
    )
    asset_id, kind, detection, way, undetected, standing = database.integer_columns(connection, statement)
    versions = [VERSIONS.index(for_model_version(version).version) for version in ("", *(one[0] for one in ways))]
    floors = [0.0, *(one[1] for one in ways)]
    return _Assets(asset_id, kind, detection, np.array(versions)[way], np.array(floors)[way], undetected, standing)


def _labels(connection: Connection, within: ColumnElement[bool] | None) -> NDArray[np.void]:
    """One record for each label of any detection, in the order they are stored in."""
    statement = select(
        LABEL.c.detection_id, LABEL.c.category_id, LABEL.c.confidence, func.coalesce(LABEL.c.start_ms, NONE)
    ).where(_deciding(LABEL.c.detection_id, within))
    return database.records(connection, statement.order_by(LABEL.c.detection_id, LABEL.c.position), _LABEL_DTYPE)


def _moments(
    connection: Connection,
    within: ColumnElement[bool] | None,
    detection: NDArray[np.int64],
    timestamp: NDArray[np.int64],
) -> Moments:
    """The content types that hold for each label. Few answers tell any, so those are looked at one by one."""
    builder = MomentsBuilder()
    of_label = np.full(len(detection), NO_MOMENT, dtype=np.int32)
    found = connection.execute(_TOLD.where(_deciding(DETECTION.c.id, within))).all()
    answers = np.array([detection_id for detection_id, _ in found], dtype=np.int64)
    starts, ends = np.searchsorted(detection, answers), np.searchsorted(detection, answers, side="right")
    for (_, stored), start, end in zip(found, starts.tolist(), ends.tolist(), strict=True):
        moments = by_time(stored)
        if start < end and not moments:
            of_label[start:end] = builder.add(untimed(stored))
        for at, content_types in moments.items() if start < end else ():
            own = timestamp[start:end] == (NONE if at is None else at)
            of_label[start:end][own] = builder.add(content_types)
    return builder.build(of_label)


def _legend(
    detection: NDArray[np.int64], category_id: NDArray[np.int32], stored: dict[int, StoredCategory]
) -> tuple[NDArray[np.int32], Legend]:
    """The code of each label's place, and what the codes mean."""
    legend = LegendBuilder()
    by_category = np.full(max(stored, default=0) + 1, NONE, dtype=np.int32)
    for one in stored.values():
        by_category[one.id] = legend.known(_version(one), one.name, one.parent_name)
    category: NDArray[np.int32] = by_category[category_id]
    for start, end in _answers_with_unknown(detection, category):
        chosen = [stored[one] for one in category_id[start:end].tolist()]
        named = [Label(one.name, one.parent_name, 0.0) for one in chosen]
        category[start:end] = legend.answer(_version(chosen[0]), named)
    return category, legend.build()


def _version(category: StoredCategory) -> TaxonomyVersion:
    return VERSIONS[VERSIONS.index(category.taxonomy)]


def _answers_with_unknown(detection: NDArray[np.int64], category: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Where the labels of an answer begin and end, for answers that hold an unknown one. They lie side by side."""
    answers = np.unique(detection[category == NONE])
    starts, ends = np.searchsorted(detection, answers), np.searchsorted(detection, answers, side="right")
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
