"""Places in a list: the first of a name, what stands at a row, what lies near a threshold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.errors import AssetNotFound
from rekreview.domain.queues import QueueFilter, SortKey
from rekreview.library import Library
from tests.unit.library.makers import add, explicit, moderate

NAMES = ["anna.jpg", "Berta.jpg", "berta2.jpg", "Ärger.jpg", "zoe.jpg", "100.jpg", "anna2.jpg"]


@pytest.fixture
def seven(library: Library) -> list[int]:
    return add(library, *NAMES)


def place(library: Library, beginning: str, sort: SortKey, *, descending: bool = False) -> tuple[int, list[str]]:
    ids = library.queries.ids(QueueFilter(sort=sort, descending=descending))
    names = [tile.name for tile in library.queries.tiles(ids)]
    by_name = sort is SortKey.NAME
    return library.queries.first_named(ids, beginning, by_name=by_name, descending=descending), names


@pytest.mark.parametrize("sort", [SortKey.NAME, SortKey.IMPORTED])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("beginning", ["b", "BERTA", "ä", "zoe.jpg", "1"])
def test_a_name_is_found_at_its_first_row(
    library: Library, seven: list[int], beginning: str, sort: SortKey, descending: bool
) -> None:
    row, names = place(library, beginning, sort, descending=descending)
    fitting = [at for at, name in enumerate(names) if name.casefold().startswith(beginning.casefold())]
    assert row == fitting[0]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beginning=st.text("abzä1. ", min_size=1, max_size=4))
def test_in_the_order_of_names_the_place_of_a_missing_one_is_found(library: Library, beginning: str) -> None:
    if not len(library.queries.ids(QueueFilter())):
        add(library, *NAMES)
    row, names = place(library, beginning, SortKey.NAME)
    folded = [name.casefold() for name in names]
    wanted = beginning.casefold()
    assert all(name < wanted for name in folded[:row])
    assert folded[row] >= wanted or row == len(folded) - 1


def test_a_name_that_is_not_there_is_said_so_in_any_other_order(library: Library, seven: list[int]) -> None:
    assert place(library, "x", SortKey.IMPORTED)[0] == -1
    assert library.queries.first_named(np.empty(0, np.int64), "a", by_name=True) == -1


def test_what_stands_at_a_row(library: Library, seven: list[int]) -> None:
    moderate(library, {seven[0]: explicit(91.0)})
    found = library.queries.standpoint(seven[0])
    assert found.name == "anna.jpg"
    assert found.confidence == 91.0
    assert found.margin is not None
    assert found.bytes == len("anna.jpg")
    with pytest.raises(AssetNotFound):
        library.queries.standpoint(999)


def test_borderline_ones_stay_so_when_they_are_decided(library: Library, seven: list[int]) -> None:
    moderate(library, {seven[1]: explicit(50.5), seven[2]: explicit(99.0)})
    near = library.queries.borderline().tolist()
    assert near == [seven[1]]
