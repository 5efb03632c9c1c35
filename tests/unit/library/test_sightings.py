"""What was seen at a decision stays with it, whatever comes after."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import DecisionView, Status
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library import Library, database
from rekreview.library.commands import bulk, long_steps
from tests.unit.library.makers import fill, moderate, sha256, spread

A, R = Status.APPROVED, Status.REJECTED
SEEN = Sighting(View.GRID, FilterStep.VEILED, sha256("thumbnail"), 320, 240, 1_234)
LARGE = Sighting(View.LOUPE, FilterStep.SHARP, sha256("file"), 1600, 1200, 12)
UNSHOWN = Sighting(View.GRID, FilterStep.NO_PICTURE, "", 180, 150, 800)


@pytest.fixture
def ids(library: Library) -> list[int]:
    """Two rejected assets and an approved one."""
    made = fill(library, 3)
    moderate(library, spread(made, [90, 80, 10]))
    return made


def last(library: Library, asset_id: int) -> DecisionView:
    """The newest entry of an asset's history."""
    return library.queries.history(asset_id)[-1]


@pytest.mark.parametrize("seen", [SEEN, LARGE, UNSHOWN])
def test_a_decision_keeps_what_was_painted(library: Library, ids: list[int], seen: Sighting) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ann", seen=seen)
    assert last(library, ids[0]).seen == seen
    assert not last(library, ids[0]).unseen
    assert library.queries.recent_decisions(1)[0].decision.seen == seen


def test_a_confirmation_keeps_it_too(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], R, reviewer="Ann", seen=SEEN)
    assert last(library, ids[0]).seen == SEEN


def test_a_batch_is_recorded_as_not_seen(library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 2)
    library.commands.decide(ids, A, reviewer="Ann")
    assert all(last(library, one).unseen and last(library, one).seen is None for one in ids)


def test_of_a_batch_those_that_were_painted_keep_how(
    library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 2)
    library.commands.decide(ids, A, reviewer="Ann", seen={ids[0]: SEEN, ids[-1]: LARGE})
    assert (last(library, ids[0]).seen, last(library, ids[-1]).seen) == (SEEN, LARGE)
    assert all(last(library, one).unseen for one in ids[1:-1])


def test_of_a_large_batch_too(library: Library, ids: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "LEAST", 1)
    library.commands.decide(ids, A, reviewer="Ann", seen={ids[0]: SEEN, ids[-1]: LARGE})
    assert (last(library, ids[0]).seen, last(library, ids[-1]).seen) == (SEEN, LARGE)
    assert all(last(library, one).unseen for one in ids[1:-1])


def test_one_sighting_is_of_one_asset(library: Library, ids: list[int]) -> None:
    with pytest.raises(ValueError, match="of one asset"):
        library.commands.decide(ids, A, reviewer="Ann", seen=SEEN)
    assert library.queries.totals().decisions == 0


def test_a_decision_taken_away_says_nothing_of_what_was_seen(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ann", seen=SEEN)
    library.commands.clear(ids[:1], reviewer="Ann")
    first, cleared = library.queries.history(ids[0])
    assert first.seen == SEEN
    assert (cleared.seen, cleared.unseen) == (None, False)


def test_undo_and_redo_leave_the_proof_as_it_was(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ann", seen=SEEN)
    before = stored(library)
    library.commands.undo()
    assert last(library, ids[0]).undone
    assert last(library, ids[0]).seen == SEEN
    library.commands.redo()
    assert last(library, ids[0]).seen == SEEN
    assert stored(library)[: len(before)] == before, "rows are only ever added"


def test_a_reason_that_follows_is_a_row_of_its_own_with_its_own_sighting(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ann", seen=SEEN)
    library.commands.decide(ids[:1], A, reviewer="Ann", reason="art", seen=LARGE)
    assert [entry.seen for entry in library.queries.history(ids[0])] == [SEEN, LARGE]


def test_the_proof_is_there_after_a_restart(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:1], A, reviewer="Ann", seen=LARGE)
    with Library.open(library.directory) as again:
        assert last(again, ids[0]).seen == LARGE


def stored(library: Library) -> list[tuple[object, ...]]:
    """All rows of decisions as they lie in the file."""
    connection = sqlite3.connect(library.directory / database.FILE_NAME)
    rows = connection.execute("SELECT * FROM decision ORDER BY id").fetchall()
    connection.close()
    return rows


sightings = st.builds(
    Sighting,
    view=st.sampled_from(View),
    step=st.sampled_from([FilterStep.SHARP, FilterStep.VEILED]),
    source_sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    width=st.integers(0, 20_000),
    height=st.integers(0, 20_000),
    dwell_ms=st.integers(0, 10**12),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.none() | sightings, min_size=1, max_size=4), st.booleans())
def test_each_decision_has_its_own(library: Library, ids: list[int], seen: list[Sighting | None], undo: bool) -> None:
    """Decided in turn, so that each of them is a decision; some undone."""
    known = library.queries.history(ids[0])
    for number, one in enumerate(seen):
        library.commands.decide(
            ids[:1], (A, R)[(len(known) + number) % 2], reviewer="Ann", note=f"{len(known)} {number}", seen=one
        )
    if undo:
        library.commands.undo()
    entries = library.queries.history(ids[0])[len(known) :]
    assert [entry.seen for entry in entries][-len(seen) :] == seen
    assert [entry.unseen for entry in entries][-len(seen) :] == [one is None for one in seen]
