from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rekreview.ui.later import LaterScreen


def test_a_screen_is_made_once_and_only_when_it_is_shown(qtbot: QtBot) -> None:
    made: list[QLabel] = []

    def make() -> QLabel:
        made.append(QLabel("The screen"))
        return made[-1]

    later = LaterScreen(make)
    qtbot.addWidget(later)
    assert later.made is None
    later.show()
    assert later.made is made[0]
    assert made[0].isVisible(), "it shows at once, not with the next turn of the loop"
    later.hide()
    later.show()
    assert len(made) == 1


def test_a_screen_that_is_asked_for_is_there_before_anybody_looks(qtbot: QtBot) -> None:
    later = LaterScreen(lambda: QLabel("The screen"))
    qtbot.addWidget(later)
    asked = later.screen_itself
    later.show()
    assert later.made is asked
    assert asked.isVisible()
    assert asked.geometry().size() == later.size(), "it fills the place kept for it"
