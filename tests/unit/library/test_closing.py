"""A library that is closed while somebody still asks it something."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from rekreview.library import Library


def test_a_connection_that_is_lent_while_the_library_closes_is_left_to_who_has_it(library: Library) -> None:
    database = library._database
    kept = database._lend_asker()
    lent: list[sqlite3.Connection] = []

    class Late(sqlite3.Connection):
        """Somebody asks while this one is closed."""

        def close(self) -> None:
            lent.append(database._lend_asker())
            super().close()

    database._askers.extend((kept, sqlite3.connect(":memory:", factory=Late)))
    library.close()
    assert lent == [kept]
    assert kept.execute("SELECT 1").fetchone() == (1,)
    database._take_back(kept)
    with pytest.raises(sqlite3.ProgrammingError):
        kept.execute("SELECT 1")


def test_questions_and_the_end_of_the_library_do_not_meet(library: Library) -> None:
    def ask() -> None:
        while not ended.is_set():
            with library._database.reading_bare() as driver:
                driver.execute("SELECT count(*) FROM asset").fetchone()

    ended = threading.Event()
    asking = [threading.Thread(target=ask) for _ in range(4)]
    for thread in asking:
        thread.start()
    library.close()
    ended.set()
    for thread in asking:
        thread.join(10)
    assert not any(thread.is_alive() for thread in asking)
