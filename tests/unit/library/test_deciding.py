"""What a person says of assets stands over every verdict, and can be taken back."""

from __future__ import annotations

import pytest

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import AssetNotFound, InvalidValue
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library
from rekreview.library.commands import long_steps
from rekreview.library.step_values import Act, Restored
from rekreview.library.values import Decided
from tests.unit.library.makers import explicit, fill, moderate, spread, statuses

A, R = Status.APPROVED, Status.REJECTED


@pytest.fixture
def judged(library: Library) -> list[int]:
    """One rejected, one approved, one pending asset."""
    ids = fill(library, 3)
    moderate(library, spread(ids[:2], [90, 10]))
    return ids


def decide(library: Library, ids: list[int], status: Status, **more: str) -> Decided:
    return library.commands.decide(ids, status, reviewer="Ann", **more)


def test_an_override_stands_over_the_verdict(library: Library, judged: list[int]) -> None:
    decided = decide(library, judged[:1], A, reason="art", note="a statue")
    assert (decided.changed, decided.unchanged) == (tuple(judged[:1]), ())
    (tile,) = library.queries.tiles(judged[:1])
    assert (tile.status, tile.decided_by, tile.overturned, tile.has_note) == (A, DecidedBy.REVIEWER, True, True)
    (entry,) = library.queries.history(judged[0])
    assert (entry.from_status, entry.to_status, entry.reviewer) == (R, A, "Ann")
    assert (entry.reason, entry.note, entry.undone) == ("art", "a statue", False)


def test_a_confirmation_is_stored_and_overturns_nothing(library: Library, judged: list[int]) -> None:
    assert decide(library, judged[:1], R).changed == (judged[0],)
    (tile,) = library.queries.tiles(judged[:1])
    assert (tile.status, tile.decided_by, tile.overturned) == (R, DecidedBy.REVIEWER, False)
    assert len(library.queries.history(judged[0])) == 1


def test_a_decision_on_what_was_never_judged_overturns_nothing(library: Library, judged: list[int]) -> None:
    decide(library, judged[2:], R)
    (tile,) = library.queries.tiles(judged[2:])
    assert (tile.status, tile.overturned) == (R, False)


def test_a_verdict_key_pressed_twice_changes_nothing(
    library: Library, judged: list[int], heard: list[ChangeSet]
) -> None:
    first = decide(library, judged[:1], A)
    heard.clear()
    second = decide(library, judged[:1], A)
    assert (second.batch, second.changed, second.unchanged) == (None, (), tuple(judged[:1]))
    assert heard == []
    assert len(library.queries.history(judged[0])) == 1
    assert library.queries.undo_state().undo.batch == first.batch  # type: ignore[union-attr]


def test_a_reason_given_afterwards_is_added_and_the_note_is_kept(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A, note="look at the hands")
    assert decide(library, judged[:1], A, reason="2").changed == (judged[0],)
    newest = library.queries.history(judged[0])[-1]
    assert (newest.reason, newest.note) == ("2", "look at the hands")
    assert library.queries.tiles(judged[:1])[0].has_note
    assert decide(library, judged[:1], A, reason="2").changed == ()


def test_another_decision_carries_nothing_over(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A, reason="1", note="n")
    decide(library, judged[:1], R)
    newest = library.queries.history(judged[0])[-1]
    assert (newest.from_status, newest.to_status, newest.reason, newest.note) == (A, R, "", "")
    assert not library.queries.tiles(judged[:1])[0].has_note


def test_a_batch_names_what_changed_and_what_did_not(
    library: Library, judged: list[int], heard: list[ChangeSet]
) -> None:
    decide(library, judged[1:2], A)
    heard.clear()
    decided = decide(library, [*judged, judged[0]], A)
    assert decided.changed == (judged[0], judged[2])
    assert decided.unchanged == (judged[1],)
    assert heard == [ChangeSet(changed=(judged[0], judged[2]), history=True)]


