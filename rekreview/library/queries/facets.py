"""Facets: how many assets of a list each value would leave, over a million of them within a second.

What is needed of every asset comes in two numbers, since each column is a text to be strung together and read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, ColumnElement, Connection, Table, case, cast, func, select

from rekreview.domain.arrays import np
from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.content_types import CONTENT_TYPES
from rekreview.domain.facets import (
    BAND,
    OF_DECISION,
    Facet,
    FacetCounts,
    FacetValue,
    ShownAs,
    by_facet,
    day_bounds,
)
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.domain.taxonomy import VERSIONS, slug_of, taxonomy
from rekreview.library import database
from rekreview.library.categories import StoredCategory, family, stored_categories
from rekreview.library.content_types import tells
from rekreview.library.queries import queues
from rekreview.library.queries.choices import fitting
from rekreview.library.queries.looks import lookers
from rekreview.library.tables import ASSET, DECISION, DETECTION, IMPORT_BATCH, RUN, TASK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

DAYS: Final = 60
IMPORTS: Final = 40
RUNS: Final = 12
"""The newest so many are offered; an older one that is chosen stays."""

_KINDS: Final = tuple(MediaKind)
_ENGINES: Final = tuple(EngineName)
_BANDS: Final = 100 // BAND
_SLOTS: Final = 16
"""More than there are engines, or bands with none."""
_ROOM: Final = 1 << 20
"""More than there are categories."""


def facets(
    connection: Connection,
    wanted: QueueFilter,
    only: Collection[Facet] = tuple(Facet),
    shown: Mapping[int, ShownAs] | None = None,
) -> FacetCounts:
    """What a list can be narrowed down by. A value counts the assets it would leave with what is chosen of the other
    facets; of its own facet, what it would add. only: these facets. shown: assets whose decisions the list shows
    otherwise than they stand; they count as they show. Raises InvalidValue as the list itself does.
    """
    whole = replace(wanted, facets=(), sort=SortKey.IMPORTED, descending=False)
    found = _Faceted(connection, wanted, queues.ids(connection, whole), shown or {})
    values = {facet: tuple(counted(found)) for facet, counted in _COUNTED.items() if facet in only}
    return FacetCounts({facet: _with_chosen(wanted, facet, told) for facet, told in values.items()}, len(found.left))


def _with_chosen(wanted: QueueFilter, facet: Facet, told: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """What is chosen stays to be seen, also where it leaves nothing or is older than what is offered."""
    there = {one.value for one in told}
    chosen = by_facet(wanted.facets).get(facet, [])
    return (*told, *(FacetValue(value, 0) for value in chosen if value not in there))


@dataclass
class _Faceted:
    """A list, and what lets which of its assets through."""

    connection: Connection
    wanted: QueueFilter
    ids: Numbers
    shown: Mapping[int, ShownAs] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.shown:
            here = np.array([one for one, decision in self.shown.items() if decision.in_list], np.int64)
            self.ids = np.union1d(self._as_it_stands(self.ids), here)

    def _as_it_stands(self, ids: Numbers) -> Numbers:
        """Those of these that show as they stand."""
        return ids[~np.isin(ids, list(self.shown))] if self.shown else ids

    def shown_among(self, facet: Facet) -> list[ShownAs]:
        """The decisions of the others that all facets but one let through, as they show."""
        among = self.among(facet)
        return [self.shown[one] for one in among[np.isin(among, list(self.shown))].tolist()] if self.shown else []

    def standing(self, facet: Facet) -> Numbers:
        """The assets that all facets but one let through and that show as they stand."""
        return self._as_it_stands(self.among(facet))

    @cached_property
    def _masks(self) -> dict[Facet, NDArray[np.bool_]]:
        held = fitting(self.connection, self.wanted.facets)
        masks = {facet: np.isin(self.ids, ids) for facet, ids in held.items()}
        chosen = by_facet(self.wanted.facets)
        for at in np.flatnonzero(np.isin(self.ids, list(self.shown))) if self.shown else ():
            decision = self.shown[int(self.ids[at])]
            for facet in OF_DECISION & masks.keys():
                masks[facet][at] = decision.fits(facet, chosen[facet])
        return masks

    def among(self, facet: Facet | None) -> Numbers:
        """The assets that all facets but one let through."""
        masks = [mask for one, mask in self._masks.items() if one is not facet]
        return self.ids[np.logical_and.reduce(masks)] if masks else self.ids

    @cached_property
    def left(self) -> Numbers:
        """The list as it is."""
        return self.among(None)

    @cached_property
    def _packed(self) -> Numbers:
        return _by_id(*database.integer_columns(self.connection, _PACKED))

    @cached_property
    def _decision(self) -> Numbers:
        return _by_id(*database.integer_columns(self.connection, _DECIDED))

    def packed(self, facet: Facet) -> Numbers:
        """The packed number of each asset that the other facets let through."""
        return self._packed[self.among(facet)]

    def decisions(self, facet: Facet) -> Numbers:
        """The decision that stands on each of these, where there is one."""
        among = self.standing(facet)
        found = self._decision[among[among < len(self._decision)]]
        return found[found > 0]

    @cached_property
    def said(self) -> tuple[list[tuple[str, str]], Numbers]:
        """Who decided for which reason: the pairs there are, and at each decision's place the number of its pair."""
        pairs = [(row[0], row[1]) for row in self.connection.execute(_SAID.distinct())]
        codes = case(
            *(((DECISION.c.reviewer == who) & (DECISION.c.reason == why), at) for at, (who, why) in enumerate(pairs)),
            else_=0,
        )
        if not pairs:
            return [], np.zeros(1, np.int64)
        ids, code = database.integer_columns(self.connection, select(DECISION.c.id, codes))
        of_decision = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
        of_decision[ids] = code
        return pairs, of_decision


