"""What facets let through: for each facet the assets that one of its chosen values fits.

Each is asked for by itself, so that one index alone can answer; a condition on several columns would look up each row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Connection, and_, or_, select, true

from rekreview.domain.arrays import np
from rekreview.domain.errors import InvalidValue
from rekreview.domain.facets import BAND, Choices, Facet, by_facet, day_bounds
from rekreview.library import database
from rekreview.library.categories import matching
from rekreview.library.content_types import tells
from rekreview.library.queries.looks import of_lookers
from rekreview.library.tables import ASSET, DECISION, DETECTION, TASK

if TYPE_CHECKING:
    from numpy.typing import NDArray


_BITS: Final = 64
"""With its sign, of a number in the database."""


def fitting(connection: Connection, choices: Choices) -> dict[Facet, NDArray[np.int64]]:
    """For each facet that anything is chosen of, the assets it lets through, by id. Raises InvalidValue."""
    found: dict[Facet, NDArray[np.int64]] = {}
    for facet, values in by_facet(choices).items():
        try:
            condition = _CONDITIONS[facet](connection, values)
        except (ValueError, OverflowError) as error:  # the last day of the calendar has none after it
            raise InvalidValue(f"“{', '.join(values)}” is no value of the facet {facet.value}.") from error
        found[facet] = np.sort(database.integers(connection, select(ASSET.c.id).where(condition)))
    return found


Values = Sequence[str]


def _kind(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.kind.in_(values)


def _engine(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.deciding_engine.in_(values)


def _category(connection: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.top_category_id.in_({one for slug in values for one in matching(connection, slug)})


def _confidence(_: Connection, values: Values) -> ColumnElement[bool]:
    return or_(*(_in_band(_number(value)) for value in values))


def _number(value: str) -> int:
    """A number that a database takes. Raises ValueError."""
    number = int(value)
    if number.bit_length() >= _BITS:
        raise ValueError(value)
    return number


def _in_band(begin: int) -> ColumnElement[bool]:
    beyond = ASSET.c.top_confidence < begin + BAND if begin + BAND < 100 else true()
    return and_(ASSET.c.top_confidence >= begin, beyond)


def _content_type(_: Connection, values: Values) -> ColumnElement[bool]:
    told = select(DETECTION.c.id).where(or_(*(tells(value) for value in values)))
    return ASSET.c.deciding_detection_id.in_(told)


def _reviewer(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.decision_id.in_(select(DECISION.c.id).where(DECISION.c.reviewer.in_(values)))


def _looker(_: Connection, values: Values) -> ColumnElement[bool]:
    return of_lookers(tuple(values))


def _reason(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.decision_id.in_(select(DECISION.c.id).where(DECISION.c.reason.in_(values)))


def _note(_: Connection, values: Values) -> ColumnElement[bool]:
    """The few that have one have an index; the others are all but them."""
    noted = ASSET.c.id.in_(select(ASSET.c.id).where(ASSET.c.has_note))
    return or_(*(noted if value == "yes" else ~noted for value in values))


def _date(_: Connection, values: Values) -> ColumnElement[bool]:
    days = (day_bounds(date.fromisoformat(value)) for value in values)
    return or_(*(and_(ASSET.c.imported >= first, ASSET.c.imported < beyond) for first, beyond in days))


def _import(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.import_id.in_([_number(value) for value in values])


def _run(_: Connection, values: Values) -> ColumnElement[bool]:
    return ASSET.c.id.in_(select(TASK.c.asset_id).where(TASK.c.run_id.in_([_number(value) for value in values])))


_CONDITIONS: Final[dict[Facet, Callable[[Connection, Values], ColumnElement[bool]]]] = {
    Facet.KIND: _kind,
    Facet.ENGINE: _engine,
    Facet.CATEGORY: _category,
    Facet.CONFIDENCE: _confidence,
    Facet.CONTENT_TYPE: _content_type,
    Facet.REVIEWER: _reviewer,
    Facet.LOOKER: _looker,
    Facet.REASON: _reason,
    Facet.NOTE: _note,
    Facet.DATE: _date,
    Facet.IMPORT: _import,
    Facet.RUN: _run,
}
