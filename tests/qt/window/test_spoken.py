"""What assistive technology is told: every control has a name, every tile says all that is seen of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QMenu, QScrollArea, QTabWidget, QToolButton, QWidget

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.ui import live_keys
from rekreview.ui.day.dialog import DayDialog
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.keytable.keymap import DEFAULT_KEYS
from rekreview.ui.reports.screen import ReportsScreen
from tests.qt.window.conftest import Shown

CONTROLS = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText, QAccessible.Role.Slider, QAccessible.Role.SpinBox, QAccessible.Role.List,
    QAccessible.Role.Tree, QAccessible.Role.Table, QAccessible.Role.ProgressBar, QAccessible.Role.PageTab,
    QAccessible.Role.ButtonMenu,
}  # fmt: skip
LISTS = {QAccessible.Role.List, QAccessible.Role.Tree, QAccessible.Role.Table, QAccessible.Role.ComboBox}
# Parts that Qt makes for itself inside a control of ours.
WITHIN = {"qt_spinbox_lineedit", "qt_scrollarea_viewport", "ScrollLeftButton", "ScrollRightButton"}


def parts(of: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below that shows. No cell of a list: there may be a million."""
    for at in range(of.childCount()):
        child = of.child(at)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        yield child
        if child.role() not in LISTS:
            yield from parts(child)


def nameless(widget: QWidget) -> list[str]:
    """The controls that a screen reader could only call by what they are."""
    found = []
    for part in parts(QAccessible.queryAccessibleInterface(widget)):
        behind = part.object()
        name = _name_of(part) or _label_of(part)
        if part.role() in CONTROLS and not name and (behind is None or behind.objectName() not in WITHIN):
            found.append(f"{part.role()} {behind!r} in {behind.parent() if behind else None!r}")
    return found


def _name_of(part: QAccessibleInterface) -> str:
    """Of a list that folds out, Qt says what is chosen in it where its name is asked for: that alone is no name."""
    behind = part.object()
    if isinstance(behind, QComboBox):
        return behind.accessibleName()
    return part.text(QAccessible.Text.Name)


def _label_of(part: QAccessibleInterface) -> str:
    labels = [other for other, kind in part.relations() if kind == QAccessible.RelationFlag.Label]
    return " ".join(label.text(QAccessible.Text.Name) for label in labels)


@pytest.mark.parametrize("screen", ["review", "policy", "runs", "reports"])
def test_every_control_of_a_screen_has_a_name(full: Shown, screen: str):
    full.window.show_screen(screen)
    full.settle()
    full.qtbot.wait(100)
    assert nameless(full.window) == []


@pytest.mark.parametrize("way", ["open_loupe", "open_reel"])
def test_every_control_of_the_views_has_a_name(full: Shown, way: str):
    review = full.window._screens.review
    full.window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    getattr(review.views, way)()
    full.settle()
    assert nameless(review) == []


def test_every_control_of_the_settings_has_a_name(full: Shown):
    full.window.parts.actions["settings"].trigger()
    dialog = full.window.findChild(QWidget, "settings")
    tabs = dialog.findChild(QTabWidget)
    found = {}
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        full.settle()
        found[tabs.tabText(at)] = nameless(dialog)
    assert {page: names for page, names in found.items() if names} == {}
    dialog.close()


@pytest.mark.parametrize("make", [lambda window: KeySheet(window), lambda window: About(window._directory, window)])
def test_every_control_of_the_other_dialogs_has_a_name(full: Shown, make):
    dialog = make(full.window)
    dialog.show()
    assert nameless(dialog) == []
    stops = [part for part in dialog.findChildren(QScrollArea) if part.focusPolicy() is not Qt.FocusPolicy.NoFocus]
    assert all(part.accessibleName() for part in stops), "Tab comes to it"
    dialog.close()


def decided(full: Shown) -> None:
    """Two verdicts, so that there is something to report and to take back."""
    library = full.window._screens.library
    first, second, *_ = library.queries.ids(QueueFilter()).tolist()
    library.commands.decide([first], Status.REJECTED, reviewer="Ada", reason="Medical", note="see mail")
    library.commands.decide([second], Status.APPROVED, reviewer="Ada")
    full.settle()


