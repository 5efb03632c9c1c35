"""Segments: from when to when a category was seen in a video, and how strongly; and the hits among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rekreview.domain.labels import Label
from rekreview.domain.verdict import Offence

Kind = tuple[str, str]
"""A category as an engine spells it: its name, and the name above it ("" at the top)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What was seen in one frame: the confidence (0–100) of each category. Nothing seen is a moment too."""

    at_ms: int
    seen: Mapping[Kind, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with one category. peak: the highest confidence (0–100) within it; peak_ms: when that was."""

    name: str
    parent_name: str
    start_ms: int
    end_ms: int
    peak: float
    peak_ms: int

    @property
    def kind(self) -> Kind:
        """Its category."""
        return self.name, self.parent_name

    def label(self, level: int | None = None) -> Label:
        """The segment as an engine's answer holds it."""
        return Label(
            self.name,
            self.parent_name,
            self.peak,
            level,
            timestamp_ms=self.start_ms,
            end_ms=self.end_ms,
            peak_ms=self.peak_ms,
        )


@dataclass(slots=True)
class _Running:
    """A segment that the next moment may go on with."""

    kind: Kind
    start_ms: int
    end_ms: int
    peak: float
    peak_ms: int

    def goes_on(self, at_ms: int, confidence: float, trace_below: float) -> bool:
        """Whether a moment belongs to it: it follows at once, and a faint trace and a sighting are two things."""
        return at_ms <= self.end_ms and (confidence < trace_below) == (self.peak < trace_below)

    def extend(self, at_ms: int, end_ms: int, confidence: float) -> None:
        self.end_ms = end_ms
        if confidence > self.peak:
            self.peak, self.peak_ms = confidence, at_ms

    def finished(self) -> Segment:
        return Segment(*self.kind, self.start_ms, self.end_ms, self.peak, self.peak_ms)


def merged(
    moments: Sequence[Moment],
    duration_ms: int | None = None,
    *,
    trace_below: float = 0.0,
    reach_ms: int | None = None,
) -> list[Segment]:
    """The segments of all categories, by their start. A moment stands for the time until the next one.

    moments: by time. duration_ms: of the video, until which the last moment stands. trace_below: confidence under which
    a category is a faint trace, which is not joined to a sighting. reach_ms: a moment stands no longer than this; set
    it where moments without anything seen are not told, so that what was not seen is not bridged.
    """
    finished: list[_Running] = []
    running: dict[Kind, _Running] = {}
    for moment, end_ms in zip(moments, _ends(moments, duration_ms, reach_ms), strict=True):
        still: dict[Kind, _Running] = {}
        for kind, confidence in moment.seen.items():
            segment = running.get(kind)
            if segment is None or not segment.goes_on(moment.at_ms, confidence, trace_below):
                segment = _Running(kind, moment.at_ms, end_ms, confidence, moment.at_ms)
                finished.append(segment)
            segment.extend(moment.at_ms, end_ms, confidence)
            still[kind] = segment
        running = still
    return [segment.finished() for segment in finished]


def moments_of(labels: Iterable[Label]) -> list[Moment]:
    """Labels that were told one by one with their times, as moments by time; at equal times the highest counts."""
    by_time: dict[int, dict[Kind, float]] = {}
    for label in labels:
        seen = by_time.setdefault(label.timestamp_ms or 0, {})
        kind = label.name, label.parent_name
        seen[kind] = max(label.confidence, seen.get(kind, 0.0))
    return [Moment(at_ms, by_time[at_ms]) for at_ms in sorted(by_time)]


def segments_of(labels: Iterable[Label]) -> list[Segment]:
    """The labels of a video as segments, by time, stronger ones first; a label without an end is a moment."""
    found = [
        Segment(
            label.name,
            label.parent_name,
            start := label.timestamp_ms,
            start if label.end_ms is None else label.end_ms,
            label.confidence,
            start if label.peak_ms is None else label.peak_ms,
        )
        for label in labels
        if label.timestamp_ms is not None
    ]
    return sorted(found, key=lambda one: (one.start_ms, -one.peak, one.kind))


def joined(found: Iterable[Segment], apart_ms: int = 0) -> list[Segment]:
    """Segments of a category that follow each other at once, or within so long, as one each; in order of time.

    A service that answers moment by moment tells each second for itself.
    """
    running: dict[Kind, int] = {}
    whole: list[Segment] = []
    for one in found:
        at = running.get(one.kind)
        if at is not None and one.start_ms - whole[at].end_ms <= apart_ms:
            whole[at] = _longer(whole[at], one)
        else:
            running[one.kind] = len(whole)
            whole.append(one)
    return whole


def hits(labels: Iterable[Label], offending: Iterable[Offence]) -> list[Segment]:
    """The segments of a video that reject it, in order of time: what the verdict's `offending` names among its labels.

    A parent is no hit of its own while a child of it is one: to see the same moment twice helps nobody.
    """
    named = {(one.name, one.parent, one.confidence, one.timestamp_ms) for one in offending}
    found = [one for one in segments_of(labels) if (*one.kind, one.peak, one.start_ms) in named]
    return [one for one in found if not _is_told_by(one, [other for other in found if _is_child(other, one)])]


def _longer(one: Segment, other: Segment) -> Segment:
    strongest = max(one, other, key=lambda segment: segment.peak)
    return replace(one, end_ms=max(one.end_ms, other.end_ms), peak=strongest.peak, peak_ms=strongest.peak_ms)


def _is_child(one: Segment, other: Segment) -> bool:
    return one is not other and one.parent_name == other.name and one.kind != other.kind


def _is_told_by(parent: Segment, children: Sequence[Segment]) -> bool:
    """Whether children, which come by their start, fill the whole time of a parent."""
    reached = parent.start_ms
    for child in children:
        if child.start_ms > reached:
            break
        reached = max(reached, child.end_ms)
    return bool(children) and children[0].start_ms <= parent.start_ms and reached >= parent.end_ms


def _ends(moments: Sequence[Moment], duration_ms: int | None, reach_ms: int | None) -> list[int]:
    """Until when each moment stands."""
    if not moments:
        return []
    times = [moment.at_ms for moment in moments]
    ends = [*times[1:], max(times[-1], duration_ms or 0)]
    return ends if reach_ms is None else [min(end, at + reach_ms) for at, end in zip(times, ends, strict=True)]
