"""Lists change under nobody's hand."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.empty import is_narrowed, words
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.memory import Place, place_from
from rekreview.ui.desk.readers import completed, merged
from rekreview.ui.grid.rows import Rows


class Queries:
    def __init__(self) -> None:
        self.found = [3, 1, 2]
        self.glanced: list[int] = []
        self.held: list[tuple[int, ...]] = []

    def ids(self, _wanted):
        return np.array(self.found, np.int64)

    def glance(self, _wanted, holding=()):
        self.held.append(tuple(holding))
        return np.array(self.glanced, np.int64)


@pytest.fixture
def queries() -> Queries:
    return Queries()


@pytest.fixture
def listing(queries: Queries, dispatcher: Dispatcher, qtbot):
    made = Listing(queries, dispatcher)
    with qtbot.waitSignal(made.replaced):
        made.show(QueueFilter(queue=QueueName.REJECTED))
    yield made
    made.stop()
    made.deleteLater()


def test_new_assets_come_at_the_end_and_those_gone_are_counted():
    rows, gone = merged(Rows.of(np.array([3, 1, 2])), np.array([9, 1, 2, 8]))
    assert rows.ids.tolist() == [3, 1, 2, 9, 8]
    assert gone == 1


def test_a_list_that_did_not_change_stays_the_same():
    shown = Rows.of(np.array([3, 1]))
    rows, gone = merged(shown, np.array([1, 3]))
    assert rows is shown
    assert gone == 0


def test_a_change_extends_the_list(listing: Listing, queries: Queries, qtbot):
    queries.found = [7, 3, 2]
    gone: list[int] = []
    listing.outdated.connect(gone.append)
    with qtbot.waitSignal(listing.extended) as extended:
        listing.heed(ChangeSet(added=(7,)))
    assert extended.args[0].ids.tolist() == [3, 1, 2, 7]
    assert gone == [1]


def test_changes_that_never_pause_do_not_keep_the_list_back(listing: Listing, queries: Queries, qtbot):
    queries.found = [3, 1, 2, 7]
    running = QTimer(listing, interval=40)
    running.timeout.connect(lambda: listing.heed(ChangeSet(changed=(7,))))
    with qtbot.waitSignal(listing.extended, timeout=2_000) as extended:
        running.start()
    assert extended.args[0].ids.tolist() == [3, 1, 2, 7]
    running.stop()


def test_a_list_that_takes_long_is_not_looked_through_all_the_time(listing: Listing, queries: Queries, qtbot):
    quick = queries.ids

    def slow(wanted):
        time.sleep(0.15)
        return quick(wanted)

    queries.ids = slow
    with qtbot.waitSignal(listing.extended):
        listing.heed(ChangeSet(changed=(1,)))
    began = time.monotonic()
    with qtbot.waitSignal(listing.extended):
        listing.heed(ChangeSet(changed=(1,)))
    assert time.monotonic() - began > 0.7


def test_what_changes_while_the_list_is_read_is_looked_up_after(listing: Listing, queries: Queries, qtbot):
    listing.heed(ChangeSet(changed=(1,)))
    with qtbot.waitSignal(listing.extended):
        listing._soon.timeout.emit()
        queries.found = [3, 1, 2]
        listing.heed(ChangeSet(added=(8,)))
    queries.found = [3, 1, 2, 8]
    with qtbot.waitSignal(listing.extended, timeout=2_000) as extended:
        pass
    assert extended.args[0].ids.tolist() == [3, 1, 2, 8]


def test_what_does_not_concern_lists_is_not_looked_up(listing: Listing, qtbot):
    listing.heed(ChangeSet(history=True, runs=True))
    assert not listing._soon.isActive()


def test_while_nobody_looks_the_list_is_read_anew(listing: Listing, queries: Queries, qtbot):
    listing.may_replace = lambda: True
    queries.found = [2]
    with qtbot.waitSignal(listing.replaced) as replaced:
        listing.heed(ChangeSet(everything=True))
    assert replaced.args[0].ids.tolist() == [2]


def test_an_empty_list_fills_by_itself(listing: Listing, queries: Queries, qtbot):
    queries.found = []
    with qtbot.waitSignal(listing.replaced):
        listing.read()
    queries.found = [5]
    with qtbot.waitSignal(listing.replaced) as replaced:
        listing.heed(ChangeSet(added=(5,)))
    assert replaced.args[0].ids.tolist() == [5]


def test_a_part_is_shown_first_and_then_the_whole(listing: Listing, queries: Queries, qtbot):
    queries.found, queries.glanced = [1, 2, 3, 4, 5], [2, 3]
    gone: list[int] = []
    told: list[tuple[str, list[int]]] = []
    listing.outdated.connect(gone.append)
    listing.glanced.connect(lambda rows: told.append(("part", rows.ids.tolist())))
    listing.replaced.connect(lambda rows: told.append(("whole", rows.ids.tolist())))
    listing.show(QueueFilter(), holding=(3,))
    qtbot.waitUntil(lambda: bool(gone))
    assert told == [("part", [2, 3]), ("whole", [1, 2, 3, 4, 5])]
    assert gone == [0]
    assert queries.held[-1] == (3,)


def test_what_leaves_the_list_while_a_part_is_shown_stays_in_its_place(listing: Listing, queries: Queries, qtbot):
    """It may have been decided on just now, and nothing moves under the reviewer's hand."""
    queries.found, queries.glanced = [9, 7, 2], [7, 5]
    gone: list[int] = []
    listing.outdated.connect(gone.append)
    with qtbot.waitSignal(listing.replaced) as replaced:
        listing.show(QueueFilter(descending=True))
    assert replaced.args[0].ids.tolist() == [9, 7, 5, 2]
    assert gone == [1]


