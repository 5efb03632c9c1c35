"""Questions about the library: one at a time, the newest next, none while nobody looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.columns import ColumnsBuilder, LabelColumns
from rekreview.domain.errors import Corrupt
from rekreview.domain.policy import DEFAULT_PAIR, PolicyPair
from rekreview.domain.taxonomy import taxonomy
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui.policy.effect import Effect, Question
from rekreview.ui.policy.live import RELOAD_MS, LiveEffect
from tests.qt.policy.conftest import seen

Settle = Callable[[], None]
BASE = Question(DEFAULT_PAIR, DEFAULT_PAIR, MediaKind.IMAGE, taxonomy("v7"))


def ask(threshold: int) -> Question:
    return replace(BASE, draft=PolicyPair(f"aws_rek:violence:{threshold / 100}"))


class Source:
    """Columns to read, with a gate, and a count of the readings."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.readings = 0
        self.assets = 1

    def __call__(self) -> LabelColumns:
        self.gate.wait(5)
        self.readings += 1
        builder = ColumnsBuilder()
        for number in range(self.assets):
            builder.add(number + 1, MediaKind.IMAGE, seen("Weapons", 61.0), model_version="7.0")
        return builder.build()


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def live(source: Source, dispatcher: Dispatcher, changes: ChangeFeed) -> Iterator[LiveEffect]:
    made = LiveEffect(source, dispatcher, changes)
    yield made
    made.sleep()
    source.gate.set()


def answers(live: LiveEffect) -> list[Effect]:
    heard: list[Effect] = []
    live.answered.connect(heard.append)
    return heard


def test_nothing_is_read_before_somebody_looks(live: LiveEffect, source: Source, settle: Settle) -> None:
    live.ask(BASE)
    settle()
    assert source.readings == 0
    assert live.evidence is None


def test_a_question_asked_while_the_labels_are_read_is_answered_after(
    qtbot: QtBot, live: LiveEffect, source: Source, settle: Settle
) -> None:
    heard = answers(live)
    source.gate.clear()
    live.wake()
    live.ask(ask(90))
    source.gate.set()
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=5000)
    assert heard[0].question == ask(90)
    assert heard[0].after[Status.APPROVED] == 1
    settle()


def test_of_many_questions_the_last_is_answered_and_most_of_the_others_never(
    qtbot: QtBot, live: LiveEffect, settle: Settle
) -> None:
    live.wake()
    settle()
    heard = answers(live)
    for threshold in range(1, 100):
        live.ask(ask(threshold))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].question == ask(99), timeout=5000)
    settle()
    assert [effect.question for effect in heard] == [ask(1), ask(99)]


def test_a_change_of_the_library_is_read_once_however_often_it_comes(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    live.ask(BASE)
    settle()
    heard = answers(live)
    source.assets = 3
    for _ in range(20):
        changes.changed.emit(ChangeSet(changed=(1,)))
    qtbot.waitUntil(lambda: bool(heard), timeout=RELOAD_MS + 5000)
    settle()
    assert source.readings == 2
    assert heard[-1].assets == 3
    assert heard[-1].question == BASE


def test_a_change_that_touches_no_label_is_not_read(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    settle()
    changes.changed.emit(ChangeSet(runs=True, history=True))
    qtbot.wait(RELOAD_MS + 100)
    assert source.readings == 1


def test_what_changed_while_nobody_looked_is_read_on_waking(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    settle()
    live.sleep()
    changes.changed.emit(ChangeSet(added=(7,)))
    qtbot.wait(RELOAD_MS + 100)
    assert source.readings == 1
    live.wake()
    settle()
    assert source.readings == 2
    live.sleep()
    live.wake()
    settle()
    assert source.readings == 2


def test_a_library_that_cannot_be_read_is_told_as_a_fault_and_asked_again(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher, changes: ChangeFeed, settle: Settle
) -> None:
    broken = [True]

    def read() -> LabelColumns:
        if broken[0]:
            raise Corrupt("The library is not sound.", "Restore a copy.")
        return library.queries.label_columns()

    live = LiveEffect(read, dispatcher, changes)
    with qtbot.waitSignal(dispatcher.faulted) as faulted:
        live.wake()
    assert isinstance(faulted.args[0], Corrupt)
    broken[0] = False
    changes.changed.emit(ChangeSet(everything=True))
    qtbot.waitUntil(lambda: live.evidence is not None, timeout=RELOAD_MS + 5000)
    settle()
    live.sleep()
