"""All labels of the library as columns of numbers, read past row objects: there may be millions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, cast, func, literal, select, true

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.columns import KINDS, VERSIONS, LabelColumns
from rekreview.domain.labels import Label
from rekreview.domain.legend import Legend, LegendBuilder
from rekreview.domain.moments import NO_MOMENT, Moments, MomentsBuilder
from rekreview.domain.status_codes import NONE, code_of
from rekreview.domain.taxonomy import TaxonomyVersion, for_model_version
from rekreview.library import database
from rekreview.library.categories import StoredCategory, stored_categories
from rekreview.library.content_types import ANY_TOLD, AS_TEXT, by_time, untimed
from rekreview.library.queries.chunks import plain
from rekreview.library.tables import ASSET, DETECTION, LABEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TOLD = select(DETECTION.c.id, AS_TEXT).where(ANY_TOLD)

_PART: Final = 50_000
"""How many rows are read at a time."""

_SCALE: Final = 2.0**56
"""What makes a confidence a whole number that says it exactly, if it is no less than _LEAST."""

_LEAST: Final = 2**52
_ROOM: Final = 8
"""More than there are media, and statuses with none."""

_SCALED: Final = cast(LABEL.c.confidence * _SCALE, BigInteger)
_IN_ORDER: Final = (LABEL.c.detection_id, LABEL.c.position)

_LABEL_FIELDS: Final = [("detection", "i8"), ("category", "i4"), ("confidence", "f8"), ("timestamp", "i8")]


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
    labels = _labels(connection, within, max(stored, default=0) + 1)
    deciding, row = _rows(assets.detection, labels["detection"])
    category_id = labels["category"][deciding]
    category, legend = _legend(labels["detection"][deciding], category_id, stored)
    columns = LabelColumns(
        asset_id=assets.asset_id,
        kind=assets.kind,
        taxonomy=assets.taxonomy,
        has_detection=assets.detection >= 0,
        floor=assets.floor,
        undetected=assets.undetected,
        standing=assets.standing,
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
    row_of = np.full(max(deciding.max(initial=0), detection.max(initial=0)) + 1, NONE, dtype=np.int32)
    decided = np.flatnonzero(deciding >= 0)
    row_of[deciding[decided]] = decided
    row = row_of[detection]
    counts: NDArray[np.bool_] = row >= 0
    return counts, row[counts]


@dataclass(frozen=True)
class _Assets:
    """One entry for each asset, by id: codes in the place of words; detection is -1 where there is none."""

    asset_id: NDArray[np.int64]
    kind: NDArray[np.int8]
    detection: NDArray[np.int64]
    taxonomy: NDArray[np.int8]
    floor: NDArray[np.float64]
    undetected: NDArray[np.int8]
    standing: NDArray[np.int8]


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
    kinds = case(*((ASSET.c.kind == kind.value, code) for code, kind in enumerate(KINDS)))
    undetected = case((ASSET.c.fault_code == "", code_of(Status.PENDING)), else_=code_of(Status.NOT_MODERATED))
    standing = case((ASSET.c.decided_by == DecidedBy.REVIEWER.value, statuses), else_=NONE)
    way = case(*codes, else_=0) if codes else literal(0)
    # In one number, since every column is a text to be strung together and read again.
    packed = ((way * _ROOM + kinds) * _ROOM + undetected) * _ROOM + standing - NONE
    columns = (ASSET.c.id, func.coalesce(ASSET.c.deciding_detection_id, NONE), packed)
    told = select(*columns).select_from(ASSET.outerjoin(DETECTION, DETECTION.c.id == ASSET.c.deciding_detection_id))
    parts = _parts(connection, ASSET.c.id) if within is None else [within]
    found = [database.integer_columns(connection, told.where(part).order_by(ASSET.c.id)) for part in parts]
    asset_id, detection, code = map(np.concatenate, zip(*found, strict=True))
    versions = [VERSIONS.index(for_model_version(version).version) for version in ("", *(one[0] for one in ways))]
    floors = [0.0, *(one[1] for one in ways)]
    return _Assets(
        asset_id=asset_id,
        kind=(code // _ROOM**2 % _ROOM).astype(np.int8),
        detection=detection,
        taxonomy=np.array(versions, dtype=np.int8)[code // _ROOM**3],
        floor=np.array(floors)[code // _ROOM**3],
        undetected=(code // _ROOM % _ROOM).astype(np.int8),
        standing=(code % _ROOM + NONE).astype(np.int8),
    )


def _parts(connection: Connection, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """A whole table in parts by its key, one at least: the text of a whole column would be slow to grow."""
    last = connection.scalar(select(func.max(key))) or 0
    return [and_(key > start, key <= start + _PART) for start in range(0, max(1, last), _PART)]


def _labels(connection: Connection, within: ColumnElement[bool] | None, width: int) -> NDArray[np.void]:
    """One record for each label of any detection, in the order they are stored in. width: over every category's id."""
    detection = LABEL.c.detection_id
    parts = _parts(connection, detection) if within is None else [_deciding(detection, within)]
    return np.concatenate([_labels_of(connection, part, width) for part in parts])


def _labels_of(connection: Connection, part: ColumnElement[bool], width: int) -> NDArray[np.void]:
    """The labels of one part. Text is the fastest way out of SQLite, and whole numbers are exact in it."""
    label = LABEL.c.detection_id * width + LABEL.c.category_id
    place, scaled, timestamp = _integers(connection, part, label, _SCALED, LABEL.c.start_ms)
    found = np.empty(len(place), dtype=_LABEL_FIELDS)
    found["detection"], found["category"] = np.divmod(place, width)
    found["confidence"] = scaled / _SCALE
    if (low := scaled < _LEAST).any():
        # As SQL sees them, so that no rounding parts the two.
        exact = select(LABEL.c.confidence).where(part, _SCALED < _LEAST).order_by(*_IN_ORDER)
        found["confidence"][low] = database.records(connection, exact, np.dtype([("", "f8")]))["f0"]
    if 0 < len(timestamp) < len(found):
        (timestamp,) = _integers(connection, part, func.coalesce(LABEL.c.start_ms, NONE))
    found["timestamp"] = timestamp if len(timestamp) else NONE
    return found


def _integers(
    connection: Connection, part: ColumnElement[bool], *columns: ColumnElement[int]
) -> list[NDArray[np.int64]]:
    return database.integer_columns(connection, select(*columns).where(part).order_by(*_IN_ORDER))


def _moments(
    connection: Connection,
    within: ColumnElement[bool] | None,
    detection: NDArray[np.int64],
    timestamp: NDArray[np.int64],
) -> Moments:
    """The content types that hold for each label. Many answers tell the same, in the same words, so those are read
    once; few tell them by time, so those are looked at one by one.
    """
    builder = MomentsBuilder()
    of_answer = np.full(detection.max(initial=0) + 1, NO_MOMENT, dtype=np.int32)
    numbers: dict[str, int] = {}
    timed: list[tuple[int, str]] = []
    for answer, text in database.rows(connection, _TOLD.where(_deciding(DETECTION.c.id, within))):
        if text not in numbers:
            stored = json.loads(text)
            numbers[text] = NONE if by_time(stored) else builder.add(untimed(stored))
        if numbers[text] == NONE:
            timed.append((answer, text))
        elif answer < len(of_answer):
            of_answer[answer] = numbers[text]
    of_label = of_answer[detection]
    for answer, text in timed:
        start, end = np.searchsorted(detection, answer), np.searchsorted(detection, answer, side="right")
        for at, content_types in by_time(json.loads(text)).items() if start < end else ():
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
