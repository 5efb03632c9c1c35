"""What the tests of the policy screen do to it and read off it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import MediaKind, Status
from rekreview.domain.policy import PolicyPair, decide
from rekreview.ui.policy import PolicyScreen
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.string_field import PAUSE_MS, StringField
from tests.qt.policy.conftest import PICTURES, V7, VIDEOS

Settle = Callable[[], None]


def row(screen: PolicyScreen, slug: str) -> CategoryRow:
    """The row of a category, with its tool tip told at once."""
    found = screen.categories.tree.row(slug)
    found.describe()
    return found


def field_of(screen: PolicyScreen) -> StringField:
    """The field of the moderation string, once it shows what the model says."""
    while screen.field.follows:
        QTest.qWait(5)
    return screen.field


def type_string(qtbot: QtBot, screen: PolicyScreen, text: str) -> None:
    screen.field.edit.setFocus()
    screen.field.edit.selectAll()
    qtbot.keyClicks(screen.field.edit, text)
    qtbot.wait(PAUSE_MS + 50)


def count(screen: PolicyScreen, status: Status) -> int:
    """The count that the screen shows, -1 while it is not known."""
    label = screen.findChild(QLabel, f"count-{status.value}")
    assert label is not None
    return -1 if label.text() == "–" else int(label.text().replace(",", ""))


def change(screen: PolicyScreen, status: Status) -> str:
    label = screen.findChild(QLabel, f"change-{status.value}")
    assert label is not None
    return label.text()


def brute_force(pair: PolicyPair) -> dict[Status, int]:
    """Deciding the answers of the library one by one."""
    statuses = [decide(found, pair.for_kind(MediaKind.IMAGE), V7, pair.parents).status for found in PICTURES]
    statuses += [decide(found, pair.for_kind(MediaKind.VIDEO), V7, pair.parents).status for found in VIDEOS]
    return {status: statuses.count(status) for status in (Status.APPROVED, Status.REJECTED)}


def name_of(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
