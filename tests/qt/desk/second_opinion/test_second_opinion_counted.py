"""No count, facet or statistic tells an asset that is judged again from one that nobody judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy, EngineName
from rekreview.domain.facets import Choice, Choices, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.library import Library
from rekreview.ui.desk.asked_again import AskedAgain
from tests.qt.desk.conftest import Desk
from tests.qt.desk.second_opinion.conftest import SEEN, Make, R, counts, decide, ids, serving, tile_of
from tests.unit.library.makers import detection, moderate


def moved(before: dict[QueueName, tuple[int, int]], after: dict[QueueName, tuple[int, int]]) -> dict[str, tuple]:
    found = {name.value: tuple(b - a for a, b in zip(before[name], after[name], strict=True)) for name in QueueName}
    return {name: by for name, by in found.items() if any(by)}


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_A])
def test_the_counts_move_as_at_any_decision(
    make_desk: Make, library: Library, decided: int, all_lots: None, key: Qt.Key
) -> None:
    again = serving(library, 1.0)
    untouched = counts(make_desk(again=again), again)
    assert untouched[QueueName.REVIEWED] == (1, 0), "no list shows it, so it counts as what it is"
    one = make_desk(again=again)
    one.show(QueueName.REJECTED)
    began = counts(one, again)
    assert again.moves_counts
    assert moved(untouched, began) == {
        "rejected": (1, 1), "approved": (-1, 0), "reviewed": (-1, 0), "overturned": (-1, 0), "all": (0, 1),
    }  # fmt: skip
    assert began[QueueName.REJECTED][0] == len(ids(one)), "the queue holds as many as the list shows"
    assert again.also_left(one.desk.listing.filter) == 1
    other = next(asset for asset in ids(one) if asset != decided)
    decide(one, other, key)
    middle = counts(one, again)
    decide(one, decided, key)
    assert moved(middle, counts(one, again)) == moved(began, middle), "nothing tells the two decisions apart"
    assert again.also_left(one.desk.listing.filter) == 0
    one.press(Qt.Key.Key_Backspace)
    one.settle()
    assert counts(one, again) == middle


LISTS = (
    QueueFilter(QueueName.REJECTED, facets=(Choice(Facet.KIND, "image"),)),
    QueueFilter(QueueName.APPROVED, min_confidence=10.0),
    QueueFilter(QueueName.REVIEWED),
    QueueFilter(QueueName.ALL, facets=(Choice(Facet.REVIEWER, "Ada"),)),
    QueueFilter(QueueName.ALL, facets=(Choice(Facet.NOTE, "no"),)),
    QueueFilter(QueueName.ALL, search="asset"),
    QueueFilter(QueueName.BORDERLINE),
    QueueFilter(QueueName.DISAGREEING),
)


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_A])
def test_the_counts_of_any_list_move_as_at_any_decision(
    make_desk: Make, library: Library, decided: int, all_lots: None, key: Qt.Key
) -> None:
    again = serving(library, 1.0)
    one = make_desk(again=again)

    def counted() -> list[int]:
        return [again.counted_in(wanted, library.queries.ids(wanted)) for wanted in LISTS]

    assert counted() == [library.queries.count(wanted) for wanted in LISTS], "nothing comes back yet"
    one.show(QueueName.REJECTED, facets=LISTS[0].facets)
    began = counted()
    assert began[0] == len(ids(one)) > library.queries.count(LISTS[0])
    other = next(asset for asset in ids(one) if asset != decided)
    decide(one, other, key)
    middle = counted()
    assert middle != began
    decide(one, decided, key)
    steps = [
        [after - before for before, after in zip(*two, strict=True)] for two in ((began, middle), (middle, counted()))
    ]
    assert steps[0] == steps[1], "nothing tells the two decisions apart"


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_A])
def test_the_count_of_what_engines_disagree_on_moves_as_at_any_decision(
    make_desk: Make, library: Library, all_lots: None, key: Qt.Key
) -> None:
    differing = library.queries.ids(QueueFilter(QueueName.REJECTED)).tolist()
    moderate(library, {one: detection(engine=EngineName.REKOGNITION, version="7.0") for one in differing})
    served, other = differing[:2]
    library.commands.decide([served], R, reviewer="Ada", seen=SEEN)
    again = serving(library, 1.0)
    one = make_desk(again=again)
    wanted = QueueFilter(QueueName.DISAGREEING)

    def counted() -> list[int]:
        held = library.queries.ids(wanted)
        return [counts(one, again)[QueueName.DISAGREEING][0], again.counted_in(wanted, held)]

    one.show(QueueName.APPROVED)
    many = len(differing)
    assert counted() == [many, many]
    decide(one, other, key)
    assert counted() == [many - 1, many - 1]
    decide(one, served, key)
    assert counted() == [many - 2, many - 2]


OF_DECISIONS = (Facet.REVIEWER, Facet.REASON, Facet.NOTE)


def facets(desk: Desk, again: AskedAgain) -> tuple[int, dict[Facet, dict[str, int]]]:
    """How many the list holds, and how many each value of these facets would leave."""
    wanted = desk.desk.listing.filter
    told = desk.library.queries.facets(wanted, shown=again.shown_as(wanted))
    return told.total, {facet: {one.value: one.count for one in told.values[facet]} for facet in OF_DECISIONS}


@pytest.mark.parametrize("queue", [QueueName.REJECTED, QueueName.ALL])
@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_A])
def test_the_counts_of_facets_tell_nothing_of_it_either(
    make_desk: Make, library: Library, decided: int, all_lots: None, key: Qt.Key, queue: QueueName
) -> None:
    again = serving(library, 1.0)
    one = make_desk(again=again)
    one.show(queue)
    many = len(ids(one))
    assert facets(one, again) == (many, {Facet.REVIEWER: {}, Facet.REASON: {}, Facet.NOTE: {"no": many}})
    other = next(asset for asset in library.queries.ids(QueueFilter(QueueName.REJECTED)).tolist() if asset != decided)
    gone = int(queue is QueueName.REJECTED and key is Qt.Key.Key_A)
    for at, asset in enumerate((other, decided), start=1):
        one.desk.verdicts.put_note(asset, "art")
        decide(one, asset, key)
        left = at * (1 - gone)
        by = {"Ada": left} if left else {}
        notes = {"yes": left, "no": many - at} if left else {"no": many - at}
        assert facets(one, again) == (
            many - at * gone, {Facet.REVIEWER: by, Facet.REASON: {}, Facet.NOTE: notes},
        ), "nothing tells the two decisions apart"  # fmt: skip
    one.press(Qt.Key.Key_1)
    one.settle()
    if not gone:
        assert facets(one, again)[1][Facet.REASON] == {"Matches the policy": 1}


@pytest.mark.parametrize(
    ("chosen", "serves"),
    [
        ((Choice(Facet.REVIEWER, "Ada"),), False),
        ((Choice(Facet.NOTE, "yes"),), False),
        ((Choice(Facet.KIND, "image"),), True),
    ],
)
def test_a_list_of_decisions_shows_it_as_the_decision_it_is(
    make_desk: Make, library: Library, decided: int, all_lots: None, chosen: Choices, serves: bool
) -> None:
    again = serving(library, 1.0)
    one = make_desk(again=again)
    one.show(QueueName.ALL, facets=chosen)
    assert (tile_of(one, decided).decided_by is DecidedBy.POLICY) is serves
    assert facets(one, again)[0] == len(ids(one))


def test_with_another_list_everything_counts_as_what_it_is(
    make_desk: Make, library: Library, decided: int, all_lots: None
) -> None:
    again = serving(library, 1.0)
    one = make_desk(again=again)
    one.show(QueueName.REJECTED)
    counts(one, again)
    one.show(QueueName.REVIEWED)
    assert again.moves_counts, "so the queues are counted once more"
    assert again.counted(library.queries.counts()) == library.queries.counts()
    assert not again.moves_counts
    assert again.also_left(QueueFilter(QueueName.REJECTED)) == 0


def test_the_session_counts_a_second_opinion_like_any_decision(one: Desk, decided: int) -> None:
    begun = datetime.now(UTC)
    decide(one, decided, Qt.Key.Key_X)
    assert one.library.queries.session_work(begun, "Ada").decided == 1


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_A])
@pytest.mark.parametrize("since", [timedelta(), timedelta(days=1)], ids=["decided-before", "decided-in-this-session"])
def test_clearing_a_second_opinion_moves_every_figure_as_clearing_a_decision_does(
    make_desk: Make, library: Library, decided: int, all_lots: None, key: Qt.Key, since: timedelta
) -> None:
    again = serving(library, 1.0)
    one = make_desk(again=again)
    one.show(QueueName.REJECTED)
    other = next(asset for asset in ids(one) if asset != decided)
    begun = datetime.now(UTC) - since

    def figures() -> list[object]:
        decided_now = library.queries.session_work(begun, "Ada").decided
        return [counts(one, again), again.also_left(one.desk.listing.filter), decided_now]

    def played(asset_id: int) -> list[object]:
        found = []
        for pressed in (key, Qt.Key.Key_U, Qt.Key.Key_U, key, Qt.Key.Key_Backspace):
            before = figures()
            decide(one, asset_id, pressed)
            after = figures()
            found.append((moved(before[0], after[0]), after[2] - before[2]))
        return found

    began = figures()
    as_any = played(other)
    assert played(decided) == as_any
    assert figures() == began
