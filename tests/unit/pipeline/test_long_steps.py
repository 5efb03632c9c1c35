"""Steps on very many assets: progress, a stop between two pieces, and what undo and redo make of the half of one."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.errors import AssetNotFound
from rekreview.domain.progress import CancelToken, Progress
from rekreview.library import Library
from rekreview.library.commands import long_steps as pieces
from rekreview.library.commands.intents import decision
from rekreview.library.queries import recent
from rekreview.library.step_values import Step
from rekreview.pipeline import long_steps
from rekreview.pipeline.long_steps import LongStep
from tests.unit.library.makers import fill, statuses

NUMBER, PIECE = 95, 20
A, R = Status.APPROVED, Status.REJECTED
Steps = Generator[Progress, None, LongStep]


@pytest.fixture
def ids(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    for module in (pieces, recent):
        monkeypatch.setattr(module, "STEP_ASSETS", PIECE)
    return fill(library, NUMBER)


def exhausted(make: Callable[[CancelToken], Steps], stop_after: int | None = None) -> tuple[LongStep, list[Progress]]:
    """Drive it, and ask it to stop once so many assets are done."""
    cancel, told = CancelToken(), []
    work = make(cancel)
    while True:
        try:
            told.append(next(work))
        except StopIteration as end:
            return end.value, told
        if stop_after is not None and told[-1].done >= stop_after:
            cancel.cancel()


def approved(library: Library, ids: list[int], stop_after: int | None = None) -> tuple[LongStep, list[Progress]]:
    intent, begun = decision(A, "Ann", "", "", {}), []
    outcome, told = exhausted(
        lambda cancel: long_steps.carry_out(library, intent, ids, cancel, begun.append), stop_after
    )
    assert begun == [outcome.batch]
    return outcome, told


def turned(library: Library, *, undone: bool, stop_after: int | None = None) -> LongStep:
    state = library.queries.undo_state()
    step = state.undo if undone else state.redo
    assert isinstance(step, Step)
    outcome, _ = exhausted(lambda cancel: long_steps.turn(library, step, "Ann", cancel, undone=undone), stop_after)
    return outcome


def counted(library: Library, ids: list[int]) -> int:
    return statuses(library, ids).count("approved")


def test_progress_is_told_piece_by_piece(library: Library, ids: list[int]) -> None:
    outcome, told = approved(library, ids)
    assert [one.done for one in told] == [0, 20, 40, 60, 80, 95]
    assert {one.total for one in told} == {NUMBER}
    assert (outcome.changed, outcome.reached, outcome.stopped) == (NUMBER, NUMBER, False)
    assert counted(library, ids) == NUMBER


def test_what_was_done_when_it_was_stopped_stays_and_is_one_step(library: Library, ids: list[int]) -> None:
    outcome, _ = approved(library, ids, stop_after=40)
    assert (outcome.changed, outcome.stopped) == (40, True)
    assert counted(library, ids) == 40
    undo = library.queries.undo_state().undo
    assert undo is not None
    assert (undo.batch, undo.assets) == (outcome.batch, 40)
    library.commands.undo()
    assert counted(library, ids) == 0
    assert not library.queries.undo_state().can_undo


def test_nothing_to_do_is_no_step(library: Library, ids: list[int]) -> None:
    approved(library, ids)
    intent = decision(A, "Ann", "", "", {})
    outcome, _ = exhausted(lambda cancel: long_steps.carry_out(library, intent, ids, cancel, lambda _: None))
    assert outcome == LongStep(None, 0, NUMBER, NUMBER)


def test_an_undo_that_was_stopped_is_gone_on_with_by_the_next(library: Library, ids: list[int]) -> None:
    batch, _ = approved(library, ids)
    stopped = turned(library, undone=True, stop_after=60)
    assert (stopped.changed, stopped.stopped) == (60, True)
    assert counted(library, ids) == 35
    rest = turned(library, undone=True)
    assert (rest.batch, rest.changed, rest.stopped) == (batch.batch, 35, False)
    assert counted(library, ids) == 0
    assert turned(library, undone=False).changed == NUMBER
    assert counted(library, ids) == NUMBER


def test_a_redo_that_was_stopped_is_taken_back_by_undo(library: Library, ids: list[int]) -> None:
    approved(library, ids)
    turned(library, undone=True)
    stopped = turned(library, undone=False, stop_after=20)
    assert (stopped.changed, stopped.stopped) == (20, True)
    assert counted(library, ids) == 20
    assert not library.queries.undo_state().can_redo
    assert library.commands.undo().ids == tuple(ids[:20])
    assert counted(library, ids) == 0
    assert library.commands.redo().ids == tuple(ids)


def test_a_stop_after_the_last_piece_comes_too_late(library: Library, ids: list[int]) -> None:
    outcome, _ = approved(library, ids, stop_after=NUMBER)
    assert not outcome.stopped
    assert not turned(library, undone=True, stop_after=NUMBER).stopped


def test_single_decisions_go_between_and_their_steps_are_undone_first(library: Library, ids: list[int]) -> None:
    intent, cancel = decision(A, "Ann", "", "", {}), CancelToken()
    work: Generator[Progress, None, Any] = long_steps.carry_out(library, intent, ids, cancel, lambda _: None)
    while next(work).done < 40:
        pass
    single = library.commands.decide([ids[0], ids[-1]], R, reviewer="Bob")
    for _ in work:
        pass
    assert statuses(library, [ids[0], ids[-1]]) == ["rejected", "rejected"]
    assert library.commands.undo().batch == single.batch
    assert statuses(library, [ids[0], ids[-1]]) == ["approved", "pending"]
    library.commands.undo()
    assert set(statuses(library, ids)) == {"pending"}


def test_an_unknown_asset_is_told(library: Library, ids: list[int]) -> None:
    intent = decision(A, "Ann", "", "", {})
    with pytest.raises(AssetNotFound):
        exhausted(lambda cancel: long_steps.carry_out(library, intent, [*ids, 10**6], cancel, lambda _: None))
    library.commands.undo()
    assert set(statuses(library, ids)) == {"pending"}


def test_a_step_taken_back_by_itself_leaves_what_was_decided_later(library: Library, ids: list[int]) -> None:
    batch, _ = approved(library, ids)
    library.commands.decide(ids[:1], R, reviewer="Bob")
    assert batch.batch is not None
    outcome, told = _reverted(library, batch.batch)
    assert [one.done for one in told] == [0, 20, 40, 60, 80, 95]
    assert (outcome.changed, outcome.stopped) == (NUMBER, False)
    assert statuses(library, ids) == ["rejected", *["pending"] * (NUMBER - 1)]
    library.commands.undo()
    assert statuses(library, ids) == ["rejected", *["approved"] * (NUMBER - 1)]


def test_a_revert_that_was_stopped_is_gone_on_with_by_asking_again(library: Library, ids: list[int]) -> None:
    batch, _ = approved(library, ids)
    library.commands.decide(ids[:1], R, reviewer="Bob")
    assert batch.batch is not None
    stopped, _ = _reverted(library, batch.batch, stop_after=40)
    assert (stopped.changed, stopped.stopped) == (40, True)
    assert counted(library, ids) == NUMBER - 40
    again = next(one for one in library.queries.recent_steps(9) if one.batch == batch.batch)
    assert not again.reverted, "it can be asked for again"
    rest, _ = _reverted(library, batch.batch)
    assert (rest.changed, rest.stopped) == (NUMBER - 40, False)
    assert counted(library, ids) == 0
    library.commands.undo()
    library.commands.undo()
    assert counted(library, ids) == NUMBER - 1


def _reverted(library: Library, batch: int, stop_after: int | None = None) -> tuple[LongStep, list[Progress]]:
    begun: list[int] = []
    outcome, told = exhausted(
        lambda cancel: long_steps.revert(library, batch, NUMBER, "Ann", cancel, begun.append), stop_after
    )
    assert begun == ([] if outcome.batch is None else [outcome.batch])
    return outcome, told


def test_a_revert_that_is_undone_meanwhile_takes_nothing_more_back(library: Library, ids: list[int]) -> None:
    batch, _ = approved(library, ids)
    assert batch.batch is not None
    work = long_steps.revert(library, batch.batch, NUMBER, "Ann", CancelToken(), lambda _: None)
    while next(work).done < 40:
        pass
    assert library.commands.undo().ids == tuple(ids[:40])
    for _ in work:
        pass
    assert counted(library, ids) == NUMBER
    undo = library.queries.undo_state().undo
    assert undo is not None
    assert undo.batch == batch.batch


def test_a_revert_that_was_stopped_before_it_found_anything_is_no_step(library: Library, ids: list[int]) -> None:
    batch, _ = approved(library, ids)
    assert batch.batch is not None
    first, _ = _reverted(library, batch.batch, stop_after=40)
    nothing, _ = _reverted(library, batch.batch, stop_after=0)
    assert (nothing.batch, nothing.changed) == (None, 0)
    undo = library.queries.undo_state().undo
    assert undo is not None
    assert undo.batch == first.batch
