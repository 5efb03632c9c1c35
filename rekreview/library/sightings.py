"""How a sighting lies in the rows of decisions."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row

from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library.tables import DECISION

NOWHERE: Final = "nowhere"
"""In the place of a view: it is known that the asset was not on the screen."""

COLUMNS: Final = tuple(
    DECISION.c[name] for name in ("seen_in", "seen_step", "seen_sha256", "seen_width", "seen_height", "seen_ms")
)


def seen_values(sighting: Sighting | None) -> dict[str, Any]:
    """The columns of a decision; without a sighting, of one on what was not seen."""
    if sighting is None:
        return dict.fromkeys((column.name for column in COLUMNS), None) | {"seen_in": NOWHERE}
    return {
        "seen_in": sighting.view.value,
        "seen_step": sighting.step.value,
        "seen_sha256": sighting.source_sha256,
        "seen_width": sighting.width,
        "seen_height": sighting.height,
        "seen_ms": sighting.dwell_ms,
    }


def untold_values() -> dict[str, Any]:
    """The columns of what is no decision on an asset's look: an undo, or a decision taken away."""
    return dict.fromkeys((column.name for column in COLUMNS), None)


def sighting_of(row: Row[*tuple[Any, ...]]) -> Sighting | None:
    """What was seen at a decision; None where nothing was, or nothing is known of it."""
    if row.seen_in in (None, NOWHERE):
        return None
    return Sighting(
        View(row.seen_in), FilterStep(row.seen_step), row.seen_sha256, row.seen_width, row.seen_height, row.seen_ms
    )
