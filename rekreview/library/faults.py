"""Turns what the database driver raises into the errors people are told about."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rekreview.domain.errors import Corrupt, DiskFull, LibraryError, Locked

_PRIMARY_CODE = 0xFF
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Raise the LibraryError a driver's error stands for; anything else passes as it is, being a bug of ours."""
    try:
        yield
    except Exception as error:
        kind = _kind(error, place)
        if kind is None:
            raise
        raise kind from error


def _kind(error: Exception, place: Path) -> LibraryError | None:
    """The error to tell, or None if this one is no fault of the database or its disk."""
    cause = getattr(error, "orig", error)
    if isinstance(cause, UnicodeDecodeError):
        return corrupt(place)
    if not isinstance(cause, sqlite3.Error):
        return None
    code = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if code in _BUSY:
        return Locked(
            f"Another program is writing to the library in {place} and did not finish in time. Nothing was changed.",
            "Try again in a moment, or close the other program.",
        )
    if code in _BROKEN:
        return corrupt(place)
    if code in _NO_ROOM:
        return DiskFull(
            f"The disk of the library in {place} is full or does not answer. The last change was not saved.",
            "Free some space and try again; everything saved before is still there.",
        )
    if code in _FORBIDDEN:
        return DiskFull(
            f"The library in {place} cannot be written: permission is missing. The last change was not saved.",
            "Check who may write to that folder.",
        )
    return None


def corrupt(place: Path, detail: str = "its file is damaged or is no library") -> Corrupt:
    """The error for a library that cannot be read."""
    return Corrupt(
        f"The library in {place} cannot be read: {detail}. Your pictures and videos themselves are not touched.",
        "Restore the folder from a backup, or choose another place for the library.",
    )
