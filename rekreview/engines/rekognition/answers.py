"""Reading an answer strictly: what is not clearly an answer is an error, since an empty list means "nothing found"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rekreview.domain.answers import read_labels
from rekreview.domain.errors import BadAnswer
from rekreview.domain.labels import Label

ContentTypes = tuple[tuple[str, float], ...]
_ABOUT_THE_CALL = "ResponseMetadata"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said of one picture. adapter: the ARN that was really used, None for the base model."""

    labels: tuple[Label, ...]
    model_version: str
    content_types: ContentTypes
    adapter: str | None


def without_metadata(response: Mapping[str, Any]) -> dict[str, Any]:
    """The service's answer alone, as it can be kept as JSON."""
    return {name: value for name, value in response.items() if name != _ABOUT_THE_CALL}


def read(document: object, floor: float) -> Answer:
    """The labels of one answer from `floor` (0–100) on. Raises BadAnswer for anything the service would not say."""
    if not isinstance(document, Mapping) or "ModerationLabels" not in document:
        raise BadAnswer("The answer has no list of labels, so it is not Amazon Rekognition's.", "It is asked again.")
    found = read_labels(document)
    if not found.model_version:
        raise BadAnswer("The answer does not say which model it is from.", "It is asked again.")
    adapter = document.get("ProjectVersion")
    if not isinstance(adapter, str | None):
        raise BadAnswer("The answer names no sound adapter.", "It is asked again.")
    labels = tuple(label for label in found.labels if label.confidence >= floor)
    return Answer(labels, found.model_version, found.content_types, adapter or None)


def highest(answers: Sequence[Answer]) -> tuple[tuple[Label, ...], ContentTypes, dict[tuple[str, str], int]]:
    """Each label and content type with its highest confidence, and by (name, parent) which answer gave it."""
    labels: dict[tuple[str, str], Label] = {}
    given_by: dict[tuple[str, str], int] = {}
    for number, answer in enumerate(answers):
        for label in answer.labels:
            key = (label.name, label.parent_name)
            if key not in labels or label.confidence > labels[key].confidence:
                labels[key] = label
                given_by[key] = number
    ordered = sorted(labels.values(), key=lambda label: -label.confidence) if len(answers) > 1 else labels.values()
    return tuple(ordered), _highest_types(answers), given_by


def _highest_types(answers: Iterable[Answer]) -> ContentTypes:
    found: dict[str, float] = {}
    for answer in answers:
        for name, confidence in answer.content_types:
            found[name] = max(confidence, found.get(name, 0.0))
    return tuple(found.items())
