"""One step taken back by itself: later ones stay, nothing is deleted, and it can be undone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.library import Library
from rekreview.library.commands.long_steps import STEP_ASSETS
from tests.unit.library.makers import fill, moderate, spread, statuses

APPROVED, REJECTED = Status.APPROVED, Status.REJECTED


def test_a_decision_is_taken_back_without_those_after_it(library: Library) -> None:
    one, two = fill(library, 2)
    moderate(library, spread([one, two], [90, 90]))
    first = library.commands.decide([one], APPROVED, reviewer="Ada", reason="Medical")
    library.commands.decide([two], APPROVED, reviewer="Ada")
    assert first.batch is not None
    assert library.commands.revert(first.batch, reviewer="Bob").ids == (one,)
    assert statuses(library, [one, two]) == ["rejected", "approved"]
    (entry,) = library.queries.history(one)
    assert (entry.undone, entry.reason) == (True, "Medical")
    assert [step.reverted for step in library.queries.recent_steps()] == [False, True]
    assert library.queries.undo_state().undo_text == "Take back a decision on 1 asset"
    library.commands.undo()
    assert statuses(library, [one, two]) == ["approved", "approved"]
    assert not library.queries.history(one)[0].undone
    library.commands.redo()
    assert statuses(library, [one, two]) == ["rejected", "approved"]


def test_an_earlier_decision_taken_back_leaves_the_later_one_on_the_same_asset(library: Library) -> None:
    (one,) = fill(library, 1)
    first = library.commands.decide([one], APPROVED, reviewer="Ada")
    library.commands.decide([one], REJECTED, reviewer="Ada")
    assert first.batch is not None
    library.commands.revert(first.batch, reviewer="Ada")
    assert statuses(library, [one]) == ["rejected"]
    library.commands.undo()
    library.commands.undo()
    assert statuses(library, [one]) == ["approved"]


def test_a_long_batch_is_taken_back_whole_and_twice_changes_nothing(library: Library) -> None:
    ids = fill(library, STEP_ASSETS + 7)
    batch = library.commands.decide(ids, REJECTED, reviewer="Ada").batch
    assert batch is not None
    (step,) = library.queries.recent_steps()
    assert (step.assets, step.status, step.tile.id) == (len(ids), REJECTED, ids[0])
    assert len(library.commands.revert(batch, reviewer="Ada").ids) == len(ids)
    assert set(statuses(library, ids)) == {"pending"}
    assert library.commands.revert(batch, reviewer="Ada").ids == ()
    assert library.commands.undo().ids
    assert set(statuses(library, ids)) == {"rejected"}


def test_a_step_that_was_undone_is_left_alone(library: Library) -> None:
    (one,) = fill(library, 1)
    batch = library.commands.decide([one], REJECTED, reviewer="Ada").batch
    assert batch is not None
    library.commands.undo()
    assert library.commands.revert(batch, reviewer="Ada").batch is None
    assert library.queries.undo_state().can_redo


STEPS = st.lists(
    st.tuples(st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True), st.sampled_from([APPROVED, REJECTED])),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=STEPS, data=st.data())
def test_what_stands_is_the_newest_that_was_not_taken_back_and_undo_leads_to_the_first_state(
    steps: list[tuple[list[int], Status]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        ids = fill(library, 3)
        done: list[tuple[int, dict[int, Status]]] = []
        for chosen, status in steps:
            decided = library.commands.decide([ids[at] for at in chosen], status, reviewer="Ada")
            if decided.batch is not None:
                done.append((decided.batch, dict.fromkeys(decided.changed, status)))
        gone = data.draw(st.lists(st.sampled_from([batch for batch, _ in done]), max_size=4))
        for batch in gone:
            library.commands.revert(batch, reviewer="Bob")
        expected = dict.fromkeys(ids, "pending")
        for batch, said in done:
            expected |= {asset_id: status.value for asset_id, status in said.items() if batch not in gone}
        assert dict(zip(ids, statuses(library, ids), strict=True)) == expected
        assert {step.batch for step in library.queries.recent_steps() if step.reverted} == set(gone)
        while library.commands.undo().batch is not None:
            pass
        assert statuses(library, ids) == ["pending"] * 3
