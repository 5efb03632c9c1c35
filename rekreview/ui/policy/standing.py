"""How each category stands in a policy: its own threshold or an inherited one, from where, and whether it can count."""

from __future__ import annotations

from dataclasses import dataclass

from rekreview.domain.inheritance import Overrides, effective, ineffective_overrides
from rekreview.domain.taxonomy import Category, Taxonomy
from rekreview.domain.thresholds import DEFAULT_THRESHOLD, IGNORE, Threshold


@dataclass(frozen=True, slots=True)
class Standing:
    """How one category stands in the policy being edited.

    own: what the string says of it, None if it inherits. effective: what counts. source: the name of the category it
    inherits from, "" if none of its ancestors is in the string. blocked_by: the name of the stricter ancestor that
    rejects first, so that its own threshold cannot take effect; "" if there is none.
    """

    own: Threshold | None = None
    effective: Threshold = DEFAULT_THRESHOLD
    source: str = ""
    blocked_by: str = ""

    @property
    def ignored(self) -> bool:
        """Whether no confidence rejects here."""
        return self.effective is IGNORE


def standings(overrides: Overrides, taxonomy: Taxonomy, *, parents_count: bool) -> dict[str, Standing]:
    """How every category stands, by slug. Only while parent labels count can an override be blocked by an ancestor."""
    thresholds = effective(overrides, taxonomy)
    found = ineffective_overrides(overrides, taxonomy) if parents_count else []
    blocked = {override.category.slug: override.ancestor.name for override in found}
    sources = _sources(overrides, taxonomy)
    return {
        slug: Standing(overrides.get(slug), threshold, sources[slug], blocked.get(slug, ""))
        for slug, threshold in thresholds.items()
    }


def _sources(overrides: Overrides, taxonomy: Taxonomy) -> dict[str, str]:
    """For each category, which comes after its parent, the name of the one it inherits from."""
    passed_on: dict[str, str] = {}
    found: dict[str, str] = {}
    for category in settable(taxonomy):
        inherited = passed_on[category.parent] if category.parent else ""
        own = category.slug in overrides
        passed_on[category.slug] = category.name if own else inherited
        found[category.slug] = "" if own else inherited
    return found


def settable(taxonomy: Taxonomy) -> list[Category]:
    """The categories a string can name, each once: in version 6 the inner Gambling has no name of its own."""
    return [category for category in taxonomy.categories if taxonomy.get(category.slug) is category]


def shown(taxonomy: Taxonomy, search: str, only: frozenset[str] | None) -> frozenset[str]:
    """The slugs that a search and a filter leave, with their ancestors, so that the tree stays a tree."""
    needle = search.strip().lower()
    hits = [
        category.slug
        for category in taxonomy.categories
        if (needle in category.name.lower() or needle in category.slug) and (only is None or category.slug in only)
    ]
    return frozenset(hits) | {above.slug for slug in hits for above in taxonomy.ancestors(slug)}
