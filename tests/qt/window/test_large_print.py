"""What a screen of 1920 × 1200 pixels shows at 200 %: nothing is cut off, and nothing lies where nobody comes to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QTabWidget,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as QtTimeoutError

from rekreview.domain.queues import QueueFilter
from rekreview.ui.elided_label import ElidedLabel
from rekreview.ui.main_window import LEAST, USUAL, first_size_in, least_in
from tests.qt.window.conftest import Shown

# Half of it, less what the title bar takes.
ROOM = QSize(960, 560)
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QLabel, QAbstractSlider)


def faults(top: QWidget) -> Iterator[str]:
    """The controls of a window that show, and are cut off or lie outside."""
    for part in top.findChildren(QWidget):
        inside_another = isinstance(part, QScrollBar) or part.objectName() == "qt_spinbox_lineedit"
        if isinstance(part, CONTROLS) and part.isVisible() and not inside_another:
            for fault in (_place(part, top), _words(part)):
                if fault:
                    yield f"{type(part).__name__} {part.objectName()!r} {_text(part)!r}: {fault}"


def _place(part: QWidget, top: QWidget) -> str:
    area = _scrolled_by(part)
    if area is None:
        seen = part.visibleRegion().boundingRect()
        return "" if seen.width() >= part.width() - 1 and seen.height() >= part.height() - 1 else f"only {seen} is seen"
    left = part.mapTo(area.viewport(), part.rect().topLeft()).x()
    beyond = left + part.width() - area.viewport().width()
    return f"{beyond} px beyond" if beyond > 1 and not area.horizontalScrollBar().isVisible() else ""


def _scrolled_by(part: QWidget) -> QAbstractScrollArea | None:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea) and above.viewport().isAncestorOf(part):
            return above
        above = above.parentWidget()
    return None


def _text(part: QWidget) -> str:
    return part.text() if isinstance(part, QAbstractButton | QLabel) else ""


def _words(part: QWidget) -> str:
    if isinstance(part, QPushButton | QCheckBox) and part.width() < part.minimumSizeHint().width() - 1:
        return f"its words need {part.minimumSizeHint().width()} px and have {part.width()}"
    if not isinstance(part, QLabel) or isinstance(part, ElidedLabel) or not part.text():
        return ""
    if part.wordWrap():
        needed = part.heightForWidth(part.width())
        return f"its lines need {needed} px and have {part.height()}" if needed > part.height() + 1 else ""
    needed = part.sizeHint().width()
    return f"its words need {needed} px and have {part.width()}" if needed > part.width() + 1 else ""


def check(shown: Shown, top: QWidget) -> None:
    """Wait until a window is laid out and whole; say what is not if it does not become so."""
    try:
        shown.qtbot.waitUntil(lambda: not list(faults(top)), timeout=5_000)
    except QtTimeoutError:
        assert list(faults(top)) == []


@pytest.fixture
def small(full: Shown) -> Shown:
    """A window as large as there is room, on four assets."""
    full.window.setMinimumSize(full.window.minimumSize().boundedTo(ROOM))
    full.window.resize(ROOM)
    full.window._show_filter(QueueFilter())
    full.review = full.window._screens.review
    full.qtbot.waitUntil(lambda: full.review.model.rowCount() == 4, timeout=10_000)
    full.review.grid.go_to(0)
    full.settle()
    assert full.window.size() == ROOM, "its parts need no more than that"
    return full


def test_the_window_asks_for_no_more_than_there_is():
    assert least_in(QSize(960, 600)) == QSize(920, 560), "with its title bar it is whole"
    assert least_in(QSize(1280, 800)) == LEAST
    assert first_size_in(QSize(960, 600)) == QSize(960, 560)
    assert first_size_in(QSize(2560, 1400)) == USUAL


@pytest.mark.parametrize("screen", ["review", "policy", "runs"])
def test_a_screen_is_whole(small: Shown, screen: str):
    small.window.show_screen(screen)
    small.settle()
    check(small, small.window)


def test_every_panel_beside_the_policy_is_whole(small: Shown):
    small.window.show_screen("policy")
    panels = small.window._screens.later.policy.screen_itself.panels
    for at in range(panels.count()):
        panels.setCurrentIndex(at)
        small.settle()
        check(small, small.window)


@pytest.mark.parametrize("way", ["open_loupe", "open_reel"])
def test_a_view_is_whole(small: Shown, way: str):
    getattr(small.review.views, way)()
    small.settle()
    check(small, small.window)


def test_every_page_of_the_settings_is_whole(small: Shown):
    small.window.parts.actions["settings"].trigger()
    dialog = small.window.findChild(QWidget, "settings")
    small.qtbot.addWidget(dialog)
    dialog.resize(dialog.size().boundedTo(ROOM))
    assert dialog.height() <= ROOM.height()
    assert dialog.width() <= ROOM.width()
    tabs = dialog.findChild(QTabWidget)
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        check(small, dialog)
    dialog.close()