def _by_id(ids: Numbers, values: Numbers) -> Numbers:
    """At the place of each id its value; 0 elsewhere."""
    found = np.zeros(int(ids.max(initial=0)) + 1, np.int64)
    found[ids] = values
    return found


_SAID: Final = select(DECISION.c.reviewer, DECISION.c.reason)


def _code(column: ColumnElement[str], names: tuple[str, ...]) -> ColumnElement[int]:
    """A word as its place among its kind, from 1 on; 0 for none."""
    return case(*((column == name, at) for at, name in enumerate(names, start=1)), else_=0)


_BAND_CODE: Final = func.coalesce(
    case((ASSET.c.top_confidence >= 100 - BAND, _BANDS), else_=cast(ASSET.c.top_confidence / BAND, BigInteger) + 1),
    0,
)
# From the left: import, category, and three small ones.
_PACKED: Final = select(
    ASSET.c.id,
    (
        (
            (func.coalesce(ASSET.c.import_id, 0) * _ROOM + func.coalesce(ASSET.c.top_category_id, 0)) * _SLOTS
            + _code(ASSET.c.deciding_engine, _ENGINES)
        )
        * _SLOTS
        + _code(ASSET.c.kind, _KINDS)
    )
    * _SLOTS
    + _BAND_CODE,
)
_DECIDED: Final = select(ASSET.c.id, ASSET.c.decision_id).where(ASSET.c.decision_id.is_not(None))
_NOTED: Final = select(ASSET.c.id).where(ASSET.c.has_note)


