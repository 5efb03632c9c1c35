"""Stacks of near-duplicates in a library: which assets come together, and that they follow what is imported."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import ImportedFile, MediaKind, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.near_duplicates import DISTANCE, Stacks
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library
from tests.unit.library.makers import add, file, moderate, spread

WORD = 0x5AA5_3CC3_0FF0_9669


def picture(name: str, phash: int | None, **facts: object) -> ImportedFile:
    """A picture with this hash."""
    made = file(name, phash=phash)
    return replace(made, facts=replace(made.facts, **facts))


def stacks(library: Library, wanted: QueueFilter | None = None, distance: int = DISTANCE) -> list[tuple[int, ...]]:
    """The stacks of a queue as tuples of ids."""
    found = library.queries.stacks(wanted or QueueFilter(), distance)
    return [found.stack(row) for row in range(len(found))]


def test_near_duplicates_of_a_queue_come_together_where_the_first_stands(library: Library) -> None:
    a, b, c, d = add(
        library, picture("a", WORD), picture("b", ~WORD), picture("c", WORD ^ 0b111), picture("d", ~WORD ^ (1 << 62))
    )
    assert stacks(library) == [(a, c), (b, d)]
    assert stacks(library, QueueFilter(descending=True)) == [(d, b), (c, a)]
    found = library.queries.stacks(QueueFilter())
    assert found.representatives.tolist() == [a, b]
    assert found.counts.tolist() == [2, 2]


def test_a_stack_holds_only_what_the_queue_holds(library: Library) -> None:
    ids = add(library, *(picture(f"{number}", WORD ^ number) for number in range(4)))
    moderate(library, spread(ids, [90, 10, 80, 20]))
    assert stacks(library, QueueFilter(QueueName.REJECTED)) == [(ids[0], ids[2])]
    assert stacks(library, QueueFilter(QueueName.REJECTED, sort=SortKey.CONFIDENCE)) == [(ids[2], ids[0])]
    library.commands.decide([ids[2]], Status.APPROVED, reviewer="Ann")
    assert stacks(library, QueueFilter(QueueName.REJECTED)) == [(ids[0],)]
    assert library.queries.near_duplicates(ids[2]).tolist() == ids, "a stack of the library goes over all queues"


def test_only_still_pictures_with_a_hash_are_stacked(library: Library) -> None:
    """What begins alike may go on differently, so that nobody decides on a video by another one's first frame."""
    ids = add(
        library,
        picture("still", WORD, frames=1),
        picture("unhashed", None),
        picture("turning", WORD, frames=12),
        file("film.mp4", kind=MediaKind.VIDEO, phash=WORD),
        picture("nobody knows whether it moves", WORD, frames=None),
        picture("still too", WORD ^ 1),
    )
    assert stacks(library) == [(ids[0], ids[5]), *((one,) for one in ids[1:5])]
    assert library.queries.near_duplicates(ids[2]).tolist() == [ids[2]]
    assert library.queries.near_duplicates(ids[5]).tolist() == [ids[0], ids[5]]


def test_an_empty_library_has_no_stacks(library: Library) -> None:
    assert stacks(library) == []
    assert library.queries.near_duplicates(7).tolist() == [7]


def test_what_is_imported_joins_its_stack_once_it_is_told(library: Library) -> None:
    """A view that asks anew at each ChangeSet always has the stacks of what is there."""
    seen: list[list[tuple[int, ...]]] = []

    def ask(change: ChangeSet) -> None:
        if change.added:
            seen.append(stacks(library))

    library.subscribe(ask)
    (a,) = add(library, picture("a", WORD))
    (b,) = add(library, picture("b", WORD ^ 1))
    assert seen == [[(a,)], [(a, b)]]


def test_another_distance_gives_other_stacks_and_back_again(library: Library) -> None:
    a, b, c = add(library, picture("a", 0), picture("b", 0b1111), picture("c", 0b1))
    assert stacks(library, distance=2) == [(a, c), (b,)]
    assert stacks(library, distance=4) == [(a, b, c)]
    assert stacks(library, distance=2) == [(a, c), (b,)]
    with pytest.raises(ValueError, match="between 0 and 16"):
        stacks(library, distance=17)


FOREIGN = """
import sys
from pathlib import Path
from rekreview.library import Library
from tests.unit.library.makers import add, file
with Library.open(Path(sys.argv[1])) as library:
    add(library, *(file(f"foreign {number}", phash=int(sys.argv[2]) ^ number) for number in range(3)))
"""


def test_what_another_process_imported_is_stacked_too(library: Library) -> None:
    (a,) = add(library, picture("a", WORD))
    assert stacks(library) == [(a,)]
    subprocess.run([sys.executable, "-c", FOREIGN, str(library.directory), str(WORD)], check=True, timeout=60)
    (together,) = stacks(library)
    assert together[0] == a
    assert len(together) == 4


def test_a_library_opened_again_has_the_same_stacks(library: Library) -> None:
    chance = np.random.default_rng(3)
    for batch in range(4):
        words = chance.integers(0, 4, 20) * 0x1111_1111_1111_1111 ^ chance.integers(0, 64, 20)
        add(library, *(picture(f"{batch}-{at}", int(word)) for at, word in enumerate(words)))
        grown = stacks(library)
    with Library.open(library.directory) as again:
        assert stacks(again) == grown


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([0, WORD, -1]), st.integers(0, 255), st.booleans()), max_size=12))
def test_stacks_of_a_library_are_those_of_the_rule(library: Library, many: list[tuple[int, int, bool]]) -> None:
    """Asked at any moment between imports, with all that came before in it."""
    at = library.queries.totals().assets
    for number, (word, flips, ask) in enumerate(many):
        add(library, picture(f"{at + number}", word ^ flips))
        if ask:
            stacks(library)
    ids = library.queries.ids(QueueFilter())
    with library._database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT id, phash FROM asset ORDER BY id").all()
    rule = Stacks(DISTANCE)
    rule.add(np.array([one for one, _ in rows], np.int64), np.array([word for _, word in rows], np.int64))
    numbers = rule.numbers(ids)
    wanted: dict[int, tuple[int, ...]] = {}
    for one, number in zip(ids.tolist(), numbers.tolist(), strict=True):
        wanted[number] = (*wanted.get(number, ()), one)
    assert stacks(library) == list(wanted.values())


def test_many_threads_ask_while_pictures_come(library: Library) -> None:
    """Nobody sees a stack torn apart, nor an asset twice."""
    wrong: list[object] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            found = library.queries.stacks(QueueFilter())
            members = found.members.tolist()
            if len(set(members)) != len(members) or found.counts.sum() != len(members) or len(found) > 2:
                wrong.append(found)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(40):
        add(library, picture(f"{number}", (0, -1)[number % 2] ^ (1 << number % 3)))
    done.set()
    for asker in askers:
        asker.join()
    assert not wrong
    assert sorted(map(len, stacks(library))) == [20, 20]
