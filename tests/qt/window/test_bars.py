from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.progress import CancelToken, Progress
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.job import Job
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.panels.banner import Banners, Offer, Weight
from rekreview.ui.panels.run_bar import RunBar, figures
from rekreview.ui.panels.toast import Toast
from rekreview.ui.work import WorkKind


def endless(cancel: CancelToken) -> Generator[Progress, None, None]:
    done = 0
    while True:
        cancel.check()
        cancel.wait(0.005)
        done = min(done + 1, 900)
        yield Progress(done, 1000, 20.0, 45.0, "/media/cat.jpg", 2)


@pytest.fixture
def bar(qtbot: QtBot) -> RunBar:
    made = RunBar(WorkKind.MODERATION)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def job(bar: RunBar, dispatcher: Dispatcher, qtbot: QtBot) -> Iterator[Job]:
    started = dispatcher.start(endless)
    bar.follow(started)
    yield started
    started.cancel()
    qtbot.waitUntil(lambda: not started.running)


def name(widget: QWidget) -> str:
    read = QAccessible.queryAccessibleInterface(widget)
    assert read is not None
    return read.text(QAccessible.Text.Name)


def test_a_bar_is_hidden_until_there_is_work(bar: RunBar) -> None:
    assert bar.isHidden()


def test_a_bar_shows_progress_rate_and_time_left(qtbot: QtBot, bar: RunBar, job: Job) -> None:
    qtbot.waitUntil(lambda: bar._bar.value() > 0)
    text = bar._figures.text()
    assert " of 1" in text
    assert "20 a second" in text
    assert "45 s left" in text
    assert "2 not moderated" in text
    assert text.endswith("cat.jpg")
    assert name(bar._bar) == "Moderation progress"


def test_pause_becomes_resume_and_back(qtbot: QtBot, bar: RunBar, job: Job) -> None:
    qtbot.waitUntil(lambda: bar._bar.value() > 0)
    assert name(bar._pause) == "Pause"
    qtbot.mouseClick(bar._pause, Qt.MouseButton.LeftButton)
    assert job.paused
    assert name(bar._pause) == "Resume"
    assert "standing still" in bar._figures.text()
    assert bar._title.text() == "Moderation paused"
    qtbot.mouseClick(bar._pause, Qt.MouseButton.LeftButton)
    assert not job.paused
    assert name(bar._pause) == "Pause"


def test_cancel_ends_the_work_and_hides_the_bar(qtbot: QtBot, bar: RunBar, job: Job) -> None:
    qtbot.mouseClick(bar._cancel, Qt.MouseButton.LeftButton)
    assert not bar._cancel.isEnabled(), "a second click has no meaning"
    qtbot.waitUntil(bar.isHidden)
    assert not job.running


def test_cancel_ends_paused_work_too(qtbot: QtBot, bar: RunBar, job: Job) -> None:
    job.pause()
    qtbot.mouseClick(bar._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bar.isHidden)


def test_an_import_has_its_own_progress(qtbot: QtBot) -> None:
    bar = RunBar(WorkKind.IMPORT)
    qtbot.addWidget(bar)
    assert name(bar._bar) == "Import progress"


@pytest.mark.parametrize(
    ("progress", "paused", "text"),
    [
        (Progress(0, None), False, "Looking for files…"),
        (Progress(3, 10), False, "3 of 10"),
        (Progress(3, 10, 0.25, 28.0), False, "3 of 10 · 0.2 a second · 28 s left"),
        (Progress(3, 10, 0.05, 140.0), False, "3 of 10 · 3.0 a minute · 2 min 20 s left"),
        (
            Progress(3, 10, 0.0, None, "uploading 3 of 40 MB, 12 s left, 2 jobs running, 5 wait"),
            False,
            "3 of 10 · uploading 3 of 40 MB, 12 s left, 2 jobs running, 5 wait",
        ),
        (Progress(3, 10, 2.0, 130.0), False, "3 of 10 · 2.0 a second · 2 min 10 s left"),
        (Progress(10, 10, 2.0, 0.0), False, "10 of 10 · 2.0 a second"),
        (Progress(3, 10, 2.0, 4.0), True, "3 of 10 · standing still"),
        (Progress(3, 10, failed=1), False, "3 of 10 · 1 skipped"),
    ],
)
def test_figures(progress: Progress, paused: bool, text: str) -> None:
    assert figures(WorkKind.IMPORT, progress, paused=paused) == text


