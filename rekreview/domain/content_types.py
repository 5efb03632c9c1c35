"""Content types: what an engine says a picture is made like, beside its labels: animated, illustrated.

They are told of a whole answer, or, in a video, beside each label for the moment it was seen at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rekreview.domain.labels import Label

ContentTypes = tuple[tuple[str, float], ...]
"""Names in the engine's own spelling, with the confidence (0–100) of each. Empty: neither animated nor illustrated."""

ANIMATED: Final = "Animated"
ILLUSTRATED: Final = "Illustrated"
CONTENT_TYPES: Final = (ANIMATED, ILLUSTRATED)
"""Those Amazon Rekognition tells. The on-device check tells none."""


def same(one: str, other: str) -> bool:
    """Whether two names mean one content type: upper and lower case are the same."""
    return one.casefold() == other.casefold()


def strongest(content_types: Iterable[tuple[str, float]]) -> ContentTypes:
    """Each content type once, with its highest confidence, in the order they were first told."""
    highest: dict[str, tuple[str, float]] = {}
    for name, confidence in content_types:
        told = highest.setdefault(name.casefold(), (name, confidence))
        if confidence > told[1]:
            highest[name.casefold()] = (told[0], confidence)
    return tuple(highest.values())


def content_types_of(labels: Sequence[Label], answer: ContentTypes) -> list[ContentTypes]:
    """The content types that hold for each label.

    As soon as a label of the answer tells its own, they are known by moment: then those told at a label's time hold for
    it, and none hold at a time that tells none. Otherwise those of the whole answer hold for every label.
    """
    if not any(label.content_types for label in labels):
        return [answer] * len(labels)
    moments: dict[int | None, list[tuple[str, float]]] = {}
    for label in labels:
        moments.setdefault(label.timestamp_ms, []).extend(label.content_types)
    told = {timestamp: strongest(found) for timestamp, found in moments.items()}
    return [told[label.timestamp_ms] for label in labels]
