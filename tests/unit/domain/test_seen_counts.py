"""Counts of what shows: as if the library were what a person sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import DecidedBy, MediaKind, Status, Tile
from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.domain.seen_counts import DOUBTFUL, Shown, as_seen, queues_of

SIDES = (Status.APPROVED, Status.REJECTED)


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    verdict = draw(st.sampled_from([*SIDES, Status.PENDING, Status.NOT_MODERATED]))
    decided = draw(st.sampled_from([None, *SIDES]))
    return Tile(
        id=draw(st.integers(1, 9)),
        kind=MediaKind.IMAGE,
        name="a.jpg",
        status=decided or verdict,
        decided_by=DecidedBy.REVIEWER if decided else None,
        overturned=decided is not None and verdict in SIDES and decided is not verdict,
        category="",
        confidence=None,
        estimate=False,
        duration_ms=None,
        has_thumbnail=True,
        second_look=draw(st.booleans()),
        verdict=verdict,
    )


def undecided(tile: Tile) -> Tile:
    return replace(tile, status=tile.verdict or Status.PENDING, decided_by=None, overturned=False)


Doubts = frozenset[QueueName]
DOUBTS = st.frozensets(st.sampled_from(DOUBTFUL))


def counted(library: Sequence[tuple[Tile, Doubts]]) -> QueueCounts:
    """The counts of a library, one asset after the other."""
    found = [(queues_of(tile, doubts), tile.decided_by is DecidedBy.REVIEWER) for tile, doubts in library]
    return QueueCounts(
        {name: sum(name in queues for queues, _ in found) for name in QueueName},
        7,
        {name: sum(name in queues and not reviewed for queues, reviewed in found) for name in QueueName},
    )


@given(st.lists(st.tuples(tiles(), DOUBTS, st.booleans()), max_size=12))
def test_it_is_as_if_what_shows_were_all_there_is(library: list[tuple[Tile, Doubts, bool]]) -> None:
    """Each with its doubts, and whether it is served again."""
    real = counted([(tile, doubts) for tile, doubts, _ in library])
    seen = counted([(undecided(tile) if served else tile, doubts) for tile, doubts, served in library])
    shown = [Shown(tile, undecided(tile), doubts) for tile, doubts, served in library if served]
    assert as_seen(real, shown) == seen


@given(tiles(), DOUBTS)
def test_every_asset_is_in_all_and_in_the_queue_of_its_status(tile: Tile, doubts: Doubts) -> None:
    queues = queues_of(tile, doubts)
    assert {QueueName.ALL, QueueName(tile.status.value)} <= queues
    for name in DOUBTFUL:
        assert (name in queues) == (name in doubts and tile.decided_by is None)
    assert (QueueName.REVIEWED in queues) == (tile.decided_by is not None)


def test_nothing_served_changes_nothing() -> None:
    counts = QueueCounts({QueueName.ALL: 3}, 1, {QueueName.ALL: 2})
    assert as_seen(counts, []) == counts


def test_an_asset_whose_run_is_under_way_is_in_no_queue_of_a_status() -> None:
    tile = Tile(1, MediaKind.VIDEO, "a", Status.QUEUED, None, False, "", None, False, None, False)
    assert queues_of(tile) == {QueueName.ALL}


def test_a_count_that_was_overtaken_is_never_below_nothing() -> None:
    tile = Tile(1, MediaKind.IMAGE, "a", Status.APPROVED, DecidedBy.REVIEWER, False, "", None, False, None, True)
    seen = replace(tile, status=Status.REJECTED, decided_by=None)
    told = as_seen(QueueCounts({QueueName.APPROVED: 0, QueueName.REJECTED: 0}, 0, {}), [Shown(tile, seen)])
    assert told.counts == {QueueName.APPROVED: 0, QueueName.REJECTED: 1}
