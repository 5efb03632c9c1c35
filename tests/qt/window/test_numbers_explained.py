"""Every number on a screen says in its tool tip what it means: on the desk, the runs, the reports and in the dialogs.

The policy screen has the same test of its own, `tests/qt/policy/test_meanings.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QLabel,
    QListWidget,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.ui.elided_label import ElidedLabel
from tests.qt.window.conftest import Shown

NUMBER = re.compile(r"\d")
# Numbers within these are parts of names: of a model, a file, a day, a key, a version, a place.
NAMES = re.compile(
    r"on-device-1|picture\d|key \d|Version \d|S3|H\.264|MP4|[Rr]un \d+"
    r"|\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?|\d{2}-\d{2}"
)


def said(widget: QWidget) -> str:
    """The words of a widget in which a number can be; sentences that explain themselves are none."""
    if isinstance(widget, QLabel):
        return "" if widget.wordWrap() and not isinstance(widget, ElidedLabel) else widget.text()
    if isinstance(widget, QAbstractSpinBox | QAbstractButton):
        return widget.text()
    return ""


def tells_number(text: str) -> bool:
    return bool(NUMBER.search(NAMES.sub("", text)))


def rows_of(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    found = QTreeWidgetItemIterator(tree)
    while (row := found.value()) is not None:
        yield row
        found += 1


def explanation(widget: QWidget | None, top: QWidget) -> str:
    """Its tool tip, or that of the part it lies on, which Qt shows where it has none."""
    while widget is not None and widget is not top:
        if widget.toolTip():
            return widget.toolTip()
        widget = widget.parentWidget()
    return ""


def silent(top: QWidget) -> list[str]:
    """Numbers that show and do not say what they mean."""
    found = []
    for widget in top.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        if tells_number(said(widget)) and not explanation(widget, top):
            found.append(f"{type(widget).__name__} {widget.objectName()} {said(widget)!r}")
        if isinstance(widget, QListWidget):
            entries = [widget.item(at) for at in range(widget.count())]
            found += [f"{widget.objectName()}: {one.text()!r}" for one in entries if not one.toolTip()]
        if isinstance(widget, QTreeWidget):
            found += [
                f"{widget.objectName()}, column {column}: {row.text(column)!r}"
                for row in rows_of(widget)
                for column in range(widget.columnCount())
                if tells_number(row.text(column)) and not row.toolTip(column) and not _of_header(widget, column)
            ]
    return found


def _of_header(tree: QTreeWidget, column: int) -> bool:
    return bool(not tree.isHeaderHidden() and tree.headerItem().toolTip(column))


def test_on_the_desk_the_runs_and_the_reports(full: Shown) -> None:
    window = full.window
    review = window._screens.review
    window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    library = window._screens.library
    library.commands.decide([review.model.asset_id(0)], Status.REJECTED, reviewer="Ada")
    window.moderate()
    full.qtbot.waitUntil(lambda: library.queries.counts().unmoderated == 0, timeout=60_000)
    full.settle()
    found = {"review": silent(window)}
    for action in ("recent", "statistics"):
        window.parts.actions[action].trigger()
        full.settle()
        found[action] = silent(window)
    for way, back in (("open_loupe", "close_loupe"), ("open_reel", "close_reel")):
        getattr(review.views, way)()
        full.settle()
        found[way] = silent(window)
        getattr(review.views, back)()
    for screen in ("runs", "reports"):
        window.show_screen(screen)
        full.settle()
        full.qtbot.wait(50)
        found[screen] = silent(window)
    tabs = window._screens.later.reports.screen_itself.tabs
    for at in range(1, tabs.count()):
        tabs.setCurrentIndex(at)
        full.settle()
        found[tabs.tabText(at)] = silent(window)
    assert {where: what for where, what in found.items() if what} == {}


def test_in_the_settings(full: Shown) -> None:
    full.window.parts.actions["settings"].trigger()
    dialog = full.window.findChild(QWidget, "settings")
    tabs = dialog.findChild(QTabWidget, "settings-pages")
    found = {}
    for at in range(tabs.count() - 1):  # the last one is the list of keys
        tabs.setCurrentIndex(at)
        full.settle()
        found[tabs.tabText(at)] = silent(dialog)
    dialog.close()
    QApplication.sendPostedEvents(None, 0)
    assert {where: what for where, what in found.items() if what} == {}


def test_the_walk_finds_a_number_that_says_nothing(full: Shown) -> None:
    label = QLabel("17 left", full.window.parts.side)
    label.setGeometry(0, 0, 60, 20)
    label.show()
    label.raise_()
    assert any("17 left" in line for line in silent(full.window))
    label.deleteLater()
