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
    """The commands that fit what was typed, the best first; of those that fit well the recently used ones.

    With nothing typed recently used ones come first, and what cannot be done now last.
    """
    place = {name: at for at, name in enumerate(recent)}
    if not wanted.strip():
        listed = sorted(commands, key=lambda one: (bool(one.why_not), place.get(one.name, len(place))))
        return listed[:MOST_SHOWN]
    known = list(commands)
    named = ranked(wanted, known, lambda command: command.text)
    # What only fits together with the word for where it belongs comes after what is called so.
    grouped = ranked(wanted, known, lambda command: f"{command.group} {command.text}")
    listed = [*named, *(command for command in grouped if command not in named)]
    return _recent_first(wanted, listed, place)[:MOST_SHOWN]


def _recent_first(wanted: str, listed: list[Command], place: dict[str, int]) -> list[Command]:
    words = wanted.lower().split()
    near = [command for command in listed if all(word in command.text.lower() for word in words)]
    used = sorted((command for command in near if command.name in place), key=lambda command: place[command.name])
    rest = [command for command in listed if command not in used]
    return [*used, *rest]


def remembered(name: str, recent: Sequence[str]) -> list[str]:
    """The names of what was used last, with this one before them."""
    return [name, *(other for other in recent if other != name)][:MOST_RECENT]
