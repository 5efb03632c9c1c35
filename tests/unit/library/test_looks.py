"""A second look has an owner and an age."""

from __future__ import annotations

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.facets import Choice, Facet, FacetValue
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library
from tests.unit.library.makers import fill

ASIDE = QueueFilter(QueueName.SECOND_LOOK, sort=SortKey.WAITING)


@pytest.fixture
def five(library: Library) -> list[int]:
    """Of five assets Ana put the fourth aside and then the first, Bob the second after them."""
    ids = fill(library, 5)
    for at, who in ((3, "Ana"), (0, "Ana"), (1, "Bob")):
        library.commands.second_look([ids[at]], True, who)
    return ids


def test_the_longest_aside_come_first(library: Library, five: list[int]) -> None:
    assert library.queries.ids(ASIDE).tolist() == [five[3], five[0], five[1]]
    backwards = QueueFilter(QueueName.SECOND_LOOK, sort=SortKey.WAITING, descending=True)
    assert library.queries.ids(backwards).tolist() == [five[1], five[0], five[3]]


def test_in_other_queues_the_rest_follows_those_that_are_aside(library: Library, five: list[int]) -> None:
    ids = library.queries.ids(QueueFilter(sort=SortKey.WAITING)).tolist()
    assert ids == [five[3], five[0], five[1], five[2], five[4]]


def test_a_tile_and_an_asset_tell_who_put_them_aside_and_when(library: Library, five: list[int]) -> None:
    first, _, third = library.queries.tiles(five[:3])
    assert first.looker == "Ana"
    assert first.aside_since is not None
    assert first.aside_since.tzinfo is not None
    assert (third.looker, third.aside_since) == ("", None)
    asset = library.queries.asset(five[1])
    assert asset.looker == "Bob"
    assert asset.aside_since is not None


def test_a_look_that_ended_has_no_owner_and_the_next_one_is_whose_it_is(library: Library, five: list[int]) -> None:
    library.commands.second_look([five[0]], False, "Bob")
    assert library.queries.tiles(five[:1])[0].looker == ""
    library.commands.second_look([five[0]], True, "Bob")
    assert library.queries.tiles(five[:1])[0].looker == "Bob"
    assert library.queries.ids(ASIDE).tolist()[-1] == five[0], "its age begins anew"


def test_an_undo_gives_it_back_to_its_owner(library: Library, five: list[int]) -> None:
    library.commands.decide([five[3]], Status.APPROVED, reviewer="Bob")
    assert five[3] not in library.queries.ids(ASIDE)
    library.commands.undo()
    assert library.queries.tiles([five[3]])[0].looker == "Ana"
    assert library.queries.ids(ASIDE).tolist()[0] == five[3]


def test_mine_and_others_are_told_apart(library: Library, five: list[int]) -> None:
    mine = QueueFilter(facets=(Choice(Facet.LOOKER, "Ana"),))
    assert sorted(library.queries.ids(mine).tolist()) == [five[0], five[3]]
    told = library.queries.facets(QueueFilter()).values[Facet.LOOKER]
    assert told == (FacetValue("Ana", 2), FacetValue("Bob", 1))
    assert library.queries.facets(mine).total == 2


def test_a_later_look_that_was_taken_back_owns_nothing(library: Library, five: list[int]) -> None:
    began = library.queries.asset(five[3]).aside_since
    library.commands.decide([five[3]], Status.APPROVED, reviewer="Ana")
    library.commands.second_look([five[3]], True, "Ben")
    assert library.queries.asset(five[3]).looker == "Ben"
    library.commands.undo(reviewer="Ben")
    library.commands.undo(reviewer="Ben")
    asset = library.queries.asset(five[3])
    assert (asset.looker, asset.aside_since) == ("Ana", began)
    assert library.queries.ids(ASIDE).tolist()[0] == five[3], "it is the oldest as before"


@pytest.mark.parametrize("times", [1, 2])
def test_who_takes_a_look_back_and_does_it_again_does_not_own_it(library: Library, five: list[int], times: int) -> None:
    began = library.queries.asset(five[1]).aside_since
    for _ in range(times):
        library.commands.undo(reviewer="Ben")
        assert library.queries.asset(five[1]).looker == ""
        library.commands.redo(reviewer="Ben")
    asset = library.queries.asset(five[1])
    assert (asset.looker, asset.aside_since) == ("Bob", began)
    assert FacetValue("Bob", 1) in library.queries.facets(QueueFilter()).values[Facet.LOOKER]


@pytest.mark.parametrize("redone", [False, True])
def test_a_look_taken_back_by_itself_is_owned_as_long_as_that_counts(
    library: Library, five: list[int], redone: bool
) -> None:
    batch = library.commands.second_look([five[2]], True, "Ana").batch
    assert batch is not None
    library.commands.revert(batch, reviewer="Ben")
    library.commands.undo(reviewer="Ben")
    if redone:
        library.commands.redo(reviewer="Ben")
    assert library.queries.asset(five[2]).looker == ("" if redone else "Ana")
    assert (five[2] in library.queries.ids(ASIDE)) is not redone