def test_who_goes_to_another_list_while_a_part_is_shown_gets_that_one(listing: Listing, queries: Queries, qtbot):
    queries.glanced = [1]
    listing.glanced.connect(lambda _rows: queries.glanced and go_on())

    def go_on() -> None:
        queries.glanced, queries.found = [], [8]
        listing.show(QueueFilter(queue=QueueName.APPROVED))

    shown: list[list[int]] = []
    listing.replaced.connect(lambda rows: shown.append(rows.ids.tolist()))
    listing.show(QueueFilter())
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(50)
    assert shown == [[8]]


def test_what_changes_while_the_whole_is_read_is_looked_up_after(listing: Listing, queries: Queries, qtbot):
    queries.found, queries.glanced = [1, 2, 3], [1]
    listing.glanced.connect(lambda _rows: listing.heed(ChangeSet(added=(4,))))
    listing.replaced.connect(lambda _rows: queries.found.append(4))
    with qtbot.waitSignal(listing.extended, timeout=2_000) as extended:
        listing.show(QueueFilter())
    assert extended.args[0].ids.tolist() == [1, 2, 3, 4]


ID_SETS = st.sets(st.integers(1, 60))


@given(ID_SETS, ID_SETS, st.booleans())
def test_the_whole_list_holds_each_asset_once_in_its_order(glanced: set[int], found: set[int], descending: bool):
    part, all_found = (np.array(sorted(some, reverse=descending), np.int64) for some in (glanced, found))
    whole = completed(part, all_found, descending=descending).tolist()
    assert whole == sorted(glanced | found, reverse=descending)


@pytest.mark.parametrize("queue", list(QueueName))
def test_every_empty_queue_has_words(queue: QueueName):
    title, text = words(QueueFilter(queue=queue))
    assert title
    assert text.endswith((".", "Import…"))


def test_a_filter_narrows():
    assert not is_narrowed(QueueFilter())
    assert is_narrowed(QueueFilter(max_confidence=0.0))
    assert is_narrowed(QueueFilter(search="x"))
    assert is_narrowed(QueueFilter(content_type="Animated"))


def test_a_place_survives_json():
    place = Place(current=4, selected=(4, 5), top=1, offset=-30)
    assert place_from(place.to_dict()) == place
    assert place_from({"current": "4", "selected": [1, "x"], "top": 2.5}) == Place()
    assert place_from({"current": True}) == Place()


def test_a_place_needs_its_assets_to_be_found_again():
    assert Place(current=4, selected=(9, 5), top=1, offset=-30).seen == (1, 4, 5, 9)
    assert Place().seen == ()


def test_rows_know_whether_they_go_on_from_others():
    rows = Rows.of(np.array([3, 1, 2]))
    assert rows.begins_with(Rows.of(np.array([3, 1])))
    assert rows.begins_with(Rows())
    assert not rows.begins_with(Rows.of(np.array([3, 2])))
    assert not rows.begins_with(Rows.of(np.array([3, 1, 2, 4])))
