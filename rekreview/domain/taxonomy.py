"""The categories an engine may name: Amazon's taxonomy in version 7 (three levels) and version 6 (two levels)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from rekreview import paths

TaxonomyVersion = Literal["v7", "v6"]
VERSIONS: Final[tuple[TaxonomyVersion, ...]] = get_args(TaxonomyVersion)
NEWEST: Final[TaxonomyVersion] = "v7"


def slug_of(name: str) -> str:
    """The name of a category as a moderation string writes it: small letters, each blank an underscore."""
    return name.lower().replace(" ", "_")


@dataclass(frozen=True, slots=True)
class Category:
    """A node of a taxonomy. parent: the slug above it, None at the top. level: 1 to 3.

    Two nodes of version 6 share the slug `gambling` (Gambling within Gambling); the whole value tells them apart.
    """

    name: str
    slug: str
    parent: str | None
    level: int


class Taxonomy:
    """The categories of one version, in the order of the published table: each one after its parent."""

    def __init__(self, version: TaxonomyVersion, categories: Iterable[Category]) -> None:
        self.version: Final = version
        self.categories: Final = tuple(categories)
        self._by_slug: dict[str, Category] = {}
        self._above: dict[Category, tuple[Category, ...]] = {}
        for category in self.categories:
            self._by_slug.setdefault(category.slug, category)
        self._by_place = {(category.slug, category.parent): category for category in self.categories}

    def __repr__(self) -> str:
        return f"Taxonomy({self.version})"

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def get(self, slug: str) -> Category | None:
        """The category with this slug (of the two called `gambling`, the upper one), or None."""
        return self._by_slug.get(slug)

    def find(self, name: str, parent_name: str = "") -> Category | None:
        """The category a label means: name and parent must both agree, or the name alone if no parent is told."""
        slug, parent = slug_of(name), slug_of(parent_name)
        if not parent:
            return self._by_slug.get(slug)
        return self._by_place.get((slug, parent))

    def above(self, category: Category) -> tuple[Category, ...]:
        """The ancestors of a node, nearest first."""
        found = self._above.get(category)
        if found is None:
            found = self._above[category] = tuple(self._climb(category))
        return found

    def ancestors(self, slug: str) -> tuple[Category, ...]:
        """The ancestors of the category with this slug, nearest first; none if the slug is unknown."""
        category = self._by_slug.get(slug)
        return () if category is None else self.above(category)

    def descendants(self, slug: str) -> tuple[Category, ...]:
        """Every category below the one with this slug, at any depth, in table order."""
        top = self._by_slug.get(slug)
        return tuple(category for category in self.categories if top in self.above(category))

    def children(self, slug: str | None) -> tuple[Category, ...]:
        """The categories directly below the one with this slug; those of the top level for None."""
        return tuple(category for category in self.categories if category.parent == slug)

    def _climb(self, category: Category) -> Iterator[Category]:
        while category.parent is not None:
            category = self._by_slug[category.parent]
            yield category


@lru_cache(maxsize=len(VERSIONS))
def taxonomy(version: TaxonomyVersion) -> Taxonomy:
    """The taxonomy of one version, read once from the resources."""
    return Taxonomy(version, _categories(_rows(f"{version}.csv")))


def for_model_version(model_version: str | None) -> Taxonomy:
    """The taxonomy a detection speaks: version 6 for models 5 and 6, version 7 for every other one."""
    major = (model_version or "").partition(".")[0]
    return taxonomy("v6" if major in {"5", "6"} else "v7")


def other(than: Taxonomy) -> Taxonomy:
    """The taxonomy of the other version."""
    return taxonomy("v6" if than.version == "v7" else "v7")


def known_anywhere(slug: str) -> bool:
    """Whether any version has a category with this slug."""
    return any(slug in taxonomy(version) for version in VERSIONS)


def successors(slug: str) -> tuple[Category, ...]:
    """The version 7 categories that took the place of a version 6 one; none if it has none."""
    newer = taxonomy("v7")
    return tuple(category for old, new in _moves() if old == slug and (category := newer.get(new)))


def predecessors(slug: str) -> tuple[Category, ...]:
    """The version 6 categories whose place a version 7 one took; none for a new one."""
    older = taxonomy("v6")
    return tuple(category for old, new in _moves() if new == slug and (category := older.get(old)))


def counterparts(slug: str, wanted: Taxonomy) -> tuple[Category, ...]:
    """What a category of the other version is called in the wanted one."""
    return successors(slug) if wanted.version == "v7" else predecessors(slug)


def _rows(file_name: str) -> list[dict[str, str]]:
    path = paths.resources() / "taxonomies" / file_name
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def _categories(rows: Iterable[dict[str, str]]) -> Iterator[Category]:
    for row in rows:
        names = [name for level in ("level1", "level2", "level3") if (name := row[level])]
        parent = slug_of(names[-2]) if len(names) > 1 else None
        yield Category(names[-1], slug_of(names[-1]), parent, len(names))


@lru_cache(maxsize=1)
def _moves() -> tuple[tuple[str, str], ...]:
    """Pairs of slugs, version 6 to version 7, each pair once, in table order."""
    pairs = (
        (
            slug_of(row["v6_level2"] or row["v6_level1"]),
            slug_of(row["v7_level3"] or row["v7_level2"] or row["v7_level1"]),
        )
        for row in _rows("v6-to-v7.csv")
    )
    return tuple(dict.fromkeys(pairs))
