"""Garbage is collected on the GUI thread only, and by Python again once the app is done."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from rekreview.jobs import garbage
from rekreview.jobs.garbage import GuiGarbage, collect_due


class Ring:
    """Garbage that only the collector can find, and that tells on which thread it was found."""

    ended_on: ClassVar[list[threading.Thread]] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.ended_on.append(threading.current_thread())


@pytest.fixture
def taken_over(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(garbage, "INTERVAL_MS", 10)
    Ring.ended_on.clear()
    gc.enable()
    made = GuiGarbage()
    made.settle()
    yield made
    made.stop()
    gc.disable()


def litter() -> None:
    Ring()
    kept = [[] for _ in range(5000)]
    del kept


def test_a_busy_worker_collects_nothing(taken_over: GuiGarbage, qtbot: QtBot) -> None:
    rings = weakref.WeakSet()

    def work() -> None:
        for _ in range(50):
            ring = Ring()
            rings.add(ring)
            del ring
            litter()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert len(rings) == 50
    hold = [[] for _ in range(2000)]
    qtbot.waitUntil(lambda: not rings, timeout=5000)
    assert hold
    assert set(Ring.ended_on) == {threading.main_thread()}


def test_nothing_due_is_nothing_collected(taken_over: GuiGarbage) -> None:
    gc.collect()
    assert collect_due() is None


def test_python_takes_over_again(qtbot: QtBot) -> None:
    gc.enable()
    taken = GuiGarbage()
    assert not gc.isenabled()
    taken.stop()
    assert gc.isenabled()
    gc.disable()
    left_off = GuiGarbage()
    left_off.stop()
    assert not gc.isenabled()


def test_what_was_there_before_is_not_looked_at_any_more(taken_over: GuiGarbage) -> None:
    watched: list[object] = gc.get_objects()
    assert len(watched) < 1000
    kept = [[] for _ in range(2000)]
    assert len(gc.get_objects()) > len(kept)
    taken_over.stop()
    assert gc.get_freeze_count() == 0


def test_nothing_is_collected_while_the_window_comes_up(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garbage, "INTERVAL_MS", 10)
    Ring.ended_on.clear()
    taken = GuiGarbage()
    litter()
    kept = [[] for _ in range(5000)]
    qtbot.wait(60)
    assert kept
    assert Ring.ended_on == []
    taken.stop()
    gc.collect()
    assert len(Ring.ended_on) == 1


# Screens come and go by the event loop, each with timers and a ring only the collector finds; a worker is busy.
COMING_AND_GOING = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from rekreview.jobs import garbage

class Screen(QObject):
    def __init__(self):
        super().__init__()
        self.itself = self
        for _ in range(20):
            timer = QTimer(self, interval=0)
            timer.timeout.connect(self.tick)
            timer.start()

    def tick(self):
        pass

def work():
    while not ended.is_set():
        [[] for _ in range(2000)]

def open_screen():
    opened.append(None)
    Screen()
    if len(opened) == 150:
        app.quit()

app, ended, opened = QCoreApplication([]), threading.Event(), []
if sys.argv[1] == "guarded":
    garbage.INTERVAL_MS = 20
    guard = garbage.GuiGarbage()
    guard.settle()
maker = QTimer(interval=5)
maker.timeout.connect(open_screen)
maker.start()
worker = threading.Thread(target=work, daemon=True)
worker.start()
app.exec()
ended.set()
worker.join()
print("alive")
"""


def come_and_go(how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMING_AND_GOING, how]
    return subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)


def test_timers_are_taken_away_by_their_own_thread() -> None:
    ran = come_and_go("guarded")
    assert (ran.returncode, ran.stdout) == (0, "alive\n"), ran.stderr
    assert "another thread" not in ran.stderr


def test_without_the_guard_a_worker_takes_timers_away() -> None:
    """If this fails, PySide has learnt to delete in the right thread, and the guard may go."""
    ran = come_and_go("unguarded")
    assert ran.returncode < 0 or "Timers cannot be stopped from another thread" in ran.stderr


def test_nothing_is_collected_while_something_is_dragged(taken_over: GuiGarbage, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    QTest.mousePress(widget.windowHandle(), Qt.MouseButton.LeftButton)
    ring = weakref.ref(Ring())
    hold = [[] for _ in range(5000)]
    qtbot.wait(100)
    assert ring() is not None
    QTest.mouseRelease(widget.windowHandle(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: ring() is None, timeout=5000)
    assert hold
