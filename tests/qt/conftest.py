"""What every test with Qt gets."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMessageBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.executors import PoolExecutor
from rekreview.jobs.garbage import collect_due
from rekreview.ui import live_keys
from rekreview.ui.keytable.keymap import DEFAULT_KEYS

# Every pool that is made, noted as it is made: looking for them among all objects took longer than the tests.
POOLS: weakref.WeakSet[PoolExecutor] = weakref.WeakSet()


def _note_every_pool() -> None:
    make = PoolExecutor.__init__

    def make_and_note(pool: PoolExecutor, workers: int, name: str = "") -> None:
        make(pool, workers, name)
        POOLS.add(pool)

    PoolExecutor.__init__ = make_and_note  # type: ignore[method-assign]


_note_every_pool()

# Every timer too: one that outlives its screen fires into what is half taken apart.
TIMERS: weakref.WeakSet[QTimer] = weakref.WeakSet()


def _note_every_timer() -> None:
    make = QTimer.__init__

    def make_and_note(timer: QTimer, *arguments: object, **properties: object) -> None:
        make(timer, *arguments, **properties)  # type: ignore[arg-type]
        TIMERS.add(timer)

    QTimer.__init__ = make_and_note  # type: ignore[assignment, method-assign]


_note_every_timer()
# As in the app: a worker thread that collected the timers of the test before would take the process down.
gc.disable()
HARMLESS = ("This plugin does not support propagateSizeHints",)


@pytest.fixture(autouse=True)
def no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal dialog has nobody to close it in a test: make it an error instead of a hang."""
    QStandardPaths.setTestModeEnabled(True)

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a modal dialog was opened; use open() and signals")

    for name in ("about", "critical", "information", "question", "warning"):
        monkeypatch.setattr(QMessageBox, name, refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getExistingDirectory", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, refuse)
    for name in ("getText", "getItem", "getInt", "getDouble", "getMultiLineText"):
        monkeypatch.setattr(QInputDialog, name, refuse)
    for kind in (QDialog, QMessageBox, QFileDialog, QInputDialog, QColorDialog):
        monkeypatch.setattr(kind, "exec", refuse)


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    """No test is left with the keys another one chose."""
    yield
    live_keys.put(DEFAULT_KEYS)


@pytest.fixture(autouse=True)
def nothing_of_qt_left(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a busy pool, a running timer or a window behind."""
    before = set(map(id, qapp.topLevelWidgets()))
    ticking_before = {id(timer) for timer in _ticking()}
    busy_before = {id(pool) for pool in _busy_pools()}
    yield
    # Deleting what was asked to be deleted later is the event loop's work, and a test has none any more.
    qapp.sendPostedEvents(None, 0)
    qapp.processEvents()
    gc.disable()
    collect_due()
    busy = [pool for pool in _busy_pools() if id(pool) not in busy_before]
    assert not busy, f"left calls in pools: {[pool._pool.objectName() for pool in busy]}"
    roots = [w for w in qapp.topLevelWidgets() if w.isVisible() and id(w) not in before]
    ticking = [timer for timer in _ticking() if id(timer) not in ticking_before]
    owners = [repr(timer.parent()) for timer in ticking]
    for timer in ticking:
        timer.stop()
    assert not ticking, f"left running timers of {owners}"
    assert not roots, f"left windows open: {roots}"


def _busy_pools() -> list[PoolExecutor]:
    return [pool for pool in list(POOLS) if pool.unfinished]


def _ticking() -> list[QTimer]:
    """The timers that run and that no widget takes along when its test ends; those of whole windows count too."""
    running = [timer for timer in list(TIMERS) if isValid(timer) and timer.isActive()]
    return [timer for timer in running if not isinstance(top := _top(timer), QWidget) or isinstance(top, QMainWindow)]


def _top(child: QObject) -> QObject:
    above = child.parent()
    return child if above is None else _top(above)


@pytest.fixture(autouse=True)
def no_unexpected_qt_message(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test in which Qt complains."""
    yield
    capture = getattr(request.node, "qt_log_capture", None)
    said = [r.message for r in capture.records if r.type_name != "QtDebugMsg"] if capture else []
    loud = [m for m in said if not m.startswith(HARMLESS)]
    assert not loud, f"Qt complained: {loud}"


@pytest.fixture
def dispatcher(qapp: QApplication) -> Iterator[Dispatcher]:
    """Lanes of real threads, ended with the test."""
    made = Dispatcher()
    yield made
    assert made.shutdown(5), "the lanes did not end in time"
    made.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, dispatcher: Dispatcher) -> object:
    """Wait until the dispatcher has nothing left to do."""
    return lambda: qtbot.waitUntil(dispatcher.idle, timeout=10_000)
