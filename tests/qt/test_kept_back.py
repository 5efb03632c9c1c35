"""What nobody waits for begins after what somebody waits for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher

Settle = Callable[[], None]


def test_reads_that_are_kept_back_come_later_in_their_order(dispatcher: Dispatcher, settle: Settle) -> None:
    seen: list[str] = []
    dispatcher.hold()
    dispatcher.read(lambda: "first kept back", seen.append)
    dispatcher.newest("key", lambda: "overtaken", seen.append)
    dispatcher.newest("key", lambda: "newest", seen.append)
    dispatcher.foremost.read(lambda: "foremost", seen.append)
    dispatcher.newest("list", lambda: "foremost too", seen.append, foremost=True)
    dispatcher.write(lambda: "written", seen.append)
    deadline = time.monotonic() + 20
    while len(seen) < 3 and time.monotonic() < deadline:
        QApplication.processEvents()
    assert sorted(seen) == ["foremost", "foremost too", "written"]
    assert not dispatcher.idle(), "something is kept back"
    dispatcher.let_go()
    settle()
    assert sorted(seen[3:]) == ["first kept back", "newest"]
    dispatcher.read(lambda: "at once again", seen.append)
    settle()
    assert seen[-1] == "at once again"


def test_what_is_kept_back_at_the_end_is_forgotten(dispatcher: Dispatcher) -> None:
    seen: list[str] = []
    dispatcher.hold()
    dispatcher.read(lambda: "too late", seen.append)
    assert dispatcher.shutdown()
    dispatcher.let_go()
    QApplication.processEvents()
    assert seen == []


def test_reads_begin_after_the_write_whose_answer_is_awaited(dispatcher: Dispatcher, settle: Settle) -> None:
    order: list[str] = []
    gate = threading.Event()
    dispatcher._kept._latest.setInterval(20_000)
    dispatcher.write(lambda: gate.wait(5), lambda _answer: order.append("written"))
    dispatcher.read(lambda: order.append("read"), lambda _answer: None)
    dispatcher.foremost.read(lambda: order.append("foremost"), lambda _answer: gate.set())
    settle()
    assert order == ["foremost", "written", "read"]


def test_what_can_wait_is_done_right_after_the_write_whose_answer_is_awaited(
    dispatcher: Dispatcher, settle: Settle
) -> None:
    order: list[str] = []
    dispatcher._kept._latest.setInterval(20_000)
    dispatcher.after_writes(lambda: order.append("at once"))
    assert order == ["at once"]
    dispatcher.write(lambda: dispatcher.post(lambda: order.append("news")), lambda _answer: order.append("written"))
    dispatcher.after_writes(lambda: order.append("after"))
    assert order == ["at once"]
    settle()
    assert order == ["at once", "written", "after", "news"]


def test_it_does_not_wait_for_the_start_which_keeps_reads_back(dispatcher: Dispatcher, settle: Settle) -> None:
    order: list[str] = []
    dispatcher.hold()
    dispatcher.after_writes(lambda: order.append("done"))
    assert order == ["done"]
    dispatcher.write(lambda: None, lambda _answer: order.append("written"))
    dispatcher.after_writes(lambda: order.append("after"))
    settle()
    assert order == ["done", "written", "after"]


def test_a_write_that_nobody_awaits_keeps_nothing_back(dispatcher: Dispatcher, settle: Settle) -> None:
    gate, order = threading.Event(), []
    dispatcher.write(lambda: gate.wait(5), lambda _answer: order.append("written"), awaited=False)
    dispatcher.after_writes(lambda: order.append("at once"))
    gate.set()
    settle()
    assert order == ["at once", "written"]


def test_a_bug_in_what_was_kept_back_keeps_nothing_else_from_beginning(
    qtbot: QtBot, dispatcher: Dispatcher, settle: Settle
) -> None:
    heard: list[str] = []
    dispatcher.write(lambda: None, lambda _answer: heard.append("written"))
    dispatcher.after_writes(lambda: heard.remove("is not there"))
    dispatcher.read(lambda: "read", heard.append)
    with qtbot.capture_exceptions() as raised:
        settle()
    assert heard == ["written", "read"]
    assert [kind for kind, _, _ in raised] == [ValueError]


def test_a_read_that_begins_with_what_was_kept_back_does_not_wait_again(
    qtbot: QtBot, dispatcher: Dispatcher, settle: Settle
) -> None:
    gate, answers = threading.Event(), []
    dispatcher.write(lambda: gate.wait(5), lambda _answer: answers.append("written"))
    dispatcher.after_writes(lambda: dispatcher.read(lambda: "read", answers.append))
    dispatcher._kept._latest.timeout.emit()
    assert not dispatcher._kept.some
    qtbot.waitUntil(lambda: answers == ["read"])
    gate.set()
    settle()


def test_no_read_waits_long_for_a_write(qtbot: QtBot, dispatcher: Dispatcher, settle: Settle) -> None:
    gate, answers = threading.Event(), []
    dispatcher.write(lambda: gate.wait(5), lambda _answer: answers.append("written"))
    for number in (1, 2):
        dispatcher.read(lambda number=number: number, answers.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: sorted(answers) == [1, 2], timeout=1000)
    gate.set()
    settle()
    assert answers[-1] == "written"


def test_reads_that_the_start_keeps_back_are_not_let_go_by_a_write(dispatcher: Dispatcher, settle: Settle) -> None:
    order: list[str] = []
    dispatcher.hold()
    dispatcher.read(lambda: "read", order.append)
    dispatcher.write(lambda: "written", order.append)
    while "written" not in order:
        QApplication.processEvents()
    for _ in range(20):
        QApplication.processEvents()
        time.sleep(0.005)
    assert order == ["written"]
    dispatcher.let_go()
    settle()
    assert order == ["written", "read"]


def test_the_end_does_not_wait_to_begin_a_read(dispatcher: Dispatcher) -> None:
    gate, seen = threading.Event(), []
    dispatcher.write(lambda: gate.wait(5), lambda _answer: seen.append("written"))
    dispatcher.read(lambda: "too late", seen.append)
    gate.set()
    assert dispatcher.shutdown()
    assert dispatcher.idle()
    QApplication.processEvents()
    assert seen == []
