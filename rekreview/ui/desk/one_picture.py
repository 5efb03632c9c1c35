"""Which one picture of the desk is revealed: never the same asset twice on one screen, and never more than one."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.reel.view import HitReel


class Reveals(Protocol):
    """A part of the desk that can lift a veil."""

    def reveal(self, step: FilterStep) -> None:
        """Show one picture so far."""


class OnePicture:
    """Lifts the veil of what the reviewer is at, and of nothing else.

    In the loupe that is its picture, in the reel the chosen hit. Beside the grid it is the pane's picture if the
    pointer or the keyboard is on it, else one tile: the one under a pointer that was moved last, else the current one.
    """

    def __init__(self, grid: GridView, detail: DetailPane, loupe: Loupe, reel: HitReel) -> None:
        self._grid = grid
        self._detail = detail
        self._loupe = loupe
        self._reel = reel

    def reveal(self, step: FilterStep) -> None:
        """Lift the veil so far; VEILED lowers it everywhere."""
        parts: tuple[Reveals, ...] = (self._grid, self._detail, self._loupe, self._reel)
        chosen = self._chosen() if step is not FilterStep.VEILED else None
        for part in parts:
            part.reveal(step if part is chosen else FilterStep.VEILED)

    def _chosen(self) -> Reveals:
        if not self._loupe.isHidden():
            return self._loupe
        if not self._reel.isHidden():
            return self._reel
        return self._detail if _is_at(self._detail.picture) else self._grid


def _is_at(widget: QWidget) -> bool:
    return widget.isVisible() and (widget.hasFocus() or widget.underMouse())
