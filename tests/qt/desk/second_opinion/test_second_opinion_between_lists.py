"""A word counts as what it was when it was said: between two lists, after a change of list, and of who reviews."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtCore import Qt

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.domain.reviewing import ReportWish
from rekreview.library.database import FILE_NAME
from rekreview.library.library import Library
from rekreview.ui.desk.asked_again import AskedAgain
from tests.qt.desk.conftest import Desk
from tests.qt.desk.second_opinion.conftest import SEEN, A, Make, R, ids, later, serving, tile_of


def sampled(make_desk: Make, library: Library) -> Desk:
    """A desk on a sample that Bob drew, of which Ada judges the one decision."""
    drawn = library.commands.draw_second_look(size=1, seed=5, whose="", reviewer="Bob")
    made = make_desk(again=serving(library, 0.0))
    made.show(QueueName.ALL, second_sample=drawn.id)
    made.wait_until_shown()
    return made


def test_a_key_before_the_next_list_is_read_is_about_what_shows(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.desk.set_filter(QueueFilter(queue=QueueName.ALL))
    assert one.current == decided
    one.press(Qt.Key.Key_X)
    one.settle()
    assert one.status(decided) is A
    (said,) = one.library.queries.quality.opinions("Ada").values()
    assert (said.asset_id, said.status) == (decided, R)


def test_a_key_before_a_sample_is_left_is_about_the_sample(make_desk: Make, library: Library, decided: int) -> None:
    made = sampled(make_desk, library)
    made.desk.set_filter(QueueFilter(queue=QueueName.ALL))
    assert made.current == decided
    made.press(Qt.Key.Key_X)
    made.settle()
    assert made.status(decided) is A


def test_a_key_before_a_sample_shows_is_a_decision(make_desk: Make, library: Library, decided: int) -> None:
    drawn = library.commands.draw_second_look(size=1, seed=5, whose="", reviewer="Bob")
    made = make_desk(again=serving(library, 0.0))
    made.show(QueueName.APPROVED)
    made.desk.grid.make_current(decided)
    made.wait_until_shown()
    made.desk.set_filter(QueueFilter(second_sample=drawn.id))
    made.press(Qt.Key.Key_X)
    made.settle()
    assert made.status(decided) is R, "what could be seen was no sample"


def test_a_reason_after_the_list_changed_never_becomes_a_decision(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_X)
    one.settle()
    one.show(QueueName.PENDING)
    one.press(Qt.Key.Key_1)
    one.settle()
    assert one.status(decided) is A


def test_nor_does_one_after_a_sample_was_left(make_desk: Make, library: Library, decided: int) -> None:
    made = sampled(make_desk, library)
    made.press(Qt.Key.Key_X)
    made.settle()
    made.show(QueueName.PENDING)
    made.press(Qt.Key.Key_1)
    made.settle()
    assert made.status(decided) is A


def test_a_reason_after_the_list_changed_still_reaches_a_decision(one: Desk, decided: int) -> None:
    other = next(asset for asset in ids(one) if asset != decided)
    one.desk.grid.make_current(other)
    one.wait_until_shown()
    one.press(Qt.Key.Key_A)
    one.settle()
    one.show(QueueName.PENDING)
    one.press(Qt.Key.Key_1)
    one.settle()
    assert "Matches the policy" in [entry.reason for entry in one.library.queries.history(other)]


def test_a_note_that_is_being_written_stays_with_the_second_opinion(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_X)
    one.settle()
    one.desk.grid.make_current(decided)
    one.qtbot.waitUntil(lambda: one.desk.detail.card is not None and one.desk.detail.card.decision is not None)
    one.desk.detail.note.setText("why")
    one.show(QueueName.ALL)
    one.settle()
    assert one.status(decided) is A
    (said,) = one.library.queries.quality.opinions("Ada").values()
    assert (said.status, said.note) == (R, "why")


def test_a_key_that_waits_for_its_picture_is_forgotten_with_its_list(one: Desk, decided: int) -> None:
    one.desk.grid.make_current(decided)
    one.desk.verdicts._stage.is_shown = lambda _asset: False  # type: ignore[method-assign]
    one.press(Qt.Key.Key_X)
    assert one.told[-1].startswith("Waits until")
    one.desk.set_filter(QueueFilter(queue=QueueName.ALL))
    one.settle()
    one.desk.verdicts.picture_shown(decided)
    one.settle()
    assert one.status(decided) is A
    assert one.library.queries.quality.opinions("Ada") == {}


def test_what_came_back_shows_as_it_is_in_the_next_list(one: Desk, decided: int) -> None:
    one.show(QueueName.APPROVED)
    one.qtbot.waitUntil(lambda: tile_of(one, decided).status is A)
    one.desk.grid.make_current(decided)
    one.wait_until_shown()
    one.press(Qt.Key.Key_X)
    one.settle()
    assert one.status(decided) is R


def test_another_reviewer_s_word_is_no_second_opinion_of_one_s_own(
    make_desk: Make, library: Library, decided: int, all_lots: None
) -> None:
    who = ["Ada"]
    made = make_desk(again=AskedAgain(library.queries, lambda: who[0], lambda: 1.0, later), reviewer="Bob")
    made.show(QueueName.REJECTED)
    assert decided in ids(made)
    who[0] = "Bob"
    made.desk.grid.make_current(decided)
    made.wait_until_shown()
    made.press(Qt.Key.Key_X)
    made.settle()
    assert library.queries.quality.opinions("Bob") == {}
    assert library.queries.quality.figures(ReportWish()).twice == ()
    assert made.status(decided) is R, "Bob decided"


def test_the_next_reviewer_is_served_their_own(make_desk: Make, library: Library, decided: int, all_lots: None) -> None:
    rejected = library.queries.ids(QueueFilter(QueueName.REJECTED)).tolist()
    library.commands.decide([rejected[-1]], Status.APPROVED, reviewer="Bob", seen=SEEN)
    who = ["Ada"]
    made = make_desk(again=AskedAgain(library.queries, lambda: who[0], lambda: 1.0, later))
    made.show(QueueName.REJECTED)
    assert decided in ids(made)
    assert rejected[-1] not in ids(made)
    who[0] = "Bob"
    made.show(QueueName.REJECTED)
    assert decided not in ids(made)
    assert rejected[-1] in ids(made)


def test_what_was_decided_anew_in_another_list_does_not_come_back(
    make_desk: Make, library: Library, decided: int, all_lots: None
) -> None:
    with closing(sqlite3.connect(library.directory / FILE_NAME)) as file, file:
        file.execute("UPDATE decision SET at = datetime(at, '-2 days') || '.000000'")
    made = make_desk(again=AskedAgain(library.queries, lambda: "Ada", lambda: 1.0))
    made.show(QueueName.REJECTED)
    assert decided in ids(made)
    for queue, key, status in ((QueueName.APPROVED, Qt.Key.Key_X, R), (QueueName.REJECTED, Qt.Key.Key_A, A)):
        made.show(queue)
        made.desk.grid.make_current(decided)
        made.wait_until_shown()
        made.press(key)
        made.settle()
        assert made.status(decided) is status
    assert library.queries.quality.opinions("Ada") == {}


def test_what_is_decided_while_a_list_is_read_does_not_come_back_in_it(
    library: Library, decided: int, all_lots: None
) -> None:
    """Its decision is on its way to the disk: what is read of the library does not know of it yet."""
    wanted = QueueFilter(queue=QueueName.REJECTED)
    found = library.queries.ids(wanted)
    for read_before in (True, False):
        again = AskedAgain(library.queries, lambda: "Ada", lambda: 1.0, later)
        again.begin(wanted)
        if read_before:
            assert decided in again.served(wanted, found, whole=True)
        assert again.word_on([decided]) is None
        if not read_before:
            assert decided not in again.served(wanted, found, whole=True)
        again.show()
        assert again.among([decided]) is None
        assert again.said([decided]) == {}
        again.begin(wanted)
        assert decided not in again.served(wanted, found, whole=True)


def test_a_second_opinion_does_not_keep_its_asset_from_showing_as_said(one: Desk, decided: int) -> None:
    again = one.desk._blindfold._again
    assert again is not None
    judged = again.word_on([decided])
    assert judged is not None
    assert judged.assets == {decided}
    assert again.among([decided]) is not None


def test_what_was_decided_in_the_list_before_is_not_greyed_where_it_belongs(desk: Desk) -> None:
    desk.show(QueueName.APPROVED)
    desk.wait_until_shown()
    decided = desk.current
    held: list[Callable[[], None]] = []
    show = desk.desk.stage.show_decided
    desk.desk.stage.show_decided = lambda *what: held.append(lambda: show(*what))
    desk.press(Qt.Key.Key_X)
    desk.settle()
    assert desk.status(decided) is R
    desk.show(QueueName.REJECTED)
    desk.wait_until_shown()
    for written in held:  # the answer of the library comes when another list shows
        written()
    desk.settle()
    row = desk.desk.model.rows.row_of(decided)
    assert held
    assert row >= 0
    assert not desk.desk.model.has_left(row)
    desk.qtbot.waitUntil(lambda: tile_of(desk, decided).status is R)


def test_neither_a_reason_nor_a_note_for_it_greys_it_there(desk: Desk) -> None:
    desk.show(QueueName.APPROVED)
    desk.wait_until_shown()
    decided = desk.current
    desk.press(Qt.Key.Key_X)
    desk.settle()
    desk.show(QueueName.REJECTED)
    desk.press(Qt.Key.Key_1)
    desk.settle()
    assert desk.told[-1].startswith("Reason ")
    row = desk.desk.model.rows.row_of(decided)
    assert not desk.desk.model.has_left(row)
    desk.desk.verdicts.annotate(decided, R, "", "seen twice")
    desk.settle()
    assert len(desk.decisions(decided)) == 3
    assert not desk.desk.model.has_left(row)


@pytest.mark.parametrize("late", [False, True])
def test_what_was_decided_while_a_part_of_the_list_showed_is_greyed_in_the_whole(
    make_desk: Make, library: Library, late: bool
) -> None:
    ids = library.queries.ids(QueueFilter(queue=QueueName.APPROVED)).tolist()
    desk = make_desk(state={"current": ids[2], "top": ids[2]})
    desk.desk.listing._rest.setInterval(1500)
    with desk.qtbot.waitSignal(desk.desk.listing.glanced):
        desk.desk.set_filter(QueueFilter(queue=QueueName.APPROVED))
    assert len(desk.desk.model.rows) < len(ids), "a part, which is not how the list begins"
    desk.wait_until_shown()
    decided, show = desk.current, desk.desk.stage.show_decided
    held: list[Callable[[], None]] = []
    if late:
        desk.desk.stage.show_decided = lambda *what: held.append(lambda: show(*what))
    with desk.qtbot.waitSignal(desk.desk.listing.replaced, timeout=10_000):
        desk.press(Qt.Key.Key_X)
    for written in held:
        written()
    desk.settle()
    assert bool(held) is late
    row = desk.desk.model.rows.row_of(decided)
    desk.qtbot.waitUntil(lambda: tile_of(desk, decided).status is R)
    assert desk.desk.model.has_left(row)
