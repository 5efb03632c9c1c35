"""Reads the whole answer of a job: every page of it, told by moments and told by segments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from rekreview.domain.answers import read_labels
from rekreview.domain.errors import BadAnswer, Unavailable
from rekreview.domain.labels import Label
from rekreview.engines.rekognition.answers import without_metadata
from rekreview.engines.rekognition.videos.faults import PageExpired

MOST_LABELS: Final = 1000
"""The most that one page holds."""
TIMESTAMPS, SEGMENTS = "TIMESTAMPS", "SEGMENTS"
_STARTS: Final = 4
_STEP_MS: Final = 1000
"""How long a moment stands of which no segment tells; the service looks about once a second."""

Asked = Callable[..., dict[str, Any]]
"""One call of GetContentModeration with these parameters."""


def whole(ask: Asked, view: str) -> dict[str, Any]:
    """The answer in one view, all pages put together as if it were one. Begins again when a page's token expires.

    Raises BadAnswer for a page that is none, Unavailable when tokens expire faster than the pages can be read.
    """
    for _ in range(_STARTS):
        try:
            return _pages(ask, view)
        except PageExpired:
            continue
    raise Unavailable("The pages of the answer expire before they can be read.")


def _pages(ask: Asked, view: str) -> dict[str, Any]:
    document: dict[str, Any] = {}
    labels: list[Any] = []
    token: dict[str, str] = {}
    seen: set[str] = set()
    while True:
        page = without_metadata(ask(AggregateBy=view, SortBy="TIMESTAMP", MaxResults=MOST_LABELS, **token))
        if page.get("JobStatus") != "SUCCEEDED" or not isinstance(page.get("ModerationLabels"), list):
            raise BadAnswer("A page of the answer has no list of labels, so it is no answer.", "It is asked again.")
        document = document or page
        labels += page["ModerationLabels"]
        following = page.get("NextToken")
        if not following:
            kept = {name: value for name, value in document.items() if name != "NextToken"}
            return {**kept, "ModerationLabels": labels}
        if following in seen:
            raise BadAnswer("The pages of the answer go round in a circle.", "It is asked again.")
        seen.add(following)
        token = {"NextToken": following}


def standing(moments: Sequence[Label], segments: Sequence[Label]) -> tuple[Label, ...]:
    """The moments, each with the time until which it stands: the next moment of its category, or the segment's end.

    So every label keeps its own confidence and time, by which a verdict is made, and joined they are the segments.
    """
    following = _following(moments)
    ends = _Ends(segments)
    return tuple(
        Label(
            one.name,
            one.parent_name,
            one.confidence,
            one.level,
            timestamp_ms=one.timestamp_ms,
            end_ms=ends.of(one, following[number]),
            content_types=one.content_types,
        )
        for number, one in enumerate(moments)
    )


def read_view(document: dict[str, Any], floor: float) -> tuple[tuple[Label, ...], str]:
    """The labels of one view from `floor` (0–100) on, and the model they are from. Raises BadAnswer."""
    found = read_labels(document)
    if not found.model_version:
        raise BadAnswer("The answer does not say which model it is from.", "It is asked again.")
    if any(label.timestamp_ms is None for label in found.labels):
        raise BadAnswer("A label of the video does not say when it was seen.", "It is asked again.")
    return tuple(label for label in found.labels if label.confidence >= floor), found.model_version


def _following(moments: Sequence[Label]) -> list[int | None]:
    """For each moment the time of the next one of its category."""
    later: dict[tuple[str, str], tuple[int, int | None]] = {}
    following: list[int | None] = [None] * len(moments)
    for number in range(len(moments) - 1, -1, -1):
        one = moments[number]
        kind, at = (one.name, one.parent_name), _start(one)
        then, after = later.get(kind, (None, None))
        following[number] = after if then == at else then
        later[kind] = (at, following[number])
    return following


class _Ends:
    """Finds the segment that a moment lies in."""

    def __init__(self, segments: Sequence[Label]) -> None:
        self._segments: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for one in segments:
            end = _start(one) if one.end_ms is None else one.end_ms
            self._segments.setdefault((one.name, one.parent_name), []).append((_start(one), end))

    def of(self, moment: Label, following: int | None) -> int:
        """Until when a moment stands."""
        at = _start(moment)
        spans = self._segments.get((moment.name, moment.parent_name), [])
        last = max((end for start, end in spans if start <= at <= end), default=at + _STEP_MS)
        return last if following is None else min(last, following)


def _start(label: Label) -> int:
    return label.timestamp_ms or 0
