"""The policy screen as a whole: names, filters, keys, looks and speed."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind
from rekreview.domain.thresholds import IGNORE
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.ui import theme
from rekreview.ui.policy import PolicyScreen
from tests.qt.policy.conftest import V7
from tests.qt.policy.screens import Settle, field_of, name_of, row, type_string


def test_every_category_has_a_slider_and_a_box_by_its_name(screen: PolicyScreen) -> None:
    for shown in screen.categories.tree.rows():
        assert name_of(shown.slider) == f"{shown.category.name} threshold"
        assert name_of(shown.ignore) == f"{shown.category.name} ignore"
    assert len(screen.categories.tree.rows()) == 52


def test_controls_are_named(screen: PolicyScreen) -> None:
    assert name_of(screen.field.edit) == "Moderation string"
    assert name_of(screen.bar.apply) == "Apply policy"
    assert name_of(screen.bar.pictures) == "Pictures"
    unnamed = [
        control
        for control in screen.findChildren(QWidget)
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus
        and control.isVisible()
        and not control.objectName().startswith("qt_")
        and not name_of(control)
        and control.parent() is not None
        and not isinstance(control.parent(), type(row(screen, "violence").number))
    ]
    assert unnamed == []


def test_categories_the_on_device_engine_does_not_cover_are_marked(screen: PolicyScreen) -> None:
    covered = {shown.category.slug for shown in screen.categories.tree.rows() if shown.covered}
    assert {"explicit", "graphic_violence", "violence", "weapons", "pills", "gambling"} <= covered
    assert "self-harm" not in covered
    assert "on-device" in row(screen, "self-harm").slider.accessibleDescription()
    assert "on-device" not in row(screen, "weapons").slider.accessibleDescription()


def test_search_and_filter_narrow_the_tree(qtbot: QtBot, screen: PolicyScreen) -> None:
    def visible() -> list[str]:
        return [shown.category.slug for shown in screen.categories.tree.rows() if not shown.isHidden()]

    assert len(visible()) == 52
    qtbot.keyClicks(screen.categories.search, "gore")
    assert visible() == ["violence", "graphic_violence", "blood_&_gore"]
    screen.categories.search.clear()
    screen.categories.only_labelled.click()
    assert visible() == [
        "explicit", "violence", "weapons", "graphic_violence", "blood_&_gore", "alcohol", "alcoholic_beverages",
    ]  # fmt: skip
    screen.model.choose("gambling", IGNORE)
    assert "gambling" in visible()


def test_the_former_taxonomy_is_one_choice_away(qtbot: QtBot, screen: PolicyScreen) -> None:
    screen.categories.version.setFocus()
    qtbot.keyClick(screen.categories.version, Qt.Key.Key_Down)
    assert row(screen, "suggestive").slider.isVisibleTo(screen)
    row(screen, "suggestive").slider.setValue(80)
    assert field_of(screen).edit.text() == "aws_rek:suggestive:0.8"
    qtbot.keyClick(screen.categories.version, Qt.Key.Key_Up)
    field_of(screen)
    warning = screen.findChild(QLabel, "remark-warning")
    assert warning is not None
    assert "suggestive" in warning.text()


@pytest.mark.parametrize(("key", "value"), [
    (Qt.Key.Key_Right, 51), (Qt.Key.Key_Up, 51), (Qt.Key.Key_Left, 49), (Qt.Key.Key_Down, 49),
    (Qt.Key.Key_PageUp, 60), (Qt.Key.Key_PageDown, 40), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 100),
])  # fmt: skip
def test_sliders_obey_the_keyboard(qtbot: QtBot, screen: PolicyScreen, key: Qt.Key, value: int) -> None:
    qtbot.keyClick(row(screen, "explicit").slider, key)
    assert row(screen, "explicit").slider.value() == value


def test_the_screen_opens_at_once(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher, changes: ChangeFeed, settle: Settle
) -> None:
    # Ten times the bar, in time of this thread alone; what it catches is work that grows with the library.
    start = time.thread_time()
    screen = PolicyScreen(library, dispatcher, changes)
    qtbot.addWidget(screen)
    screen.show()
    screen.grab()
    assert time.thread_time() - start < 1.5
    settle()


def test_a_change_of_look_colours_the_string_anew(qtbot: QtBot, qapp: QApplication, screen: PolicyScreen) -> None:
    type_string(qtbot, screen, "aws_rek:violence:x")

    def underline() -> str:
        marks = [mark for mark in field_of(screen).edit.extraSelections() if mark.format.underlineStyle().value]
        return str(marks[0].format.underlineColor().name())

    assert underline() == theme.LIGHT.reject
    theme.apply(qapp, theme.ThemeMode.DARK)
    qtbot.waitUntil(lambda: underline() == theme.DARK.reject, timeout=2000)
    assert screen.findChild(QLabel, "remark-error") is not None
    theme.apply(qapp, theme.ThemeMode.LIGHT)


def test_a_screen_reader_or_a_robot_can_set_everything(screen: PolicyScreen) -> None:
    QAccessible.queryAccessibleInterface(row(screen, "violence").slider).valueInterface().setCurrentValue(70)
    assert field_of(screen).edit.text() == "aws_rek:violence:0.7"
    box = QAccessible.queryAccessibleInterface(row(screen, "alcohol").ignore)
    box.actionInterface().doAction("Toggle")
    assert field_of(screen).edit.text() == "aws_rek:violence:0.7:alcohol:ignore"
    field = QAccessible.queryAccessibleInterface(screen.field.edit)
    field.editableTextInterface().replaceText(0, len(field_of(screen).edit.text()), "aws_rek:gambling:0.2")
    assert screen.model.draft.pair.image == "aws_rek:gambling:0.2"
    assert row(screen, "gambling").slider.value() == 20


def test_a_click_on_the_slider_of_the_window_moves_its_own_row_only(qtbot: QtBot, screen: PolicyScreen) -> None:
    slider = row(screen, "explicit").slider
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=slider.rect().center() + QPoint(slider.width() // 4, 0))
    assert 70 <= slider.value() <= 80
    assert list(screen.model.draft.string(MediaKind.IMAGE).thresholds) == ["explicit"]


def test_confidences_reach_the_rows_of_the_medium_that_is_shown(screen: PolicyScreen, settle: Settle) -> None:
    assert screen.live.index is not None
    pictures = screen.live.index.histograms(MediaKind.IMAGE, V7)
    assert sum(pictures["weapons"]) == 2
    assert sum(screen.live.index.histograms(MediaKind.VIDEO, V7)["weapons"]) == 1
    before = row(screen, "weapons").slider.grab().toImage()
    screen.model.show_kind(MediaKind.VIDEO)
    settle()
    assert row(screen, "weapons").slider.grab().toImage() != before


def test_nothing_is_clipped_in_a_narrow_window(screen: PolicyScreen) -> None:
    for width in (820, 1000, 1600):
        screen.resize(width, 620)
        QApplication.processEvents()
        assert screen.width() == width
        for button in screen.findChildren(QPushButton):
            if button.isVisible():
                assert button.width() >= button.minimumSizeHint().width(), (width, button.text())
        for shown in screen.categories.tree.rows():
            assert shown.slider.width() >= 40
            assert shown.inherit.geometry().right() <= shown.width()
