"""The labels of a video: what its samples showed, merged into segments."""

from __future__ import annotations

from collections.abc import Sequence

from rekreview.domain.labels import Label
from rekreview.domain.segments import Moment, merged
from rekreview.domain.taxonomy import Taxonomy
from rekreview.engines.on_device.labels import parent_name_of
from rekreview.engines.on_device.sampling import Sample
from rekreview.engines.on_device.wording import SHOWN_FROM


def video_labels(taxonomy: Taxonomy, found: Sequence[Sample], duration_ms: int | None) -> tuple[Label, ...]:
    """The labels of a video: by start, at the same start in the order of the taxonomy.

    A sample stands for the time until the next one; a faint trace is not joined to a sighting.
    """
    kinds = {category.slug: (category.name, parent_name_of(taxonomy, category)) for category in taxonomy.categories}
    moments = [Moment(one.at or 0, {kinds[slug]: value for slug, value in one.found.items()}) for one in found]
    places = {kinds[category.slug]: (place, category.level) for place, category in enumerate(taxonomy.categories)}
    segments = merged(moments, duration_ms, trace_below=SHOWN_FROM)
    ordered = sorted(segments, key=lambda segment: (segment.start_ms, places[segment.kind]))
    return tuple(segment.label(places[segment.kind][1]) for segment in ordered)
