"""The policies that come with the app: starting points with a reason each, read from the resources."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from rekreview import paths
from rekreview.domain.policy import Parents, PolicyPair


@dataclass(frozen=True, slots=True)
class ShippedPreset:
    """A policy that comes with the app. name: as a command names it; title and explanation: for people."""

    name: str
    title: str
    explanation: str
    pair: PolicyPair


@lru_cache(maxsize=1)
def shipped_presets() -> tuple[ShippedPreset, ...]:
    """All shipped presets, in the order they are offered: each file says its place."""
    documents = [json.loads(file.read_text("utf-8")) for file in (paths.resources() / "presets").glob("*.json")]
    return tuple(_preset(document) for document in sorted(documents, key=lambda document: int(document["place"])))


def _preset(document: dict[str, str]) -> ShippedPreset:
    pair = PolicyPair(document["image"], document["video"], Parents(document["parents"]))
    pair.check()
    return ShippedPreset(document["name"], document["title"], document["explanation"], pair)
