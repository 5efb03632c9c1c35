"""Where the labels of one answer stand among the categories: which node each is, and what lies above it.

Both readings of a policy, and the columns the thresholds are tuned on, start from these places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rekreview.domain.inheritance import Overrides
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import Category, Taxonomy, known_anywhere, slug_of
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, Threshold

# A known category, or the slug of one that the taxonomy does not have.
Node = Category | str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands. ancestors: nodes above it, nearest first, as far as they are told.

    judged_by: the known category whose threshold counts, the nearest to the label; None if nothing above is known.
    """

    node: Node
    slug: str
    ancestors: tuple[Node, ...]
    judged_by: Category | None

    @property
    def known(self) -> bool:
        """Whether the taxonomy has this category."""
        return isinstance(self.node, Category)

    def threshold(self, overrides: Overrides, effective: Mapping[str, Threshold]) -> Threshold:
        """The threshold this label has to exceed; `effective` holds those of the label's taxonomy.

        An override counts for an unknown label only if no taxonomy has the category it names.
        """
        if not self.known and self.slug in overrides and not known_anywhere(self.slug):
            return overrides[self.slug]
        return DEFAULT_THRESHOLD if self.judged_by is None else effective[self.judged_by.slug]


def known_place(name: str, parent_name: str, taxonomy: Taxonomy) -> Place | None:
    """The place of a label the taxonomy knows, or None."""
    category = taxonomy.find(name, parent_name)
    return None if category is None else Place(category, category.slug, taxonomy.above(category), category)


def places(labels: Iterable[Label], taxonomy: Taxonomy) -> list[Place]:
    """The places of all labels of one answer, in their order.

    What lies above an unknown label is followed through the parents that the same answer names.
    """
    labels = list(labels)
    found = [known_place(label.name, label.parent_name, taxonomy) for label in labels]
    unknown = [label for label, place in zip(labels, found, strict=True) if place is None]
    # Sorted, so that the order of the labels decides nothing should one name come with two parents.
    told = {slug_of(label.name): label.parent_name for label in sorted(unknown, key=_by_name_and_parent, reverse=True)}
    return [place or _unknown_place(label, told, taxonomy) for label, place in zip(labels, found, strict=True)]


def explained(labels: Sequence[Label], placed: Sequence[Place]) -> list[bool]:
    """Which labels a label of a descendant explains: at the same time, with a confidence at least as high."""
    strongest: dict[tuple[int | None, Node], float] = {}
    for label, place in zip(labels, placed, strict=True):
        for node in place.ancestors:
            key = (label.timestamp_ms, node)
            strongest[key] = max(strongest.get(key, -1.0), label.confidence)
    return [
        strongest.get((label.timestamp_ms, place.node), -1.0) >= label.confidence
        for label, place in zip(labels, placed, strict=True)
    ]


def _by_name_and_parent(label: Label) -> tuple[str, str]:
    return slug_of(label.name), slug_of(label.parent_name)


def _unknown_place(label: Label, told: Mapping[str, str], taxonomy: Taxonomy) -> Place:
    own, parent = slug_of(label.name), slug_of(label.parent_name)
    ancestors: list[Node] = []
    while parent and parent != own and parent not in ancestors:
        known = taxonomy.get(parent)
        if known is not None:
            return Place(own, own, (*ancestors, known, *taxonomy.above(known)), known)
        ancestors.append(parent)
        parent = slug_of(told.get(parent, ""))
    return Place(own, own, tuple(ancestors), None)
