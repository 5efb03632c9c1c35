"""What persons said of single labels, as far as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, true

from rekreview.domain.marks import LabelMark, MarkWord, undone_marks
from rekreview.domain.taxonomy import VERSIONS
from rekreview.library.tables import CATEGORY, LABEL_MARK

_MARK = select(
    LABEL_MARK.c.id,
    LABEL_MARK.c.asset_id,
    CATEGORY.c.taxonomy,
    CATEGORY.c.slug,
    CATEGORY.c.name,
    LABEL_MARK.c.word,
    LABEL_MARK.c.reviewer,
    LABEL_MARK.c.at,
    LABEL_MARK.c.undoes,
).select_from(LABEL_MARK.join(CATEGORY))

MarkRow = Row[*tuple[Any, ...]]


def marks(connection: Connection, asset_id: int | None = None) -> list[LabelMark]:
    """The marks that stand: on one asset, or on all; the oldest first."""
    within = true() if asset_id is None else LABEL_MARK.c.asset_id == asset_id
    newest: dict[tuple[int, str, str], MarkRow] = {}
    for row in _standing(rows(connection, within)):
        newest.setdefault((row.asset_id, row.taxonomy, row.slug), row)
    return [_mark(row) for row in reversed(newest.values()) if row.word is not None]


def rows(connection: Connection, within: ColumnElement[bool]) -> Sequence[MarkRow]:
    """The rows of some marks, newest first."""
    return connection.execute(_MARK.where(within).order_by(LABEL_MARK.c.id.desc())).all()


def undone_rows(newest_first: Iterable[MarkRow]) -> set[int]:
    """The ids of the rows that count for nothing."""
    return undone_marks((row.id, row.undoes) for row in newest_first)


def _standing(newest_first: Sequence[MarkRow]) -> list[MarkRow]:
    undone = undone_rows(newest_first)
    return [row for row in newest_first if row.undoes is None and row.id not in undone]


def _mark(row: MarkRow) -> LabelMark:
    version = VERSIONS[VERSIONS.index(row.taxonomy)]
    return LabelMark(row.asset_id, row.slug, row.name, version, MarkWord(row.word), row.reviewer, row.at)
