"""Applying a policy is a step like a decision: undone, redone and told, also after a restart or a crash."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.policy import PolicyPair
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library
from rekreview.library.values import AppliedPolicy, PolicyFlips
from tests.unit.library.makers import explicit, fill, moderate, spread, statuses

STRICT = PolicyPair(image="aws_rek:explicit:0.1")
MILD = PolicyPair(image="aws_rek:explicit:0.95")
CONFIDENCES = [5.0, 30.0, 60.0, 97.0]


def judged(library: Library) -> list[int]:
    """Four assets, the more explicit the later."""
    ids = fill(library, len(CONFIDENCES))
    moderate(library, spread(ids, CONFIDENCES))
    return ids


def counting(library: Library) -> tuple[str, int, list[str]]:
    applied = library.queries.policy()
    return applied.name, applied.version, statuses(library, library.queries.ids(QueueFilter()).tolist())


def test_undo_brings_the_former_policy_back_and_redo_the_later_one(library: Library, heard: list[ChangeSet]) -> None:
    ids = judged(library)
    before = counting(library)
    library.commands.apply_policy(STRICT, name="Strict")
    strict = counting(library)
    library.commands.apply_policy(MILD, name="Mild")
    heard.clear()
    restored = library.commands.undo(reviewer="Ann")
    assert (restored.policy.name, restored.policy.version) == ("Strict", 1)  # type: ignore[union-attr]
    assert restored.ids == (ids[1], ids[2]), "those that changed side"
    assert counting(library) == strict
    assert any(change.policy and change.history for change in heard)
    library.commands.undo(reviewer="Ann")
    assert counting(library) == before
    assert not library.queries.undo_state().can_undo
    library.commands.redo(reviewer="Ann")
    assert counting(library) == strict
    library.commands.redo(reviewer="Ann")
    assert (library.queries.policy().name, library.queries.undo_state().can_redo) == ("Mild", False)


def test_what_undo_would_do_is_told(library: Library) -> None:
    judged(library)
    library.commands.apply_policy(STRICT, name="Strict")
    state = library.queries.undo_state()
    assert (state.undo_text, state.undo.policy) == (
        "Apply the policy “Strict”, by which 1 asset changed side",
        "Strict",
    )  # type: ignore[union-attr]


def test_the_list_of_policies_keeps_what_was_undone_and_tells_what_each_changed(library: Library) -> None:
    ids = judged(library)
    library.commands.apply_policy(STRICT, name="Strict")
    library.commands.undo()
    library.commands.redo()
    library.commands.undo()
    versions = library.queries.policy_versions()
    assert [(one.name, one.undone) for one in versions] == [("Strict", True), ("Default", False)]
    assert library.queries.policy_flips("Strict", 1) == PolicyFlips((ids[1],), ())
    assert library.queries.policy_flips("Default", 1) == PolicyFlips((), ())
    library.commands.apply_policy(STRICT, name="Strict")
    assert library.queries.policy().version == 2, "the version that was undone keeps its number"


def test_a_decision_made_after_it_is_undone_first(library: Library) -> None:
    ids = judged(library)
    library.commands.apply_policy(STRICT, name="Strict")
    library.commands.decide(ids[:1], Status.REJECTED, reviewer="Ann")
    assert library.commands.undo().policy is None
    assert library.queries.policy().name == "Strict"
    assert library.commands.undo().policy is not None
    assert library.queries.policy().name == "Default"


def test_a_policy_applied_after_an_undo_leaves_nothing_to_redo(library: Library) -> None:
    judged(library)
    library.commands.apply_policy(STRICT, name="Strict")
    library.commands.undo()
    library.commands.apply_policy(MILD, name="Mild")
    assert library.commands.redo().batch is None
    library.commands.undo()
    assert library.queries.policy().name == "Default", "not the one that was undone before"


def test_it_is_undone_after_a_restart_too(place: Path) -> None:
    with Library.open(place, create=True) as library:
        judged(library)
        before = counting(library)
        library.commands.apply_policy(STRICT, name="Strict")
    with Library.open(place) as library:
        library.commands.undo()
        assert counting(library) == before


def test_an_undo_that_was_cut_off_is_finished_at_the_next_opening(place: Path) -> None:
    with Library.open(place, create=True) as library:
        judged(library)
        before = counting(library)
        library.commands.apply_policy(STRICT, name="Strict")
        restored = library.commands.undo(judges=False)  # as if the program ended here
        assert isinstance(restored.policy, AppliedPolicy)
        assert counting(library) != before
    with Library.open(place) as library:
        assert counting(library) == before
        assert library.queries.policy_flips("Default", 1) == PolicyFlips((), ())


def test_who_undid_it_is_in_the_audit_log(place: Path) -> None:
    with Library.open(place, create=True) as library:
        judged(library)
        library.commands.apply_policy(STRICT, name="Strict", reviewer="Ann")
        library.commands.undo(reviewer="Ben")
    file = sqlite3.connect(place / "library.sqlite")
    told = file.execute("SELECT action, reviewer FROM audit_event WHERE action LIKE 'policy %' ORDER BY id").fetchall()
    file.close()
    assert [one for one in told if one[1]] == [("policy applied", "Ann"), ("policy taken back", "Ben")]


Deed = str
_DEEDS = st.lists(st.sampled_from(["strict", "mild", "approve", "reject", "undo", "redo"]), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(deeds=_DEEDS)
def test_undo_and_redo_over_policies_and_decisions_go_back_and_forth_like_a_stack(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[Deed]
) -> None:
    with Library.open(tmp_path_factory.mktemp("library"), create=True) as library:
        ids = fill(library, len(CONFIDENCES))
        moderate(library, dict(zip(ids, map(explicit, CONFIDENCES), strict=True)))
        done, undone = [_state(library)], list[object]()
        for deed in deeds:
            before = _state(library)
            _do(library, ids, deed)
            after = _state(library)
            if deed == "undo" and len(done) > 1:
                undone.append(done.pop())
                assert after == done[-1]
            elif deed == "redo" and undone:
                done.append(undone.pop())
                assert after == done[-1]
            elif deed in ("undo", "redo"):
                assert after == before
            elif after != before:
                done.append(after)
                undone.clear()


def _do(library: Library, ids: list[int], deed: Deed) -> None:
    commands = library.commands
    if deed in ("undo", "redo"):
        (commands.undo if deed == "undo" else commands.redo)()
    elif deed in ("strict", "mild"):
        pair = STRICT if deed == "strict" else MILD
        if library.queries.policy().pair != pair:
            commands.apply_policy(pair, name=deed)
    else:
        status = Status.APPROVED if deed == "approve" else Status.REJECTED
        if library.queries.asset(ids[1]).decided_by is None or library.queries.asset(ids[1]).status is not status:
            commands.decide(ids[1:2], status, reviewer="Ann")


def _state(library: Library) -> object:
    asset = [library.queries.asset(one) for one in (1, 2, 3, 4)]
    return library.queries.policy().pair, [(one.status, one.decided_by) for one in asset]
