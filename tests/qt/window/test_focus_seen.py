"""Whoever works by keys sees where they are: everything Tab comes to is painted otherwise while it has the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QTabWidget, QWidget

from rekreview.domain.queues import QueueFilter
from rekreview.ui import theme
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.theme.contrast import SEEN, contrast
from tests.qt.window.conftest import Shown

ENOUGH = 16
"""So many pixels have to differ, by the contrast that a control's sign needs."""
AROUND = 4


def stops(top: QWidget) -> Iterator[QWidget]:
    """What Tab comes to in a window as it is shown, in its order."""
    widget = top.nextInFocusChain()
    while widget is not top:
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if tabbed and widget.isEnabled() and widget.isVisibleTo(top) and not widget.visibleRegion().isEmpty():
            yield widget
        widget = widget.nextInFocusChain()


def seen_around(top: QWidget, widget: QWidget) -> QImage:
    corner = widget.mapTo(top, QPoint(0, 0))
    place = QRect(corner, widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return top.grab(place & top.rect()).toImage()


def told_apart(one: QImage, other: QImage) -> int:
    """How many pixels differ so much that it is seen."""
    if one.size() != other.size():
        return ENOUGH
    found = 0
    for y in range(one.height()):
        if one.copy(0, y, one.width(), 1) == other.copy(0, y, other.width(), 1):
            continue
        for x in range(one.width()):
            first, second = one.pixelColor(x, y), other.pixelColor(x, y)
            if first != second and contrast(first.name(), second.name()) >= SEEN:
                found += 1
                if found >= ENOUGH:
                    return found
    return found


def unseen(top: QWidget, part: QWidget) -> list[str]:
    """What shows nothing, or too little, of having the keyboard."""
    found, asked = [], [one for one in stops(top) if part is top or part.isAncestorOf(one)]
    assert asked
    for widget in asked:
        if not widget.isVisibleTo(top) or widget.visibleRegion().isEmpty():
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if QApplication.focusWidget() is not widget:
            continue
        focused = seen_around(top, widget)
        widget.clearFocus()
        QApplication.processEvents()
        if told_apart(focused, seen_around(top, widget)) < ENOUGH:
            found.append(f"{type(widget).__name__} {_named(widget)}")
    return found


def _named(widget: QWidget) -> str:
    said = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.objectName() or widget.accessibleName() or said


def check(shown: Shown, part: QWidget) -> list[str]:
    top = part.window()
    top.activateWindow()
    shown.qtbot.waitUntil(top.isActiveWindow)
    app = QApplication.instance()
    found = []
    for look in ("light", "dark"):
        theme.apply(app, look)
        QApplication.processEvents()
        found += [f"{look}: {one}" for one in unseen(top, part)]
    theme.apply(app, "light")
    return found


def test_on_every_screen(full: Shown) -> None:
    window = full.window
    review = window._screens.review
    window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    found = {}
    for screen in ("review", "policy", "runs", "reports"):
        window.show_screen(screen)
        full.settle()
        found[screen] = check(full, window)
    window.show_screen("reports")
    tabs = window._screens.later.reports.screen_itself.tabs
    for at in range(1, tabs.count()):
        tabs.setCurrentIndex(at)
        full.settle()
        found[tabs.tabText(at)] = check(full, window)
    panels = window._screens.later.policy.screen_itself.panels
    window.show_screen("policy")
    for at in range(1, panels.count()):
        panels.setCurrentIndex(at)
        full.settle()
        found[panels.tabText(at)] = check(full, panels.window())
    assert {where: what for where, what in found.items() if what} == {}


def test_in_the_views_and_the_filters(full: Shown) -> None:
    window = full.window
    review = window._screens.review
    window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    found = {}
    window.parts.actions["recent"].trigger()
    full.settle()
    found["recent"] = check(full, window._screens.queueing.recent)
    window.parts.actions["all_filters"].trigger()
    full.settle()
    found["filters"] = check(full, window._screens.queueing.filtering.panel)
    for way, back in (("open_loupe", "close_loupe"), ("open_reel", "close_reel")):
        getattr(review.views, way)()
        full.settle()
        found[way] = check(full, window)
        getattr(review.views, back)()
    assert {where: what for where, what in found.items() if what} == {}


def test_in_the_settings_and_dialogs(full: Shown) -> None:
    found = {}
    full.window.parts.actions["settings"].trigger()
    dialog = full.window.findChild(QWidget, "settings")
    tabs = dialog.findChild(QTabWidget, "settings-pages")
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        full.settle()
        found[tabs.tabText(at)] = check(full, dialog)
    dialog.close()
    for made in (KeySheet(full.window), About(full.window._directory, full.window)):
        made.show()
        found[made.objectName()] = check(full, made)
        made.close()
    assert {where: what for where, what in found.items() if what} == {}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_walk_finds_what_shows_nothing(full: Shown, look: str) -> None:
    theme.apply(QApplication.instance(), look)
    plain = QWidget(full.window.parts.side)
    plain.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    plain.setObjectName("plain")
    plain.setGeometry(4, 4, 40, 20)
    plain.show()
    plain.raise_()
    full.window.activateWindow()
    full.qtbot.waitUntil(full.window.isActiveWindow)
    assert "QWidget plain" in unseen(full.window, full.window.parts.side)
    plain.deleteLater()
    theme.apply(QApplication.instance(), "light")
