from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.errors import Cancelled, Locked
from rekreview.domain.progress import CancelToken, Progress
from rekreview.jobs.dispatcher import Dispatcher

Settle = Callable[[], None]


def counting(
    total: int, gate: threading.Event | None = None
) -> Callable[[CancelToken], Generator[Progress, None, int]]:
    def work(cancel: CancelToken) -> Generator[Progress, None, int]:
        for done in range(total):
            if gate is not None and done == 1:
                gate.wait(5)
            cancel.check()
            yield Progress(done + 1, total)
        return total * 10

    return work


def endless(cancel: CancelToken) -> Generator[Progress, None, None]:
    done = 0
    while True:
        cancel.check()
        cancel.wait(0.002)
        done += 1
        yield Progress(done, None)


def test_an_answer_comes_back_on_the_gui_thread(qtbot: QtBot, dispatcher: Dispatcher, qapp: QApplication) -> None:
    seen: list[tuple[bool, bool]] = []
    asked_on: list[QThread] = []

    def query() -> str:
        asked_on.append(QThread.currentThread())
        return "answer"

    dispatcher.read(query, lambda value: seen.append((value == "answer", QThread.currentThread() is qapp.thread())))
    qtbot.waitUntil(lambda: seen == [(True, True)])
    assert asked_on[0] is not qapp.thread()


