"""What was seen in a video and when, in the forms that other programs read: Amazon's, Cloudinary's, and WebVTT."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import PurePath
from typing import Any, Final

from rekreview.domain.assets import Asset, DetectionView, Status
from rekreview.domain.labels import Label
from rekreview.domain.segments import Segment, hits
from rekreview.domain.thresholds import percent
from rekreview.domain.verdict import Verdict

MOST_SHOWN: Final = 1000
"""Cloudinary shows no more labels than these, though all of them count."""
LEAST_MS: Final = 1000
"""A chapter of what was seen in a single moment lasts so long, since WebVTT knows no moments."""
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NO_NAME: Final = re.compile(r"[^\w.-]+")


class SegmentFormat(StrEnum):
    """The forms there are, by the names they have on the command line."""

    AWS = "segments-aws"
    CLOUDINARY = "segments-cloudinary"
    WEBVTT = "webvtt"


_ENDINGS: Final = {
    SegmentFormat.AWS: ".aws.json",
    SegmentFormat.CLOUDINARY: ".cloudinary.json",
    SegmentFormat.WEBVTT: ".vtt",
}


def file_name(asset: Asset, form: SegmentFormat) -> str:
    """What the file of one video is called: by its own name and its number, so that no two are called alike."""
    places = (*asset.paths, *asset.missing_paths)
    stem = _NO_NAME.sub("_", PurePath(places[0]).stem).strip("._") if places else ""
    return f"{stem[:50] or 'video'}-{asset.id}{_ENDINGS[form]}"


def written(
    asset: Asset,
    detection: DetectionView,
    verdict: Verdict | None,
    form: SegmentFormat,
    *,
    raw: Mapping[str, Any] | None = None,
    floor: Decimal | None = None,
) -> str:
    """The whole file of one video.

    raw: the answer as it came; Amazon's own segments are in it where it checked the video whole. floor: labels below it
    (0–1) are left out, as the moderation string may ask.
    """
    least = Decimal(0) if floor is None else percent(floor)
    labels = tuple(label for label in detection.labels if Decimal(repr(label.confidence)) >= least)
    if form is SegmentFormat.WEBVTT:
        return webvtt(hits(labels, verdict.offending if verdict else ()), asset.duration_ms)
    if form is SegmentFormat.CLOUDINARY:
        return _document(cloudinary_answer(asset, labels))
    own = (raw or {}).get("by_segment")
    return _document(_above(own, least) if own else aws_answer(asset, detection.model_version, labels))


def aws_answer(asset: Asset, model_version: str, labels: Iterable[Label]) -> dict[str, Any]:
    """The labels as GetContentModeration tells them by segments."""
    metadata = {
        "Codec": asset.codec,
        "DurationMillis": asset.duration_ms,
        "Format": asset.format,
        "FrameWidth": asset.width,
        "FrameHeight": asset.height,
    }
    return {
        "JobStatus": "SUCCEEDED",
        "VideoMetadata": {name: value for name, value in metadata.items() if value},
        "ModerationLabels": [_aws_label(label) for label in sorted(labels, key=_start)],
        "ModerationModelVersion": model_version,
        "GetRequestMetadata": {"SortBy": "TIMESTAMP", "AggregateBy": "SEGMENTS"},
    }


def cloudinary_answer(asset: Asset, labels: Iterable[Label]) -> dict[str, Any]:
    """The labels as Cloudinary tells them of an asset: nested, by the time they begin, and only the first 1,000."""
    shown = sorted(labels, key=_start)[:MOST_SHOWN]
    status = asset.status if asset.status is not Status.NOT_MODERATED else Status.ABORTED
    moderation = {
        "status": status.value,
        "kind": "aws_rek_video",
        "response": {"moderation_labels": [_cloudinary_label(label) for label in shown]},
    }
    return {"resource_type": "video", "moderation": [moderation]}


def webvtt(found: Sequence[Segment], duration_ms: int | None = None) -> str:
    """Chapters for a player: one for each stretch in which the same categories are over their thresholds."""
    chapters = _chapters(found, duration_ms)
    blocks = ["WEBVTT", *(_cue(number, chapter) for number, chapter in enumerate(chapters, 1))]
    if not chapters:
        blocks.append("NOTE Nothing in this video is over its threshold.")
    return "\n\n".join(blocks) + "\n"


def _document(answer: Mapping[str, Any]) -> str:
    return json.dumps(answer, indent=2, allow_nan=False) + "\n"


def _above(answer: Mapping[str, Any], least: Decimal) -> dict[str, Any]:
    """Amazon's own answer with its labels from a confidence (0–100) on."""
    labels = [
        entry for entry in answer["ModerationLabels"] if Decimal(repr(entry["ModerationLabel"]["Confidence"])) >= least
    ]
    return {**answer, "ModerationLabels": labels}


