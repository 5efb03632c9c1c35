"""A sweep confirms verdicts under pictures that were before the eyes, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, MediaKind, Status, Tile
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.domain.sweeps import Confirmation, Skip, sweep

TILE = Tile(1, MediaKind.IMAGE, "a.jpg", Status.APPROVED, DecidedBy.POLICY, False, "", None, False, None, True)
SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 400)
UNSEEABLE = Sighting(View.GRID, FilterStep.NO_PICTURE, "", 100, 80, 400)


def only(tile: Tile | None, seen: Sighting | None) -> tuple[tuple[Confirmation, ...], Counter[Skip]]:
    found = sweep([(tile, seen)])
    return found.confirmed, found.skipped


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


tiles = st.none() | st.builds(
    replace,
    st.just(TILE),
    id=st.integers(1, 99),
    status=st.sampled_from(Status),
    decided_by=st.sampled_from([None, *DecidedBy]),
    blind=st.booleans(),
)


@given(st.lists(st.tuples(tiles, st.sampled_from([None, SEEN, UNSEEABLE])), max_size=20))
def test_every_undecided_tile_is_either_confirmed_or_skipped(page: list[tuple[Tile | None, Sighting | None]]) -> None:
    found = sweep(page)
    undecided = [tile for tile, _ in page if tile is None or tile.decided_by is not DecidedBy.REVIEWER]
    assert len(found.confirmed) + found.skipped.total() == len(undecided)
    assert all(one.seen is SEEN and one.status in (Status.APPROVED, Status.REJECTED) for one in found.confirmed)
    assert found.number(Status.APPROVED) + found.number(Status.REJECTED) == len(found.confirmed)
