"""Queues: which assets a list holds, in which order, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)

from rekreview.domain.arrays import np
from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.queues import QueueCounts, QueueFilter, QueueName, SortKey
from rekreview.domain.seen_counts import DOUBTFUL
from rekreview.domain.status_codes import NONE
from rekreview.library import database
from rekreview.library.categories import matching
from rekreview.library.content_types import tells
from rekreview.library.queries import belonging
from rekreview.library.queries.choices import fitting
from rekreview.library.queries.chunks import chunks
from rekreview.library.queries.evidence import nearest_to
from rekreview.library.queries.looks import longest_first
from rekreview.library.queries.lotteries import waiting as waiting_in_lottery
from rekreview.library.queries.opinions import disputed, waiting_for
from rekreview.library.tables import ASSET, DETECTION, LABEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BY_STATUS = {
    QueueName.REJECTED: Status.REJECTED,
    QueueName.APPROVED: Status.APPROVED,
    QueueName.PENDING: Status.PENDING,
    QueueName.NOT_MODERATED: Status.NOT_MODERATED,
}
_UNDECIDED = literal_column(belonging.UNDECIDED, Boolean)
_CONDITIONS: dict[QueueName, ColumnElement[bool]] = {
    queue: literal_column(condition, Boolean) for queue, condition in belonging.CONDITIONS.items()
}

# Points of confidence as whole numbers of a billionth, which come out of the database four times as fast.
_BILLIONTHS = 1e9
_SORT_COLUMNS: dict[SortKey, ColumnElement[Any]] = {
    SortKey.CONFIDENCE: cast(func.round(ASSET.c.top_confidence * _BILLIONTHS), BigInteger),
    SortKey.BORDERLINE: cast(func.round(func.abs(ASSET.c.margin) * _BILLIONTHS), BigInteger),
    SortKey.SIZE: ASSET.c.bytes,
}
_NO_NUMBER = -1


def ids(connection: Connection, wanted: QueueFilter) -> NDArray[np.int64]:
    """The ids of a queue in its order. Raises InvalidValue for an unknown category."""
    chosen = conditions(wanted)
    if wanted.sort in _SORT_COLUMNS:
        found = _sorted(connection, chosen, wanted)
    else:
        found = database.integers(connection, select(ASSET.c.id).where(*chosen))
        found = np.sort(found)[::-1] if wanted.descending else np.sort(found)
    if wanted.sort is SortKey.WAITING:
        found = longest_first(connection, found, descending=wanted.descending)
    if wanted.category is not None:
        found = found[np.isin(found, _labelled(connection, wanted.category, wanted))]
    if wanted.content_type is not None:
        found = found[np.isin(found, _of_content_type(connection, wanted.content_type))]
    for fitted in fitting(connection, wanted.facets).values():
        found = _kept(found, fitted)
    if wanted.boundary is not None and wanted.category is not None:
        return _kept(nearest_to(connection, wanted.category, wanted.boundary), found)
    if wanted.lottery is not None:
        return _kept(waiting_in_lottery(connection, wanted.lottery), found)
    if wanted.second_sample is not None:
        return _kept(waiting_for(connection, wanted.second_sample, wanted.judge), found)
    if wanted.disputed:
        return _kept(disputed(connection), found)
    by_name = wanted.sort is SortKey.NAME
    if by_name or wanted.search.strip():
        named = _named(connection, wanted, in_order=by_name)
        found = named[np.isin(named, found)] if by_name else found[np.isin(found, named)]
    return found


def _kept(ordered: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of some ordered ids that are among others."""
    return ordered[np.isin(ordered, among)]


def _labelled(connection: Connection, category: str, wanted: QueueFilter) -> NDArray[np.int64]:
    """The assets whose deciding detection has a label in a category, with a confidence between the bounds.

    Asked for apart from everything else, so that two indices alone can answer.
    """
    bounds = _between(LABEL.c.confidence, wanted.min_confidence, wanted.max_confidence)
    named = LABEL.c.category_id.in_(matching(connection, category))
    return _decided_by_one_of(connection, select(LABEL.c.detection_id).where(named, *bounds))


def _of_content_type(connection: Connection, content_type: str) -> NDArray[np.int64]:
    """The assets whose deciding detection tells a content type."""
    return _decided_by_one_of(connection, select(DETECTION.c.id).where(tells(content_type)))


def _decided_by_one_of(connection: Connection, detections: Select[Any]) -> NDArray[np.int64]:
    """The assets that some of these detections decide: two reads of an index, where a join looks up each row."""
    found = database.integers(connection, detections)
    every = select(ASSET.c.id, func.coalesce(ASSET.c.deciding_detection_id, NONE))
    ids, deciding = database.integer_columns(connection, every)
    return ids[np.isin(deciding, found)]