def _aws_label(label: Label) -> dict[str, Any]:
    told: dict[str, Any] = {"Confidence": label.confidence, "Name": label.name, "ParentName": label.parent_name}
    if label.level is not None:
        told["TaxonomyLevel"] = label.level
    entry: dict[str, Any] = {"ModerationLabel": told}
    if label.timestamp_ms is not None:
        entry["Timestamp"] = label.timestamp_ms
    if label.timestamp_ms is not None and label.end_ms is not None:
        entry["StartTimestampMillis"], entry["EndTimestampMillis"] = label.timestamp_ms, label.end_ms
        entry["DurationMillis"] = label.end_ms - label.timestamp_ms
    entry["ContentTypes"] = [{"Confidence": confidence, "Name": name} for name, confidence in label.content_types]
    return entry


def _cloudinary_label(label: Label) -> dict[str, Any]:
    told = {"confidence": label.confidence, "name": label.name, "parent_name": label.parent_name}
    return {"timestamp": _start(label), "moderation_label": told}


@dataclass(frozen=True, slots=True)
class _Chapter:
    """From when to when (ms), and the peak of each category in it."""

    start_ms: int
    end_ms: int
    peaks: Mapping[str, float]

    @property
    def title(self) -> str:
        """The categories, the strongest first: "Weapons 84.2 %, Alcohol 70.0 %"."""
        strongest = sorted(self.peaks.items(), key=lambda named: (-named[1], named[0]))
        return ", ".join(f"{name} {int(peak * 10) / 10:.1f} %" for name, peak in strongest)

    def goes_on(self, other: _Chapter) -> bool:
        """Whether another begins where this one ends, with the same categories."""
        return self.end_ms == other.start_ms and self.peaks.keys() == other.peaks.keys()

    def with_more(self, other: _Chapter) -> _Chapter:
        """Both as one."""
        peaks = {name: max(peak, other.peaks[name]) for name, peak in self.peaks.items()}
        return _Chapter(self.start_ms, other.end_ms, peaks)


def _chapters(found: Sequence[Segment], duration_ms: int | None) -> list[_Chapter]:
    """Stretches that do not overlap: each ends where a category comes or goes."""
    spans = [(one, one.start_ms, _chapter_end(one, duration_ms)) for one in found]
    bounds = sorted({bound for _, start, end in spans for bound in (start, end)})
    chapters: list[_Chapter] = []
    for start, end in pairwise(bounds):
        peaks: dict[str, float] = {}
        for one in (one for one, since, until in spans if since <= start and end <= until):
            peaks[one.name] = max(one.peak, peaks.get(one.name, 0.0))
        coming = _Chapter(start, end, peaks)
        if chapters and chapters[-1].goes_on(coming):
            chapters[-1] = chapters[-1].with_more(coming)
        elif peaks:
            chapters.append(coming)
    return chapters


def _chapter_end(one: Segment, duration_ms: int | None) -> int:
    if one.end_ms > one.start_ms:
        return one.end_ms
    end = one.start_ms + LEAST_MS
    return end if duration_ms is None or duration_ms <= one.start_ms else min(end, duration_ms)


def _cue(number: int, chapter: _Chapter) -> str:
    times = f"{_clock(chapter.start_ms)} --> {_clock(chapter.end_ms)}"
    return f"{number}\n{times}\n{_escaped(chapter.title)}"


def _clock(at_ms: int) -> str:
    seconds, milliseconds = divmod(at_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{milliseconds:03}"


def _escaped(title: str) -> str:
    """The text of one line, in which nothing is taken for markup or for the end of the cue."""
    line = " ".join(title.replace("\0", "�").split())
    return "".join(_ESCAPES.get(character, character) for character in line)


def _start(label: Label) -> int:
    return label.timestamp_ms or 0
