"""Who turns the wheel over a page of the settings scrolls it, and changes nothing that lies under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QScrollArea,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui.dialogs.settings_form import scrolled
from rekreview.ui.dialogs.videos_page import VideosPage
from rekreview.ui.preferences import Preferences


def turn(widget: QWidget, notches: int = -1) -> None:
    """Turn the wheel over the middle of a widget; below 0 towards oneself."""
    window = widget.window()
    middle = QPointF(widget.mapTo(window, widget.rect().center()))
    QTest.wheelEvent(window.windowHandle(), middle, QPoint(0, 120 * notches))


def shown(qtbot: QtBot, page: QWidget) -> Iterator[QScrollArea]:
    """A page in an area that is too low for it."""
    holder = QWidget()
    area = scrolled(page, holder)
    QVBoxLayout(holder).addWidget(area)
    holder.resize(560, 240)
    qtbot.addWidget(holder)
    with qtbot.waitExposed(holder):
        holder.show()
    yield area
    holder.close()


@pytest.fixture
def area(qtbot: QtBot) -> Iterator[QScrollArea]:
    """A high page with one control of each kind at its top."""
    page = QWidget()
    column = QVBoxLayout(page)
    choice, number, slider = QComboBox(), QSpinBox(), QSlider(Qt.Orientation.Horizontal)
    choice.addItems(["a", "b", "c"])
    choice.setCurrentIndex(1)
    number.setValue(50)
    slider.setValue(50)
    for control in (choice, number, slider):
        column.addWidget(control)
    column.addSpacing(2000)
    yield from shown(qtbot, page)


@pytest.fixture
def preferences(tmp_path: Path, dispatcher: Dispatcher) -> Preferences:
    chosen = replace(Settings(), aws_bucket="films", video_mode="stored")
    return Preferences(chosen, dispatcher, tmp_path / "settings.json")


@pytest.fixture
def videos(qtbot: QtBot, preferences: Preferences, dispatcher: Dispatcher) -> Iterator[QScrollArea]:
    """The page on videos, as the settings show it."""
    yield from shown(qtbot, VideosPage(preferences, dispatcher))


@pytest.mark.parametrize("focused", [False, True])
def test_the_wheel_scrolls_and_no_control_changes(area: QScrollArea, focused: bool) -> None:
    choice, number, slider = area.findChild(QComboBox), area.findChild(QSpinBox), area.findChild(QSlider)
    for control in (choice, number, slider):
        area.verticalScrollBar().setValue(0)
        if focused:
            control.setFocus()
        turn(control)
        assert area.verticalScrollBar().value() > 0, control
    assert (choice.currentIndex(), number.value(), slider.value()) == (1, 50, 50)


def test_no_control_takes_the_focus_by_the_wheel(area: QScrollArea) -> None:
    controls = area.widget().findChildren(QComboBox) + area.widget().findChildren(QAbstractSpinBox)
    assert len(controls) == 2
    assert all(control.focusPolicy() is Qt.FocusPolicy.StrongFocus for control in controls)


def test_scrolling_past_how_videos_are_sent_does_not_change_it(videos: QScrollArea, preferences: Preferences) -> None:
    page = videos.widget()
    for control in page.findChildren(QComboBox) + page.findChildren(QAbstractSpinBox):
        videos.ensureWidgetVisible(control)
        turn(control, 1)
        videos.ensureWidgetVisible(control)
        turn(control, -1)
        turn(control, -1)
    assert preferences.settings == replace(Settings(), aws_bucket="films", video_mode="stored")
