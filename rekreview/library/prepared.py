"""Statements worked out once and then given to the driver as they are.

What a paid call costs in the database is asked and written before and after every one of them, and a person waits for
each single decision: there SQLAlchemy's bookkeeping takes several times what SQLite needs. The statements stay in its
language; only their use is bare.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Insert, Select, Update
from sqlalchemy.dialects import sqlite

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact_json(value: object) -> str:
    """JSON as the library keeps it."""
    return _ENCODER.encode(value)


_DIALECT: Final = sqlite.dialect(paramstyle="named", json_serializer=compact_json)


class Prepared:
    """One statement, worked out when it is first used. columns: those an insert fills."""

    def __init__(self, statement: Insert | Update | Select[Any], columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = columns

    def run(self, driver: sqlite3.Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Execute it with these values, each put into the form the library keeps it in."""
        text, fixed, storable = self._worked_out
        stored = {**fixed, **values}
        for name, convert in storable.items():
            stored[name] = convert(stored[name])
        return driver.execute(text, stored)

    def within(self, connection: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Execute it in a transaction of SQLAlchemy's; what it finds comes as the driver tells it."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return self.run(driver, values)

    def insert(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Add a row in a transaction of SQLAlchemy's; its id."""
        row_id = self.within(connection, values).lastrowid
        assert row_id is not None
        return row_id

    @cached_property
    def _worked_out(self) -> tuple[str, dict[str, Any], dict[str, Callable[[Any], Any]]]:
        """Its text, the values that are part of it, and how the others are put."""
        compiled = self._statement.compile(dialect=_DIALECT, column_keys=self._columns)
        kinds = {name: parameter.type.dialect_impl(_DIALECT) for name, parameter in compiled.binds.items()}
        converts = {name: kind.bind_processor(_DIALECT) for name, kind in kinds.items()}
        return str(compiled), dict(compiled.params), {name: one for name, one in converts.items() if one}
