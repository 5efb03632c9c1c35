"""A day's work in numbers, and the note one reviewer leaves to the next."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from rekreview.domain.assets import Status
from rekreview.domain.errors import InvalidValue
from rekreview.domain.queues import QueueName
from rekreview.library import Library
from rekreview.library.columns import now
from rekreview.library.tables import HAND_OVER
from tests.unit.library.makers import fill, moderate, spread


def test_a_day_counts_what_was_decided_and_stands(library: Library) -> None:
    ids = fill(library, 6)
    moderate(library, spread(ids[:4], [90, 90, 10, 10]))
    begun = now() - timedelta(hours=1)
    library.commands.decide(ids[:1], Status.APPROVED, reviewer="Ada", reason="Medical")
    library.commands.decide(ids[1:2], Status.REJECTED, reviewer="Ada")
    library.commands.decide(ids[2:3], Status.REJECTED, reviewer="Bob")
    library.commands.decide(ids[3:4], Status.REJECTED, reviewer="Bob")
    library.commands.undo()
    library.commands.second_look(ids[4:5], True, "Ada")
    day = library.queries.day_summary(begun)
    assert day.decided == {"Ada": 2, "Bob": 1}
    assert (day.approved, day.rejected, day.overturned) == (1, 2, 2)
    assert dict(day.by_reason) == {"Medical": 1, "": 1}
    assert sum(number for _, number in day.by_category) == 2
    assert day.counts.left[QueueName.ALL] == 3
    assert day.counts.counts[QueueName.SECOND_LOOK] == 1


def test_what_was_decided_before_the_day_is_none_of_it(library: Library) -> None:
    ids = fill(library, 1)
    library.commands.decide(ids, Status.APPROVED, reviewer="Ada")
    day = library.queries.day_summary(now() + timedelta(seconds=1))
    assert (day.decided, day.overturned) == ({}, 0)


def test_notes_wait_for_whoever_opens_the_library_next_the_oldest_first(place: Path) -> None:
    with Library.open(place, create=True) as library:
        assert library.queries.hand_overs() == []
        library.commands.leave_hand_over(reviewer="Ada", note="  leave the street alone ", summary="3 decided")
        library.commands.leave_hand_over(reviewer="Bob", note=" look at the videos ", summary="12 decided")
    with Library.open(place) as library:
        older, newer = library.queries.hand_overs()
        assert (older.reviewer, older.note, older.summary) == ("Ada", "leave the street alone", "3 decided")
        assert (newer.reviewer, newer.note, newer.summary) == ("Bob", "look at the videos", "12 decided")
        library.commands.put_away_hand_over(newer.id, reviewer="Cy")
        assert library.queries.hand_overs() == [older], "nobody has read it: a newer note says nothing of it"
        library.commands.put_away_hand_over(older.id, reviewer="Cy")
        assert library.queries.hand_overs() == []


@pytest.mark.parametrize("note", ["", "  \n\t "])
def test_what_says_nothing_is_no_note(library: Library, note: str) -> None:
    library.commands.leave_hand_over(reviewer="Ada", note="Touch nothing.", summary="")
    with pytest.raises(InvalidValue, match="There is no note to hand over"):
        library.commands.leave_hand_over(reviewer="Bob", note=note, summary="12 decided")
    assert [kept.reviewer for kept in library.queries.hand_overs()] == ["Ada"]


def test_a_day_that_an_earlier_version_kept_without_a_note_is_none_to_be_read(library: Library) -> None:
    number = library.commands.leave_hand_over(reviewer="Ada", note="x", summary="12 decided")
    with library._database.writing() as connection:
        connection.execute(update(HAND_OVER).where(HAND_OVER.c.id == number).values(note=""))
    assert library.queries.hand_overs() == []
