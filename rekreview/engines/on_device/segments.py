"""Merges what the samples of a video showed into segments: from when to when a category was seen, and how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import Taxonomy
from rekreview.engines.on_device.labels import label
from rekreview.engines.on_device.sampling import Sample
from rekreview.engines.on_device.wording import SHOWN_FROM


@dataclass(slots=True)
class Segment:
    """A stretch of consecutive samples with one category. start and end: milliseconds; peak: the highest confidence."""

    slug: str
    start: int
    end: int
    peak: float
    peak_at: int

    def takes(self, confidence: float) -> bool:
        """Whether a sample of that strength goes on with this stretch: a faint trace and a sighting are two."""
        return (confidence >= SHOWN_FROM) == (self.peak >= SHOWN_FROM)

    def extend(self, at: int, end: int, confidence: float) -> None:
        """Go on until `end` with the sample at `at`."""
        self.end = end
        if confidence > self.peak:
            self.peak, self.peak_at = confidence, at


def segments(found: Sequence[Sample], duration_ms: int | None) -> list[Segment]:
    """The segments of all categories by their start. A sample stands for the time until the next one."""
    finished: list[Segment] = []
    running: dict[str, Segment] = {}
    for sample, end in zip(found, _ends(found, duration_ms), strict=True):
        at = sample.at or 0
        still_running: dict[str, Segment] = {}
        for slug, confidence in sample.found.items():
            segment = running.get(slug)
            if segment is None or not segment.takes(confidence):
                segment = Segment(slug, at, end, confidence, at)
                finished.append(segment)
            segment.extend(at, end, confidence)
            still_running[slug] = segment
        running = still_running
    return finished


def video_labels(taxonomy: Taxonomy, found: Sequence[Segment]) -> tuple[Label, ...]:
    """The labels of a video: by start, at the same start in the order of the taxonomy."""
    place = {category.slug: index for index, category in enumerate(taxonomy.categories)}
    ordered = sorted(found, key=lambda segment: (segment.start, place[segment.slug]))
    return tuple(label(taxonomy, one.slug, one.peak, start=one.start, end=one.end) for one in ordered)


def _ends(found: Sequence[Sample], duration_ms: int | None) -> list[int]:
    """Until when each sample stands."""
    times = [sample.at or 0 for sample in found]
    return [*times[1:], max(times[-1], duration_ms or 0)] if times else []
