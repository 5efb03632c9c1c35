"""A list of stacks grows without any row moving, and a tile tells truly what stands behind it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rekreview.domain.assets import Status
from rekreview.domain.near_duplicates import QueueStacks, stacked
from rekreview.domain.stack_lists import StackSummary, grown, part, summary

A, X, P = Status.APPROVED, Status.REJECTED, Status.PENDING


def queue(ids: list[int], number_of: dict[int, int]) -> QueueStacks:
    """A queue with these assets, stacked by these numbers."""
    numbers = np.array([number_of[one] for one in ids], np.int64)
    return stacked(np.array(ids, np.int64), numbers)


def as_lists(stacks: QueueStacks) -> list[list[int]]:
    return [list(stacks.stack(row)) for row in range(len(stacks))]


def test_a_new_asset_joins_its_stack_where_that_stands() -> None:
    number_of = {1: 0, 2: 1, 3: 0, 4: 2, 5: 1}
    shown = queue([1, 2], number_of)
    rows, gone = grown(shown, queue([1, 2, 3, 4, 5], number_of))
    assert as_lists(rows) == [[1, 3], [2, 5], [4]]
    assert gone == 0


def test_a_stack_whose_first_asset_left_the_queue_stays_where_it_stands() -> None:
    number_of = {1: 0, 2: 1, 3: 0}
    shown = queue([1, 2, 3], number_of)
    rows, gone = grown(shown, queue([2, 3], number_of))
    assert rows is shown, "nothing new, so nothing is drawn anew"
    assert gone == 1


def test_a_list_of_nothing_grows() -> None:
    number_of = {1: 0, 2: 0}
    rows, gone = grown(queue([], number_of), queue([1, 2], number_of))
    assert as_lists(rows) == [[1, 2]]
    assert gone == 0
    assert grown(queue([1], number_of), queue([], number_of))[1] == 1


@st.composite
def two_readings(draw: st.DrawFn) -> tuple[QueueStacks, QueueStacks, dict[int, int]]:
    """A queue as it is shown, and as it is found a moment later in any order of its own."""
    ids = draw(st.lists(st.integers(1, 40), unique=True, max_size=30))
    number_of = {one: draw(st.sampled_from([-1, 0, 1, 2, 3])) for one in ids}
    earlier = [one for one in ids if draw(st.booleans())]
    later = [one for one in draw(st.permutations(ids)) if draw(st.booleans())]
    return queue(earlier, number_of), queue(later, number_of), number_of


@given(two_readings())
def test_no_row_moves_and_nobody_is_lost(readings: tuple[QueueStacks, QueueStacks, dict[int, int]]) -> None:
    shown, found, number_of = readings
    rows, gone = grown(shown, found)
    members = rows.members.tolist()
    assert sorted(members) == sorted({*shown.members.tolist(), *found.members.tolist()})
    assert gone == len(set(shown.members.tolist()) - set(found.members.tolist()))
    for row, before in enumerate(as_lists(shown)):
        assert as_lists(rows)[row][: len(before)] == before
    for stack in as_lists(rows):
        assert len({number_of[one] for one in stack}) == 1
        assert len(stack) == 1 or number_of[stack[0]] >= 0
    there = set(found.members.tolist())
    still = [number_of[stack[0]] for stack in as_lists(rows) if number_of[stack[0]] >= 0 and there & set(stack)]
    assert len(still) == len(set(still)), "one row for each stack, but for one all of which has left"


def test_some_rows_are_a_list_of_their_own() -> None:
    stacks = queue([1, 2, 3, 4], {1: 0, 2: 1, 3: 0, 4: 2})
    assert as_lists(part(stacks, 1, 3)) == [[2], [4]]
    assert as_lists(part(stacks, 0, 1)) == [[1, 3]]


def test_a_summary_counts_statuses_in_their_own_order() -> None:
    told = summary([(X, False), (A, True), (X, True)])
    assert told == StackSummary(((A, 1), (X, 2)), 2)
    assert (told.count, told.mixed, told.all_decided) == (3, True, False)


def test_a_decision_on_one_member_is_counted_once() -> None:
    before = summary([(P, False), (P, False)])
    once = before.after(P, A, was_decided=False)
    assert once == StackSummary(((P, 1), (A, 1)), 1)
    assert once.after(A, X, was_decided=True) == StackSummary(((P, 1), (X, 1)), 1)
    assert before.once_all_are(X) == StackSummary(((X, 2),), 2)
    assert before.once_all_are(X).all_decided
