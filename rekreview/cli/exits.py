"""Exit statuses, and which one an error means."""

from __future__ import annotations

from enum import IntEnum

from rekreview.domain.errors import (
    AssetNotFound,
    Cancelled,
    EngineError,
    InvalidValue,
    LibraryError,
    PolicyError,
    RekreviewError,
)


class Exit(IntEnum):
    """How a command ended. 1: done, but something could not be checked, read or found, and is listed."""

    DONE = 0
    INCOMPLETE = 1
    USAGE = 2
    ENGINE = 3
    LIBRARY = 4
    BUDGET = 5
    INTERRUPTED = 130


class UsageError(RekreviewError):
    """The command was called in a way it does not know."""

    code = "usage"


_MEANINGS: tuple[tuple[type[RekreviewError], Exit], ...] = (
    (UsageError, Exit.USAGE),
    (InvalidValue, Exit.USAGE),
    (PolicyError, Exit.USAGE),
    (AssetNotFound, Exit.INCOMPLETE),
    (EngineError, Exit.ENGINE),
    (LibraryError, Exit.LIBRARY),
    (Cancelled, Exit.INTERRUPTED),
)


def exit_for(error: RekreviewError) -> Exit:
    """The exit status of a command that ended with this error."""
    return next((status for kind, status in _MEANINGS if isinstance(error, kind)), Exit.INCOMPLETE)
