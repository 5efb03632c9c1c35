"""The desk's keys as actions, made from the one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from rekreview.ui import actions


class DeskKeys:
    """Actions heard in one widget and inside it."""

    def __init__(self, widget: QWidget, handlers: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        for name, handler in handlers.items():
            action = self._actions[name] = actions.make(name, widget, handler)
            widget.addAction(action)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def enable(self, names: tuple[str, ...], on: bool) -> None:
        """Let these keys work, or not."""
        for name in names:
            self._actions[name].setEnabled(on)
