"""The buttons of the bar for a mouse alone lift the veil as the keys do: measured, and lowered at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from rekreview.domain.sightings import FilterStep
from rekreview.domain.thresholds import IGNORE
from rekreview.ui import live_keys
from rekreview.ui.calm.looks import shows_sharp_heavy
from rekreview.ui.keytable.keymap import DEFAULT_KEYS
from tests.qt.calm.test_calm import heavy, sees
from tests.qt.window.conftest import Shown

__all__ = ["heavy"]
LEFT = Qt.MouseButton.LeftButton


def held(heavy: Shown, name: str = "reveal_colour") -> QToolButton:
    """A button of the bar, pressed."""
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    button = heavy.review.findChild(QToolButton, f"mouse-{name}")
    heavy.qtbot.waitUntil(button.isVisible)
    heavy.qtbot.mousePress(button, LEFT)
    heavy.qtbot.waitUntil(lambda: sees(heavy), timeout=10_000)
    return button


@pytest.mark.parametrize("name", ["reveal", "reveal_colour"])
def test_what_a_held_button_shows_is_measured(heavy: Shown, name: str):
    button = held(heavy, name)
    assert heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: heavy.calm.meter.exposure.today > 0.5, timeout=10_000)
    heavy.qtbot.mouseRelease(button, LEFT)
    assert not sees(heavy)
    assert not heavy.calm.meter.is_watching


@pytest.mark.parametrize("name", ["reveal", "reveal_colour"])
def test_what_a_held_button_of_the_policy_screen_shows_is_measured(heavy: Shown, name: str):
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    heavy.window.show_screen("policy")
    policy = heavy.window._screens.later.policy.screen_itself
    strip = policy.effect.to_approved
    heavy.settle()
    policy.model.choose("explicit", IGNORE)
    heavy.qtbot.waitUntil(lambda: len(strip.view.shown_ids()) == 4, timeout=10_000)
    button = strip.findChild(QToolButton, f"mouse-{name}")
    assert not shows_sharp_heavy(heavy.window, heavy.review)
    heavy.qtbot.mousePress(button, LEFT)
    assert heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: heavy.calm.meter.exposure.today > 0.5, timeout=10_000)
    heavy.qtbot.mouseRelease(button, LEFT)
    assert not heavy.calm.meter.is_watching
    heavy.qtbot.waitUntil(lambda: not shows_sharp_heavy(heavy.window, heavy.review), timeout=10_000)
    policy.model.revert()


def test_another_window_lowers_what_a_button_lifted(heavy: Shown):
    button = held(heavy)
    QApplication.sendEvent(heavy.window, QEvent(QEvent.Type.WindowDeactivate))
    assert not sees(heavy)
    heavy.qtbot.mouseRelease(button, LEFT)
    assert heavy.review.grid.revealed.step is FilterStep.VEILED


def test_a_dialog_lowers_what_a_button_lifted(heavy: Shown):
    held(heavy)
    dialog = QDialog(heavy.window)
    dialog.open()
    assert not sees(heavy)
    assert not heavy.calm.meter.is_watching
    dialog.close()


def test_a_button_that_was_let_go_under_the_blank_shows_nothing_afterwards(heavy: Shown):
    button = held(heavy)
    heavy.window.parts.blank.cover()
    heavy.qtbot.mouseRelease(button, LEFT)
    heavy.window.parts.blank.lift()
    assert heavy.review.grid.revealed.step is FilterStep.VEILED
    assert not sees(heavy)
