"""A prepared statement stores and finds what the same statement does by way of SQLAlchemy."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, select, update

from rekreview.domain.errors import Locked
from rekreview.library import Library
from rekreview.library.prepared import Prepared
from rekreview.library.tables import AUDIT_EVENT
from tests.unit.library.makers import fill

INSERT = Prepared(AUDIT_EVENT.insert(), ("at", "reviewer", "action", "details"))
MOMENT = datetime(2026, 11, 21, 10, 30, 0, 250_000, tzinfo=UTC)
EVENT = {"at": MOMENT, "reviewer": "r", "action": "prepared", "details": {"ä": [1, None]}}


@pytest.fixture
def store(library):
    return library._database


def stored(store, action="prepared"):
    with store.reading() as connection:
        return [
            (row.at, row.reviewer, row.details)
            for row in connection.execute(select(AUDIT_EVENT).where(AUDIT_EVENT.c.action == action))
        ]


def test_moments_and_json_are_kept_as_everywhere_else(store):
    with store.writing_bare() as driver:
        INSERT.run(driver, {**EVENT, "at": MOMENT.astimezone(timezone(timedelta(hours=5)))})
    with store.writing() as connection:
        connection.execute(AUDIT_EVENT.insert(), EVENT)
    assert stored(store) == [(MOMENT, "r", {"ä": [1, None]})] * 2
    with store.reading_bare() as driver:
        texts = set(driver.execute("SELECT at, details FROM audit_event WHERE action = 'prepared'").fetchall())
    assert len(texts) == 1


def test_values_that_are_part_of_the_statement_need_not_be_given(store):
    with store.writing_bare() as driver:
        INSERT.run(driver, EVENT)
        change = update(AUDIT_EVENT).where(AUDIT_EVENT.c.action == bindparam("which")).values(reviewer="changed")
        assert Prepared(change).run(driver, {"which": "prepared"}).rowcount == 1
    assert stored(store)[0][1] == "changed"


def test_what_raises_inside_is_undone_and_the_lane_is_free_again(store):
    def write_two():
        with store.writing_bare() as driver:
            INSERT.run(driver, EVENT)
            INSERT.run(driver, {**EVENT, "action": None})

    with pytest.raises(sqlite3.IntegrityError):
        write_two()
    assert stored(store) == []
    with store.writing_bare() as driver:
        INSERT.run(driver, EVENT)
    assert len(stored(store)) == 1


def test_somebody_else_who_writes_too_long_is_told_in_words(library, monkeypatch):
    fill(library, 1)
    monkeypatch.setattr("rekreview.library.database.BUSY_SECONDS", 0.1)
    with Library.open(library.directory) as second:
        holder = sqlite3.connect(library.directory / "library.sqlite", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(Locked), second._database.writing_bare() as driver:
            INSERT.run(driver, EVENT)
        holder.execute("ROLLBACK")
        holder.close()
        with second._database.writing_bare() as driver:
            INSERT.run(driver, EVENT)
    assert len(stored(library._database)) == 1
