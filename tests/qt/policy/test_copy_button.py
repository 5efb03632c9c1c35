"""The string on the clipboard, in every form, from real clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind
from rekreview.domain.sdk_calls import CopyForm, written_as
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.copy_button import CopyButton
from tests.qt.policy.screens import row


def test_a_click_copies_the_string(qtbot: QtBot, screen: PolicyScreen) -> None:
    row(screen, "violence").slider.setValue(70)
    qtbot.mouseClick(screen.field.copy, Qt.MouseButton.LeftButton, pos=screen.field.copy.rect().center() / 2)
    assert QGuiApplication.clipboard().text() == "aws_rek:violence:0.7"


@pytest.mark.parametrize("form", CopyForm)
def test_each_entry_of_its_menu_copies_its_form(qtbot: QtBot, form: CopyForm) -> None:
    button = CopyButton(lambda wanted: written_as(wanted, "aws_rek:violence:0.7", MediaKind.IMAGE))
    qtbot.addWidget(button)
    action = button.findChild(QAction, f"copy-{form.value}")
    assert action in button.choices.actions()
    action.trigger()
    assert QGuiApplication.clipboard().text() == written_as(form, "aws_rek:violence:0.7", MediaKind.IMAGE)


def test_the_string_of_a_video_brings_its_resource_type(screen: PolicyScreen) -> None:
    screen.model.show_kind(MediaKind.VIDEO)
    screen.field.copy.copy(CopyForm.PYTHON)
    assert QGuiApplication.clipboard().text() == 'moderation="aws_rek_video", resource_type="video"'


def test_a_faulty_string_cannot_be_copied(screen: PolicyScreen) -> None:
    screen.field.edit.setPlainText("aws_rek:violence:0,6")
    assert not screen.field.copy.isEnabled()
