"""Which labels make a picture heavy to look at: one rule for a tile, a large picture and a hit. No SQL, no widgets.

An asset is heavy if any label that counts is of a heavy category, or if a person said that such a category is there,
as right or as missing: a person's word counts whatever the confidence. A word never lifts a veil. A label marked as
wrong is often one that should have another name, and the picture is the same; what a person says of other categories
does not tell which violence the engine meant.

A label no taxonomy knows (of a newer model, of somebody's own) is as heavy as the nearest known category above it;
below violence it is heavy, since nobody knows that it is no wound. With nothing known above it the picture is unclear:
nobody knows what it shows, so it is shown as what no engine has looked at yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rekreview.domain.places import Place
from rekreview.domain.taxonomy import VERSIONS, known_anywhere, taxonomy
from rekreview.domain.thresholds import Threshold, exceeds

# Categories with all that lies below them, of both taxonomies.
HEAVY: Final = (
    "explicit",
    "explicit_nudity",
    "graphic_violence",
    "graphic_violence_or_gore",
    "self-harm",
    "self_injury",
    "visually_disturbing",
    "hate_symbols",
)
# It may be a weapon or a wound: until a category below it says which, it counts as heavy.
_VIOLENCE: Final = "violence"
_WORST_VIOLENCE: Final = "graphic_violence"
# Below this confidence (0–100) a heavy label is noise: engines name some for every holiday picture.
LIKELY_ENOUGH: Final = 30.0


@lru_cache(maxsize=1)
def heavy_slugs() -> frozenset[str]:
    """The slugs of all categories that are hard to look at."""
    below = {one.slug for version in VERSIONS for top in HEAVY for one in taxonomy(version).descendants(top)}
    return frozenset(HEAVY) | {_VIOLENCE} | below


@lru_cache(maxsize=1)
def violent_slugs() -> frozenset[str]:
    """The slugs of the categories that say what a violence is."""
    return frozenset(one.slug for version in VERSIONS for one in taxonomy(version).descendants(_VIOLENCE))


def surely_heavy(slug: str) -> bool:
    """Whether the category with this slug is heavy whatever else is named."""
    return slug in heavy_slugs() and slug != _VIOLENCE


def spoken_for(place: Place) -> str:
    """The slug of the known category by which a label at this place is judged; "" if nobody knows what it is."""
    if known_anywhere(place.slug):
        return place.slug
    above = place.judged_by.slug if place.judged_by is not None else ""
    return _WORST_VIOLENCE if above == _VIOLENCE else above


def counts(confidence: float, rejecting: Threshold | None = None) -> bool:
    """Whether a label of this confidence (0–100) is more than noise.

    rejecting: the threshold it has to exceed, if its asset is rejected: what may be the reason counts however weak.
    """
    return confidence >= LIKELY_ENOUGH or (rejecting is not None and exceeds(confidence, rejecting))


def makes_heavy(slugs: Iterable[str]) -> bool:
    """Whether an asset is heavy whose labels that count are these."""
    named = set(slugs)
    if not named.isdisjoint(violent_slugs()):
        named.discard(_VIOLENCE)
    return not named.isdisjoint(heavy_slugs())