def test_every_control_of_the_reports_has_a_name_on_each_page(full: Shown):
    decided(full)
    full.window.show_screen("reports")
    full.settle()
    (reports,) = full.window.findChildren(ReportsScreen)
    pages = reports.findChild(QTabWidget)
    assert pages.count() > 1
    found = {}
    for at in range(pages.count()):
        pages.setCurrentIndex(at)
        full.settle()
        full.qtbot.wait(100)
        found[pages.tabText(at)] = nameless(full.window)
    assert {page: names for page, names in found.items() if names} == {}


def test_every_control_of_the_recent_decisions_has_a_name_and_each_of_them_says_all_of_it(full: Shown):
    decided(full)
    full.window.parts.actions["recent"].trigger()
    strip = full.window._screens.queueing.recent
    full.qtbot.waitUntil(lambda: strip.steps.count() == 2, timeout=10_000)
    assert strip.isVisible()
    assert nameless(full.window) == []
    spoken = QAccessible.queryAccessibleInterface(strip.steps)
    assert spoken.text(QAccessible.Text.Name) == "Recent decisions"
    rows = [spoken.child(at).text(QAccessible.Text.Name) for at in range(2)]
    assert rows[0].startswith("Approved")
    assert rows[1].startswith("Rejected")
    assert "Medical" in rows[1]
    assert all(".png, " in row for row in rows), "the name of the asset"


def test_every_button_for_a_mouse_alone_has_a_name(full: Shown):
    live_keys.put(DEFAULT_KEYS, mouse_only=True)
    full.window._show_filter(QueueFilter())
    full.settle()
    bar = full.window.findChild(QWidget, "mouse-bar")
    full.qtbot.waitUntil(bar.isVisible)
    assert nameless(full.window) == []
    spoken = QAccessible.queryAccessibleInterface(bar)
    assert spoken.text(QAccessible.Text.Name) == "Buttons for what keys do"
    names = [part.text(QAccessible.Text.Name) for part in parts(spoken)]
    assert len(names) == len(set(names)) == len(bar.findChildren(QToolButton)), "no two are called the same"
    for menu in bar.findChildren(QMenu):
        menu.aboutToShow.emit()
        assert menu.actions()
        assert all(entry.text() or entry.isSeparator() for entry in menu.actions())


@pytest.mark.parametrize("writable", [True, False])
def test_every_control_of_the_day_has_a_name(full: Shown, writable: bool):
    dialog = DayDialog("2026-11-22: nothing was decided.", writable=writable, parent=full.window)
    dialog.show()
    assert nameless(dialog) == []
    names = {part.text(QAccessible.Text.Name) for part in parts(QAccessible.queryAccessibleInterface(dialog))}
    assert {"Day's summary", "Copy as text", "Close"} <= names
    assert ({"Note for the next reviewer", "Hand over"} <= names) is writable
    dialog.close()


def test_every_control_of_a_note_that_was_left_has_a_name(full: Shown):
    library = full.window._screens.library
    for note in ("One.", "Two."):
        library.commands.leave_hand_over(reviewer="Ada", note=note, summary="")
    full.window._screens.queueing.handing_over.show_note()
    full.qtbot.waitUntil(lambda: full.window.parts.banners.shown("hand-over") is not None, timeout=10_000)
    assert nameless(full.window.parts.banners) == []


def test_a_tile_says_its_name_its_status_its_reason_its_veil_and_whether_it_is_chosen(full: Shown):
    review = full.window._screens.review
    full.window._show_filter(QueueFilter())
    full.qtbot.waitUntil(lambda: review.model.rowCount() == 4, timeout=10_000)
    review.grid.go_to(0)
    full.qtbot.waitUntil(lambda: review.grid.is_shown(review.model.asset_id(0)), timeout=10_000)
    table = QAccessible.queryAccessibleInterface(review.grid)
    cell = table.child(0)
    name = cell.text(QAccessible.Text.Name)
    assert name == f"{review.model.tile(0).name}, pending"
    assert cell.text(QAccessible.Text.Description).startswith("Veiled. Hold W")
    assert cell.state().selected
    from rekreview.ui.wellness import Profile

    review.set_profile(Profile.OFF)
    assert "Veiled" not in cell.text(QAccessible.Text.Description)
