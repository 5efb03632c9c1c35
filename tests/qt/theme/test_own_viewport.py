"""A viewport made here is as one that Qt makes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QTreeWidget
from pytestqt.qtbot import QtBot

from rekreview.ui.own_viewport import own_viewport

ASKED = """
import enum
from PySide6.QtWidgets import QApplication
app = QApplication([])
from rekreview.ui.grid.arithmetic import ArithmeticListView
made = []
plain = enum.EnumType.__new__
enum.EnumType.__new__ = staticmethod(lambda *given, **named: (made.append(given[1]), plain(*given, **named))[1])
ArithmeticListView().viewport()
print({"WizardPixmap", "EchoMode", "SubWindowOption"} & set(made))
"""


@pytest.mark.parametrize("kind", [QListView, QListWidget, QTreeWidget])
def test_it_is_as_one_that_qt_makes(qtbot: QtBot, kind: type[QAbstractItemView]) -> None:
    as_made, ours = kind(), kind()
    for area in (as_made, ours):
        qtbot.addWidget(area)
    given = own_viewport(ours)
    for area in (as_made, ours):
        area.setMouseTracking(True)
        area.resize(200, 100)
        area.show()
    theirs = as_made.viewport()
    assert ours.viewport() is given
    assert given.objectName() == theirs.objectName()
    assert given.backgroundRole() == theirs.backgroundRole()
    assert given.autoFillBackground() == theirs.autoFillBackground()
    assert given.hasMouseTracking() == theirs.hasMouseTracking()
    assert given.geometry() == theirs.geometry()
    assert given.focusPolicy() == theirs.focusPolicy()
    assert given.isVisible()


def test_no_types_are_made_to_find_out_what_it_is() -> None:
    ran = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "set()\n", ran.stdout + ran.stderr
