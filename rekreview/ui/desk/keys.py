"""The desk's keys as actions, made from the one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rekreview.ui import actions
from rekreview.ui.keytable.spec import Place


class DeskKeys:
    """Actions, each heard in the widget of its place and inside it."""

    def __init__(self, places: Mapping[Place, QWidget]) -> None:
        self._places = places
        self._actions: dict[str, QAction] = {}

    def add(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Let these keys do this, by their names in the table."""
        for name, handler in handlers.items():
            widget = self._places[actions.spec(name).place]
            action = self._actions[name] = actions.make(name, widget, handler)
            widget.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable(self, names: Iterable[str], on: bool) -> None:
        """Let these keys work, or not."""
        for name in names:
            self._actions[name].setEnabled(on)
