"""Saved filters, whatever is done to them in whatever order: names stay told apart, and nothing is lost or doubled."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rekreview.domain.errors import InvalidValue, LibraryError
from rekreview.domain.queues import QueueFilter
from rekreview.library import Library

NAMES = ["a", "A", " a ", "b", "a (2)", "straße", "STRASSE", "😀", "\u202ea"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("save"), st.sampled_from(NAMES), st.integers(0, 3)),
        st.tuples(st.just("rename"), st.integers(0, 5), st.sampled_from(NAMES)),
        st.tuples(st.just("delete"), st.integers(0, 5), st.none()),
        st.tuples(st.just("restore"), st.integers(0, 5), st.none()),
        st.tuples(st.just("move"), st.integers(0, 5), st.integers(-7, 7)),
    ),
    min_size=1,
    max_size=14,
)


def listed(library: Library) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in library.queries.saved_filters()]


def take(library: Library, step: tuple, ids: list[int]) -> None:
    """Do one step; the number of a filter is taken from those that were ever saved."""
    deed, first, second = step
    commands = library.commands
    if deed == "save":
        saved = commands.save_filter(first, QueueFilter(search=str(second)))
        if saved.id not in ids:
            ids.append(saved.id)
        return
    number = ids[first % len(ids)] if ids else 1
    {
        "rename": lambda: commands.rename_filter(number, second),
        "delete": lambda: commands.delete_filter(number),
        "restore": lambda: commands.restore_filter(number),
        "move": lambda: commands.move_filter(number, second),
    }[deed]()


@settings(max_examples=12)
@given(STEPS)
def test_no_two_ever_have_the_same_name(steps: list[tuple]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        ids: list[int] = []
        for step in steps:
            before = listed(library)
            try:
                take(library, step, ids)
            except InvalidValue:
                assert listed(library) == before, "what is refused changes nothing"
            names = [name.casefold() for _, name in listed(library)]
            assert len(names) == len(set(names)), (step, names)
            assert all(name.strip() == name and name for name in names)
            if step[0] == "move":
                assert sorted(listed(library)) == sorted(before)


@settings(max_examples=8)
@given(st.integers(1, 6), st.lists(st.tuples(st.integers(0, 5), st.integers(-8, 8)), max_size=10))
def test_moving_is_what_moving_in_a_list_is(count: int, moves: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        order = [library.commands.save_filter(f"queue {at}", QueueFilter()).id for at in range(count)]
        for at, by in moves:
            moved = order[at % count]
            place = order.index(moved)
            order.remove(moved)
            order.insert(max(0, min(count - 1, place + by)), moved)
            library.commands.move_filter(moved, by)
            assert [number for number, _ in listed(library)] == order


def test_one_that_comes_back_makes_room_for_the_one_that_took_its_name(library: Library) -> None:
    first = library.commands.save_filter("Mine", QueueFilter(search="old"))
    library.commands.delete_filter(first.id)
    second = library.commands.save_filter("mine", QueueFilter(search="new"))
    library.commands.restore_filter(first.id)
    assert sorted(listed(library)) == [(first.id, "Mine (2)"), (second.id, "mine")]
    assert {one.id: one.filter.search for one in library.queries.saved_filters()} == {first.id: "old", second.id: "new"}
    library.commands.delete_filter(second.id)
    library.commands.restore_filter(second.id)
    assert sorted(listed(library)) == [(first.id, "Mine (2)"), (second.id, "mine")]


def test_bringing_back_what_was_never_deleted_or_never_there_changes_nothing(library: Library) -> None:
    library.commands.save_filter("a", QueueFilter())
    library.commands.save_filter("b", QueueFilter())
    for number in (1, 2, 99):
        library.commands.restore_filter(number)
        library.commands.move_filter(99, 1)
        library.commands.delete_filter(99)
        library.commands.rename_filter(99, "c")
    assert listed(library) == [(1, "a"), (2, "b")]


@pytest.mark.parametrize("length", [1, 255, 10_000])
def test_a_name_of_any_length_is_kept(place: Path, length: int) -> None:
    with Library.open(place, create=True) as library:
        library.commands.save_filter("ü" * length, QueueFilter())
    with Library.open(place) as library:
        assert [len(name) for _, name in listed(library)] == [length]


def test_two_programs_save_under_the_same_name_and_one_queue_stays(place: Path) -> None:
    with Library.open(place, create=True) as first, Library.open(place) as second:
        assert not first.foreign_writes()
        one = first.commands.save_filter("Mine", QueueFilter(search="first"))
        other = second.commands.save_filter("MINE", QueueFilter(search="second"))
        assert other.id == one.id
        (kept,) = first.queries.saved_filters()
        assert (kept.name, kept.filter.search) == ("MINE", "second")
        second.commands.delete_filter(one.id)
        first.commands.rename_filter(one.id, "gone meanwhile")
        assert first.queries.saved_filters() == []
        assert first.foreign_writes(), "an own write in between hides nothing"


def test_a_library_that_is_only_read_keeps_its_queues_and_takes_none(place: Path) -> None:
    with Library.open(place, create=True) as library:
        library.commands.save_filter("Mine", QueueFilter())
    with Library.open(place, read_only=True) as library:
        assert listed(library) == [(1, "Mine")]
        for write in (
            lambda: library.commands.save_filter("other", QueueFilter()),
            lambda: library.commands.delete_filter(1),
            lambda: library.commands.move_filter(1, 1),
            lambda: library.commands.leave_hand_over(reviewer="Ada", note="x", summary=""),
        ):
            with pytest.raises(LibraryError):
                write()
        assert listed(library) == [(1, "Mine")]


def test_positions_never_tie(library: Library) -> None:
    for name in "abcd":
        library.commands.save_filter(name, QueueFilter())
    library.commands.delete_filter(2)
    library.commands.move_filter(4, -2)
    library.commands.restore_filter(2)
    order = [number for number, _ in listed(library)]
    assert sorted(order) == [1, 2, 3, 4]
    assert len(list(pairwise(order))) == 3
