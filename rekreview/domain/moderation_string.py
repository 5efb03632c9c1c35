"""The moderation string: Cloudinary's one-line policy, read with every fault accounted for, and written unchanged.

`check` tells everything about a text; `parse` is for code that needs a string or an exception.
"""

from __future__ import annotations

from functools import lru_cache

from rekreview.domain.assets import MediaKind
from rekreview.domain.inheritance import IneffectiveOverride, ineffective_overrides
from rekreview.domain.moderation_string_reader import Reader
from rekreview.domain.moderation_string_remarks import CheckOutcome, Remark
from rekreview.domain.moderation_string_values import (
    ALIASES,
    KINDS,
    MACHINE_KINDS,
    Item,
    ModerationString,
    resolve,
)
from rekreview.domain.taxonomy import NEWEST, Taxonomy
from rekreview.domain.taxonomy import taxonomy as taxonomy_of
from rekreview.domain.thresholds import write_threshold

__all__ = [
    "ALIASES",
    "KINDS",
    "MACHINE_KINDS",
    "CheckOutcome",
    "Item",
    "ModerationString",
    "Remark",
    "check",
    "parse",
    "resolve",
    "serialise",
]


def parse(text: str, media: MediaKind | None = None, taxonomy: Taxonomy | None = None) -> ModerationString:
    """The moderation string a text says. Raises BadModerationString with its first error.

    media: the medium the string has to be for, if it matters.
    """
    return check(text, media, taxonomy).require()


def check(text: str, media: MediaKind | None = None, taxonomy: Taxonomy | None = None) -> CheckOutcome:
    """Everything there is to say about a text, seen with one taxonomy (version 7 if none is told)."""
    return _checked(text, media, taxonomy or taxonomy_of(NEWEST))


# While a slider is dragged the same string is asked for in several places at every step.
@lru_cache(maxsize=128)
def _checked(text: str, media: MediaKind | None, seen_with: Taxonomy) -> CheckOutcome:
    reader = Reader(text, media, seen_with)
    string = reader.read()
    if reader.errors:
        return CheckOutcome(None, _in_order(reader.errors), _in_order(reader.warnings))
    for override in ineffective_overrides(string.thresholds, seen_with):
        token = reader.names[override.category.slug]
        reader.warnings.append(_no_effect(override, token.start, token.text))
    return CheckOutcome(string, (), _in_order(reader.warnings))


def serialise(string: ModerationString) -> str:
    """The one way to write a moderation string; `parse` of it gives the same value."""
    return string.canonical()


def _in_order(remarks: list[Remark]) -> tuple[Remark, ...]:
    return tuple(sorted(remarks, key=lambda remark: remark.position))


def _no_effect(override: IneffectiveOverride, position: int, token: str) -> Remark:
    value, parent = write_threshold(override.value), override.ancestor.slug
    return Remark(
        "no_effect",
        position,
        token,
        f"“{token}” cannot take effect: {parent} rejects over {write_threshold(override.ancestor_value)} already.",
        f"Set {parent}:{value} too, or let leaf labels decide.",
    )
