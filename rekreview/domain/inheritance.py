"""How thresholds pass from a category to those below it, and which overrides cannot take effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, Threshold, looser

Overrides = Mapping[str, Threshold]


@dataclass(frozen=True, slots=True)
class IneffectiveOverride:
    """An override that changes nothing while parent labels count, since a stricter ancestor rejects anyway."""

    category: Category
    value: Threshold
    ancestor: Category
    ancestor_value: Threshold


def effective(overrides: Overrides, taxonomy: Taxonomy) -> dict[str, Threshold]:
    """The threshold of every category: its own override, else the nearest ancestor's, else 0.5."""
    thresholds: dict[str, Threshold] = {}
    for category in taxonomy.categories:
        if category.slug not in thresholds:
            inherited = DEFAULT_THRESHOLD if category.parent is None else thresholds[category.parent]
            thresholds[category.slug] = overrides.get(category.slug, inherited)
    return thresholds


def ineffective_overrides(overrides: Overrides, taxonomy: Taxonomy) -> list[IneffectiveOverride]:
    """Every override looser than some ancestor, with the nearest ancestor that is stricter, in table order."""
    thresholds = effective(overrides, taxonomy)
    found = []
    for category in (taxonomy.get(slug) for slug in thresholds if slug in overrides):
        assert category is not None, "thresholds come from the taxonomy"
        value = overrides[category.slug]
        stricter = [above for above in taxonomy.above(category) if looser(value, thresholds[above.slug])]
        if stricter:
            found.append(IneffectiveOverride(category, value, stricter[0], thresholds[stricter[0].slug]))
    return found


def mended(overrides: Overrides, slug: str, taxonomy: Taxonomy) -> dict[str, Threshold]:
    """The overrides with which the one on `slug` takes effect: its stricter ancestors get its value.

    Whatever inherited from those ancestors is given its former value as an override of its own, so that only the
    ancestors and the category itself change. New overrides come after the old ones.
    """
    before = effective(overrides, taxonomy)
    value = overrides[slug]
    raised = [category.slug for category in taxonomy.ancestors(slug) if looser(value, before[category.slug])]
    changed = {**overrides, **dict.fromkeys(raised, value)}
    for parent in raised:
        for child in taxonomy.children(parent):
            changed.setdefault(child.slug, before[child.slug])
    return changed
