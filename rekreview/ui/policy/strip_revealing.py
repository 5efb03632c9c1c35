"""Lifts the veil of one picture of the flip theatre for as long as a key or a button is held, as on the desk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui.desk.reveal import RevealKey
from rekreview.ui.grid.view import GridView
from rekreview.ui.policy.flip_strip import FlipStrip


class StripRevealing(QObject):
    """Of both strips one tile: the one under a pointer that was moved last, else the current one of the strip that has
    the keyboard; by a strip's own button its current tile. It is veiled again when another becomes the current one.
    """

    def __init__(self, strips: Sequence[FlipStrip], screen: QWidget) -> None:
        super().__init__(screen)
        self._views = [strip.view for strip in strips]
        self._by_button: GridView | None = None  # in whose strip a button is held
        self.key = RevealKey(screen, self._reveal)
        for strip in strips:
            strip.view.current_changed_to.connect(lambda _asset_id: self.key.veil())
            strip.buttons.held.connect(partial(self._hold, strip.view))
            strip.buttons.let_go.connect(self.key.let_go)

    def _hold(self, view: GridView, step: FilterStep) -> None:
        self._by_button = view
        self.key.hold(step)

    def _reveal(self, step: FilterStep) -> None:
        if step is FilterStep.VEILED:
            self._by_button = None
        chosen = self._chosen() if step is not FilterStep.VEILED else None
        for view in self._views:
            view.reveal(step if view is chosen else FilterStep.VEILED)

    def _chosen(self) -> GridView | None:
        if self._by_button is not None:
            return self._by_button
        pointed = next((view for view in self._views if view.is_pointed_at), None)
        return pointed or next((view for view in self._views if view.hasFocus()), None)