def test_reads_run_side_by_side(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    meeting = threading.Barrier(2, timeout=5)
    met: list[int] = []
    dispatcher.read(meeting.wait, met.append)
    dispatcher.read(meeting.wait, met.append)
    qtbot.waitUntil(lambda: sorted(met) == [0, 1])


def test_writes_run_one_after_the_other_in_order(dispatcher: Dispatcher, settle: Settle) -> None:
    order: list[int] = []
    inside = threading.Lock()

    def command(number: int) -> None:
        assert inside.acquire(blocking=False), "two writes at once"
        time.sleep(0.001)
        order.append(number)
        inside.release()

    for number in range(30):
        dispatcher.write(lambda number=number: command(number))
    settle()
    assert order == list(range(30))


def test_a_decision_does_not_wait_for_a_long_write(qtbot: QtBot, dispatcher: Dispatcher, settle: Settle) -> None:
    decided = threading.Event()
    seen: list[str] = []
    dispatcher.write_at_length(lambda: "applied" if decided.wait(5) else "waited in vain", seen.append)
    dispatcher.write_at_length(lambda: "applied after it", seen.append)
    dispatcher.write(decided.set)
    settle()
    assert seen == ["applied", "applied after it"]


def test_shutdown_finishes_an_accepted_long_write(qapp: QApplication) -> None:
    dispatcher = Dispatcher()
    written: list[int] = []
    for number in range(3):
        dispatcher.write_at_length(lambda number=number: (time.sleep(0.02), written.append(number)))
    assert dispatcher.shutdown(5.0)
    assert written == [0, 1, 2]


def test_an_expected_fault_goes_to_its_handler(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    faults: list[Exception] = []

    def query() -> None:
        raise Locked("held")

    dispatcher.read(query, lambda _: pytest.fail("answered"), faults.append)
    qtbot.waitUntil(lambda: len(faults) == 1)
    assert isinstance(faults[0], Locked)


def test_a_fault_without_a_handler_is_told_to_the_window(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    def command() -> None:
        raise Locked("held")

    with qtbot.waitSignal(dispatcher.faulted) as told:
        dispatcher.write(command)
    assert told.args is not None
    assert told.args[0].message == "held"


def test_a_bug_is_logged_each_time_and_shown_once(
    dispatcher: Dispatcher, settle: Settle, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[Exception] = []
    dispatcher.crashed.connect(shown.append)

    def buggy() -> None:
        raise ZeroDivisionError("oh")

    for _ in range(3):
        dispatcher.read(buggy, lambda _: None)
    settle()
    assert [type(error) for error in shown] == [ZeroDivisionError]
    assert len([r for r in caplog.records if r.exc_info and r.levelno == logging.ERROR]) == 3
    caplog.clear()


def test_only_the_newest_question_is_answered(dispatcher: Dispatcher, settle: Settle) -> None:
    answers: list[str] = []
    started, gate = threading.Event(), threading.Event()

    def slow() -> str:
        started.set()
        gate.wait(5)
        return "old"

    dispatcher.newest("ids", slow, answers.append)
    started.wait(5)
    for text in ("middle", "new"):
        dispatcher.newest("ids", lambda text=text: text, answers.append)
    gate.set()
    settle()
    assert answers == ["new"]


def test_questions_under_other_keys_are_left_alone(dispatcher: Dispatcher, settle: Settle) -> None:
    answers: list[str] = []
    dispatcher.newest("left", lambda: "left", answers.append)
    dispatcher.newest("right", lambda: "right", answers.append)
    settle()
    assert sorted(answers) == ["left", "right"]


def test_an_outdated_question_is_not_even_asked(dispatcher: Dispatcher, settle: Settle) -> None:
    gate = threading.Event()
    asked: list[int] = []
    for _ in range(2):
        dispatcher.read(lambda: gate.wait(5), lambda _: None)
    for number in range(50):
        dispatcher.newest("ids", lambda number=number: asked.append(number), lambda _: None)
    gate.set()
    settle()
    assert asked == [49]


def test_a_job_reports_its_last_progress_and_its_outcome(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    steps: list[Progress] = []
    job = dispatcher.start(counting(500))
    job.progressed.connect(steps.append)
    with qtbot.waitSignal(job.finished) as finished:
        pass
    assert finished.args == [5000]
    assert steps[-1] == Progress(500, 500)
    assert len(steps) < 100, "progress floods the GUI thread"


def test_a_job_that_ends_at_once_is_still_heard(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    job = dispatcher.start(counting(0))
    time.sleep(0.05)
    with qtbot.waitSignal(job.finished) as finished:
        pass
    assert finished.args == [0]


def test_a_cancelled_job_stops_and_says_so(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    job = dispatcher.start(endless)
    with qtbot.waitSignal(job.progressed):
        pass
    with qtbot.waitSignal(job.stopped):
        job.cancel()
    assert not job.running
    assert dispatcher.jobs == ()


def test_a_paused_job_stands_still_until_resumed(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    job = dispatcher.start(endless)
    with qtbot.waitSignal(job.progressed):
        pass
    job.pause()
    qtbot.wait(80)
    held = job.progress.done
    qtbot.wait(120)
    assert job.progress.done == held
    assert job.paused
    job.resume()
    qtbot.waitUntil(lambda: job.progress.done > held)
    job.cancel()
    qtbot.waitUntil(lambda: not job.running)


def test_a_cancel_wakes_a_paused_job(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    job = dispatcher.start(endless)
    job.pause()
    with qtbot.waitSignal(job.stopped, timeout=2000):
        job.cancel()


def test_a_job_that_fails_tells_why(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    def work(_cancel: CancelToken) -> Generator[Progress, None, None]:
        yield Progress(1, 2)
        raise Locked("held")

    job = dispatcher.start(work)
    with qtbot.waitSignals([job.failed, job.ended]):
        pass
    assert not job.running


def test_the_pieces_of_a_job_run_in_a_pool_that_is_kept(dispatcher: Dispatcher) -> None:
    executor = dispatcher.executor(2)
    assert dispatcher.executor(2) is executor
    assert dispatcher.executor(2, "import") is not executor
    assert list(executor.map(lambda number: number * number, range(50))) == [n * n for n in range(50)]


def test_an_exception_in_a_piece_reaches_whoever_waits(dispatcher: Dispatcher) -> None:
    future = dispatcher.executor(1).submit(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        future.result(5)


def test_shutdown_finishes_the_accepted_writes_and_drops_the_waiting_reads(qapp: QApplication) -> None:
    lanes = Dispatcher()
    written: list[int] = []
    read: list[int] = []
    answered: list[object] = []
    for number in range(20):
        lanes.write(lambda number=number: (time.sleep(0.002), written.append(number)), answered.append)
    for number in range(200):
        lanes.read(lambda number=number: (time.sleep(0.01), read.append(number)), answered.append)
    assert lanes.shutdown(5)
    qapp.processEvents()
    assert written == list(range(20))
    assert len(read) < 200
    assert answered == [], "a window that is gone was told"


def test_shutdown_stops_jobs_and_whoever_waits_for_a_piece(qapp: QApplication) -> None:
    lanes = Dispatcher()
    outcome: list[str] = []

    def work(cancel: CancelToken) -> Generator[Progress, None, None]:
        pieces = [lanes.executor(1).submit(cancel.wait, 30) for _ in range(20)]
        for done, piece in enumerate(pieces):
            try:
                piece.result()
            except Cancelled:
                outcome.append("stopped")
                raise
            yield Progress(done, 20)

    lanes.start(work)
    time.sleep(0.05)
    begun = time.monotonic()
    assert lanes.shutdown(5)
    assert outcome == ["stopped"]
    assert time.monotonic() - begun < 15


def test_shutdown_is_bounded_when_something_hangs(qapp: QApplication) -> None:
    lanes = Dispatcher()
    gate = threading.Event()
    lanes.read(lambda: gate.wait(20), lambda _: None)
    time.sleep(0.02)
    begun = time.monotonic()
    assert not lanes.shutdown(0.2)
    assert time.monotonic() - begun < 15
    gate.set()
    assert lanes.shutdown(5)


def test_nothing_is_taken_after_a_shutdown(qapp: QApplication) -> None:
    lanes = Dispatcher()
    lanes.shutdown(1)
    ran: list[int] = []
    lanes.write(lambda: ran.append(1))
    lanes.read(lambda: ran.append(2), lambda _: None)
    with pytest.raises(RuntimeError):
        lanes.executor(1).submit(lambda: None)
    assert ran == []


def test_synchronous_mode_answers_before_returning(qapp: QApplication) -> None:
    lanes = Dispatcher(synchronous=True)
    answers: list[int] = []
    lanes.read(lambda: 1, answers.append)
    lanes.write(lambda: 2, answers.append)
    lanes.newest("key", lambda: 3, answers.append)
    assert answers == [1, 2, 3]
    assert lanes.executor(3).submit(lambda: 4).result() == 4


def test_a_synchronous_job_has_run_when_its_signals_arrive(qtbot: QtBot) -> None:
    lanes = Dispatcher(synchronous=True)
    job = lanes.start(counting(3))
    with qtbot.waitSignal(job.finished) as finished:
        pass
    assert finished.args == [30]
    assert lanes.idle()


def test_what_a_write_posts_comes_after_its_answer(dispatcher: Dispatcher, settle: Settle) -> None:
    heard: list[str] = []

    def command() -> str:
        dispatcher.post(lambda: heard.append("news"))
        time.sleep(0.05)  # the GUI thread has time enough to hear of it
        return "answer"

    dispatcher.write(command, heard.append)
    settle()
    assert heard == ["answer", "news"]


def test_a_fault_in_a_write_does_not_swallow_what_it_posted(dispatcher: Dispatcher, settle: Settle) -> None:
    heard: list[str] = []

    def command() -> None:
        dispatcher.post(lambda: heard.append("news"))
        raise Locked("The library is busy.")

    dispatcher.write(command, lambda _answer: None, lambda error: heard.append(str(error)))
    settle()
    assert heard == ["The library is busy.", "news"]


def test_a_bug_in_an_answer_keeps_neither_news_nor_reads_back(
    qtbot: QtBot, dispatcher: Dispatcher, settle: Settle
) -> None:
    heard: list[str] = []

    def shown(_answer: object) -> None:
        raise LookupError("a bug in the window")

    dispatcher.write(lambda: dispatcher.post(lambda: heard.append("news")), shown)
    dispatcher.read(lambda: "read", heard.append)
    with qtbot.captureExceptions() as bugs:
        settle()
    assert [kind for kind, *_ in bugs] == [LookupError]
    assert heard == ["news", "read"]
