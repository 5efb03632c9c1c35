"""Trying a policy on the whole library, without applying it and without asking an engine."""

from __future__ import annotations

from dataclasses import dataclass

from rekreview.domain.assets import Status
from rekreview.domain.policy import PolicyPair
from rekreview.domain.tuning import BelowFloor, below_floor, count, evaluate, flips
from rekreview.library.library import Library


@dataclass(frozen=True, slots=True)
class Preview:
    """What the library would be under another policy.

    counts: assets by status. to_rejected, to_approved: ids of those that would change side. below_floor: categories
    whose threshold is lower than the labels asked for, so that some may be missing.
    """

    counts: dict[Status, int]
    to_rejected: tuple[int, ...]
    to_approved: tuple[int, ...]
    below_floor: tuple[BelowFloor, ...]


def preview(library: Library, pair: PolicyPair) -> Preview:
    """The statuses of the whole library if `pair` were applied. What a person decided stands and never flips."""
    columns = library.queries.label_columns()
    after = evaluate(columns, pair)
    changed = flips(evaluate(columns, library.queries.policy().pair), after)
    return Preview(
        counts=count(after),
        to_rejected=tuple(columns.asset_id[changed.to_rejected].tolist()),
        to_approved=tuple(columns.asset_id[changed.to_approved].tolist()),
        below_floor=tuple(below_floor(columns, pair)),
    )
