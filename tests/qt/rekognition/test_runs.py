"""Moderating by Amazon Rekognition in the window: asked first, seen while it runs, and mended when it stops."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library.values import RunState
from rekreview.ui.work import WorkKind
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.marks import picture
from tests.qt.rekognition.conftest import RENEWED, Desk, sign_in


def moderating(desk: Desk) -> bool:
    assert desk.window._screens is not None
    return desk.window._screens.work.job(WorkKind.MODERATION) is not None


def test_a_person_chooses_it_agrees_and_sees_the_labels(desk: Desk) -> None:
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QDialog, "paid-run"))
    assert desk.service.ledger.calls == 0, "nothing leaves before a person has agreed"
    told = "\n".join(label.text() for label in desk.find(QDialog, "paid-run").findChildren(QLabel))
    assert f"Send 6 assets to {desk.service.url}?" in told
    assert "about 6" in told
    assert "0.006 USD at 0.001 USD a call" in told
    assert "the profile “reviews”" in told
    assert "no limit" in told
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(0) == "Rejected, 3")
    desk.settle()
    assert desk.queue(1) == "Approved, 3"
    assert (desk.service.ledger.billed, desk.service.ledger.billed_twice) == (6, 0)
    assert desk.library.queries.runs()[0].cost_usd == pytest.approx(0.006)


def test_cancel_on_the_sheet_sends_nothing(desk: Desk) -> None:
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-cancel"))
    desk.press("paid-run-cancel")
    desk.settle()
    assert desk.service.ledger.calls == 0
    assert not desk.library.queries.runs()


def test_nothing_is_left_to_ask_after_a_run(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.queue(0) == "Rejected, 3")
    desk.settle()
    desk.press("button-moderate")
    desk.wait(lambda: "Nothing to do" in desk.window.parts.toast.findChildren(QLabel)[0].text())
    assert desk.window.findChild(QDialog, "paid-run") is None or not desk.find(QDialog, "paid-run").isVisible()
    assert desk.service.ledger.calls == 6


def test_an_import_alone_sends_nothing(desk: Desk) -> None:
    desk.choose_engine()
    desk.settle()
    assert desk.service.ledger.calls == 0


@pytest.mark.parametrize("count", [12])
@pytest.mark.parametrize("faults", [Faults(expire_after=5)])
def test_credentials_that_expire_pause_the_run_and_new_ones_finish_it(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: "has expired" in desk.banner("resume"))
    desk.settle()
    said = desk.banner("resume")
    assert "aws sso login --profile reviews" in said
    assert "No asset was failed" in said
    assert "assets of 12 wait" in said
    assert desk.banner("failure") == "", "one clear banner, not two"
    assert not desk.library.queries.ids(QueueFilter(queue=QueueName.NOT_MODERATED)).size
    sign_in(desk.home, RENEWED)
    desk.click(desk.offered("resume", "Resume"))
    desk.wait(lambda: desk.queue(0) == "Rejected, 6")
    desk.settle()
    assert desk.banner("resume") == ""
    assert desk.library.queries.runs()[0].state is RunState.FINISHED
    assert desk.service.ledger.billed_twice == 0


@pytest.mark.parametrize("faults", [Faults(rates={Fault.ACCESS_DENIED: 1.0})])
def test_access_denied_names_the_action_to_allow(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: "rekognition:DetectModerationLabels" in desk.banner("resume"))
    desk.settle()
    assert desk.library.queries.runs()[0].failed == 0
    desk.click(desk.offered("resume", "Settings…"))
    settings = desk.find(QDialog, "settings")
    assert settings.isVisible()
    assert desk.banner("resume"), "the banner waits until the run goes on"
    settings.close()
    desk.settle()


def test_without_credentials_nothing_starts_and_the_banner_says_what_to_do(desk: Desk) -> None:
    (desk.home / "credentials").unlink()
    (desk.home / "config").write_text("")
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.banner("failure"))
    assert "reviews" in desk.banner("failure")
    assert desk.offered("failure", "Settings…").isEnabled()
    desk.settle()
    assert not desk.library.queries.runs()


def test_the_budget_stops_the_run_and_going_on_asks_anew(desk: Desk) -> None:
    from dataclasses import replace

    desk.preferences.choose(replace(desk.preferences.settings, budget_usd=0.004, calls_at_once=1))
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: "budget is spent" in desk.banner("resume"))
    desk.settle()
    assert desk.service.ledger.billed == 4
    desk.click(desk.offered("resume", "Resume"))
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-start"))
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(0) == "Rejected, 3")
    desk.settle()
    assert desk.service.ledger.billed == 6


def test_what_came_after_a_person_was_asked_is_not_paid_without_asking_again(desk: Desk, tmp_path: Path) -> None:
    desk.choose_engine()
    desk.press("button-moderate")
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-start"))
    later = tmp_path / "later"
    later.mkdir()
    picture(77).save(later / "077.png")
    desk.window.import_paths([later])
    desk.wait(lambda: desk.queue("All") == "All, 7")
    desk.press("paid-run-start")
    desk.wait(lambda: "paid than you agreed to" in desk.banner("resume"))
    desk.settle()
    assert desk.service.ledger.billed == 6
    desk.click(desk.offered("resume", "Resume"))
    desk.wait(lambda: desk.window.findChild(QPushButton, "paid-run-start"))
    desk.press("paid-run-start")
    desk.wait(lambda: desk.queue(2) == "Pending, 0")
    desk.settle()
    assert desk.service.ledger.billed == 7


@pytest.mark.parametrize("faults", [Faults(model_changes_after=3)])
def test_a_model_that_changes_is_told(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: "from 7.0 to 7.1" in desk.banner("model"))
    desk.settle()


@pytest.mark.parametrize("count", [12])
@pytest.mark.parametrize("faults", [Faults(latency=(6.0, 6.0))])
def test_cancel_acts_at_once_though_answers_take_six_seconds(desk: Desk, qtbot: QtBot) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.service.ledger.calls >= 5)
    pressed = time.monotonic()
    desk.press("moderation-cancel")
    desk.wait(lambda: not moderating(desk), seconds=5)
    seconds = time.monotonic() - pressed
    assert seconds < 4, f"{seconds:.3f} s"
    assert desk.window.parts.bars[WorkKind.MODERATION].isHidden()
    desk.wait(lambda: "still to be checked" in desk.banner("resume"))
    desk.settle()
    desk.click(desk.offered("resume", "Resume"))
    desk.wait(lambda: desk.queue(0) == "Rejected, 6")
    desk.settle()
    assert desk.service.ledger.billed_twice == 0, "answers that came after Cancel are kept"


@pytest.mark.parametrize("count", [12])
@pytest.mark.parametrize("faults", [Faults(latency=(1.5, 1.5))])
def test_answers_that_came_after_cancel_are_in_the_ledger_that_is_opened_then(desk: Desk) -> None:
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.service.ledger.calls >= 5)
    desk.press("moderation-cancel")
    desk.wait(lambda: not moderating(desk))
    desk.settle()
    desk.wait(lambda: desk.library.queries.months()[0].counts.answered == desk.service.ledger.billed > 0)
    desk.window.show_screen("runs")
    desk.settle()
    month = desk.find(QTreeWidget, "ledger-months").topLevelItem(0)
    assert month is not None
    assert (month.text(2), month.text(4)) == (str(desk.service.ledger.billed), "0")


@pytest.mark.parametrize("count", [40])
@pytest.mark.parametrize("faults", [Faults(latency=(0.5, 6.0))])
def test_the_window_stays_responsive_while_answers_are_slow(desk: Desk) -> None:
    """By the time the thread of the window works in one stretch; what a busy machine adds, a benchmark shows."""
    stretches: list[float] = []
    last = [time.thread_time()]

    def beat() -> None:
        now = time.thread_time()
        stretches.append(now - last[0])
        last[0] = now

    timer = QTimer()
    timer.setInterval(4)
    timer.timeout.connect(beat)
    desk.choose_engine()
    desk.start()
    desk.wait(lambda: desk.service.ledger.calls >= 2)
    last[0] = time.thread_time()
    timer.start()
    bar = desk.window.parts.bars[WorkKind.MODERATION]
    desk.wait(lambda: "USD so far" in bar._spending.text())
    assert bar._title.text() == "Moderating by Amazon Rekognition"
    desk.wait(lambda: desk.queue(0) == "Rejected, 20", seconds=60)
    timer.stop()
    desk.settle()
    stretches.sort()
    tail = stretches[int(len(stretches) * 0.999)]
    assert tail <= 0.05, f"p99.9 {tail * 1000:.0f} ms, longest {stretches[-1] * 1000:.0f} ms"
