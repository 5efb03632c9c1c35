from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.changes import ChangeSet
from rekreview.jobs import changes
from rekreview.jobs.changes import ChangeFeed, merged
from rekreview.jobs.dispatcher import Dispatcher


class Ledger:
    """The part of a library the feed listens to."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[ChangeSet], None]] = []
        self.foreign = False

    def subscribe(self, listener: Callable[[ChangeSet], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def foreign_writes(self) -> bool:
        answer, self.foreign = self.foreign, False
        return answer

    def commit(self, change: ChangeSet) -> None:
        for listener in list(self.listeners):
            listener(change)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def feed(ledger: Ledger, dispatcher: Dispatcher) -> Iterator[ChangeFeed]:
    made = ChangeFeed(ledger, dispatcher)
    yield made
    made.stop()


def test_two_change_sets_become_one_that_names_each_id_once() -> None:
    whole = merged(ChangeSet(added=(1, 2), changed=(5,)), ChangeSet(added=(2, 3), changed=(5, 6), policy=True))
    assert whole == ChangeSet(added=(1, 2, 3), changed=(5, 6), policy=True)


def test_a_write_in_a_thread_is_heard_on_the_gui_thread(
    qtbot: QtBot, qapp: QApplication, ledger: Ledger, feed: ChangeFeed, dispatcher: Dispatcher
) -> None:
    heard: list[tuple[ChangeSet, bool]] = []
    feed.changed.connect(lambda change: heard.append((change, QThread.currentThread() is qapp.thread())))
    dispatcher.write(lambda: ledger.commit(ChangeSet(changed=(7,))))
    qtbot.waitUntil(lambda: heard == [(ChangeSet(changed=(7,)), True)])


def test_a_burst_of_writes_is_heard_as_few_changes_and_loses_none(
    qtbot: QtBot, ledger: Ledger, feed: ChangeFeed, dispatcher: Dispatcher
) -> None:
    heard: list[ChangeSet] = []
    feed.changed.connect(heard.append)

    def burst() -> None:
        for number in range(2000):
            ledger.commit(ChangeSet(added=(number,)))

    dispatcher.write(burst)
    qtbot.waitUntil(lambda: sum(len(change.added) for change in heard) == 2000)
    assert len(heard) <= 5
    assert [number for change in heard for number in change.added] == list(range(2000))


def test_the_first_change_does_not_wait_for_the_burst_to_end(
    qtbot: QtBot, ledger: Ledger, feed: ChangeFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed._burst.setInterval(60_000)
    with qtbot.waitSignal(feed.changed, timeout=1000):
        ledger.commit(ChangeSet(changed=(1,)))


def test_what_another_process_wrote_makes_everything_suspect(
    qtbot: QtBot, ledger: Ledger, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FOREIGN_POLL_MS", 20)
    feed = ChangeFeed(ledger, dispatcher)
    ledger.foreign = True
    with qtbot.waitSignal(feed.changed) as heard:
        pass
    assert heard.args == [changes.ALL_MAY_HAVE_CHANGED]
    feed.stop()


def test_a_library_that_cannot_be_asked_now_is_asked_again(
    qtbot: QtBot, ledger: Ledger, dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rekreview.domain.errors import Locked

    asked: list[int] = []

    def busy() -> bool:
        asked.append(1)
        raise Locked("held")

    monkeypatch.setattr(changes, "FOREIGN_POLL_MS", 10)
    monkeypatch.setattr(ledger, "foreign_writes", busy)
    feed = ChangeFeed(ledger, dispatcher)
    qtbot.waitUntil(lambda: len(asked) >= 3)
    feed.stop()


def test_a_stopped_feed_hears_nothing(qtbot: QtBot, ledger: Ledger, feed: ChangeFeed) -> None:
    heard: list[ChangeSet] = []
    feed.changed.connect(heard.append)
    feed.stop()
    ledger.commit(ChangeSet(changed=(1,)))
    qtbot.wait(30)
    assert heard == []
