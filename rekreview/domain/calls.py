"""Calls that cost money: what was sent, what came of it, and the book in which both are kept."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, Protocol

from rekreview.domain.progress import CancelToken


class CallState(StrEnum):
    """What came of a call.

    begun: no end is known, since it is under way or the app was killed. refused: the service did not do the work, so it
    costs nothing. unanswered: it may have done the work, and may bill it, but no sound answer reached the app.
    """

    BEGUN = "begun"
    ANSWERED = "answered"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for one call, and the day this was read; prices change, so a person may correct it."""

    usd: float
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent in one call; sha256 is of these bytes. timestamp_ms: of a frame, None for a still."""

    sha256: str
    format: str
    width: int
    height: int
    bytes: int
    original: bool = False
    timestamp_ms: int | None = None


_SENT: Final = tuple(field.name for field in fields(Sent))


def told(sent: Sent) -> dict[str, Any]:
    """What was sent, as it is kept as JSON. `asdict` would copy each value as if it were a tree, for every call."""
    return {name: getattr(sent, name) for name in _SENT}


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended: an answer, or the code of the fault that prevented one."""

    state: CallState
    code: str = ""
    model_version: str = ""
    answer: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CallCounts:
    """Calls of a run or a month. may_cost_usd: what those without an answer cost if the service bills them all."""

    answered: int = 0
    refused: int = 0
    unanswered: int = 0
    cost_usd: float = 0.0
    may_cost_usd: float = 0.0

    @property
    def calls(self) -> int:
        """All calls that were made."""
        return self.answered + self.refused + self.unanswered


class CallBook(Protocol):
    """Where a paid engine notes the calls for one asset. Safe to use from several threads."""

    def turn(self, sent: Sent, cancel: CancelToken) -> AbstractContextManager[dict[str, Any] | None]:
        """The answer that these bytes got before, if any. While the block lasts nobody else may send the same bytes;
        who wants to waits for it, and then finds the answer.
        """

    def begin(self, sent: Sent) -> int:
        """Note that a call is about to be made, so that a crash does not hide it; its number.

        Raises BudgetReached if it may not be made.
        """

    def end(self, call: int, end: CallEnd) -> None:
        """Note how a call ended."""
