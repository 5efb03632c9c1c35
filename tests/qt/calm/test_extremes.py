"""Covers in hard cases: windows that go while they are covered, both covers at once, and wild hands."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget

from rekreview.ui.calm.away import AwayCover
from rekreview.ui.calm.blank import TITLE, windows_that_show
from rekreview.ui.calm.cover import Cover
from tests.qt.window.conftest import Shown

ACTIVE, AWAY = Qt.ApplicationState.ApplicationActive, Qt.ApplicationState.ApplicationInactive
Opens = Callable[[], QDialog]


@pytest.fixture
def window(shown: Shown) -> Iterator[Shown]:
    yield shown
    shown.window.parts.blank.lift()


@pytest.fixture
def opens(window: Shown) -> Iterator[Opens]:
    """Opens dialogs that are deleted when they are closed, as most are."""
    made: list[QDialog] = []

    def show() -> QDialog:
        dialog = QDialog(window.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(f"case {len(made)}")
        QVBoxLayout(dialog).addWidget(QLabel("a name", dialog))
        dialog.show()
        made.append(dialog)
        dialog.destroyed.connect(lambda: made.remove(dialog))
        return dialog

    yield show
    for dialog in list(made):
        dialog.close()


def gone(dialog: QDialog) -> None:
    """Close a dialog as a window manager does, and let go of it for good."""
    dialog.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def covers() -> list[Cover]:
    return [one for window in QApplication.topLevelWidgets() for one in direct_covers(window) if one.isVisible()]


def test_a_dialog_closed_while_it_was_covered_leaves_nobody_covered(window: Shown, opens: Opens) -> None:
    blank, title = window.window.parts.blank, window.window.windowTitle()
    dialog = opens()
    blank.cover()
    assert len(covers()) == 2
    gone(dialog)
    blank.lift()
    assert not blank.is_on
    window.qtbot.waitUntil(lambda: covers() == [])
    assert window.window.windowTitle() == title
    assert window.window.centralWidget().isVisible()
    blank.cover()
    assert len(covers()) == 1
    blank.lift()


def test_a_dialog_closed_while_one_was_away_leaves_nobody_covered(window: Shown, opens: Opens) -> None:
    away = AwayCover(lambda: True, window.window)
    dialog = opens()
    away.heed(AWAY)
    assert len(covers()) == 2
    gone(dialog)
    away.heed(ACTIVE)
    assert not away.is_on
    window.qtbot.waitUntil(lambda: covers() == [])
    away.heed(AWAY)
    assert len(covers()) == 1
    away.stop()
    window.qtbot.waitUntil(lambda: covers() == [])
    opens()
    assert covers() == [], "who stopped covers nothing more"


def test_a_dialog_that_comes_while_all_is_covered_is_covered_too(window: Shown, opens: Opens) -> None:
    blank = window.window.parts.blank
    blank.cover()
    dialog = opens()
    assert dialog.windowTitle() == TITLE
    assert not dialog.findChild(QLabel).isVisible()
    window.qtbot.waitUntil(lambda: len(covers()) == 2)
    blank.lift()
    assert dialog.windowTitle() == "case 0"
    assert dialog.findChild(QLabel).isVisible()


@pytest.mark.parametrize("seed", range(5))
def test_whatever_happens_all_is_covered_or_nothing_is(window: Shown, opens: Opens, seed: int) -> None:
    chance = random.Random(seed)
    blank, title = window.window.parts.blank, window.window.windowTitle()
    away = AwayCover(lambda: not blank.is_on, window.window)
    dialogs: list[QDialog] = []

    def close_one() -> None:
        if dialogs:
            gone(dialogs.pop(chance.randrange(len(dialogs))))

    deeds = [
        blank.toggle,
        blank.toggle,
        lambda: away.heed(AWAY),
        lambda: away.heed(ACTIVE),
        lambda: dialogs.append(opens()) if len(dialogs) < 3 else None,
        close_one,
        lambda: window.window.resize(chance.randrange(1000, 1400), chance.randrange(700, 900)),
        QApplication.processEvents,
    ]
    for _ in range(30):
        chance.choice(deeds)()
        if blank.is_on:
            for shown in windows_that_show():
                assert shown.windowTitle() == TITLE
                assert any(one.isVisible() and one.geometry() == shown.rect() for one in direct_covers(shown))
    away.stop()
    blank.lift()
    for dialog in dialogs:
        assert dialog.findChild(QLabel).isVisible()
        assert dialog.windowTitle() != TITLE
    assert window.window.windowTitle() == title
    window.qtbot.waitUntil(lambda: covers() == [])


def direct_covers(window: QWidget) -> list[Cover]:
    return window.findChildren(Cover, options=Qt.FindChildOption.FindDirectChildrenOnly)
