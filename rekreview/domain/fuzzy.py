"""How well a few typed letters fit a text: the letters in their order, best at the beginnings of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

_WORD_START = 3.0
_NEXT_LETTER = 3.5
_ANYWHERE = 0.2
_SKIPPED = 0.02
_FIRST_WORD = 0.5

Choice = TypeVar("Choice")


def score(wanted: str, text: str) -> float | None:
    """Greater is better; 0 for nothing typed, None if the letters are not in the text in this order.

    Spaces and the size of letters do not count.
    """
    needle, hay = "".join(wanted.lower().split()), text.lower()
    if not needle:
        return 0.0
    if not _holds(needle, hay):
        return None
    worth = [_WORD_START if _starts_word(hay, at) else _ANYWHERE for at in range(len(hay))]
    best: list[float | None] = [
        worth[at] + (_FIRST_WORD if at == 0 else 0.0) if letter == needle[0] else None for at, letter in enumerate(hay)
    ]
    for letter in needle[1:]:
        best = _after(best, letter, hay, worth)
    found = max((value for value in best if value is not None), default=None)
    # Of two texts that fit alike the shorter says less that was not asked for.
    return None if found is None else found + _in_one_piece(wanted, hay) - len(hay) * _SKIPPED / 4


def ranked(wanted: str, choices: Iterable[Choice], text: Callable[[Choice], str]) -> list[Choice]:
    """The choices that fit, the best first; those that fit alike keep their order."""
    fitting = [(score(wanted, text(choice)), choice) for choice in choices]
    kept = [(value, choice) for value, choice in fitting if value is not None]
    return [choice for _, choice in sorted(kept, key=lambda pair: -pair[0])]


def _after(best: list[float | None], letter: str, hay: str, worth: list[float]) -> list[float | None]:
    """The best that ends with this letter, at each place, after `best` for the letters before it."""
    ends: list[float | None] = [None] * len(hay)
    carried: float | None = None  # the best that ended further left, less what was skipped since
    for at in range(1, len(hay)):
        before = best[at - 1]
        if carried is not None:
            carried -= _SKIPPED
        if hay[at] == letter:
            ways = [value + worth[at] for value in (carried,) if value is not None]
            if before is not None:
                ways.append(before + max(worth[at], _NEXT_LETTER))
            ends[at] = max(ways, default=None)
        if before is not None and (carried is None or before > carried):
            carried = before
    return ends


def _in_one_piece(wanted: str, hay: str) -> float:
    """What it is worth that the text holds just what was typed: that is what most people type."""
    typed = " ".join(wanted.lower().split())
    at = hay.find(typed)
    if at < 0:
        return 0.0
    return len(typed) * (_WORD_START if _starts_word(hay, at) else 1.0)


def _holds(needle: str, hay: str) -> bool:
    letters = iter(hay)
    return all(letter in letters for letter in needle)


def _starts_word(hay: str, at: int) -> bool:
    return hay[at].isalnum() and (at == 0 or not hay[at - 1].isalnum())
