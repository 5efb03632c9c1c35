"""Who put which asset aside for a second look, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Select, case, func, select

from rekreview.domain.arrays import np
from rekreview.library import database
from rekreview.library.step_values import Act
from rekreview.library.tables import ASSET, DECISION

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DEEPEST: Final = 3
"""Rows that undo each other, at most: a step is taken back by another, that one is undone, and the undo done again."""


def _counts(row: FromClause, deeper: int = _DEEPEST) -> ColumnElement[bool]:
    """Whether a row counts: no row that counts itself undoes it."""
    undoing = DECISION.alias(f"undoing_{deeper}")
    undone = select(undoing.c.id).where(undoing.c.asset_id == row.c.asset_id, undoing.c.undoes == row.c.id)
    return ~(undone.where(_counts(undoing, deeper - 1)) if deeper else undone).exists()


def _last() -> ColumnElement[int]:
    look = DECISION.alias("look")
    of_asset = (look.c.asset_id == ASSET.c.id, look.c.act == Act.LOOK_AGAIN.value, look.c.undoes.is_(None))
    return select(func.max(look.c.id)).where(*of_asset, _counts(look)).correlate(ASSET).scalar_subquery()


_LAST: Final = _last()
"""The act that put an asset aside, the newest that was not taken back. A row that undoes one has its act and the name
of who undid it, so it is none.
"""


def looker() -> ColumnElement[Any]:
    """Of a select of assets: who put one aside that is."""
    return _of_last(select(DECISION.c.reviewer))


def aside_since() -> ColumnElement[Any]:
    """Of a select of assets: since when one is aside that is."""
    return _of_last(select(DECISION.c.at))


def _of_last(chosen: Select[Any]) -> ColumnElement[Any]:
    told = chosen.where(DECISION.c.id == _LAST).correlate(ASSET).scalar_subquery()
    return case((ASSET.c.second_look, told), else_=None)


def longest_first(connection: Connection, found: NDArray[np.int64], *, descending: bool) -> NDArray[np.int64]:
    """Assets in the order in which they were put aside; those that are not come last, by id."""
    ids, acts = database.integer_columns(connection, select(ASSET.c.id, _LAST).where(ASSET.c.second_look))
    order = np.argsort(-acts if descending else acts, kind="stable")
    aside = ids[order]
    return np.concatenate([aside[np.isin(aside, found)], found[~np.isin(found, aside)]])


def of_lookers(reviewers: tuple[str, ...]) -> ColumnElement[bool]:
    """Put aside by one of these."""
    return ASSET.c.second_look & looker().in_(reviewers)


def lookers(connection: Connection, among: NDArray[np.int64]) -> list[tuple[str, int]]:
    """Who put how many of these assets aside, the most first."""
    rows = connection.execute(select(ASSET.c.id, looker()).where(ASSET.c.second_look)).all()
    held = set(among[np.isin(among, np.array([row[0] for row in rows], np.int64))].tolist()) if rows else set()
    counts: dict[str, int] = {}
    for asset_id, who in rows:
        if asset_id in held and who:
            counts[who] = counts.get(who, 0) + 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
