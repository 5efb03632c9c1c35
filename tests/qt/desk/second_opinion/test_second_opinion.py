"""Judging what was decided before: unmarked among others, or blind in a sample; no decision changes by it."""

from __future__ import annotations

from PySide6.QtCore import Qt

from rekreview.domain.assets import DecidedBy
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.library import Library
from rekreview.ui.desk.asked_again import AskedAgain
from tests.qt.desk.conftest import Desk
from tests.qt.desk.second_opinion.conftest import A, Make, R, ids, serving, tile_of


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
