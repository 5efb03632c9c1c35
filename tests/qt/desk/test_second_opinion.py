"""Judging what was decided before: unmarked among others, or blind in a sample; no decision changes by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy, EngineName, Status, Tile
from rekreview.domain.facets import Choice, Choices, Facet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.library.library import Library
from rekreview.ui.desk.asked_again import AskedAgain
from tests.qt.desk.conftest import Desk
from tests.unit.library.makers import detection, moderate

Make = Callable[..., Desk]
SEEN = Sighting(View.GRID, FilterStep.SHARP, "0" * 64, 100, 80, 900)
A, R = Status.APPROVED, Status.REJECTED


def later(days: int = 2) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def decided(library: Library) -> int:
    """One of the rejected pictures that Ada approved two days ago, with a note and a mark."""
    first = int(library.queries.ids(QueueFilter(QueueName.REJECTED))[0])
    library.commands.decide([first], A, reviewer="Ada", note="art", seen=SEEN)
    library.commands.mark(first, "alcohol", None, reviewer="Ada")
    return first


def serving(library: Library, share: float = 0.2, reviewer: str = "Ada") -> AskedAgain:
    return AskedAgain(library.queries, lambda: reviewer, lambda: share, later)


@pytest.fixture
def all_lots(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lot falls on every decision, so that one of a few pictures comes back for sure."""
    monkeypatch.setattr("rekreview.ui.desk.asked_again.LARGEST_SHARE", 1.0)


@pytest.fixture
def one(make_desk: Make, library: Library, decided: int, all_lots: None) -> Desk:
    """A desk on the rejected ones, where that decision comes back."""
    made = make_desk(again=serving(library, 1.0))
    made.show(QueueName.REJECTED)
    return made


def tile_of(desk: Desk, asset_id: int) -> Tile:
    row = desk.desk.model.rows.row_of(asset_id)
    desk.qtbot.waitUntil(lambda: desk.desk.model.tile(row) is not None)
    tile = desk.desk.model.tile(row)
    assert tile is not None
    return tile


def ids(desk: Desk) -> list[int]:
    return desk.desk.model.rows.ids.tolist()


def test_a_decision_of_before_comes_back_as_if_nobody_had_made_it(one: Desk, decided: int) -> None:
    assert one.status(decided) is A, "it is not rejected, and would not be here"
    assert ids(one).count(decided) == 1
    assert ids(one).index(decided) > 0
    served = tile_of(one, decided)
    other = tile_of(one, next(asset for asset in ids(one) if asset != decided))
    look = ("status", "decided_by", "overturned", "category", "confidence", "estimate", "has_note", "blind", "verdict")
    assert [getattr(served, name) for name in look] == [getattr(other, name) for name in look]


