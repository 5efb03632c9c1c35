"""Questions about the library: one at a time, the newest next, none while nobody looks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
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
from rekreview.ui.policy import live as module
from rekreview.ui.policy.effect import Effect, Question
from rekreview.ui.policy.live import CHANGED_MOST, RELOAD_MS, LiveEffect
from tests.qt.policy.conftest import seen

Settle = Callable[[], None]
BASE = Question(DEFAULT_PAIR, DEFAULT_PAIR, MediaKind.IMAGE, taxonomy("v7"))


def ask(threshold: int) -> Question:
    return replace(BASE, draft=PolicyPair(f"aws_rek:violence:{threshold / 100}"))


class Source:
    """Columns to read, with a gate, and the assets of each reading, None for all."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[tuple[int, ...] | None] = []
        self.assets = {1: 61.0}

    @property
    def readings(self) -> int:
        return len(self.asked)

    def __call__(self, ids: Sequence[int] | None = None) -> LabelColumns:
        self.gate.wait(5)
        self.asked.append(None if ids is None else tuple(ids))
        builder = ColumnsBuilder()
        for number, confidence in self.assets.items():
            if ids is None or number in ids:
                builder.add(number, MediaKind.IMAGE, seen("Weapons", confidence), model_version="7.0")
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
    assert live.index is None


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


def test_a_step_is_answered_before_the_asking_returns(live: LiveEffect, settle: Settle) -> None:
    live.wake()
    live.ask(BASE)
    settle()
    heard = answers(live)
    for threshold in (60, 61, 60):
        live.ask(ask(threshold))
        assert heard[-1].question == ask(threshold)
    assert [effect.after[Status.REJECTED] for effect in heard] == [1, 0, 1]
    assert heard[1].to_approved.nearest.tolist() == [1]


def test_of_many_large_questions_the_last_is_answered_and_most_of_the_others_never(
    qtbot: QtBot, live: LiveEffect, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "STEP_MOST", -1)
    live.wake()
    settle()
    heard = answers(live)
    for threshold in range(1, 100):
        live.ask(ask(threshold))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].question == ask(99), timeout=5000)
    settle()
    assert [effect.question for effect in heard] == [ask(1), ask(99)]


def test_another_applied_policy_is_compared_with_from_then_on(qtbot: QtBot, live: LiveEffect, settle: Settle) -> None:
    live.wake()
    live.ask(BASE)
    settle()
    heard = answers(live)
    draft = PolicyPair("aws_rek:violence:0.9:weapons:0.9")
    live.ask(replace(BASE, draft=draft))
    assert heard[-1].to_approved.count == 1
    live.ask(replace(BASE, draft=draft, applied=draft))
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=5000)
    assert (heard[-1].to_approved.count, heard[-1].before) == (0, heard[-1].after)


def test_only_the_assets_that_changed_are_read_and_once_however_often_that_is_told(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    live.ask(BASE)
    settle()
    heard = answers(live)
    source.assets = {1: 20.0, 2: 90.0, 3: 40.0}
    for _ in range(20):
        changes.changed.emit(ChangeSet(changed=(1,), added=(2, 3)))
    qtbot.waitUntil(lambda: bool(heard), timeout=RELOAD_MS + 5000)
    settle()
    assert source.readings == 2
    assert sorted(source.asked[1] or ()) == [1, 2, 3]
    assert heard[-1].assets == 3
    assert heard[-1].over["weapons"] == 1
    assert heard[-1].question == BASE


def test_changes_while_the_labels_are_read_are_read_after(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.ask(BASE)
    source.gate.clear()
    live.wake()
    changes.changed.emit(ChangeSet(added=(2,)))
    qtbot.wait(RELOAD_MS + 100)
    source.assets = {1: 61.0, 2: 61.0}
    changes.changed.emit(ChangeSet(changed=(1,)))
    source.gate.set()
    qtbot.waitUntil(lambda: source.readings == 2, timeout=RELOAD_MS + 5000)
    settle()
    assert source.asked[0] is None
    assert sorted(source.asked[1] or ()) == [1, 2]
    assert live.index is not None
    assert len(live.index) == 2


def test_when_anything_may_have_changed_all_is_read(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    settle()
    changes.changed.emit(ChangeSet(changed=(1,)))
    changes.changed.emit(ChangeSet(everything=True))
    qtbot.waitUntil(lambda: source.readings == 2, timeout=RELOAD_MS + 5000)
    settle()
    assert source.asked == [None, None]


def test_of_very_many_changed_assets_all_are_read(
    qtbot: QtBot, live: LiveEffect, source: Source, changes: ChangeFeed, settle: Settle
) -> None:
    live.wake()
    settle()
    changes.changed.emit(ChangeSet(changed=tuple(range(CHANGED_MOST + 1))))
    qtbot.waitUntil(lambda: source.readings == 2, timeout=RELOAD_MS + 5000)
    settle()
    assert source.asked[1] is None


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

    def read(ids: Sequence[int] | None) -> LabelColumns:
        if broken[0]:
            raise Corrupt("The library is not sound.", "Restore a copy.")
        return library.queries.label_columns(ids)

    live = LiveEffect(read, dispatcher, changes)
    with qtbot.waitSignal(dispatcher.faulted) as faulted:
        live.wake()
    assert isinstance(faulted.args[0], Corrupt)
    broken[0] = False
    changes.changed.emit(ChangeSet(everything=True))
    qtbot.waitUntil(lambda: live.index is not None, timeout=RELOAD_MS + 5000)
    settle()
    live.sleep()
