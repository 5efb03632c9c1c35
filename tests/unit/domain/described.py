"""Described assets: as columns, and what the rules told in words say of each one by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rekreview.domain.assets import Status
from rekreview.domain.places import places
from rekreview.domain.policy import PolicyPair
from rekreview.domain.taxonomy import for_model_version
from rekreview.domain.tuning import ColumnsBuilder, LabelColumns
from rekreview.domain.verdict import Offence

Described = dict[str, Any]


def columns_of(described: Iterable[tuple[int, Described]]) -> LabelColumns:
    """The columns of these assets, each with its id."""
    builder = ColumnsBuilder()
    for asset_id, asset in described:
        builder.add(asset_id, **asset)
    return builder.build()


def expected_status(asset: Described, pair: PolicyPair) -> Status:
    """The status one asset has by the rules told in words, with `decide` for the verdict."""
    if asset["standing"] is not None:
        return asset["standing"]
    if asset["labels"] is None:
        return asset["undetected"]
    spoken = for_model_version(asset["model_version"])
    return pair.verdict(asset["kind"], asset["labels"], spoken, asset["content_types"]).status


def expected_offences(asset: Described, pair: PolicyPair) -> list[tuple[str | None, Offence]]:
    """What would reject an asset, nobody asked: each offence with the slug of its category, None for unknown ones."""
    if asset["labels"] is None:
        return []
    spoken = for_model_version(asset["model_version"])
    known = {
        (label.name, label.parent_name): place.slug if place.known else None
        for label, place in zip(asset["labels"], places(asset["labels"], spoken), strict=True)
    }
    verdict = pair.verdict(asset["kind"], asset["labels"], spoken, asset["content_types"])
    return [(known[offence.name, offence.parent], offence) for offence in verdict.offending]


def judged(asset: Described) -> bool:
    """Whether the policy tells the status: something was detected, and nobody decided."""
    return asset["labels"] is not None and asset["standing"] is None
