"""Statuses as small numbers, for columns."""

from __future__ import annotations

from typing import Final

from rekreview.domain.assets import Status

# The code of a status is its place here. The order is stored in no file, but columns of one process share it.
STATUS_CODES: Final[tuple[Status, ...]] = (
    Status.PENDING,
    Status.APPROVED,
    Status.REJECTED,
    Status.NOT_MODERATED,
    Status.QUEUED,
    Status.ABORTED,
)
NONE: Final = -1


def code_of(status: Status | None) -> int:
    """The code of a status; -1 for None."""
    return NONE if status is None else STATUS_CODES.index(status)


def status_of(code: int) -> Status | None:
    """The status with this code; None for -1."""
    return None if code < 0 else STATUS_CODES[code]
