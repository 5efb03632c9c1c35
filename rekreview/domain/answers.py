"""Reading answers: the labels in what Amazon Rekognition or Cloudinary sent, in every shape they come in.

An answer that cannot be read is never an empty one: what was not checked must not pass as approved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import BadAnswer
from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import MACHINE_KINDS

_HINT: Final = "The answer has to be Amazon's, Cloudinary's, or a list of labels."


class Answer(NamedTuple):
    """What an answer says. model_version: "" if untold; kind: None if picture and video would look the same."""

    labels: tuple[Label, ...]
    model_version: str
    content_types: tuple[tuple[str, float], ...]
    kind: MediaKind | None


def read_labels(document: object, wanted: MediaKind | None = None) -> Answer:
    """The labels of an answer that was read from JSON. Raises BadAnswer if it is none.

    Takes Amazon's answer for a picture or a video, a bare list of labels, Cloudinary's `response`, and a whole upload
    answer or notification of Cloudinary, of which the moderation of the `wanted` medium counts.
    """
    if isinstance(document, list):
        return _answer(document, {}, None)
    if not isinstance(document, Mapping):
        raise BadAnswer("The answer is neither an object nor a list.", _HINT)
    if "moderation" in document:
        return _upload(document["moderation"], wanted)
    if "moderation_response" in document or "moderation_kind" in document:
        return _moderated(document.get("moderation_response"), str(document.get("moderation_kind", "")))
    return _response(document, None)


def _upload(entries: object, wanted: MediaKind | None) -> Answer:
    """The answer inside Cloudinary's upload answer: the one entry of a machine moderation of the wanted medium."""
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise BadAnswer("The answer's “moderation” is not a list of moderations.", _HINT)
    kinds = [name for name, kind in MACHINE_KINDS.items() if wanted in (kind, None)]
    for entry in entries:
        if entry.get("kind") in kinds:
            return _moderated(entry.get("response"), entry["kind"])
    there = ", ".join(str(entry.get("kind")) for entry in entries) or "none"
    raise BadAnswer(f"The answer has no moderation of kind {' or '.join(kinds)}; it has: {there}.", _HINT)


def _moderated(response: object, moderation_kind: str) -> Answer:
    if not isinstance(response, Mapping):
        message = f"The moderation {moderation_kind} has no response yet." if response is None else "No labels in it."
        raise BadAnswer(message, "Wait until the moderation is finished.")
    return _response(response, MACHINE_KINDS.get(moderation_kind))


def _response(response: Mapping[str, Any], kind: MediaKind | None) -> Answer:
    state = _field(response, "JobStatus", "job_status")
    if state not in (None, "SUCCEEDED"):
        raise BadAnswer(f"The moderation job is not done: {state}.", "Wait until it has succeeded.")
    labels = _field(response, "ModerationLabels", "moderation_labels")
    if not isinstance(labels, list):
        raise BadAnswer("The answer has no list of labels.", _HINT)
    return _answer(labels, response, MediaKind.VIDEO if state else kind)


def _answer(entries: Sequence[object], response: Mapping[str, Any], kind: MediaKind | None) -> Answer:
    version = _field(response, "ModerationModelVersion", "moderation_model_version")
    labels = tuple(_label(entry, number) for number, entry in enumerate(entries, 1))
    return Answer(
        labels,
        "" if version is None else str(version),
        _content_types(response),
        MediaKind.VIDEO if any(label.timestamp_ms is not None for label in labels) else kind,
    )


def _label(entry: object, number: int) -> Label:
    """One label: flat as for a picture, or nested beside its time as for a video."""
    if not isinstance(entry, Mapping):
        raise BadAnswer(f"Label {number} is not an object.", _HINT)
    label = _nested(entry) or entry
    if not isinstance(label, Mapping):
        raise BadAnswer(f"Label {number} is not an object.", _HINT)
    name = _field(label, "Name", "name")
    if not isinstance(name, str) or not name.strip():
        raise BadAnswer(f"Label {number} has no name.", _HINT)
    parent = _field(label, "ParentName", "parent_name")
    if not isinstance(parent, str | None):
        raise BadAnswer(f"The parent of {name} is not a name.", _HINT)
    start = _milliseconds(entry, name, "Timestamp", "timestamp", "StartTimestampMillis", "start_timestamp_millis")
    end = _milliseconds(entry, name, "EndTimestampMillis", "end_timestamp_millis", "end_ms")
    level = _field(label, "TaxonomyLevel", "taxonomy_level")
    return Label(
        name=name,
        parent_name=parent or "",
        confidence=_confidence(label, name),
        level=level if type(level) is int else None,
        timestamp_ms=start,
        end_ms=end,
        content_types=_content_types(entry),
    )


def _content_types(entry: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Those told of a whole answer, or beside one label of a video for its moment."""
    content_types = _field(entry, "ContentTypes", "content_types") or []
    if not isinstance(content_types, list):
        raise BadAnswer("The answer's content types are not a list.", _HINT)
    return tuple(_content_type(one) for one in content_types)


def _content_type(entry: object) -> tuple[str, float]:
    name = _field(entry, "Name", "name") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or not isinstance(name, str):
        raise BadAnswer("A content type has no name.", _HINT)
    return name, _confidence(entry, name)


def _confidence(label: Mapping[str, Any], name: str) -> float:
    """The confidence, 0–100. NaN fails the comparison too, and a bool is no number here."""
    confidence = _field(label, "Confidence", "confidence")
    if type(confidence) not in (int, float) or not 0 <= confidence <= 100:
        raise BadAnswer(f"{name} has no confidence between 0 and 100: {confidence!r}.", "Moderate the asset again.")
    return float(confidence)


def _milliseconds(entry: Mapping[str, Any], name: str, *keys: str) -> int | None:
    time = _field(entry, *keys)
    if time is None:
        return None
    if type(time) not in (int, float) or not 0 <= time < 2**53:
        raise BadAnswer(f"{name} has a time that is no number of milliseconds: {time!r}.", _HINT)
    return int(time)


def _nested(entry: Mapping[str, Any]) -> Any:
    return _field(entry, "ModerationLabel", "moderation_label")


def _field(entry: Mapping[str, Any], *names: str) -> Any:
    """The first of these keys that is there and not null."""
    return next((entry[name] for name in names if entry.get(name) is not None), None)
