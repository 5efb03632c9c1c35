"""Notes that wait for a verdict: each goes one way, and comes back where that was not gone to its end."""

from __future__ import annotations

import pytest

from rekreview.ui.desk.waiting_notes import Lent, WaitingNotes

IDS = [1, 2, 3, 4]


@pytest.fixture
def notes() -> WaitingNotes:
    """One on the second of the assets."""
    made = WaitingNotes()
    made.put(2, "a toy")
    return made


@pytest.fixture
def lent(notes: WaitingNotes) -> Lent:
    """A long step on them all, which has that note on its way."""
    return notes.lend(IDS)


def test_a_note_on_its_way_goes_with_the_later_verdict_and_not_with_the_step(notes: WaitingNotes, lent: Lent) -> None:
    assert (notes.on(2), lent.notes) == ("", {2: "a toy"})
    assert notes.take_for([2]) == "a toy"
    assert lent.give(IDS) == {}
    lent.went(4, (2,), True)
    assert notes.on(2) == ""


def test_a_note_the_step_is_writing_goes_with_no_other(notes: WaitingNotes, lent: Lent) -> None:
    assert lent.give([1, 2]) == {2: "a toy"}
    assert notes.take([2]) == {}
    lent.went(2, (), False)
    assert notes.take([2]) == {}
    lent.went(4, (), True)
    assert notes.on(2) == "", "it was written"


def test_a_note_waits_again_where_its_piece_was_not_written(notes: WaitingNotes, lent: Lent) -> None:
    lent.give([1, 2])
    assert notes.take([2]) == {}
    lent.went(0, (), True)
    assert notes.on(2) == "a toy"


def test_a_note_the_step_left_alone_goes_with_the_next_verdict(notes: WaitingNotes, lent: Lent) -> None:
    lent.give(IDS)
    lent.went(2, (2,), False)
    assert notes.take([2]) == {2: "a toy"}
    lent.went(4, (2,), True)
    assert notes.on(2) == ""


def test_a_note_goes_on_with_the_step_if_the_verdict_was_not_written(notes: WaitingNotes, lent: Lent) -> None:
    notes.give_back(notes.take_for([2]), [2])
    assert notes.on(2) == ""
    assert lent.give(IDS) == {2: "a toy"}


def test_a_note_waits_if_the_verdict_was_not_written_and_the_step_had_passed(notes: WaitingNotes, lent: Lent) -> None:
    taken = notes.take_for([2])
    assert lent.give(IDS) == {}
    notes.give_back(taken, [2])
    assert notes.on(2) == "a toy"
    assert notes.take_for([2]) == "a toy"
    lent.went(4, (2,), True)
    assert notes.on(2) == "", "it went with the verdict after it"
