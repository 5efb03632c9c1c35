"""What was decided on near-duplicates of an asset, remembered where the same has to be decided again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rekreview.domain.assets import Status


@dataclass(frozen=True, slots=True)
class Precedent:
    """A decision that stands on one near-duplicate."""

    asset_id: int
    name: str
    status: Status
    reason: str
    reviewer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Memory:
    """The newest decision on a near-duplicate, how many others say the same, and how many say otherwise."""

    newest: Precedent
    agreeing: int = 0
    differing: int = 0


def memory(precedents: Sequence[Precedent]) -> Memory | None:
    """What to remember of these decisions, the newest first; None of none."""
    if not precedents:
        return None
    newest, *others = precedents
    same = sum(one.status is newest.status for one in others)
    return Memory(newest, same, len(others) - same)
