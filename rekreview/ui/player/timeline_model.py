"""What a timeline shows of a video, apart from any widget: a lane for each category, the hits, where to begin."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rekreview.domain.labels import Label
from rekreview.domain.segments import Segment, hits, joined, segments_of
from rekreview.domain.taxonomy import slug_of
from rekreview.domain.thresholds import IGNORE, Ignore, Threshold, percent
from rekreview.domain.verdict import Offence
from rekreview.engines.on_device.wording import SHOWN_FROM

MOST_LANES = 5
LOOKS = 6
"""How many colours, each with a pattern of its own, lanes have among them."""
# Labels told moment by moment, closer together than this (ms), are one sighting.
_APART_MS = 1_500
# A parent that is hardly surer than its child says nothing of its own.
_SURER = 0.5


@dataclass(frozen=True, slots=True)
class Lane:
    """One category over time. threshold: the confidence (0–100) to exceed, None if nothing is compared with it.

    look: which colour and pattern it has, 0 to LOOKS - 1. segments: by their start.
    """

    name: str
    threshold: float | None
    ignored: bool
    segments: tuple[Segment, ...]
    look: int = 0

    @property
    def peak(self) -> float:
        """The highest confidence there is (0–100)."""
        return max(one.peak for one in self.segments)

    @property
    def over(self) -> bool:
        """Whether it rejects somewhere."""
        return any(self.rejects(one) for one in self.segments)

    def rejects(self, segment: Segment) -> bool:
        """Whether this stretch is over the threshold."""
        return self.threshold is not None and segment.peak > self.threshold


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of a video over time. hidden: how many weaker categories have no lane. hits: in order of time."""

    duration_ms: int
    lanes: tuple[Lane, ...] = ()
    hits: tuple[Segment, ...] = ()
    hidden: int = 0

    @property
    def opens_at(self) -> int:
        """The moment that decided (ms): the peak of the strongest hit; the beginning where nothing decided."""
        return max(self.hits, key=lambda hit: hit.peak).peak_ms if self.hits else 0

    def hit_at(self, at_ms: int) -> int | None:
        """The number of the hit that this moment is in: of several, the strongest."""
        around = [number for number, hit in enumerate(self.hits) if hit.start_ms <= at_ms <= hit.end_ms]
        return max(around, key=lambda number: self.hits[number].peak, default=None)

    def hit_after(self, at_ms: int, shown: int | None = None) -> int | None:
        """The number of the next hit. shown: the hit gone to last, if the video still stands there."""
        if shown is not None:
            return shown + 1 if shown + 1 < len(self.hits) else None
        return next((number for number, hit in enumerate(self.hits) if hit.start_ms > at_ms), None)

    def hit_before(self, at_ms: int, shown: int | None = None) -> int | None:
        """The number of the hit before this moment, or before the one gone to last."""
        if shown is not None:
            return shown - 1 if shown else None
        before = [number for number, hit in enumerate(self.hits) if hit.start_ms < at_ms]
        return before[-1] if before else None


def story(
    labels: Sequence[Label], offending: Iterable[Offence], thresholds: Mapping[str, Threshold], duration_ms: int | None
) -> Story:
    """The story of a video's deciding detection. thresholds: by slug. A label without a time has no place in it."""
    found = segments_of(labels)
    ends = max((one.end_ms for one in found), default=0)
    lanes, hidden = _lanes(found, thresholds)
    return Story(duration_ms or ends, lanes, tuple(joined(hits(labels, offending), _APART_MS)), hidden)


def _lanes(found: Sequence[Segment], thresholds: Mapping[str, Threshold]) -> tuple[tuple[Lane, ...], int]:
    """The lanes worth their place, those that reject first, and how many others there are."""
    by_kind: dict[tuple[str, str], list[Segment]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    lanes = [
        _lane(name, some, thresholds.get(slug_of(name)))
        for (name, _parent), some in by_kind.items()
        if not _is_only_a_parent(name, some, found)
    ]
    lanes.sort(key=lambda lane: (not lane.over, -lane.peak, lane.name))
    shown = [lane for lane in lanes if lane.over or lane.peak >= SHOWN_FROM][:MOST_LANES]
    looked = looks([lane.name for lane in shown])
    return tuple(replace(lane, look=looked[lane.name]) for lane in shown), len(lanes) - len(shown)


def _lane(name: str, segments: Sequence[Segment], threshold: Threshold | None) -> Lane:
    compared = None if threshold is None or isinstance(threshold, Ignore) else float(percent(threshold))
    return Lane(name, compared, threshold is IGNORE, tuple(sorted(segments, key=lambda one: one.start_ms)))


def _is_only_a_parent(name: str, own: Sequence[Segment], found: Iterable[Segment]) -> bool:
    below = [one.peak for one in found if one.parent_name == name and one.name != name]
    return bool(below) and max(below) >= max(one.peak for one in own) - _SURER


def looks(names: Iterable[str]) -> dict[str, int]:
    """A look for each category: its own wherever it can be, another one where two of a video would share it."""
    given: dict[str, int] = {}
    for name in names:
        wanted = zlib.crc32(name.encode()) % LOOKS
        free = [(wanted + step) % LOOKS for step in range(LOOKS) if (wanted + step) % LOOKS not in given.values()]
        given[name] = free[0] if free else wanted
    return given
