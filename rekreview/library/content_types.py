"""Content types as a detection keeps them: [name, confidence], and the time in milliseconds where one was told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal_column

from rekreview.domain.content_types import ContentTypes, content_types_of, strongest
from rekreview.domain.labels import Label
from rekreview.library.tables import DETECTION

Stored = Sequence[Sequence[Any]]

AS_TEXT: ColumnElement[str] = cast(DETECTION.c.content_types, String)
"""The stored list as it lies in the file: JSON without blanks."""

_NONE_TOLD: ColumnElement[str] = literal_column("'[]'")

ANY_TOLD: ColumnElement[bool] = AS_TEXT != _NONE_TOLD
"""Whether a detection tells any content type; few do. In the words of the index of those, which serves no others."""


def tells(content_type: str) -> ColumnElement[bool]:
    """Whether a detection tells a content type, however surely; upper and lower case are the same."""
    name = json.dumps(content_type.lower(), ensure_ascii=False)
    return and_(ANY_TOLD, func.lower(AS_TEXT).contains(f"[{name},", autoescape=True))


def storable(labels: Sequence[Label], content_types: ContentTypes) -> list[list[Any]]:
    """What is stored of a detection's content types: those of the whole, then those of each time that tells its own."""
    told: list[list[Any]] = [[name, confidence] for name, confidence in content_types]
    if any(label.content_types for label in labels):
        moments = dict(zip((label.timestamp_ms for label in labels), content_types_of(labels, ()), strict=True))
        told += [[name, confidence, at] for at, types in moments.items() for name, confidence in types]
    return told


def overall(stored: Stored) -> ContentTypes:
    """Each content type of a detection once, with its highest confidence at any time."""
    return strongest((name, confidence) for name, confidence, *_ in stored)


def untimed(stored: Stored) -> ContentTypes:
    """The content types told of the detection as a whole."""
    return tuple((one[0], one[1]) for one in stored if len(one) == 2)


def by_time(stored: Stored) -> dict[int | None, ContentTypes]:
    """The content types told for each time; none if they were told of the whole only."""
    moments: dict[int | None, ContentTypes] = {}
    for name, confidence, *at in stored:
        if at:
            moments[at[0]] = (*moments.get(at[0], ()), (name, confidence))
    return moments


def with_moments(labels: Iterable[Label], stored: Stored) -> tuple[Label, ...]:
    """The labels of a detection, each with what was told for its time."""
    moments = by_time(stored)
    if not moments:
        return tuple(labels)
    return tuple(replace(label, content_types=moments.get(label.timestamp_ms, ())) for label in labels)