@pytest.mark.parametrize("status", [Status.PENDING, Status.NOT_MODERATED, Status.QUEUED, Status.ABORTED])
def test_only_approved_and_rejected_are_decisions(library: Library, judged: list[int], status: Status) -> None:
    with pytest.raises(InvalidValue):
        decide(library, judged, status)
    assert library.queries.recent_decisions() == []


def test_an_unknown_asset_is_refused_and_nothing_is_decided(library: Library, judged: list[int]) -> None:
    with pytest.raises(AssetNotFound, match="Nothing was decided"):
        decide(library, [judged[0], 999], A)
    assert library.queries.recent_decisions() == []
    assert not library.queries.undo_state().can_undo


def test_a_decision_stands_over_every_later_verdict_until_it_is_cleared(library: Library, judged: list[int]) -> None:
    decide(library, judged[:2], A)
    moderate(library, {judged[1]: explicit(99.0)})
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:0.01"), name="strict")
    assert statuses(library, judged[:2]) == ["approved", "approved"]
    assert [tile.overturned for tile in library.queries.tiles(judged[:2])] == [True, True]
    cleared = library.commands.clear(judged, reviewer="Ann")
    assert (cleared.changed, cleared.unchanged) == (tuple(judged[:2]), (judged[2],))
    assert statuses(library, judged[:2]) == ["rejected", "rejected"]
    assert [tile.decided_by for tile in library.queries.tiles(judged)] == [DecidedBy.POLICY, DecidedBy.POLICY, None]
    assert library.queries.history(judged[0])[-1].to_status is None


