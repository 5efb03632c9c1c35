"""When a key was really pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow

from rekreview.ui.desk.press_times import PressTimes


class Presses:
    def __init__(self) -> None:
        self.now = 5000.0
        self.times = PressTimes(clock=lambda: self.now)

    def heard(self, milliseconds: int, now: float) -> float | None:
        self.now = now
        self.times.heard(milliseconds)
        return self.times.pressed_at()


@pytest.fixture
def presses(qapp) -> Presses:
    return Presses()


def test_a_press_that_was_heard_of_late_was_earlier(presses: Presses):
    assert presses.heard(70_000, 5000.001) == pytest.approx(5000.001)
    assert presses.heard(70_100, 5000.101) == pytest.approx(5000.101)
    assert presses.heard(70_150, 5000.401) == pytest.approx(5000.151), "the window was busy for a quarter of a second"


def test_the_first_ones_that_were_late_mislead_only_until_one_is_not(presses: Presses):
    presses.heard(70_000, 5000.3)
    presses.heard(71_000, 5001.0)
    assert presses.heard(72_000, 5002.2) == pytest.approx(5002.0)


def test_a_clock_that_goes_otherwise_is_followed(presses: Presses):
    for turn in range(200):
        told = presses.heard(70_000 + 1000 * turn, 5000 + 1.001 * turn)
    assert told == pytest.approx(presses.now, abs=0.1)


def test_a_press_is_known_while_it_is_acted_on(presses: Presses, qtbot):
    presses.heard(70_000, 5000.0)
    assert presses.times.pressed_at() is not None
    qtbot.waitUntil(lambda: presses.times.pressed_at() is None, timeout=1000)


@pytest.mark.parametrize(
    "event",
    [
        QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
        QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier),
        QMouseEvent(
            QEvent.Type.MouseButtonRelease,
            QPointF(),
            QPointF(),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    ],
    ids=["shortcut", "key", "button"],
)
def test_what_goes_to_a_window_is_heard_and_goes_its_way(presses: Presses, event: QKeyEvent | QMouseEvent):
    window = QWindow()
    presses.times.listen(window)
    event.setTimestamp(70_000)
    assert not presses.times.eventFilter(window, event)
    assert presses.times.pressed_at() == 5000.0


def test_what_has_no_time_tells_none(presses: Presses):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert not presses.times.eventFilter(QWindow(), event)
    assert presses.times.pressed_at() is None
