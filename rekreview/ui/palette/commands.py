"""What the command palette offers: each with its name, where it belongs, its key, and why it cannot be done now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rekreview.domain.fuzzy import ranked

MOST_RECENT: Final = 12
MOST_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done. name: by which it is remembered. why_not: "" if it can be done now."""

    name: str
    text: str
    group: str
    run: Callable[[], object]
    hint: str = ""
    why_not: str = ""


def offered(wanted: str, commands: Iterable[Command], recent: Sequence[str]) -> list[Command]:
    """The commands that fit what was typed, recently used ones first, what cannot be done now last."""
    place = {name: at for at, name in enumerate(recent)}
    listed = ranked(wanted, commands, lambda command: f"{command.text} {command.group}")
    if not wanted.strip():
        listed.sort(key=lambda command: place.get(command.name, len(place)))
    else:
        # Of those that fit about as well as the best, the one that was used before is meant.
        listed = _recent_first(wanted, listed, place)
    listed.sort(key=lambda command: bool(command.why_not))
    return listed[:MOST_SHOWN]


def _recent_first(wanted: str, listed: list[Command], place: dict[str, int]) -> list[Command]:
    words = wanted.lower().split()
    near = [command for command in listed if all(word in command.text.lower() for word in words)]
    used = sorted((command for command in near if command.name in place), key=lambda command: place[command.name])
    rest = [command for command in listed if command not in used]
    return [*used, *rest]


def remembered(name: str, recent: Sequence[str]) -> list[str]:
    """The names of what was used last, with this one before them."""
    return [name, *(other for other in recent if other != name)][:MOST_RECENT]
