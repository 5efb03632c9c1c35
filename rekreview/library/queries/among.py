"""Statements that ask for a list of ids: made once, since working out their text takes longer than answering them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam

IDS: Final = "ids"
"""The parameter for the ids of a statement that has `among` in it, a piece of `chunks` at a time."""


def among(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a column holds one of the ids."""
    return column.in_(bindparam(IDS, expanding=True))
