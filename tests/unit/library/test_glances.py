"""A first look at a queue: always a piece of the very list that follows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.assets import Fault, MediaKind, Status
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.library import Library
from rekreview.library.queries import glances
from tests.unit.library.makers import add, file, fill, moderate, spread


@pytest.fixture
def sixty(library: Library) -> Iterator[list[int]]:
    """Pictures and films of every standing, more than are glanced at."""
    kinds = [MediaKind.VIDEO if number % 5 == 0 else MediaKind.IMAGE for number in range(60)]
    ids = add(library, *(file(f"{number}", kind=kind) for number, kind in enumerate(kinds)))
    moderate(library, spread(ids[:50], [(number * 37) % 100 for number in range(50)]))
    moderate(library, {ids[55]: Fault("unreadable", "It is gone.")})
    library.commands.decide(ids[3:9], Status.APPROVED, reviewer="Ann")
    library.commands.second_look(ids[20:23], True, "Ann")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(glances, "GLANCED", 7)
        patch.setattr(glances, "_LOOKED_THROUGH", 30)
        yield ids


filters = st.builds(
    QueueFilter,
    queue=st.sampled_from(QueueName),
    kind=st.none() | st.sampled_from(MediaKind),
    min_confidence=st.none() | st.floats(1, 99),
    sort=st.sampled_from([SortKey.IMPORTED, SortKey.IMPORTED, SortKey.NAME]),
    search=st.sampled_from(["", "", "3"]),
    descending=st.booleans(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=filters, holding=st.sets(st.integers(0, 62), max_size=3))
def test_a_glance_is_a_piece_of_the_list(library: Library, sixty: list[int], wanted: QueueFilter, holding: set[int]):
    whole = library.queries.ids(wanted).tolist()
    held = tuple(sorted(sixty[0] + number for number in holding))
    found = library.queries.glance(wanted, held).tolist()
    assert len(found) <= 7
    if found:
        at = whole.index(found[0])
        assert whole[at : at + len(found)] == found
        assert set(held) <= set(found)
        assert held or at == 0, "it begins where the list does"


def test_there_is_no_glance_at_what_is_there_to_learn_from(library: Library, sixty: list[int]):
    """A blind sample that begins with assets outside of it, and in another order, would be none."""
    drawn = library.commands.draw_lottery(6, seed=1, reviewer="Ann")
    for wanted in (QueueFilter(lottery=drawn.id), QueueFilter(category="weapons", boundary=50.0)):
        assert library.queries.glance(wanted).tolist() == []
        assert library.queries.glance(wanted, sixty[:1]).tolist() == []


@pytest.mark.parametrize("descending", [False, True])
def test_a_glance_begins_with_the_first_asset_that_was_seen(library: Library, sixty: list[int], descending: bool):
    wanted = QueueFilter(descending=descending)
    assert library.queries.glance(wanted).tolist() == (sixty[::-1] if descending else sixty)[:7]
    found = library.queries.glance(wanted, (sixty[31], sixty[33])).tolist()
    assert found == (sixty[33:26:-1] if descending else sixty[31:38])


def test_there_is_no_glance_where_it_would_take_time(library: Library, sixty: list[int]):
    ask = library.queries.glance
    assert not len(ask(QueueFilter(sort=SortKey.CONFIDENCE)))
    assert not len(ask(QueueFilter(category="explicit")))
    assert not len(ask(QueueFilter(content_type="animated")))
    assert not len(ask(QueueFilter(search="3")))
    assert not len(ask(QueueFilter(QueueName.NOT_MODERATED))), "it lies behind all that is looked through"
    assert not len(ask(QueueFilter(), (sixty[0], sixty[40]))), "too far from each other"
    assert not len(ask(QueueFilter(QueueName.OVERTURNED), (sixty[30],))), "not in the queue any more"


def test_nothing_is_seen_in_an_empty_library(library: Library):
    assert not len(library.queries.glance(QueueFilter()))
    assert not len(library.queries.glance(QueueFilter(), (3,)))


def test_a_glance_sees_what_another_opening_wrote_just_now(library: Library):
    ids = fill(library, 3)
    with Library.open(library.directory) as other:
        other.commands.decide(ids[1:], Status.REJECTED, reviewer="Ben")
    assert library.queries.glance(QueueFilter(QueueName.REJECTED)).tolist() == ids[1:]
