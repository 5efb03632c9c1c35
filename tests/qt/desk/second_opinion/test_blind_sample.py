"""A sample of decisions is judged again by somebody who is told neither verdicts nor decisions."""

from __future__ import annotations

from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.library import Library
from tests.qt.desk.conftest import Desk
from tests.qt.desk.second_opinion.conftest import SEEN, A, Make, R, ids, serving, tile_of


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
