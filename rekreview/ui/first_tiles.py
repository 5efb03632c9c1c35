"""The moment the first tiles are painted: what nobody looks at yet waits for it."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from rekreview.ui.review import ReviewDesk

WAIT_MS = 400
"""So long what waits is kept back where tiles are not painted: another screen is shown, pictures cannot be read."""


class FirstTiles(QObject):
    """Emits `shown` when every tile on the screen is painted with its own picture, and `over` then or when that has
    taken too long, each once.
    """

    shown = Signal()
    over = Signal()

    def __init__(self, desk: ReviewDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._awaited = True
        self._patience = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._patience.timeout.connect(self._give_up)
        self._patience.start()
        desk.grid.picture_shown.connect(self._look)
        desk.listing.replaced.connect(self._look_for_any)

    def _look(self) -> None:
        grid, model = self._desk.grid, self._desk.model
        ids = [model.asset_id(row) for row in grid.visible_rows()]
        if ids and all(map(grid.is_shown, ids)):
            grid.picture_shown.disconnect(self._look)
            self.shown.emit()
            self._give_up()

    def _look_for_any(self, rows: Sized) -> None:
        if not len(rows):
            self._give_up()

    def _give_up(self) -> None:
        self._patience.stop()
        if self._awaited:
            self._awaited = False
            self.over.emit()