def _kinds(found: _Faceted) -> Iterator[FacetValue]:
    counts = np.bincount(found.packed(Facet.KIND) // _SLOTS % _SLOTS, minlength=_SLOTS).tolist()
    return (FacetValue(kind.value, counts[at]) for at, kind in enumerate(_KINDS, start=1) if counts[at])


def _engines(found: _Faceted) -> Iterator[FacetValue]:
    counts = np.bincount(found.packed(Facet.ENGINE) // _SLOTS**2 % _SLOTS, minlength=_SLOTS).tolist()
    return (FacetValue(engine.value, counts[at]) for at, engine in enumerate(_ENGINES, start=1) if counts[at])


def _bands(found: _Faceted) -> Iterator[FacetValue]:
    counts = np.bincount(found.packed(Facet.CONFIDENCE) % _SLOTS, minlength=_SLOTS).tolist()
    return (FacetValue(str((at - 1) * BAND), counts[at]) for at in range(_BANDS, 0, -1) if counts[at])


def _notes(found: _Faceted) -> Iterator[FacetValue]:
    among = found.among(Facet.NOTE)
    noted = int(np.isin(database.integers(found.connection, _NOTED), found.standing(Facet.NOTE)).sum())
    noted += sum(one.noted for one in found.shown_among(Facet.NOTE))
    without = len(among) - noted
    return (FacetValue(value, count) for value, count in (("yes", noted), ("no", without)) if count)


def _categories(found: _Faceted) -> Iterator[FacetValue]:
    counts = np.bincount(found.packed(Facet.CATEGORY) // _SLOTS**3 % _ROOM)
    stored = [one for one in stored_categories(found.connection) if one.id < len(counts) and counts[one.id]]
    for slug, (name, parent) in _nodes(stored).items():
        yield FacetValue(slug, int(counts[family(stored, slug)].sum()), name, parent)


def _nodes(stored: list[StoredCategory]) -> dict[str, tuple[str, str]]:
    """The categories that some assets' labels name, and those above them: name and parent's slug of each, by slug."""
    nodes: dict[str, tuple[str, str]] = {}
    for one in stored:
        slug, name, parent = one.slug, one.name, slug_of(one.parent_name)
        while slug and slug not in nodes:
            known = next((found for version in VERSIONS if (found := taxonomy(version).get(slug))), None)
            above = parent if known is None else known.parent or ""
            nodes[slug] = (name or (known.name if known else slug), "" if above == slug else above)
            slug, name, parent = nodes[slug][1], "", ""
    return nodes


def _content_types(found: _Faceted) -> Iterator[FacetValue]:
    decided = select(ASSET.c.id, ASSET.c.deciding_detection_id).where(ASSET.c.deciding_detection_id.is_not(None))
    ids, deciding = database.integer_columns(found.connection, decided)
    deciding = deciding[np.isin(ids, found.among(Facet.CONTENT_TYPE))]
    for name in CONTENT_TYPES:
        told = database.integers(found.connection, select(DETECTION.c.id).where(tells(name)))
        if count := int(np.isin(deciding, told).sum()):
            yield FacetValue(name.lower(), count)


def _reviewers(found: _Faceted) -> Iterator[FacetValue]:
    return _who_or_why(found, Facet.REVIEWER, 0)


def _lookers(found: _Faceted) -> Iterator[FacetValue]:
    return (FacetValue(who, count) for who, count in lookers(found.connection, found.among(Facet.LOOKER)))


def _reasons(found: _Faceted) -> Iterator[FacetValue]:
    return _who_or_why(found, Facet.REASON, 1)


def _who_or_why(found: _Faceted, facet: Facet, part: int) -> Iterator[FacetValue]:
    pairs, of_decision = found.said
    counts = np.bincount(of_decision[found.decisions(facet)], minlength=len(pairs)).tolist()
    words: dict[str, int] = {}
    for pair, count in zip(pairs, counts, strict=True):
        words[pair[part]] = words.get(pair[part], 0) + count
    for one in found.shown_among(facet):
        word = (one.reviewer, one.reason)[part]
        words[word] = words.get(word, 0) + 1
    ranked = sorted(words.items(), key=lambda one: (-one[1], one[0]))
    return (FacetValue(word, count) for word, count in ranked if word and count)


def _dates(found: _Faceted) -> Iterator[FacetValue]:
    among = found.among(Facet.DATE)
    for day, ids in _days(found.connection):
        if count := int(np.isin(ids, among).sum()):
            yield FacetValue(day, count)


def _days(connection: Connection) -> Iterator[tuple[str, Numbers]]:
    """The newest days on which anything was imported, with what was imported then."""
    beyond = datetime.max.replace(tzinfo=UTC)
    for _ in range(DAYS):
        newest = connection.execute(select(func.max(ASSET.c.imported)).where(ASSET.c.imported < beyond)).scalar()
        if newest is None:
            return
        day = newest.astimezone().date()
        first, last = day_bounds(day)
        within = (ASSET.c.imported >= first, ASSET.c.imported < last)
        yield day.isoformat(), database.integers(connection, select(ASSET.c.id).where(*within))
        beyond = first


def _imports(found: _Faceted) -> Iterator[FacetValue]:
    counts = np.bincount(found.packed(Facet.IMPORT) // (_SLOTS**3 * _ROOM))
    for number, source, begun in _newest(found.connection, IMPORT_BATCH, "source", "begun", IMPORTS):
        if number < len(counts) and counts[number]:
            yield FacetValue(str(number), int(counts[number]), source, at=begun)


def _runs(found: _Faceted) -> Iterator[FacetValue]:
    among = found.among(Facet.RUN)
    for number, engine, created in _newest(found.connection, RUN, "engine", "created", RUNS):
        held = database.integers(found.connection, select(TASK.c.asset_id).where(TASK.c.run_id == number))
        if count := int(np.isin(held, among).sum()):
            yield FacetValue(str(number), count, engine, at=created)


def _newest(
    connection: Connection, table: Table, name: str, at: str, limit: int
) -> Iterator[tuple[int, str, datetime]]:
    rows = connection.execute(select(table.c.id, table.c[name], table.c[at]).order_by(table.c.id.desc()).limit(limit))
    return ((row[0], row[1], row[2]) for row in rows.all())


_COUNTED: Final = {
    Facet.KIND: _kinds,
    Facet.ENGINE: _engines,
    Facet.CATEGORY: _categories,
    Facet.CONFIDENCE: _bands,
    Facet.CONTENT_TYPE: _content_types,
    Facet.REVIEWER: _reviewers,
    Facet.LOOKER: _lookers,
    Facet.REASON: _reasons,
    Facet.NOTE: _notes,
    Facet.DATE: _dates,
    Facet.IMPORT: _imports,
    Facet.RUN: _runs,
}
