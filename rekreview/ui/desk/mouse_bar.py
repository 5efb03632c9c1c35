"""Everything that keys do on the desk, for a hand that has only a mouse: a bar of buttons, and a menu on each tile.

Both are made of the table of keys, so that what is added there is here too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from rekreview.ui import actions, icons, live_keys
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.filtering.flow import FlowLayout
from rekreview.ui.key_words import name_of
from rekreview.ui.keytable.spec import Place
from rekreview.ui.mouse_buttons import hold_buttons, mouse_button

_PLACES = (Place.DESK, Place.GRID, Place.LOUPE)
# The player and the large view have buttons of their own for these.
_ELSEWHERE = frozenset(
    {"first", "last", "fit", "full_size", "larger", "smaller", "reel", "approve", "reject", "clear", "next", "previous"}
)
# What a decision takes; all the rest is in a menu beside them.
_FIRST = ("second_look", "note", "undo_last", "open_loupe", "close_loupe", "sweep")


class MouseBar(DeskFeature):
    """The bar shows while the keymap is that for a mouse alone; the menu is there for everybody."""

    def __init__(self, parts: DeskParts) -> None:
        super().__init__(parts)
        self.bar: QWidget | None = None
        self.menu: QMenu | None = None
        parts.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        parts.grid.customContextMenuRequested.connect(self._open_menu)
        live_keys.follow(self, MouseBar._show_bar)

    def _show_bar(self) -> None:
        # The actions are made after the features, so the bar waits until it is wanted.
        if live_keys.mouse_only() and self.bar is None:
            self.bar = self._made_bar()
            layout = self.parts.desk.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.addWidget(self.bar)
        if self.bar is not None:
            self.bar.setVisible(live_keys.mouse_only())

    def _desk_actions(self) -> Iterator[QAction]:
        made = {action.objectName(): action for action in self.parts.desk.findChildren(QAction)}
        for spec in live_keys.current().specs:
            if spec.place in _PLACES and spec.name in made:
                yield made[spec.name]

    def _made_bar(self) -> QWidget:
        bar = QWidget(self.parts.desk)
        bar.setObjectName("mouse-bar")
        bar.setAccessibleName(self.tr("Buttons for what keys do"))
        row = FlowLayout(bar)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(mouse_button(bar, self.tr("Previous asset"), "chevron-left", partial(self._go, -1)))
        row.addWidget(mouse_button(bar, self.tr("Next asset"), "chevron-right", partial(self._go, 1)))
        made = {action.objectName(): action for action in self._desk_actions()}
        for name in _FIRST:
            if name in made:
                row.addWidget(self._action_button(bar, made.pop(name)))
        reveal = self.parts.views.reveal_key
        for held in hold_buttons(bar, reveal.hold, reveal.let_go):
            row.addWidget(held)
        reasons, more = QMenu(bar), QMenu(bar)
        player = set(self.parts.loupe.panel.handlers())
        reasons.aboutToShow.connect(partial(self._fill_reasons, reasons))
        for name, action in made.items():
            if not _is_reason(name) and name not in _ELSEWHERE | player:
                self._add_entry(more, action)
        more.addAction(icons.icon("list"), actions.text("select_all"), self.parts.grid.selector.select_all)
        row.addWidget(self._menu_button(bar, self.tr("Reason"), "reasons", reasons))
        row.addWidget(self._menu_button(bar, self.tr("More"), "more", more))
        return bar

    def _menu_button(self, bar: QWidget, text: str, name: str, menu: QMenu) -> QToolButton:
        button = mouse_button(bar, text, "chevron-down", None)
        button.setObjectName(f"mouse-{name}")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _fill_reasons(self, menu: QMenu) -> None:
        """The reasons there are now, in their own words; a key that has none needs no entry."""
        menu.clear()
        reasons = [action for action in self._desk_actions() if _is_reason(action.objectName())]
        for action, words in zip(reasons, self.parts.reasons, strict=False):
            if words:
                self._add_entry(menu, action, words)

    def _add_entry(self, menu: QMenu, action: QAction, words: str = "") -> None:
        """An entry without the key, which would be heard twice if the action itself were in the menu."""
        named = words.replace("&", "&&") or name_of(actions.spec(action.objectName()))
        entry = menu.addAction(action.icon(), named, action.trigger)
        entry.setObjectName(f"entry-{action.objectName()}")
        entry.setEnabled(action.isEnabled())
        action.enabledChanged.connect(entry.setEnabled)

    def _action_button(self, bar: QWidget, action: QAction) -> QToolButton:
        named = name_of(actions.spec(action.objectName()))
        button = mouse_button(bar, named, actions.spec(action.objectName()).icon, action.trigger)
        button.setObjectName(f"mouse-{action.objectName()}")
        actions.explain(button, action.objectName())
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _go(self, step: int) -> None:
        row = self.parts.grid.selector.current + step
        self.parts.grid.go_to(max(0, min(row, self.parts.model.rowCount() - 1)))

    def _open_menu(self, point: QPoint) -> None:
        """What can be done to the tile under the pointer; it becomes the current one, unless it is among the picked."""
        index = self.parts.grid.indexAt(point)
        if not index.isValid():
            return
        if not self.parts.grid.selectionModel().isSelected(index):
            self.parts.grid.selector.click(index.row(), Qt.KeyboardModifier.NoModifier)
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = QMenu(self.parts.grid)
        self.menu.setObjectName("tile-menu")
        self._fill_reasons(self.menu.addMenu(self.tr("Reason")))
        for action in self._desk_actions():
            spec = actions.spec(action.objectName())
            if spec.place is not Place.LOUPE and not _is_reason(spec.name):
                self._add_entry(self.menu, action)
        self.menu.popup(self.parts.grid.viewport().mapToGlobal(point))


def _is_reason(name: str) -> bool:
    return name.startswith("reason_")