def _sorted(connection: Connection, chosen: Sequence[ColumnElement[bool]], wanted: QueueFilter) -> NDArray[np.int64]:
    """In the order of a number; what has none comes last both ways, and the id settles ties."""
    column = _SORT_COLUMNS[wanted.sort]
    statement = select(ASSET.c.id, func.coalesce(column, _NO_NUMBER)).where(*chosen)
    ids, keys = database.integer_columns(connection, statement)
    direction = -1 if wanted.descending else 1
    return ids[np.lexsort((direction * ids, direction * keys, keys == _NO_NUMBER))]


def _named(connection: Connection, wanted: QueueFilter, *, in_order: bool) -> NDArray[np.int64]:
    """The assets with a name that holds the text searched for, in the order of names if need be.

    Asked for apart from everything else, so that the index of names alone can answer.
    """
    statement = select(ASSET.c.id)
    if text := wanted.search.strip().casefold():
        statement = statement.where(ASSET.c.search_text.contains(text, autoescape=True))
    if in_order and wanted.descending:
        statement = statement.order_by(ASSET.c.search_text.desc(), ASSET.c.id.desc())
    elif in_order:
        statement = statement.order_by(ASSET.c.search_text, ASSET.c.id)
    return database.integers(connection, statement)


def conditions(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """What an asset must be for a queue to hold it, its name, labels and content types aside."""
    found: list[ColumnElement[bool]] = []
    if wanted.queue in _CONDITIONS:
        found.append(_CONDITIONS[wanted.queue])
    if wanted.kind is not None:
        found.append(ASSET.c.kind == wanted.kind.value)
    if wanted.category is None:
        found.extend(_between(ASSET.c.top_confidence, wanted.min_confidence, wanted.max_confidence))
    return found


def _between(column: ColumnElement[Any], lowest: float | None, highest: float | None) -> list[ColumnElement[bool]]:
    bounds = []
    if lowest is not None:
        bounds.append(column >= lowest)
    if highest is not None:
        bounds.append(column <= highest)
    return bounds


_WAITING = and_(ASSET.c.verdict == Status.PENDING.value, ASSET.c.deciding_detection_id.is_(None))
# In the order of the index, so that the groups need no sorting.
_GROUPS = (
    ASSET.c.status,
    ASSET.c.kind,
    ASSET.c.decided_by,
    ASSET.c.overturned,
    ASSET.c.second_look,
    ASSET.c.borderline,
)
_COUNTS = select(*_GROUPS, func.count(), func.sum(case((_WAITING, 1), else_=0))).group_by(*_GROUPS)


_DISAGREEING = select(func.count()).select_from(ASSET).where(_CONDITIONS[QueueName.DISAGREEING])


def left(connection: Connection, wanted: QueueFilter) -> int:
    """How many assets of a list no person decided on yet."""
    found = ids(connection, replace(wanted, sort=SortKey.IMPORTED))
    return int(np.isin(found, database.integers(connection, select(ASSET.c.id).where(_UNDECIDED))).sum())


def doubts(connection: Connection, wanted: Sequence[int]) -> dict[int, frozenset[QueueName]]:
    """Which of these assets lie near a threshold, and on which engines disagree, decided or not."""
    found: dict[int, frozenset[QueueName]] = {}
    flags = (ASSET.c.borderline, ASSET.c.disagreeing)
    for some in chunks(wanted):
        rows = connection.execute(select(ASSET.c.id, *flags).where(ASSET.c.id.in_(some), or_(*flags)))
        for asset_id, *set_ones in rows:
            found[asset_id] = frozenset(name for name, is_set in zip(DOUBTFUL, set_ones, strict=True) if is_set)
    return found


def counts(connection: Connection) -> QueueCounts:
    """How many assets each queue holds: one pass over one index, and a look at the few that engines disagree on."""
    found, undecided = dict.fromkeys(QueueName, 0), dict.fromkeys(QueueName, 0)
    unmoderated = 0
    for status, _, decided_by, overturned, second_look, borderline, number, waiting in connection.execute(_COUNTS):
        reviewed = decided_by == DecidedBy.REVIEWER
        queues = {
            QueueName.ALL: True,
            QueueName.REVIEWED: reviewed,
            QueueName.OVERTURNED: overturned,
            QueueName.SECOND_LOOK: second_look,
            QueueName.BORDERLINE: borderline and not reviewed,
            **{queue: status == wanted for queue, wanted in _BY_STATUS.items()},
        }
        for queue, holds in queues.items():
            found[queue] += number if holds else 0
            undecided[queue] += number if holds and not reviewed else 0
        unmoderated += waiting
    found[QueueName.DISAGREEING] = undecided[QueueName.DISAGREEING] = connection.execute(_DISAGREEING).scalar_one()
    return QueueCounts(found, unmoderated, undecided)
