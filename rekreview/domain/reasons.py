"""The list of reasons a reviewer can give with one key: what may be in it, and how it is changed.

The place of a reason in the list is the key that stands for it, so there are as many as there are digits. Decisions
keep the words they were made with: nothing here touches those.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

MOST: Final = 10
"""One for each of the keys 1 to 9 and 0."""
LONGEST: Final = 80

Reasons = tuple[str, ...]


class Refusal(StrEnum):
    """Why a text cannot be a reason of a list."""

    EMPTY = "empty"
    KNOWN = "known"
    FULL = "full"


def tidy(text: str) -> str:
    """A text as it stands in the list: one line, without blanks at its ends, and not too long for a menu."""
    return " ".join(text.split())[:LONGEST].rstrip()


def sound(texts: Iterable[str]) -> Reasons:
    """As much of any texts as can be a list of reasons: the first ten that are neither empty nor there already."""
    kept: list[str] = []
    for text in map(tidy, texts):
        if refusal(tuple(kept), text) is None:
            kept.append(text)
    return tuple(kept)


def place_of(reasons: Reasons, text: str) -> int:
    """Where a text is in the list, whatever its capitals; -1 for nowhere."""
    folded = [reason.casefold() for reason in reasons]
    wanted = tidy(text).casefold()
    return folded.index(wanted) if wanted in folded else -1


def refusal(reasons: Reasons, text: str, at: int | None = None) -> Refusal | None:
    """Why this text cannot be added, or put in the place of the reason `at`; None if it can."""
    if not tidy(text):
        return Refusal.EMPTY
    if place_of(reasons, text) not in (-1, at):
        return Refusal.KNOWN
    return Refusal.FULL if at is None and len(reasons) >= MOST else None


def added(reasons: Reasons, text: str) -> Reasons:
    """With one more at the end; as it was if that is refused."""
    return reasons if refusal(reasons, text) else (*reasons, tidy(text))


def renamed(reasons: Reasons, at: int, text: str) -> Reasons:
    """With other words in one place; as it was if they are refused."""
    return reasons if refusal(reasons, text, at) else (*reasons[:at], tidy(text), *reasons[at + 1 :])


def removed(reasons: Reasons, at: int) -> Reasons:
    """Without one; those behind it move up by a key."""
    return (*reasons[:at], *reasons[at + 1 :])


def moved(reasons: Reasons, at: int, by: int) -> Reasons:
    """With one in another place, at most at an end of the list; the others close up."""
    wanted = max(0, min(len(reasons) - 1, at + by))
    without = removed(reasons, at)
    return (*without[:wanted], reasons[at], *without[wanted:])
