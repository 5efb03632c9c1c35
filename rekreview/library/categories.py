"""The categories labels name: from an engine's words to rows, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from rekreview.domain.errors import InvalidValue
from rekreview.domain.labels import Label
from rekreview.domain.taxonomy import VERSIONS, for_model_version, slug_of, taxonomy
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


class Categories:
    """All stored categories, remembered between transactions. A category never changes once it has a row."""

    def __init__(self) -> None:
        self._by_id: dict[int, StoredCategory] = {}
        self._by_place: dict[Place, StoredCategory] = {}

    def get(self, connection: Connection, category_id: int) -> StoredCategory:
        """The category with this id."""
        if category_id not in self._by_id:
            self._read(connection)
        return self._by_id[category_id]

    def all(self, connection: Connection) -> tuple[StoredCategory, ...]:
        """Every category some label named."""
        self._read(connection)
        return tuple(self._by_id.values())

    def ids(self, connection: Connection, labels: Iterable[tuple[Label, str]]) -> dict[Place, int]:
        """The ids of the categories these labels (each with its model version) name; new ones get a row."""
        wanted = {place_of(label, version): label for label, version in labels}
        if missing := wanted.keys() - self._by_place.keys():
            self._add(connection, {place: wanted[place] for place in missing})
        return {place: self._by_place[place].id for place in wanted}

    def matching(self, connection: Connection, slug: str) -> list[int]:
        """The ids of a category and of all below it, in both taxonomies. Raises InvalidValue for an unknown slug."""
        family = {slug}
        for version in VERSIONS:
            family.update(below.slug for below in taxonomy(version).descendants(slug))
        known = any(slug in taxonomy(version) for version in VERSIONS)
        found = [one for one in self.all(connection) if one.slug in family or slug_of(one.parent_name) in family]
        if not known and not found:
            raise InvalidValue(f"There is no category called “{slug}”.", "`policy check aws_rek` lists them all.")
        return [one.id for one in found]

    def _add(self, connection: Connection, missing: dict[Place, Label]) -> None:
        """Insert what is not there yet. A rolled back insert must not be remembered: so rows are read back first."""
        self._read(connection)
        rows = [_row(place, label) for place, label in missing.items() if place not in self._by_place]
        if rows:
            connection.execute(CATEGORY.insert(), rows)
            self._read(connection)

    def forget(self) -> None:
        """Read the rows anew next time: a transaction that added some was taken back."""
        self._by_id, self._by_place = {}, {}

    def _read(self, connection: Connection) -> None:
        rows = connection.execute(
            select(
                CATEGORY.c.id,
                CATEGORY.c.taxonomy,
                CATEGORY.c.name,
                CATEGORY.c.parent_name,
                CATEGORY.c.slug,
                CATEGORY.c.level,
            )
        ).all()
        by_id = {int(row[0]): StoredCategory(*row) for row in rows}
        self._by_place = {(one.taxonomy, one.parent_name, one.name): one for one in by_id.values()}
        self._by_id = by_id


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
