"""The keys of the policy screen: from part to part, and from category to category without the controls between."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from rekreview.ui import actions
from rekreview.ui.policy.category_row import CategoryRow
from rekreview.ui.policy.string_field import StringField
from rekreview.ui.policy.tree_panel import TreePanel


class PolicyKeys(QObject):
    """Hears the keys of the table that belong to this screen, wherever in it the keyboard is."""

    def __init__(self, field: StringField, categories: TreePanel, panels: QTabWidget, screen: QWidget) -> None:
        super().__init__(screen)
        self._field = field
        self._categories = categories
        self._panels = panels
        for name, act in (
            ("next_part", lambda: self._go(1)),
            ("previous_part", lambda: self._go(-1)),
            ("next_category", lambda: self._step(1)),
            ("previous_category", lambda: self._step(-1)),
        ):
            actions.hear(name, screen, act)

    def _go(self, by: int) -> None:
        """To the string, the categories or the panels: whichever comes next."""
        parts: list[tuple[QWidget, Callable[[], None]]] = [
            (self._field, lambda: self._field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)),
            (self._categories, self._to_categories),
            (self._panels, lambda: self._panels.tabBar().setFocus(Qt.FocusReason.TabFocusReason)),
        ]
        now = QApplication.focusWidget()
        inside = [part.isAncestorOf(now) if now is not None else False for part, _ in parts]
        here = inside.index(True) if True in inside else (-1 if by > 0 else 0)
        parts[(here + by) % len(parts)][1]()

    def _rows(self) -> list[CategoryRow]:
        return [row for row in self._categories.tree.rows() if row.isVisible()]

    def _to_categories(self) -> None:
        rows = self._rows()
        (rows[0].slider if rows else self._categories.search).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _step(self, by: int) -> None:
        """To the same control of another category; into the categories from elsewhere."""
        rows, now = self._rows(), QApplication.focusWidget()
        at = next((place for place, row in enumerate(rows) if now is not None and row.isAncestorOf(now)), None)
        if at is None or now is None:
            self._to_categories()
            return
        row, there = rows[at], rows[max(0, min(len(rows) - 1, at + by))]
        controls = ((row.slider, there.slider), (row.number, there.number), (row.ignore, there.ignore))
        same = next((other for one, other in controls if one is now or one.isAncestorOf(now)), there.slider)
        same.setFocus(Qt.FocusReason.ShortcutFocusReason)
