"""How long sharp heavy pictures were on the screen: for the reviewer alone, and only of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Exposure:
    """Seconds of sharp heavy pictures. day: the one they are of. suggested: how many there were at the last suggestion.

    session: since the window was opened, over midnight too.
    """

    day: date
    today: float = 0.0
    session: float = 0.0
    suggested: float = 0.0

    def grown(self, seconds: float, day: date) -> Exposure:
        """With so many more; another day begins at nothing."""
        start = self if day == self.day else Exposure(day, session=self.session)
        return replace(start, today=start.today + seconds, session=start.session + seconds)

    def asks_for_pause(self, after_minutes: int) -> bool:
        """Whether so many minutes were added since a pause was suggested last; never with 0."""
        return after_minutes > 0 and self.today - self.suggested >= 60 * after_minutes

    def having_suggested(self) -> Exposure:
        """A pause was suggested just now."""
        return replace(self, suggested=self.today)

    def to_dict(self) -> dict[str, Any]:
        """What is kept over a restart, as plain values: today's, and nothing of the days before."""
        return {"day": self.day.isoformat(), "seconds": round(self.today, 1), "suggested": round(self.suggested, 1)}


def exposure_from(kept: Mapping[str, Any], day: date) -> Exposure:
    """What was kept, if it is of this day; else nothing yet. Values that make no sense count as nothing."""
    if kept.get("day") != day.isoformat():
        return Exposure(day)
    today, suggested = _amount(kept.get("seconds")), _amount(kept.get("suggested"))
    return Exposure(day, today, 0.0, min(suggested, today))


def _amount(value: Any) -> float:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 24 * 3600
    return float(value) if sound else 0.0
