"""What persons decided in a time, counted for reports. No asset is looked at: what is needed is kept with decisions."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.reviewing import BANDS, NO_BAND, ReportWish, Reviewed, ReviewFigures, Twice
from rekreview.library import database
from rekreview.library.queries.opinions import STANDING, newest
from rekreview.library.step_values import Act
from rekreview.library.tables import CATEGORY, DECISION, OPINION

_DECIDING: Final = (Act.DECIDE.value, Act.CLEAR.value)
_EPOCH: Final = date(1970, 1, 1)


def figures(connection: Connection, wish: ReportWish) -> ReviewFigures:
    """All that a report is made from. Days are those of this computer's time zone."""
    return ReviewFigures(wish, _reviewed(connection, wish), _twice(connection, wish))


def reviewers(connection: Connection) -> list[str]:
    """Everybody who ever decided or judged again, by name."""
    decided = connection.execute(select(DECISION.c.reviewer).distinct()).scalars()
    judged = connection.execute(select(OPINION.c.reviewer).distinct()).scalars()
    return sorted({name for name in (*decided, *judged) if name})


def _between(column: ColumnElement[Any], wish: ReportWish) -> list[ColumnElement[bool]]:
    bounds = []
    if wish.since is not None:
        bounds.append(column >= _beginning(wish.since))
    if wish.until is not None and wish.until < date.max:  # after the last day there is none
        bounds.append(column < _beginning(wish.until + timedelta(days=1)))
    return bounds


def _beginning(day: date) -> datetime:
    """The moment a day begins here."""
    return datetime.combine(day, time()).astimezone()


def _reviewed(connection: Connection, wish: ReportWish) -> tuple[Reviewed, ...]:
    """Each asset counts once, with its last decision in this time; what was taken back does not count."""
    categories = {row.id: row.name for row in connection.execute(select(CATEGORY.c.id, CATEGORY.c.name))}
    counted: Counter[tuple[Any, ...]] = Counter()
    rows = _last_decisions(connection, wish)
    days = _days([row[6] for row in rows])
    for (_, status, verdict, engine, category_id, confidence, _at, reviewer), day in zip(rows, days, strict=True):
        counted[day, reviewer, engine, category_id, _band(confidence), verdict, status] += 1
    return tuple(
        Reviewed(
            day=_EPOCH + timedelta(days=day),
            reviewer=reviewer,
            engine=EngineName(engine) if engine else None,
            category=categories.get(category_id, ""),
            band=band,
            verdict=Status(verdict) if verdict else None,
            decided=Status(status),
            assets=number,
        )
        for (day, reviewer, engine, category_id, band, verdict, status), number in counted.items()
    )


def _last_decisions(connection: Connection, wish: ReportWish) -> list[tuple[Any, ...]]:
    """The last decision on each asset; none where it was cleared after. at: as the database writes it."""
    statement = (
        select(
            DECISION.c.id,
            DECISION.c.asset_id,
            DECISION.c.to_status,
            DECISION.c.machine_verdict,
            DECISION.c.machine_engine,
            DECISION.c.machine_category_id,
            DECISION.c.machine_confidence,
            DECISION.c.at,
            DECISION.c.reviewer,
        )
        .where(DECISION.c.act.in_(_DECIDING), DECISION.c.undoes.is_(None))
        .where(*_between(DECISION.c.at, wish))
        .order_by(DECISION.c.id)
    )
    if wish.reviewer:
        statement = statement.where(DECISION.c.reviewer == wish.reviewer)
    undone = _undone(connection)
    last = {row[1]: row[1:] for row in database.rows(connection, statement) if row[0] not in undone}
    wanted = wish.engine.value if wish.engine else None
    return [row for row in last.values() if row[1] is not None and wanted in (None, row[3])]


def _undone(connection: Connection) -> set[int]:
    """The rows that count for nothing, since another one that counts undoes them."""
    undoing = select(DECISION.c.id, DECISION.c.undoes).where(DECISION.c.undoes.is_not(None))
    undone: set[int] = set()
    for row_id, target in database.rows(connection, undoing.order_by(DECISION.c.id.desc())):
        if row_id not in undone:
            undone.add(target)
    return undone


def _band(confidence: float | None) -> int:
    return NO_BAND if confidence is None else min(BANDS - 1, int(confidence * BANDS / 100))


def _days(moments: list[str]) -> list[int]:
    """The day of each moment (UTC, as text) in this computer's time zone, counted from 1970.

    The zone is asked once for each hour there is, since asking for each of 100,000 takes a second.
    """
    if not moments:
        return []
    hours = np.array([moment[:13].replace(" ", "T") for moment in moments], dtype="datetime64[h]")
    minutes = np.array([int(moment[14:16]) for moment in moments], dtype="timedelta64[m]")
    different, which = np.unique(hours, return_inverse=True)
    shifts = np.array([_shift(hour) for hour in different.astype("datetime64[s]").tolist()], dtype="timedelta64[m]")
    local = hours.astype("datetime64[m]") + minutes + shifts[which]
    days: list[int] = local.astype("datetime64[D]").astype(np.int64).tolist()
    return days


def _shift(hour: datetime) -> int:
    """By how many minutes the clocks here are ahead of UTC at this hour."""
    offset = hour.replace(tzinfo=UTC).astimezone().utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


def _twice(connection: Connection, wish: ReportWish) -> tuple[Twice, ...]:
    """What was judged a second time in this time, beside what was said first."""
    statement = (
        STANDING.add_columns(
            DECISION.c.to_status.label("decided"),
            DECISION.c.reviewer.label("decider"),
            DECISION.c.machine_engine.label("engine"),
            func.coalesce(CATEGORY.c.name, "").label("category"),
        )
        .join(DECISION, DECISION.c.id == OPINION.c.decision_id)
        .outerjoin(CATEGORY, CATEGORY.c.id == DECISION.c.machine_category_id)
        .where(*_between(OPINION.c.at, wish))
    )
    wanted = wish.engine.value if wish.engine else None
    counted: Counter[tuple[Any, ...]] = Counter(
        (row.decider, row.reviewer, row.category, Status(row.decided), Status(row.status), row.sample_id is None)
        for row in newest(connection, statement)
        if wish.reviewer in ("", row.decider, row.reviewer) and wanted in (None, row.engine)
    )
    return tuple(
        Twice(decider, judge, category, first, second, own, number)
        for (decider, judge, category, first, second, own), number in counted.items()
    )
