"""A sweep confirms verdicts under pictures that were before the eyes, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, MediaKind, Status, Tile
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.domain.sweeps import Confirmation, OnPage, Skip, Sweep, sweep

TILE = Tile(1, MediaKind.IMAGE, "a.jpg", Status.APPROVED, DecidedBy.POLICY, False, "", None, False, None, True)
SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 400)
UNSEEABLE = Sighting(View.GRID, FilterStep.NO_PICTURE, "", 100, 80, 400)


def only(
    tile: Tile | None, seen: Sighting | None, *, second_looks: bool = False
) -> tuple[tuple[Confirmation, ...], Counter[Skip]]:
    found = sweep([as_painted(tile, seen)], second_looks=second_looks)
    return found.confirmed, found.skipped


def as_painted(tile: Tile | None, seen: Sighting | None) -> OnPage:
    """A tile that was painted as it stands, if it was painted."""
    return OnPage(tile, seen, tile.status if tile is not None and seen is not None else None)


def test_a_verdict_that_shows_is_confirmed_as_it_was_seen() -> None:
    assert only(TILE, SEEN) == ((Confirmation(1, Status.APPROVED, SEEN),), Counter())


def test_what_was_never_painted_is_skipped() -> None:
    assert only(TILE, None) == ((), Counter({Skip.NOT_PAINTED: 1}))
    assert only(None, None) == ((), Counter({Skip.NOT_PAINTED: 1}))


def test_a_mark_in_place_of_a_picture_is_no_picture() -> None:
    assert only(TILE, UNSEEABLE) == ((), Counter({Skip.NO_PICTURE: 1}))


def test_a_hidden_verdict_is_not_confirmed() -> None:
    assert only(replace(TILE, blind=True), SEEN) == ((), Counter({Skip.HIDDEN: 1}))


def test_what_is_decided_is_no_matter_of_a_sweep() -> None:
    assert only(replace(TILE, decided_by=DecidedBy.REVIEWER), None) == ((), Counter())


def test_what_was_put_aside_is_left_for_a_second_look_but_on_the_page_of_those() -> None:
    aside = replace(TILE, second_look=True)
    assert only(aside, SEEN) == ((), Counter({Skip.ASIDE: 1}))
    assert only(aside, SEEN, second_looks=True) == ((Confirmation(1, Status.APPROVED, SEEN, aside=True),), Counter())


def test_a_verdict_that_came_after_the_painting_is_not_confirmed() -> None:
    page = [OnPage(replace(TILE, status=Status.REJECTED), SEEN, Status.APPROVED)]
    assert sweep(page) == Sweep((), Counter({Skip.CHANGED: 1}))


def test_what_was_not_written_is_told_as_skipped() -> None:
    found = sweep([as_painted(replace(TILE, id=one), SEEN) for one in (1, 2, 3)] + [as_painted(TILE, None)])
    done = found.written({1, 3})
    assert [one.asset_id for one in done.confirmed] == [1, 3]
    assert done.skipped == Counter({Skip.NOT_PAINTED: 1, Skip.MEANWHILE: 1})
    assert found.written({1, 2, 3}) == found


tiles = st.none() | st.builds(
    replace,
    st.just(TILE),
    id=st.integers(1, 99),
    status=st.sampled_from(Status),
    decided_by=st.sampled_from([None, *DecidedBy]),
    blind=st.booleans(),
    second_look=st.booleans(),
)


@given(
    st.lists(st.tuples(tiles, st.sampled_from([None, SEEN, UNSEEABLE]), st.sampled_from([None, *Status])), max_size=20),
    st.booleans(),
)
def test_every_undecided_tile_is_either_confirmed_or_skipped(
    page: list[tuple[Tile | None, Sighting | None, Status | None]], second_looks: bool
) -> None:
    found = sweep([OnPage(*one) for one in page], second_looks=second_looks)
    undecided = [one for one in page if one[0] is None or one[0].decided_by is not DecidedBy.REVIEWER]
    assert len(found.confirmed) + found.skipped.total() == len(undecided)
    assert all(one.seen is SEEN and one.status in (Status.APPROVED, Status.REJECTED) for one in found.confirmed)
    assert second_looks or not any(one.aside for one in found.confirmed)
    assert found.number(Status.APPROVED) + found.number(Status.REJECTED) == len(found.confirmed)