def test_a_decision_becomes_a_confirmation_when_the_policy_comes_round(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    assert library.queries.tiles(judged[:1])[0].overturned
    library.commands.apply_policy(PolicyPair(image="aws_rek:explicit:0.95"), name="mild")
    assert not library.queries.tiles(judged[:1])[0].overturned
    assert library.queries.ids(QueueFilter(queue=QueueName.OVERTURNED)).tolist() == []


def test_clearing_nothing_changes_nothing(library: Library, judged: list[int]) -> None:
    assert library.commands.clear(judged, reviewer="Ann") == Decided(None, (), tuple(judged))


def test_an_unsure_asset_waits_for_a_second_look_until_it_is_decided(library: Library, judged: list[int]) -> None:
    library.commands.second_look(judged[:2], True, "Ann")
    assert library.queries.asset(judged[0]).second_look
    assert statuses(library, judged[:2]) == ["rejected", "approved"]
    decide(library, judged[:1], R)
    library.commands.second_look(judged[1:2], False, "Ann")
    assert [tile.second_look for tile in library.queries.tiles(judged)] == [False, False, False]
    library.commands.undo()
    library.commands.undo()
    assert [tile.second_look for tile in library.queries.tiles(judged)] == [True, True, False]
    assert library.queries.history(judged[1]) == []


def test_confirming_a_decision_ends_a_second_look(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A, note="n")
    library.commands.second_look(judged[:1], True, "Ann")
    (tile,) = library.queries.tiles(judged[:1])
    assert (tile.status, tile.second_look, tile.has_note) == (A, True, True)
    assert decide(library, judged[:1], A).changed == (judged[0],)
    assert not library.queries.tiles(judged[:1])[0].second_look


def test_undo_and_redo_walk_over_single_decisions(library: Library, judged: list[int]) -> None:
    first, second = decide(library, judged[:1], A), decide(library, judged[:1], R)
    assert library.commands.undo() == Restored(second.batch, tuple(judged[:1]))
    assert statuses(library, judged[:1]) == ["approved"]
    assert library.commands.undo() == Restored(first.batch, tuple(judged[:1]))
    (tile,) = library.queries.tiles(judged[:1])
    assert (tile.status, tile.decided_by, tile.overturned) == (R, DecidedBy.POLICY, False)
    assert library.commands.undo() == Restored(None, ())
    assert library.commands.redo() == Restored(first.batch, tuple(judged[:1]))
    assert statuses(library, judged[:1]) == ["approved"]
    assert library.commands.redo().batch == second.batch
    assert library.commands.redo() == Restored(None, ())
    assert [tile.decided_by for tile in library.queries.tiles(judged[:1])] == [DecidedBy.REVIEWER]


def test_an_undone_decision_stays_in_the_history_marked_as_such(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    library.commands.undo()
    assert [entry.undone for entry in library.queries.history(judged[0])] == [True]
    library.commands.redo()
    assert [entry.undone for entry in library.queries.history(judged[0])] == [False]


def test_no_row_of_a_decision_ever_changes_or_goes(library: Library, judged: list[int]) -> None:
    def rows() -> list[tuple[object, ...]]:
        with library._database.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM decision ORDER BY id")]

    decide(library, judged, A, note="n")
    library.commands.clear(judged[:1], reviewer="Ann")
    before = rows()
    for act in (library.commands.undo, library.commands.undo, library.commands.redo):
        act()
        after = rows()
        assert after[: len(before)] == before
        assert len(after) > len(before)
        before = after


def test_a_new_decision_after_an_undo_ends_redo_for_good(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    decide(library, judged[1:2], R)
    library.commands.undo()
    third = decide(library, judged[2:], A)
    assert not library.queries.undo_state().can_redo
    library.commands.undo()
    assert library.commands.redo().batch == third.batch
    assert library.commands.redo() == Restored(None, ())
    assert statuses(library, judged[1:2]) == ["approved"]


def test_a_key_press_that_changes_nothing_leaves_redo_alone(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    decide(library, judged[1:2], R)
    library.commands.undo()
    decide(library, judged[:1], A)
    assert library.queries.undo_state().can_redo


def test_undo_goes_on_after_a_restart(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    decide(library, judged[1:2], R)
    library.commands.undo()
    place = library.directory
    library.close()
    with Library.open(place) as again:
        state = again.queries.undo_state()
        assert (state.can_undo, state.can_redo) == (True, True)
        assert again.commands.redo().ids == tuple(judged[1:2])
        assert again.commands.undo().ids == tuple(judged[1:2])
        assert again.commands.undo().ids == tuple(judged[:1])
        assert statuses(again, judged) == ["rejected", "approved", "pending"]


def test_undo_and_redo_say_what_they_would_do(library: Library, judged: list[int]) -> None:
    assert library.queries.undo_state().undo_text == ""
    decide(library, judged, A)
    library.commands.clear(judged[:1], reviewer="Ann")
    library.commands.second_look(judged[:2], True, "Ann")
    library.commands.second_look(judged[:1], False, "Ann")
    texts = []
    while (state := library.queries.undo_state()).can_undo:
        texts.append(state.undo_text)
        library.commands.undo()
        assert library.queries.undo_state().redo_text == state.undo_text
    assert texts == [
        "End second look at 1 asset",
        "Mark 2 assets for a second look",
        "Clear override of 1 asset",
        "Approve 3 assets",
    ]
    step = library.queries.undo_state().redo
    assert step is not None
    assert (step.act, step.status, step.assets) == (Act.DECIDE, A, 3)


def test_undo_restores_the_reason_and_note_that_stood_before(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A, note="first")
    decide(library, judged[:1], R)
    library.commands.undo()
    assert library.queries.tiles(judged[:1])[0].has_note
    assert decide(library, judged[:1], A, reason="1").changed
    assert library.queries.history(judged[0])[-1].note == "first"


def test_recent_decisions_are_those_of_the_whole_library_the_newest_first(library: Library, judged: list[int]) -> None:
    decide(library, judged[:1], A)
    decide(library, judged[1:], R)
    library.commands.undo()
    recent = library.queries.recent_decisions(2)
    assert [(one.asset_id, one.decision.to_status, one.decision.undone) for one in recent] == [
        (judged[2], R, True),
        (judged[1], R, True),
    ]
    assert recent[0].name == "000002.jpg"


def test_a_long_batch_is_one_step_in_several_transactions(
    library: Library, heard: list[ChangeSet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 40)
    ids = fill(library, 100)
    heard.clear()
    decided = decide(library, ids, A)
    assert decided.changed == tuple(ids)
    assert [len(changes.changed) for changes in heard] == [40, 40, 20]
    undone = library.commands.undo()
    assert undone == Restored(decided.batch, tuple(ids))
    assert not library.queries.undo_state().can_undo
    assert set(statuses(library, ids)) == {"pending"}
    assert library.commands.redo() == undone
    assert set(statuses(library, ids)) == {"approved"}


def test_a_single_decision_goes_between_the_pieces_of_a_batch(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 30)
    between: list[Decided] = []

    def reject_the_last(changes: ChangeSet) -> None:
        if not between and changes.changed:
            between.append(Decided(None, (), ()))
            between.append(library.commands.decide([ids[0], ids[-1]], R, reviewer="Bob"))

    library.subscribe(reject_the_last)
    batch = decide(library, ids, A)
    assert between[1].changed == (ids[0], ids[-1])
    assert statuses(library, [ids[0], ids[-1]]) == ["rejected", "rejected"], "the later press counts"
    assert (len(batch.changed), batch.unchanged) == (29, (ids[-1],))
    assert library.commands.undo().batch == between[1].batch
    assert statuses(library, [ids[0], ids[-1]]) == ["approved", "pending"]
    assert library.commands.undo().batch == batch.batch
    assert set(statuses(library, ids)) == {"pending"}


def test_a_batch_that_is_undone_while_it_goes_on_stops(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 30)
    undone: list[Restored] = []

    def undo_at_once(changes: ChangeSet) -> None:
        if not undone and changes.changed:
            undone.append(Restored(None, ()))
            undone.append(library.commands.undo())

    library.subscribe(undo_at_once)
    decided = decide(library, ids, A)
    assert undone[1] == Restored(decided.batch, tuple(ids[:10]))
    assert decided.changed == tuple(ids[:10])
    assert set(statuses(library, ids)) == {"pending"}


@pytest.mark.parametrize("again", [False, True])
def test_a_decision_between_its_pieces_does_not_stop_an_undo_or_a_redo(
    library: Library, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 31)
    batch = decide(library, ids[:30], A).batch
    if again:
        library.commands.undo()
    between: list[Decided] = []

    def decide_another(changes: ChangeSet) -> None:
        if not between and changes.changed:
            between.append(Decided(None, (), ()))
            between.append(library.commands.decide([ids[30], ids[25]], R, reviewer="Bob"))

    leave = library.subscribe(decide_another)
    moved = library.commands.redo() if again else library.commands.undo()
    leave()
    assert moved == Restored(batch, tuple(ids[:30]))
    kept = statuses(library, ids)
    assert (kept[25], kept[30]) == ("rejected", "rejected"), "what was decided meanwhile stands"
    assert set(kept[:25] + kept[26:30]) == {"approved" if again else "pending"}
    assert not library.queries.undo_state().can_redo
    assert library.commands.undo().batch == between[1].batch
    assert statuses(library, [ids[25], ids[30]]) == ["approved" if again else "pending", "pending"]
    assert library.queries.undo_state().can_undo is again


def test_an_undo_that_was_cut_off_is_finished_by_the_next(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_steps, "STEP_ASSETS", 10)
    ids = fill(library, 30)
    decided = decide(library, ids, A)

    class CutOffError(Exception):
        pass

    pieces: list[ChangeSet] = []

    def cut_off(changes: ChangeSet) -> None:
        pieces.append(changes)
        if len(pieces) == 2:
            raise CutOffError

    leave = library.subscribe(cut_off)
    with pytest.raises(CutOffError):
        library.commands.undo()
    leave()
    assert statuses(library, ids) == ["pending"] * 20 + ["approved"] * 10
    restored = library.commands.undo()
    assert restored == Restored(decided.batch, tuple(ids[20:]))
    assert set(statuses(library, ids)) == {"pending"}
    assert library.commands.redo().batch == decided.batch
    assert set(statuses(library, ids)) == {"approved"}
