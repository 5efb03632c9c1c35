"""Words and numbers on a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime

_TABLE_WIDTH = 60


def printable(text: str) -> str:
    """The text without characters that would steer the terminal, as a hostile file name might hold."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def plain_text(word: str) -> str:
    """An argument that is kept as text. Python stands in for bytes that are none by signs no database takes."""
    if any("\ud800" <= sign <= "\udfff" for sign in word):
        raise argparse.ArgumentTypeError("it holds bytes that are no UTF-8 text")
    return word


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 asset, 1,200 assets."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """A length of time in its two largest units: 45 s, 3 min 5 s, 2 h 10 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def clock(at_ms: int) -> str:
    """A time in a video: 0:07.5, 1:02:03.0."""
    tenths = round(at_ms / 100)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 10:02}.{rest % 10}"
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"


def shortened(text: str, width: int = _TABLE_WIDTH) -> str:
    """The end of a text that is too long, which tells most of a path."""
    return text if len(text) <= width else "…" + text[1 - width :]


def beginning(text: str, width: int = _TABLE_WIDTH + 20) -> str:
    """The beginning of a text that is too long."""
    return text if len(text) <= width else text[: width - 1] + "…"


def listed(words: Iterable[str], most: int = 5) -> str:
    """A few words with commas, and how many more there are."""
    every = list(words)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def moment(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()
