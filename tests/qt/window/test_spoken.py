"""What assistive technology is told: every control has a name, every tile says all that is seen of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QScrollArea, QTabWidget, QWidget

from rekreview.domain.queues import QueueFilter
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
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
        name = part.text(QAccessible.Text.Name) or _label_of(part)
        if part.role() in CONTROLS and not name and (behind is None or behind.objectName() not in WITHIN):
            found.append(f"{part.role()} {behind!r} in {behind.parent() if behind else None!r}")
    return found


def _label_of(part: QAccessibleInterface) -> str:
    labels = [other for other, kind in part.relations() if kind == QAccessible.RelationFlag.Label]
    return " ".join(label.text(QAccessible.Text.Name) for label in labels)


@pytest.mark.parametrize("screen", ["review", "policy", "runs"])
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
