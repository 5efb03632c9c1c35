"""What a person wants done to assets, before it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from rekreview.domain.assets import Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.notes import Note
from rekreview.domain.serving import JudgedAgain
from rekreview.domain.sightings import Sighting
from rekreview.library.step_values import Act

DECIDABLE = (Status.APPROVED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing a person wants done to any number of assets. seen: how those of them were painted that were.

    note: on all of them, or on some what was written on those alone. giving: asked for the notes of some of them once
    nothing else can be written before these, where a note may have gone elsewhere by then.
    again: the assets on which it is a second opinion, and changes nothing.
    """

    act: Act
    reviewer: str
    status: Status | None = None
    reason: str = ""
    note: Note = ""
    seen: Mapping[int, Sighting] = field(default_factory=dict)
    again: JudgedAgain | None = None
    giving: Callable[[Sequence[int]], Note] | None = None


def decision(
    status: Status,
    reviewer: str,
    reason: str,
    note: Note,
    seen: Mapping[int, Sighting],
    again: JudgedAgain | None = None,
) -> Intent:
    """A person's word that assets are approved or rejected. Raises InvalidValue for any other status."""
    if status not in DECIDABLE:
        raise InvalidValue(f"“{status}” is no decision.", "Decide approved or rejected, or clear the decision.")
    return Intent(Act.DECIDE, reviewer, Status(status), reason, note, seen, again)
