"""Which pictures are shown veiled, to reduce what a reviewer sees. No claim about health is made."""

from __future__ import annotations

from enum import StrEnum

from rekreview.domain.assets import Asset, Status, Tile

# For how long a sharp picture stays in memory after it was veiled again, so that a second look need not wait for it.
KEPT_MS = 3_000
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


def tile_is_veiled(tile: Tile, profile: Profile) -> bool:
    """Whether a tile shows its veiled picture. In a blind sample all do: a veil on some would tell of their labels."""
    if tile.blind:
        return profile is not Profile.OFF
    return _is_veiled(tile.status, profile, heavy=tile.heavy, unchecked=tile.unchecked)


def asset_is_veiled(asset: Asset, profile: Profile) -> bool:
    """Whether the large picture of an asset is veiled: if and only if its tile is."""
    if asset.blind:
        return profile is not Profile.OFF
    return _is_veiled(asset.status, profile, heavy=asset.heavy, unchecked=asset.unchecked)


def _is_veiled(status: Status, profile: Profile, *, heavy: bool, unchecked: bool) -> bool:
    """unchecked: no engine has looked at it. A decision does not make it lighter to look at."""
    if profile in (Profile.OFF, Profile.LIGHT):
        return heavy and profile is Profile.LIGHT
    unknown = unchecked or status in _UNANALYSED
    return heavy or unknown or (profile is Profile.STRONG and status is Status.REJECTED)
