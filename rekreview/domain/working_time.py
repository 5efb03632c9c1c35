"""How long a person worked, from the moments in which they decided something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

PAUSE: Final = timedelta(minutes=2)
"""A gap longer than this was no work."""
_LEAST: Final = timedelta(seconds=20)
"""Of a shorter time no rate is told: it would jump about."""


def worked(moments: Iterable[datetime]) -> timedelta:
    """The time between decisions that follow on each other within `PAUSE`; in whatever order they are told."""
    gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta())


def hourly(decided: int, time: timedelta) -> int | None:
    """How many an hour that is; None where it is too early to tell."""
    return None if time < _LEAST else round(decided * 3600 / time.total_seconds())