def test_a_moderation_gets_ready_before_it_counts() -> None:
    assert figures(WorkKind.MODERATION, Progress(0, None)) == "Getting ready…"


def test_a_banner_tells_and_does_what_it_offers(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    taken: list[str] = []
    offers = [Offer("Resume", lambda: taken.append("resume"), leading=True), Offer("Discard", lambda: None)]
    banners.tell("resume", "A moderation was stopped.", offers, closable=False)
    banner = banners.shown("resume")
    assert banner is not None
    buttons = banner.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Resume", "Discard"]
    assert banner.findChildren(QToolButton) == []
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert taken == ["resume"]
    assert banners.shown("resume") is None
    assert banners.isHidden()


def test_a_banner_can_be_closed(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    banners.tell("note", "Something happened.", weight=Weight.CAUTION)
    banner = banners.shown("note")
    assert banner is not None
    close = banner.findChild(QToolButton)
    assert close is not None
    assert name(close) == "Close this message"
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert banners.shown("note") is None


def test_a_banner_of_the_same_name_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    banners = Banners()
    qtbot.addWidget(banners)
    banners.show()
    for number in range(3):
        banners.tell("count", f"{number} assets wait.")
    told = [label.text() for label in banners.findChildren(QLabel) if label.isVisible() and label.text()]
    assert told == ["2 assets wait."]


def test_a_toast_goes_away_by_itself(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    QCursor.setPos(window.mapToGlobal(window.rect().topRight()))  # under the pointer it would stay
    toast = Toast(window, window)
    toast.tell("Imported 3 assets.")
    assert toast.text == "Imported 3 assets."
    toast._life.start(10)
    qtbot.waitUntil(toast.isHidden)


def test_a_toast_offers_one_thing_once(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    toast = Toast(window, window)
    undone: list[int] = []
    toast.tell("Rejected 600 assets.", "Undo", lambda: undone.append(1))
    assert name(toast._offer) == "Undo"
    qtbot.mouseClick(toast._offer, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert toast.isHidden()


def test_a_toast_without_an_offer_has_no_button(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.show()
    toast = Toast(window, window)
    toast.tell("First.", "Undo", lambda: None)
    toast.tell("Second.")
    assert not toast._offer.isVisible()
    toast.hide()


def test_a_toast_waits_while_the_pointer_is_on_it_and_stays_inside_the_window(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    toast = Toast(window, window)
    toast.tell("A text that is much longer than the window is wide. " * 6)
    assert window.rect().contains(toast.geometry())
    toast.leaveEvent(QEvent(QEvent.Type.Leave))
    assert toast._life.isActive()
    window.resize(400, 300)
    qtbot.waitUntil(lambda: window.rect().contains(toast.geometry()))
    toast.hide()
    assert not toast._life.isActive()


def test_a_long_text_is_cut_and_told_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.setText("a very long name of a picture that nobody would print.jpg")
    label.grab()
    assert label.toolTip() == label.text()
    label.setText("short")
    label.grab()
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < 40


def test_a_message_of_one_line_takes_the_height_of_one(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    middle = QWidget()
    column = QVBoxLayout(middle)
    banners = Banners()
    column.addWidget(banners)
    column.addWidget(QWidget(), 1)
    window.setCentralWidget(middle)
    window.resize(1200, 600)
    banners.tell("read-only", "Another window has this library open, so this one may only look.", closable=False)
    window.show()
    shown = banners.shown("read-only")
    assert shown is not None
    qtbot.waitUntil(lambda: 0 < shown.height() < 3 * shown.fontMetrics().height())
