"""What was decided on a near-duplicate is offered with its reason and date, and is never taken by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.library.library import Library
from rekreview.ui import naming
from rekreview.ui.desk.remembering import Remembering
from tests.fakes.near_pictures import motif, near_duplicates
from tests.qt.desk.conftest import Desk
from tests.qt.desk.stacks.conftest import take_in

KEY = Qt.Key
A, X = Status.APPROVED, Status.REJECTED


@pytest.fixture
def library(tmp_path, decoder):
    """Four of one motif, then one alone."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    near_duplicates(pictures, "a-cat", 1, 4)
    motif(7).save(pictures / "b-alone.jpg")
    made = Library.open(tmp_path / "library", create=True)
    take_in(made, decoder, pictures)
    yield made
    made.close()


@pytest.fixture
def ids(library: Library) -> list[int]:
    return library.queries.ids(QueueFilter()).tolist()


def words(desk: Desk) -> str:
    offer = desk.desk.feature(Remembering).offers[0]
    return "" if offer.isHidden() else offer.text


def wait_for_offer(desk: Desk, *, there: bool = True) -> str:
    desk.qtbot.waitUntil(lambda: bool(words(desk)) is there, timeout=10_000)
    return words(desk)


def today() -> str:
    from datetime import UTC, datetime

    return naming.day(datetime.now(UTC))


def test_a_decision_on_a_near_duplicate_is_offered_with_reason_reviewer_and_day(make_desk, library: Library, ids):
    library.commands.decide([ids[1]], A, reviewer="Ada", reason="Harmless context")
    desk = make_desk()
    desk.show()
    told = wait_for_offer(desk)
    assert told == f"You approved a near-duplicate (a-cat-2.jpg) on {today()}: Harmless context."
    assert desk.decisions(ids[0]) == [], "it is offered, not taken"


def test_taking_it_is_a_normal_decision_with_that_reason_and_can_be_undone(make_desk, library: Library, ids):
    library.commands.decide([ids[1]], X, reviewer="Ben", reason="Art or education")
    desk = make_desk()
    desk.show()
    assert wait_for_offer(desk).startswith("Ben rejected a near-duplicate")
    desk.press(KEY.Key_Y)
    desk.settle()
    taken = desk.decisions(ids[0])[-1]
    assert (taken.to_status, taken.reason, taken.reviewer) == (X, "Art or education", "Ada")
    assert taken.seen is not None
    assert desk.current == ids[1]
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert desk.status(ids[0]) is Status.PENDING
    wait_for_offer(desk)


def test_the_button_takes_it_too_and_in_the_large_view_as_well(make_desk, library: Library, ids):
    library.commands.decide([ids[3]], A, reviewer="Ada")
    desk = make_desk()
    desk.show()
    wait_for_offer(desk)
    desk.press(KEY.Key_Return)
    desk.wait_until_shown()
    offer = desk.desk.feature(Remembering).offers[1]
    assert offer.isVisible()
    assert offer.text == words(desk)
    offer.use.click()
    desk.settle()
    assert desk.status(ids[0]) is A


def test_nothing_is_offered_on_what_is_decided_or_like_nothing(make_desk, library: Library, ids):
    library.commands.decide(ids[:1], A, reviewer="Ada")
    desk = make_desk()
    desk.show()
    desk.desk.grid.go_to(1)
    wait_for_offer(desk)
    for row in (0, 4):
        desk.desk.grid.go_to(row)
        wait_for_offer(desk, there=False)
        desk.qtbot.wait(300)
        desk.settle()
        assert words(desk) == ""
        desk.press(KEY.Key_Y)
        assert desk.told[-1] == "No decision on a near-duplicate of this asset is known."


def test_the_newest_decision_counts_and_others_are_not_kept_quiet(make_desk, library: Library, ids):
    library.commands.decide([ids[1]], A, reviewer="Ada")
    library.commands.decide([ids[2]], X, reviewer="Ada")
    desk = make_desk()
    desk.show()
    told = wait_for_offer(desk)
    assert told.startswith("You rejected a near-duplicate (a-cat-3.jpg)")
    assert told.endswith("Decided otherwise: 1 asset like it.")


def test_an_offer_goes_when_its_decision_is_taken_back(make_desk, library: Library, ids):
    library.commands.decide([ids[1]], A, reviewer="Ada")
    desk = make_desk()
    desk.show()
    wait_for_offer(desk)
    library.commands.undo()
    wait_for_offer(desk, there=False)


def test_who_decides_is_told_what_is_left_and_one_key_decides_it_likewise(make_desk, ids):
    desk = make_desk()
    desk.show()
    desk.qtbot.waitUntil(lambda: desk.desk.near.ready, timeout=10_000)
    desk.press(KEY.Key_X)
    wanted = "Rejected: a-cat-1.jpg. 3 near-duplicates of it are undecided; D decides them likewise."
    desk.qtbot.waitUntil(lambda: desk.told[-1:] == [wanted], timeout=10_000)
    desk.press(KEY.Key_D)
    desk.qtbot.waitUntil(lambda: desk.status(ids[3]) is X, timeout=10_000)
    assert [desk.status(one) for one in ids] == [X, X, X, X, Status.PENDING]
    desk.qtbot.waitUntil(lambda: desk.told[-1] == "Rejected: 3 assets like a-cat-1.jpg.", timeout=10_000)
    assert all(desk.decisions(one)[-1].seen for one in ids[1:4]), "all of them were on the screen"
    desk.press(KEY.Key_Backspace)
    desk.settle()
    assert [desk.status(one) for one in ids] == [X, *4 * [Status.PENDING]], "the batch is one step"


def test_the_key_does_nothing_before_a_decision_and_after_its_undo(make_desk, ids):
    desk = make_desk()
    desk.show()
    desk.press(KEY.Key_D)
    assert desk.told[-1].startswith("First decide on one asset")
    desk.press(KEY.Key_A)
    desk.settle()
    desk.press(KEY.Key_Backspace)
    desk.settle()
    desk.press(KEY.Key_D)
    desk.settle()
    assert desk.told[-1].startswith("First decide on one asset")
    assert [desk.status(one) for one in ids] == 5 * [Status.PENDING]


def test_a_window_that_may_only_look_offers_but_takes_nothing(make_desk, library: Library, ids):
    library.commands.decide([ids[1]], A, reviewer="Ada")
    desk = make_desk(read_only=True)
    desk.show()
    wait_for_offer(desk)
    assert not desk.desk.feature(Remembering).offers[0].use.isEnabled()
    desk.press(KEY.Key_Y)
    desk.settle()
    assert desk.status(ids[0]) is Status.PENDING


def test_an_answer_that_comes_after_the_end_starts_no_search(make_desk, ids):
    desk = make_desk()
    desk.show()
    remembering = desk.desk.feature(Remembering)
    remembering.stop()
    remembering.show_current(ids[1])
    remembering.parts.near.changed.emit()
    assert not remembering.findChild(QTimer).isActive()
