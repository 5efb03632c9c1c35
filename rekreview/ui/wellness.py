"""Which pictures are shown veiled, to reduce what a reviewer sees. No claim about health is made."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from rekreview.domain.assets import Asset, Status, Tile
from rekreview.domain.taxonomy import VERSIONS, slug_of, taxonomy
from rekreview.domain.verdict import Verdict

# Categories with all that lies below them, of both taxonomies.
HEAVY = (
    "explicit",
    "explicit_nudity",
    "graphic_violence",
    "graphic_violence_or_gore",
    "self-harm",
    "self_injury",
    "visually_disturbing",
    "hate_symbols",
)
# Violence alone may be a weapon or a wound: until a category below it says which, it counts as heavy.
_MAY_BE_HEAVY = frozenset({"violence"})
# For how long a sharp picture stays in memory after it was veiled again, so that a second look need not wait for it.
KEPT_MS = 3_000
# Below this confidence (0–100) a heavy label is noise: engines name some for every holiday picture.
LIKELY_ENOUGH = 30.0
_UNANALYSED = frozenset({Status.PENDING, Status.QUEUED, Status.ABORTED, Status.NOT_MODERATED})


class Profile(StrEnum):
    """How much is veiled: nothing; heavy categories; those and what is not analysed; also all that is rejected."""

    OFF = "off"
    LIGHT = "light"
    STANDARD = "standard"
    STRONG = "strong"


def profile_named(name: str) -> Profile:
    """The profile that a setting names; the standard one if it names none."""
    return Profile(name) if name in set(Profile) else Profile.STANDARD


@lru_cache(maxsize=1)
def _heavy_slugs() -> frozenset[str]:
    return (
        frozenset(HEAVY)
        | _MAY_BE_HEAVY
        | {below.slug for version in VERSIONS for top in HEAVY for below in taxonomy(version).descendants(top)}
    )


@lru_cache(maxsize=1)
def _violent_slugs() -> frozenset[str]:
    return frozenset(below.slug for version in VERSIONS for below in taxonomy(version).descendants("violence"))


def is_heavy(category: str) -> bool:
    """Whether a category, by its name, is one of those that are hard to look at, or lies below one."""
    return slug_of(category) in _heavy_slugs()


def is_veiled(category: str, confidence: float | None, status: Status, profile: Profile) -> bool:
    """Whether an asset with this leading label (its category and confidence, 0–100) is shown blurred and grey."""
    if profile is Profile.OFF:
        return False
    if is_heavy(category) and (confidence is None or confidence >= LIKELY_ENOUGH or status is Status.REJECTED):
        return True
    if profile is Profile.LIGHT:
        return False
    return status in _UNANALYSED or (profile is Profile.STRONG and status is Status.REJECTED)


def tile_is_veiled(tile: Tile, profile: Profile) -> bool:
    """Whether a tile shows its veiled picture. In a blind sample all do: a veil on some would tell of their labels."""
    if tile.blind:
        return profile is not Profile.OFF
    return is_veiled(tile.category, tile.confidence, tile.status, profile)


def asset_is_veiled(asset: Asset, verdict: Verdict | None, profile: Profile) -> bool:
    """Whether the large picture of an asset is veiled: by what rejects it, else by any of its labels."""
    if asset.blind:
        return profile is not Profile.OFF
    leading: list[tuple[str, float | None]]
    if verdict is not None and verdict.offending:
        leading = [(offence.name, offence.confidence) for offence in verdict.offending]
    else:
        found = [view for view in asset.detections if view.id == asset.deciding_detection]
        leading = [(label.name, label.confidence) for view in found for label in view.labels]
    if any(name != "Violence" and slug_of(name) in _violent_slugs() for name, _ in leading):
        leading = [(name, confidence) for name, confidence in leading if name != "Violence"]
    return any(is_veiled(name, confidence, asset.status, profile) for name, confidence in leading or [("", None)])
