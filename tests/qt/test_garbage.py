"""Garbage is collected on the GUI thread only, and by Python again once the app is done."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import ClassVar

import pytest
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
