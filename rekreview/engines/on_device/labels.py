"""From what the models say to labels of the v7 taxonomy, each with its whole chain of parents."""

from __future__ import annotations

from collections.abc import Iterable

from rekreview.domain.errors import Unusable
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.engines.on_device.manifest import ModelManifest

Confidences = dict[str, float]
"""Shown value, 0–100, by slug."""

FLOOR = 1.0
"""Every label from this confidence on is kept, so that thresholds can be tuned later without asking again."""


def category_of(taxonomy: Taxonomy, name: str, parent_name: str) -> Category:
    """The category a manifest means. Raises Unusable for one that the taxonomy does not have in that place."""
    category = taxonomy.find(name, parent_name)
    if category is None or category.name != name or parent_name != parent_name_of(taxonomy, category):
        raise Unusable(
            f"A model manifest names the label {name!r} below {parent_name!r}, which the taxonomy "
            f"{taxonomy.version} does not have.",
            "Use the names of the taxonomy exactly, with the direct parent.",
        )
    return category


def parent_name_of(taxonomy: Taxonomy, category: Category) -> str:
    """The name of the category above, "" at the top."""
    above = taxonomy.above(category)
    return above[0].name if above else ""


def covered(taxonomy: Taxonomy, manifests: Iterable[ModelManifest]) -> frozenset[str]:
    """The slugs of the categories that the models can give, parents among them."""
    found = [
        category_of(taxonomy, group.name, group.parent)
        for manifest in manifests
        for group in manifest.groups
        if group.enabled
    ]
    return frozenset(node.slug for category in found for node in (category, *taxonomy.above(category)))


def confidences(taxonomy: Taxonomy, shown: Iterable[tuple[str, str, float]]) -> Confidences:
    """The confidence of every category that reaches the floor. A parent's is the highest of its children's."""
    highest: Confidences = {}
    for name, parent_name, value in shown:
        category = category_of(taxonomy, name, parent_name)
        for node in (category, *taxonomy.above(category)):
            highest[node.slug] = max(value, highest.get(node.slug, 0.0))
    return {slug: value for slug, value in highest.items() if value >= FLOOR}


def label(taxonomy: Taxonomy, slug: str, confidence: float) -> Label:
    """The label of one category, seen in a picture."""
    category = taxonomy.get(slug)
    assert category is not None, slug
    return Label(category.name, parent_name_of(taxonomy, category), confidence, category.level)


def picture_labels(taxonomy: Taxonomy, found: Confidences) -> tuple[Label, ...]:
    """The labels of a picture in the order of the taxonomy, each after its parent."""
    order = (category.slug for category in taxonomy.categories)
    return tuple(label(taxonomy, slug, found[slug]) for slug in order if slug in found)
