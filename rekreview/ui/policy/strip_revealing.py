"""Lifts the veil of one picture of the flip theatre for as long as a key is held, as on the desk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui.desk.reveal import RevealKey
from rekreview.ui.grid.view import GridView


class StripRevealing(QObject):
    """Of both strips one tile: the one under a pointer that was moved last, else the current one of the strip that has
    the keyboard. It is veiled again when another becomes the current one.
    """

    def __init__(self, views: Sequence[GridView], screen: QWidget) -> None:
        super().__init__(screen)
        self._views = views
        self.key = RevealKey(screen, self._reveal)
        for view in views:
            view.current_changed_to.connect(lambda _asset_id: self.key.veil())

    def _reveal(self, step: FilterStep) -> None:
        chosen = self._chosen() if step is not FilterStep.VEILED else None
        for view in self._views:
            view.reveal(step if view is chosen else FilterStep.VEILED)

    def _chosen(self) -> GridView | None:
        pointed = next((view for view in self._views if view.is_pointed_at), None)
        return pointed or next((view for view in self._views if view.hasFocus()), None)
