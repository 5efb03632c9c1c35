"""A label: one category an engine saw, with its confidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One category an engine saw in an asset.

    name, parent_name: in the engine's own spelling ("" for a top-level category). confidence: 0–100. timestamp_ms and
    end_ms: start and end of the segment in a video, None for a picture. peak_ms: when in it the confidence was reached,
    None if that is not told. level: 1, 2 or 3 when known. content_types: names and confidences (0–100) told beside the
    label of a video, for that moment.
    """

    name: str
    parent_name: str
    confidence: float
    level: int | None = None
    timestamp_ms: int | None = None
    end_ms: int | None = None
    content_types: tuple[tuple[str, float], ...] = ()
    peak_ms: int | None = None
