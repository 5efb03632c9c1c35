"""Exemptions: content types whose labels do not reject, such as the violence of an animated picture.

An exemption stands beside the moderation string, never in it: Cloudinary has no words for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rekreview.domain.content_types import CONTENT_TYPES, ContentTypes, same
from rekreview.domain.errors import InvalidValue
from rekreview.domain.moderation_string import resolve
from rekreview.domain.taxonomy import Category, known_anywhere
from rekreview.domain.verdict import Exempted, Offence

if TYPE_CHECKING:
    from rekreview.domain.places import Place

LEAST_CONFIDENCE: Final = 80.0
"""What a new exemption asks for when nobody says otherwise, 0–100."""

_FORM: Final = "An exemption is NAME:CONFIDENCE[:slug,slug…], such as Animated:80:violence."


@dataclass(frozen=True, slots=True)
class Exemption:
    """Labels in these categories, and below them, do not reject what is of this content type.

    least_confidence: how sure the engine must be of the content type, 0–100; reached is enough. categories: slugs, of
    any taxonomy; none means all.
    """

    content_type: str
    least_confidence: float = LEAST_CONFIDENCE
    categories: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The form the command line takes: Animated:80:violence,drugs."""
        number = f"{self.least_confidence:.12g}" if self.least_confidence % 1 else f"{self.least_confidence:.0f}"
        return ":".join(part for part in (self.content_type, number, ",".join(self.categories)) if part)

    def holds(self, content_types: ContentTypes) -> float | None:
        """How sure the engine is of the content type, if it is sure enough; else None."""
        found = [confidence for name, confidence in content_types if same(name, self.content_type)]
        highest = max(found, default=-1.0)
        return highest if highest >= self.least_confidence else None

    def covers(self, place: Place) -> bool:
        """Whether a label at this place is in one of the categories, or below one."""
        return not self.categories or any(_slug(node) in self.categories for node in (place.node, *place.ancestors))

    def check(self) -> None:
        """Raise InvalidValue if the content type or a category is none there is, or the confidence is no percentage."""
        if not any(same(self.content_type, known) for known in CONTENT_TYPES):
            raise InvalidValue(
                f"“{self.content_type}” is no content type.", f"There are {' and '.join(CONTENT_TYPES)}. {_FORM}"
            )
        if not 0 <= self.least_confidence <= 100:
            raise InvalidValue(
                f"The least confidence of {self.content_type}, {self.least_confidence:g}, is not between 0 and 100.",
                _FORM,
            )
        for slug in self.categories:
            if not known_anywhere(slug):
                raise InvalidValue(f"“{slug}” is no category of any taxonomy.", f"Give its slug. {_FORM}")


def parse_exemption(text: str) -> Exemption:
    """The exemption a text says: NAME:CONFIDENCE[:slug,slug…]. Raises InvalidValue, which says what is wrong."""
    name, *rest = (part.strip() for part in text.split(":"))
    if not name or not 1 <= len(rest) <= 2:
        raise InvalidValue(f"“{text}” is no exemption.", _FORM)
    exemption = Exemption(_proper(name), _confidence(rest[0], text), _categories(rest[1], text) if rest[1:] else ())
    exemption.check()
    return exemption


def _proper(name: str) -> str:
    """The engine's spelling of a content type, or the name as it is."""
    return next((known for known in CONTENT_TYPES if same(known, name)), name)


def _confidence(number: str, text: str) -> float:
    try:
        confidence = float(number) if number.isascii() else math.nan
    except ValueError:
        confidence = math.nan
    if not math.isfinite(confidence):
        raise InvalidValue(f"The confidence in “{text}” is not a number: “{number}”.", _FORM)
    return confidence


def _categories(list_of_slugs: str, text: str) -> tuple[str, ...]:
    slugs = [slug.strip() for slug in list_of_slugs.split(",")]
    if not all(slugs):
        raise InvalidValue(f"A category is missing in “{text}”.", f"Leave out the last colon for all of them. {_FORM}")
    return tuple(dict.fromkeys(map(resolve, slugs)))


def exemption_document(exemption: Exemption) -> dict[str, Any]:
    """An exemption as JSON; `read_exemption` reads it again."""
    return {
        "content_type": exemption.content_type,
        "least_confidence": exemption.least_confidence,
        "categories": list(exemption.categories),
    }


def read_exemption(document: Mapping[str, Any]) -> Exemption:
    """The exemption that was written by `exemption_document`."""
    return Exemption(
        str(document["content_type"]), float(document["least_confidence"]), tuple(document.get("categories", ()))
    )


def exempted(
    offence: Offence, place: Place, content_types: ContentTypes, exemptions: Iterable[Exemption]
) -> Exempted | None:
    """What lets a label over its threshold pass, or None: the first exemption that covers it and holds."""
    for exemption in exemptions:
        confidence = exemption.holds(content_types) if exemption.covers(place) else None
        if confidence is not None:
            return Exempted(offence, exemption.content_type, confidence)
    return None


def without(exemptions: Sequence[Exemption], dropped: Exemption) -> tuple[Exemption, ...]:
    """The exemptions but one."""
    return tuple(one for one in exemptions if one != dropped)


def _slug(node: Category | str) -> str:
    return node.slug if isinstance(node, Category) else node
