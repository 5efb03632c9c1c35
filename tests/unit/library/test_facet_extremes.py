"""Facets at their ends: nothing in the library, one asset, and values that no library has or no calendar holds."""

from __future__ import annotations

import pytest

from rekreview.domain.errors import InvalidValue
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from tests.unit.library.makers import detection, fill, moderate

NO_VALUES = [
    (Facet.CONFIDENCE, "ninety"),
    (Facet.CONFIDENCE, "9" * 5_000),
    (Facet.CONFIDENCE, "9" * 25),
    (Facet.IMPORT, ""),
    (Facet.IMPORT, "9" * 25),
    (Facet.IMPORT, "-" + "9" * 25),
    (Facet.RUN, "1.5"),
    (Facet.RUN, str(2**63)),
    (Facet.DATE, "yesterday"),
    (Facet.DATE, "2026-02-30"),
    (Facet.DATE, "9999-12-31"),
    (Facet.CATEGORY, "no such category"),
]


@pytest.mark.parametrize(("facet", "value"), NO_VALUES, ids=lambda value: str(value)[:12])
def test_a_value_there_is_none_of_is_refused_in_words(library: Library, facet: Facet, value: str) -> None:
    fill(library, 1)
    wanted = QueueFilter(facets=(Choice(facet, value),))
    for ask in (library.queries.ids, library.queries.count, library.queries.facets):
        with pytest.raises(InvalidValue):
            ask(wanted)


STRANGE = [
    (Facet.KIND, "sculpture"),
    (Facet.ENGINE, "oracle"),
    (Facet.REVIEWER, "'; DROP TABLE asset; --"),
    (Facet.REVIEWER, "%"),
    (Facet.REASON, "\u202e😀"),
    (Facet.LOOKER, ""),
    (Facet.IMPORT, "0"),
    (Facet.IMPORT, "-1"),
    (Facet.RUN, str(2**63 - 1)),
    (Facet.DATE, "1970-01-01"),
    (Facet.CONFIDENCE, "100"),
    (Facet.CONFIDENCE, "-10"),
]


@pytest.mark.parametrize(("facet", "value"), STRANGE, ids=lambda value: str(value)[:12])
def test_a_value_nothing_has_leaves_nothing_and_can_still_be_seen_and_taken_away(
    library: Library, facet: Facet, value: str
) -> None:
    fill(library, 1)
    choice = Choice(facet, value)
    wanted = QueueFilter(facets=(choice,))
    assert library.queries.ids(wanted).tolist() == []
    found = library.queries.facets(wanted)
    assert found.total == 0
    assert [one.count for one in found.values[facet] if one.value == value] == [0]


@pytest.mark.parametrize("queue", list(QueueName))
def test_an_empty_library_offers_nothing_in_any_queue(library: Library, queue: QueueName) -> None:
    found = library.queries.facets(QueueFilter(queue))
    assert found.total == 0
    assert not any(found.values.values())


def test_one_asset_counts_once_everywhere(library: Library) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: detection(("Explicit", "", 100.0))})
    found = library.queries.facets(QueueFilter())
    assert found.total == 1
    assert all(value.count == 1 for values in found.values.values() for value in values)
    assert [value.value for value in found.values[Facet.CONFIDENCE]] == ["90"], "a hundred is in the last band"
    both = QueueFilter(facets=(Choice(Facet.CONFIDENCE, "90"), Choice(Facet.CONFIDENCE, "0")))
    assert library.queries.ids(both).tolist() == [one]


@pytest.mark.parametrize(
    ("confidence", "band"), [(1.0, "0"), (9.999999, "0"), (10.0, "10"), (89.999999, "80"), (90.0, "90")]
)
def test_the_count_and_the_list_cut_bands_at_the_same_place(library: Library, confidence: float, band: str) -> None:
    (one,) = fill(library, 1)
    moderate(library, {one: detection(("Explicit", "", confidence))})
    offered = [value.value for value in library.queries.facets(QueueFilter()).values[Facet.CONFIDENCE]]
    assert offered == [band]
    assert library.queries.ids(QueueFilter(facets=(Choice(Facet.CONFIDENCE, band),))).tolist() == [one]
