"""Tab goes on as one reads: of two controls that follow on each other the second is right of the first, or below.

That holds for what stands side by side in one part; from part to part Tab may go back up.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabWidget, QToolBar, QWidget

from rekreview.domain.queues import QueueFilter
from tests.qt.window.conftest import Shown
from tests.qt.window.test_focus_seen import stops

PARTS = ("toolbar", "side-panel", "facet-panel")


def gone_back(top: QWidget) -> list[str]:
    """The pairs of controls of one part of which the second comes before the first where they stand."""
    found, met = [], list(stops(top))
    assert met
    for first, second in pairwise(met):
        if _part(first) is not _part(second):
            continue
        one, other = _place(first, top), _place(second, top)
        beside = one.top() <= other.center().y() <= one.bottom()
        if (other.left() < one.left()) if beside else (other.center().y() < one.top()):
            found.append(f"{_name(first)} -> {_name(second)}")
    return found


def _part(widget: QWidget) -> QWidget | None:
    """What is read as one: a part of the window that stands by itself, else what the control is in."""
    around = widget.parentWidget()
    while around is not None and around.objectName() not in PARTS:
        around = around.parentWidget()
    return around or widget.parentWidget()


def _place(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QAbstractButton) else ""
    return said or widget.accessibleName() or widget.objectName() or type(widget).__name__


def test_on_the_first_start(shown: Shown) -> None:
    assert shown.window.parts.center.first_start.isVisible()
    assert gone_back(shown.window) == []


def test_from_the_toolbar_by_the_side_and_the_list_to_the_pane(full: Shown) -> None:
    full.window._show_filter(QueueFilter())
    full.settle()
    desk, toolbar = full.window._screens.review, full.window.findChild(QToolBar, "toolbar")
    parts = (toolbar, full.window.parts.side, desk.head, desk.grid, desk.detail)
    met = [
        next((at for at, part in enumerate(parts) if part is one or part.isAncestorOf(one)), len(parts))
        for one in stops(full.window)
    ]
    assert met == sorted(met)
    assert {*range(len(parts))} <= {*met}


@pytest.mark.parametrize("screen", ["review", "policy", "runs", "reports"])
def test_on_every_screen(full: Shown, screen: str) -> None:
    full.window.show_screen(screen)
    full.settle()
    full.qtbot.wait(100)
    found = {screen: gone_back(full.window)}
    for pages in full.window.findChildren(QTabWidget):
        for at in range(pages.count()) if pages.isVisible() else ():
            pages.setCurrentIndex(at)
            full.settle()
            found[pages.tabText(at)] = gone_back(full.window)
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("way", ["open_loupe", "open_reel"])
def test_in_the_views(full: Shown, way: str) -> None:
    review = full.window._screens.review
    full.window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    full.window.parts.actions["all_filters"].trigger()
    full.window.parts.actions["recent"].trigger()
    full.settle()
    assert gone_back(full.window) == []
    getattr(review.views, way)()
    full.settle()
    assert gone_back(full.window) == []


@pytest.mark.parametrize("action", ["settings", "keys", "about", "day", "import_files", "import_folder"])
def test_in_the_dialogs(full: Shown, action: str) -> None:
    before = set(QApplication.topLevelWidgets())
    full.window.parts.actions[action].trigger()
    full.settle()
    (dialog,) = (one for one in set(QApplication.topLevelWidgets()) - before if one.isVisible() and one.isWindow())
    full.qtbot.addWidget(dialog)
    found = {action: gone_back(dialog)}
    for pages in dialog.findChildren(QTabWidget):
        for at in range(pages.count()):
            pages.setCurrentIndex(at)
            full.settle()
            found[pages.tabText(at)] = gone_back(dialog)
    assert {where: what for where, what in found.items() if what} == {}
