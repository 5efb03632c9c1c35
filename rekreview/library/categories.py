"""The categories labels name: from an engine's words to rows, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from rekreview.domain.errors import InvalidValue
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import VERSIONS, for_model_version, known_anywhere, slug_of, taxonomy
from rekreview.library.tables import CATEGORY


@dataclass(frozen=True, slots=True)
class StoredCategory:
    """A category as the library keeps it. taxonomy: the version its detection spoke."""

    id: int
    taxonomy: str
    name: str
    parent_name: str
    slug: str
    level: int | None


Place = tuple[str, str, str]
"""What tells a category apart: taxonomy, parent's name, name."""


def place_of(label: Label, model_version: str) -> Place:
    """Where a label of this model version belongs."""
    return (for_model_version(model_version).version, label.parent_name, label.name)


def stored_categories(connection: Connection) -> list[StoredCategory]:
    """Every category some label named. They are few, so nothing is remembered from one transaction to the next."""
    rows = connection.execute(_CATEGORY)
    return [StoredCategory(*row) for row in rows]


def category_ids(connection: Connection, labels: Iterable[tuple[Label, str]]) -> dict[Place, int]:
    """The ids of the categories these labels (each with its model version) name; new ones get a row."""
    wanted = {place_of(label, version): label for label, version in labels}
    known = _known(connection)
    if missing := [_row(place, label) for place, label in wanted.items() if place not in known]:
        connection.execute(CATEGORY.insert(), missing)
        known = _known(connection)
    return {place: known[place] for place in wanted}


def matching(connection: Connection, slug: str) -> list[int]:
    """The ids of a category and of all below it, in both taxonomies. Raises InvalidValue for an unknown slug."""
    found = family(stored_categories(connection), slug)
    if not found and not known_anywhere(slug):
        raise InvalidValue(f"There is no category called “{slug}”.", "`policy check aws_rek` lists them all.")
    return found


def family(stored: Iterable[StoredCategory], slug: str) -> list[int]:
    """The ids of those stored categories that are the one with this slug, or lie below it in either taxonomy."""
    slugs = {slug} | {below.slug for version in VERSIONS for below in taxonomy(version).descendants(slug)}
    return [one.id for one in stored if one.slug in slugs or slug_of(one.parent_name) in slugs]


_CATEGORY = select(
    CATEGORY.c.id, CATEGORY.c.taxonomy, CATEGORY.c.name, CATEGORY.c.parent_name, CATEGORY.c.slug, CATEGORY.c.level
)


def _known(connection: Connection) -> dict[Place, int]:
    return {(one.taxonomy, one.parent_name, one.name): one.id for one in stored_categories(connection)}


def _row(place: Place, label: Label) -> dict[str, object]:
    version, parent_name, name = place
    known = for_model_version("6.0" if version == "v6" else "7.0").find(name, parent_name)
    return {
        "taxonomy": version,
        "name": name,
        "parent_name": parent_name,
        "slug": slug_of(name),
        "level": known.level if known else label.level,
    }
