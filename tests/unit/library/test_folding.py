"""The write-ahead log is folded into the file beside the writers, and none of them has to do it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rekreview.library import database, folding
from rekreview.library.database import Database, WriteLane
from rekreview.library.folding import LogFolder

ROW_BYTES = 100_000


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "some.sqlite"
    database.make_file(made)
    return made


@pytest.fixture
def store(file: Path) -> Iterator[Database]:
    made = Database(file)
    with made.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE row (bytes BLOB)")
    yield made
    made.close()


def write(store: Database, rows: int = 1) -> None:
    for _ in range(rows):
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO row VALUES (zeroblob(?))", (ROW_BYTES,))


def log_bytes(store: Database) -> int:
    return store.file.with_name(f"{store.file.name}-wal").stat().st_size


def rows_in_the_file_alone(store: Database, place: Path) -> int:
    """What a copy of the file without its log holds."""
    alone = place / "alone.sqlite"
    shutil.copy(store.file, alone)
    with closing(sqlite3.connect(alone)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM row").fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # not even the table


def wait_for(folder: LogFolder) -> None:
    thread = folder._thread
    if thread is not None:
        thread.join(20)


def test_a_writer_leaves_a_long_log_alone(store: Database, tmp_path: Path) -> None:
    store._folder.close()
    write(store, 60)
    assert log_bytes(store) > 5_000_000, "SQLite would have folded at four"
    assert rows_in_the_file_alone(store, tmp_path) == 0


def test_it_is_folded_while_somebody_writes(store: Database, file: Path, tmp_path: Path) -> None:
    clock = Clock()
    folder = LogFolder(file, store.lane, clock=clock)
    store._folder = folder
    write(store, 60)
    assert folder._thread is None, "not that soon after the last time"
    clock.now += folding.EVERY_SECONDS
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO row VALUES (zeroblob(?))", (ROW_BYTES,))
        folder.written()
        wait_for(folder)
        assert rows_in_the_file_alone(store, tmp_path) == 60


def test_a_short_log_is_left_alone(store: Database, file: Path) -> None:
    clock = Clock()
    store._folder = LogFolder(file, store.lane, clock=clock)
    clock.now += folding.EVERY_SECONDS
    write(store, 5)
    assert store._folder._thread is None


def test_a_log_that_grows_while_it_is_folded_is_folded_between_two_writers(
    store: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "GROWN_BYTES", 6_000_000)
    monkeypatch.setattr(folding, "MOST_BYTES", 1_000_000)
    store._folder = LogFolder(file, store.lane, clock=Clock())
    written = 0
    while written < 200 or log_bytes(store) > written * ROW_BYTES * 3 / 4:
        assert written < 5_000, "the log was never begun anew"
        write(store, 10)
        written += 10


def test_writers_wait_only_for_a_log_that_is_far_too_long(store: Database, file: Path) -> None:
    lane = CountedLane()
    store._folder.close()
    write(store, 60)
    LogFolder(file, lane, clock=Clock())._fold()
    assert not lane.entered


class CountedLane(WriteLane):
    """Knows how often somebody was in it."""

    entered = 0

    def __enter__(self) -> None:
        super().__enter__()
        self.entered += 1


def test_the_log_begins_anew_after_it_was_folded(store: Database, file: Path) -> None:
    clock = Clock()
    store._folder = LogFolder(file, store.lane, clock=clock)
    write(store, 60)
    clock.now += folding.EVERY_SECONDS
    write(store)
    wait_for(store._folder)
    before = log_bytes(store)
    write(store, 30)
    assert log_bytes(store) == before


def test_folding_is_no_strangers_write(store: Database, file: Path) -> None:
    store._folder = LogFolder(file, store.lane, clock=Clock())
    assert not store.foreign_writes()
    write(store, 60)
    store._folder._fold()
    assert not store.foreign_writes()
    write(store)
    assert not store.foreign_writes()


def test_closing_waits_for_what_is_under_way_and_nothing_begins_after(store: Database, file: Path) -> None:
    clock = Clock()
    store._folder = LogFolder(file, store.lane, clock=clock)
    write(store, 60)
    clock.now += folding.EVERY_SECONDS
    store._folder.written()
    store._folder.close()
    assert store._folder._thread is None
    clock.now += folding.EVERY_SECONDS
    store._folder.written()
    assert store._folder._thread is None


def test_what_cannot_be_folded_now_stays_in_the_log(store: Database, file: Path, tmp_path: Path) -> None:
    write(store, 3)
    gone = LogFolder(tmp_path / "no folder" / "some.sqlite", store.lane)
    gone._fold()
    gone.written()
    gone.flush()
    assert rows_in_the_file_alone(store, tmp_path) == 0
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM row").scalar() == 3


def test_flushing_asks_the_disk_for_the_log(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    really = os.fdatasync

    def note(descriptor: int) -> None:
        asked.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        really(descriptor)

    monkeypatch.setattr(os, "fdatasync", note)
    write(store)
    store.flush()
    assert asked == [f"{store.file.name}-wal"]
