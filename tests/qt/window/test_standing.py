from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from rekreview.domain.changes import ChangeSet
from rekreview.domain.errors import Locked
from rekreview.domain.queues import QueueCounts, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import standing as module
from rekreview.ui.standing import Standing


class Feed(QObject):
    changed = Signal(object)


class Answers:
    """The questions the window asks of a library, each counted."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()
        self.seconds = 0.0
        self.fault: Exception | None = None

    @property
    def queries(self) -> Answers:
        return self

    def counts(self) -> QueueCounts:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(self.seconds)
        with self._lock:
            self._now -= 1
        self.asked.append("counts")
        if self.fault is not None:
            raise self.fault
        return QueueCounts({QueueName.ALL: len(self.asked)})

    def undo_state(self) -> str:
        self.asked.append("undo")
        return "state"

    def unfinished_run(self) -> None:
        self.asked.append("unfinished")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def feed() -> Feed:
    return Feed()


@pytest.fixture
def standing(dispatcher: Dispatcher, answers: Answers, feed: Any, qtbot: QtBot) -> Iterator[Standing]:
    made = Standing(dispatcher=dispatcher, library=answers, changes=feed)  # type: ignore[arg-type]
    yield made
    made.stop()


def test_all_is_asked_at_first(qtbot: QtBot, standing: Standing, answers: Answers) -> None:
    with qtbot.waitSignals([standing.counted, standing.undo_changed, standing.unfinished_changed]):
        standing.ask()
    assert sorted(answers.asked) == ["counts", "undo", "unfinished"]


def test_a_change_moves_the_counts_and_only_history_asks_for_undo(
    qtbot: QtBot, standing: Standing, answers: Answers, feed: Feed
) -> None:
    with qtbot.waitSignal(standing.counted):
        feed.changed.emit(ChangeSet(changed=(1,)))
    assert answers.asked == ["counts"]
    with qtbot.waitSignal(standing.undo_changed):
        feed.changed.emit(ChangeSet(history=True))


def test_counting_never_overtakes_itself_and_ends_with_the_newest(
    qtbot: QtBot, standing: Standing, answers: Answers, feed: Feed
) -> None:
    answers.seconds = 0.05
    heard: list[int] = []
    standing.counted.connect(lambda counts: heard.append(counts.counts[QueueName.ALL]))
    for _ in range(40):
        feed.changed.emit(ChangeSet(changed=(1,)))
        qtbot.wait(5)
    qtbot.waitUntil(lambda: not standing._counting)
    assert answers.most == 1
    assert 2 <= len(heard) <= 8
    assert heard[-1] == len(answers.asked)


def test_who_decides_quickly_is_not_held_up_by_counting(
    qtbot: QtBot, standing: Standing, answers: Answers, feed: Feed
) -> None:
    answers.seconds = 0.05
    heard: list[int] = []
    standing.counted.connect(lambda counts: heard.append(counts.counts[QueueName.ALL]))
    feed.changed.emit(ChangeSet(changed=(1,)))
    qtbot.waitUntil(lambda: bool(heard))
    began = time.monotonic()
    feed.changed.emit(ChangeSet(changed=(1,)))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert time.monotonic() - began > 0.15, "it rests three times as long as a count took"


def test_a_library_that_is_busy_is_counted_again(
    qtbot: QtBot,
    standing: Standing,
    answers: Answers,
    feed: Feed,
    dispatcher: Dispatcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "REST_AFTER_FAULT_MS", 10)
    answers.fault = Locked("held")
    with qtbot.waitSignal(dispatcher.faulted):
        feed.changed.emit(ChangeSet(changed=(1,)))
    feed.changed.emit(ChangeSet(changed=(1,)))
    answers.fault = None
    with qtbot.waitSignal(standing.counted):
        pass


def test_what_is_put_off_is_asked_once_the_list_is_read_or_does_not_come(qtbot: QtBot, standing: Standing) -> None:
    asked: list[str] = []
    standing.ask = lambda: asked.append("now")  # type: ignore[method-assign]
    standing.list_is_read()
    assert asked == [], "nobody waits"
    standing.ask_soon()
    assert asked == []
    standing.list_is_read()
    standing.list_is_read()
    assert asked == ["now"]
    standing.ask_soon()
    standing.stop()
    assert not standing._soon.isActive()
    standing._soon.timeout.disconnect()
    standing._soon.timeout.connect(standing.ask)
    standing._soon.setInterval(1)
    standing.ask_soon()
    qtbot.waitUntil(lambda: asked == ["now", "now"])


def test_what_is_told_is_what_shows(qtbot: QtBot, dispatcher: Dispatcher, answers: Answers, feed: Feed) -> None:
    def as_seen(counts: QueueCounts) -> QueueCounts:
        return QueueCounts({name: number + 40 for name, number in counts.counts.items()})

    standing = Standing(dispatcher=dispatcher, library=answers, changes=feed, as_seen=as_seen)  # type: ignore[arg-type]
    with qtbot.waitSignal(standing.counted) as told:
        standing.count()
    assert told.args == [QueueCounts({QueueName.ALL: 41})]
    qtbot.waitUntil(dispatcher.idle)
    standing.stop()