def test_the_pane_tells_nothing_of_it_either(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.qtbot.waitUntil(lambda: one.desk.detail.card is not None and one.desk.detail.card.asset.id == decided)
    card = one.desk.detail.card
    assert card is not None
    assert (card.asset.status, card.asset.decided_by, card.history, card.marks) == (R, DecidedBy.POLICY, (), ())
    assert one.desk.detail._why.text().startswith("Rejected because")
    assert one.desk.detail.note.text() == ""


def test_what_is_said_of_it_is_kept_apart_and_looks_like_any_decision(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    before = one.decisions(decided)
    one.press(Qt.Key.Key_X)
    one.settle()
    assert one.told[-1] == f"Rejected: {one.desk.stage.name_of(decided)}."
    assert one.decisions(decided) == before
    assert one.status(decided) is A
    (said,) = one.library.queries.quality.opinions("Ada").values()
    assert (said.asset_id, said.status) == (decided, R)
    one.qtbot.waitUntil(lambda: tile_of(one, decided).decided_by is DecidedBy.REVIEWER)
    assert (tile_of(one, decided).status, tile_of(one, decided).overturned) == (R, False)
    assert one.library.queries.undo_state().undo_text == "Reject 1 asset"


def test_backspace_takes_it_back_and_returns_to_it(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_X)
    one.settle()
    one.desk.grid.go_to(0)
    one.press(Qt.Key.Key_Backspace)
    one.settle()
    assert one.library.queries.quality.opinions("Ada") == {}
    assert one.current == decided
    one.qtbot.waitUntil(lambda: tile_of(one, decided).decided_by is DecidedBy.POLICY)
    assert one.told[-1].startswith("Undone: asset")


def test_clear_takes_the_opinion_away_and_never_the_decision(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_U)
    one.settle()
    assert one.told[-1].startswith("No decision to clear")
    one.press(Qt.Key.Key_X)
    one.settle()
    one.desk.grid.make_current(decided)
    one.press(Qt.Key.Key_U)
    one.settle()
    assert one.told[-1].startswith("Cleared, so that the policy decides again")
    assert one.library.queries.quality.opinions("Ada") == {}
    assert one.status(decided) is A


def test_a_reason_and_a_batch_go_the_same_way(one: Desk, decided: int) -> None:
    one.desk.grid.selector.select_all()
    one.press(Qt.Key.Key_X)
    one.press(Qt.Key.Key_2)
    one.settle()
    assert one.status(decided) is A
    (said,) = one.library.queries.quality.opinions("Ada").values()
    assert (said.status, said.reason) == (R, "Harmless context")
    others = [asset for asset in ids(one) if asset != decided]
    assert {one.status(asset) for asset in others} == {R}
    assert all(one.decisions(asset) for asset in others)


def test_what_was_said_leaves_the_list_as_a_decision_would(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_A)
    one.settle()
    assert decided in ids(one), "nothing moves under the hand"
    with one.qtbot.waitSignal(one.desk.listing.replaced):
        one.desk.refresh()
    assert decided not in ids(one)
    one.show(QueueName.APPROVED)
    assert tile_of(one, decided).decided_by is DecidedBy.REVIEWER, "elsewhere it shows as it is"
    one.show(QueueName.REJECTED)
    assert decided not in ids(one), "once judged again it does not come back"


def test_elsewhere_and_for_others_and_switched_off_all_is_as_it_is(
    make_desk: Make, library: Library, decided: int, all_lots: None
) -> None:
    for again in (
        serving(library, 0.0),
        serving(library, 1.0, "Bo"),
        AskedAgain(library.queries, lambda: "Ada", lambda: 1.0),
    ):
        one = make_desk(again=again)
        one.show(QueueName.REJECTED)
        assert decided not in ids(one)
    one = make_desk(again=serving(library, 1.0))
    for queue in (QueueName.REVIEWED, QueueName.OVERTURNED):
        one.show(queue)
        assert tile_of(one, decided).status is A


def test_every_asset_is_in_the_list_once(make_desk: Make, library: Library, decided: int, all_lots: None) -> None:
    one = make_desk(again=serving(library, 1.0))
    one.show(QueueName.ALL)
    assert sorted(ids(one)) == sorted(library.queries.ids(QueueFilter()).tolist())
    assert tile_of(one, decided).decided_by is DecidedBy.POLICY
    assert ids(one) != sorted(ids(one)), "it comes among what waits, and not where it was"


def counts(desk: Desk, again: AskedAgain) -> dict[QueueName, tuple[int, int]]:
    """Each queue as it shows: how many it holds, and how many of these are left."""
    told = again.counted(desk.library.queries.counts())
    return {name: (told.counts[name], told.left[name]) for name in QueueName}


def moved(before: dict[QueueName, tuple[int, int]], after: dict[QueueName, tuple[int, int]]) -> dict[str, tuple]:
    found = {name.value: tuple(b - a for a, b in zip(before[name], after[name], strict=True)) for name in QueueName}
    return {name: by for name, by in found.items() if any(by)}


def decide(one: Desk, asset_id: int, key: Qt.Key) -> None:
    one.desk.grid.make_current(asset_id)
    one.wait_until_shown()
    one.press(key)
    one.settle()


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


def sample(make_desk: Make, library: Library, reviewer: str = "Bo") -> Desk:
    """A desk on a blind sample of what Ada decided."""
    everything = library.queries.ids(QueueFilter()).tolist()
    for at, asset_id in enumerate(everything[:6]):
        library.commands.decide([asset_id], A if at % 3 else R, reviewer="Ada", reason="Medical", seen=SEEN)
    drawn = library.commands.draw_second_look(4, seed=1, reviewer="Ada")
    one = make_desk(again=serving(library, 0.02, reviewer), reviewer=reviewer)
    one.show(second_sample=drawn.id, judge=reviewer)
    return one


def test_a_sample_shows_neither_verdicts_nor_former_decisions(make_desk: Make, library: Library) -> None:
    one = sample(make_desk, library)
    assert len(ids(one)) == 4
    tiles = [tile_of(one, asset_id) for asset_id in ids(one)]
    told = {
        (tile.status, tile.decided_by, tile.category, tile.confidence, tile.overturned, tile.verdict) for tile in tiles
    }
    assert told == {(Status.PENDING, None, "", None, False, None)}
    one.qtbot.waitUntil(lambda: one.desk.detail.card is not None and one.desk.detail.card.asset.id == one.current)
    card = one.desk.detail.card
    assert card is not None
    assert (card.history, card.verdict, card.asset.detections, card.asset.status) == ((), None, (), Status.PENDING)
    assert one.desk.head.back.text() == "Blind second look 1"


def test_keys_on_a_sample_decide_nothing(make_desk: Make, library: Library) -> None:
    one = sample(make_desk, library)
    before = {asset_id: one.decisions(asset_id) for asset_id in ids(one)}
    order = ids(one)
    for key in (Qt.Key.Key_A, Qt.Key.Key_X, Qt.Key.Key_X):
        one.wait_until_shown()
        one.press(key)
    one.settle()
    assert {asset_id: one.decisions(asset_id) for asset_id in order} == before
    said = library.queries.quality.opinions("Bo", sample=1)
    assert [said[asset_id].status for asset_id in order[:3]] == [A, R, R]
    assert library.queries.quality.opinions("Bo") == {}
    one.qtbot.waitUntil(lambda: tile_of(one, order[1]).status is R)
    assert tile_of(one, order[1]).decided_by is DecidedBy.REVIEWER
    with one.qtbot.waitSignal(one.desk.listing.replaced):
        one.desk.refresh()
    assert ids(one) == order[3:]


def test_whoever_leaves_the_sample_decides_again(make_desk: Make, library: Library) -> None:
    one = sample(make_desk, library)
    one.show(QueueName.ALL)
    undecided = int(library.queries.quality.undecided(ids(one))[0])
    one.desk.grid.make_current(undecided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_X)
    one.settle()
    assert one.decisions(undecided)[-1].to_status is R


def test_disagreements_are_a_list_in_which_deciding_settles(make_desk: Make, library: Library) -> None:
    one = sample(make_desk, library)
    first = one.current
    one.press(Qt.Key.Key_A if one.status(first) is R else Qt.Key.Key_X)
    one.settle()
    one.show(disputed=True)
    assert ids(one) == [first]
    assert one.desk.head.back.text() == "Disagreements"
    assert tile_of(one, first).decided_by is DecidedBy.REVIEWER, "here everything is seen"
    one.press(Qt.Key.Key_X if one.status(first) is R else Qt.Key.Key_A)
    one.settle()
    assert library.queries.quality.disputes() == []
    with one.qtbot.waitSignal(one.desk.listing.replaced):
        one.desk.refresh()
    assert ids(one) == []
