"""What was decided in a session: each asset once, and only where that stands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.serving import JudgedAgain
from rekreview.library import Library
from rekreview.library.columns import now
from tests.unit.library.makers import fill

A, R = Status.APPROVED, Status.REJECTED


@pytest.fixture
def ids(library: Library) -> list[int]:
    return fill(library, 8)


def decided(library: Library, begun: datetime, reviewer: str = "Ada") -> int:
    return library.queries.session_work(begun, reviewer).decided


def test_a_reason_that_is_added_makes_no_second_decision(library: Library, ids: list[int]) -> None:
    begun = now()
    library.commands.decide(ids[:1], A, reviewer="Ada")
    library.commands.decide(ids[:1], A, reviewer="Ada", reason="Medical")
    library.commands.decide(ids[:1], R, reviewer="Ada")
    work = library.queries.session_work(begun, "Ada")
    assert work.decided == 1
    assert timedelta() < work.worked <= now() - begun, "each press took its time all the same"


def test_a_batch_of_a_former_session_that_is_taken_back_takes_nothing_off(library: Library, ids: list[int]) -> None:
    old = library.commands.decide(ids[:3], R, reviewer="Ada")
    begun = now()
    library.commands.decide(ids[4:6], A, reviewer="Ada")
    assert old.batch is not None
    library.commands.revert(old.batch, reviewer="Ada")
    assert decided(library, begun) == 2


def test_what_is_cleared_or_undone_counts_no_more_and_what_is_redone_does(library: Library, ids: list[int]) -> None:
    begun = now()
    library.commands.decide(ids[:2], A, reviewer="Ada")
    library.commands.decide(ids[2:3], A, reviewer="Ada")
    library.commands.clear(ids[:1], reviewer="Ada")
    assert decided(library, begun) == 2
    library.commands.undo(reviewer="Ada")
    assert decided(library, begun) == 3
    library.commands.undo(reviewer="Ada")
    assert decided(library, begun) == 2
    library.commands.redo(reviewer="Ada")
    assert decided(library, begun) == 3


def test_a_step_of_the_session_that_is_taken_back_by_itself_counts_no_more(library: Library, ids: list[int]) -> None:
    begun = now()
    first = library.commands.decide(ids[:2], A, reviewer="Ada")
    library.commands.decide(ids[1:4], R, reviewer="Ada")
    assert first.batch is not None
    library.commands.revert(first.batch, reviewer="Ada")
    assert decided(library, begun) == 3, "what was decided anew stays"
    library.commands.undo(reviewer="Ada")
    assert decided(library, begun) == 4


def test_what_others_decide_is_not_mine(library: Library, ids: list[int]) -> None:
    begun = now()
    library.commands.decide(ids[:2], A, reviewer="Ada")
    library.commands.decide(ids[1:5], R, reviewer="Ben")
    assert (decided(library, begun), decided(library, begun, "Ben")) == (1, 4)
    assert decided(library, now() + timedelta(seconds=1)) == 0


def test_a_second_opinion_counts_as_a_decision_does(library: Library, ids: list[int]) -> None:
    library.commands.decide(ids[:2], A, reviewer="Ada")
    begun = now()
    again = JudgedAgain(frozenset(ids[:3]))
    library.commands.decide(ids[2:3], A, reviewer="Ada")
    library.commands.decide(ids[:1], R, reviewer="Ada", again=again)
    assert decided(library, begun) == 2
    library.commands.decide(ids[:1], R, reviewer="Ada", reason="Medical", again=again)
    assert decided(library, begun) == 2, "a reason makes no second one"
    library.commands.decide(ids[2:3], R, reviewer="Ada", again=again)
    assert decided(library, begun) == 3, "also where its decision is one of this session"
    library.commands.undo(reviewer="Ada")
    library.commands.undo(reviewer="Ada")
    library.commands.undo(reviewer="Ada")
    assert decided(library, begun) == 1


@pytest.mark.parametrize("in_session", [False, True])
def test_a_second_opinion_that_is_cleared_counts_no_more_whenever_its_asset_was_decided(
    library: Library, ids: list[int], in_session: bool
) -> None:
    begun = now()
    library.commands.decide(ids[:1], A, reviewer="Ada")
    begun = begun if in_session else now()
    before, again = decided(library, begun), JudgedAgain(frozenset(ids[:1]))
    for _ in range(2):
        library.commands.decide(ids[:1], R, reviewer="Ada", again=again)
        assert decided(library, begun) == before + 1, "the asset showed as not decided"
        library.commands.clear(ids[:1], reviewer="Ada", again=again)
        assert decided(library, begun) == before
    library.commands.undo(reviewer="Ada")
    assert decided(library, begun) == before + 1


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([A, R]), st.sets(st.integers(0, 7), min_size=1), st.sampled_from(["", "Medical"])),
        st.tuples(st.just("clear"), st.sets(st.integers(0, 7), min_size=1), st.just("")),
        st.tuples(st.sampled_from(["undo", "redo"]), st.just(frozenset()), st.just("")),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=steps, since=steps)
def test_the_number_is_that_of_the_assets_whose_decision_came_since(
    library: Library, ids: list[int], before: list, since: list
) -> None:
    """Told from the history of each asset, one by one; and the same whether it is looked at once or all the time."""
    for step in before:
        play(library, ids, step)
    begun = now() + timedelta(microseconds=1)
    while now() <= begun:
        pass
    known = library.queries.session_work(begun, "Ada")
    for step in since:
        play(library, ids, step)
        known = library.queries.session_work(begun, "Ada", known)
    whole = library.queries.session_work(begun, "Ada")
    assert (known.decided, known.worked, known.last_at) == (whole.decided, whole.worked, whole.last_at)
    expected = 0
    for asset_id in ids:
        standing = [one for one in library.queries.history(asset_id) if not one.undone]
        expected += bool(standing) and standing[-1].to_status is not None and standing[-1].at >= begun
    assert decided(library, begun) == expected


def play(library: Library, ids: list[int], step: tuple) -> None:
    """Do one step."""
    what, rows, reason = step
    assets = [ids[row] for row in sorted(rows)]
    if isinstance(what, Status):
        library.commands.decide(assets, what, reviewer="Ada", reason=reason)
    elif what == "clear":
        library.commands.clear(assets, reviewer="Ada")
    else:
        getattr(library.commands, what)(reviewer="Ada")
