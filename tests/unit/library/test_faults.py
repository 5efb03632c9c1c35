"""What the database driver raises, told to people; and bugs, which are told to nobody as anything else."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rekreview.domain.errors import Corrupt, DiskFull, LibraryError, Locked
from rekreview.library.faults import told

PLACE = Path("/somewhere/library")


def failed(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("what the driver says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, Locked),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Locked),
        (sqlite3.SQLITE_LOCKED, Locked),
        (sqlite3.SQLITE_CORRUPT, Corrupt),
        (sqlite3.SQLITE_CORRUPT_INDEX, Corrupt),
        (sqlite3.SQLITE_NOTADB, Corrupt),
        (sqlite3.SQLITE_FULL, DiskFull),
        (sqlite3.SQLITE_IOERR_WRITE, DiskFull),
        (sqlite3.SQLITE_READONLY, DiskFull),
        (sqlite3.SQLITE_READONLY_DIRECTORY, DiskFull),
        (sqlite3.SQLITE_CANTOPEN, DiskFull),
        (sqlite3.SQLITE_PERM, DiskFull),
    ],
)
def test_faults_of_the_disk_are_told_with_the_place_and_a_way_out(code: int, expected: type[LibraryError]) -> None:
    with pytest.raises(expected) as caught, told(PLACE):
        raise failed(code)
    assert str(PLACE) in caught.value.message
    assert caught.value.hint
    assert isinstance(caught.value.__cause__, sqlite3.Error)


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE])
def test_bugs_of_ours_pass_as_they_are(code: int) -> None:
    with pytest.raises(sqlite3.Error), told(PLACE):
        raise failed(code)


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(KeyError), told(PLACE):
        raise KeyError("bug")


def test_text_that_is_no_text_means_a_damaged_file() -> None:
    with pytest.raises(Corrupt), told(PLACE):
        b"\xff".decode("utf-8")


def test_errors_for_people_pass_unchanged() -> None:
    mine = Locked("said already")
    with pytest.raises(Locked) as caught, told(PLACE), told(PLACE):
        raise mine
    assert caught.value is mine
