"""How two policies differ, category by category."""

from __future__ import annotations

from dataclasses import dataclass

from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import PolicyPair, Threshold


@dataclass(frozen=True, slots=True)
class Difference:
    """One category that two policies treat differently. before, after: its own threshold, None if it inherits."""

    kind: MediaKind
    slug: str
    before: Threshold | None
    after: Threshold | None


def differences(before: PolicyPair, after: PolicyPair) -> list[Difference]:
    """The overrides that differ, pictures first, in the order of the strings."""
    return [found for kind in MediaKind for found in _differences(kind, before, after)]


def _differences(kind: MediaKind, before: PolicyPair, after: PolicyPair) -> list[Difference]:
    old, new = before.for_kind(kind).overrides, after.for_kind(kind).overrides
    return [
        Difference(kind, slug, old.get(slug), new.get(slug))
        for slug in dict.fromkeys((*old, *new))
        if old.get(slug) != new.get(slug)
    ]
