"""What the pointer is at in the grid: a tile, one of its verdict buttons, or the badge of its stack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt

from rekreview.domain.assets import Status
from rekreview.ui.grid.arithmetic import ArithmeticListView
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.tile_layout import TileLayout


@dataclass(frozen=True, slots=True)
class Under:
    """What is under the pointer. row: of the tile, -1 for none. button: the verdict button of that tile."""

    row: int = -1
    button: Status | None = None
    on_badge: bool = False

    @property
    def can_be_pressed(self) -> bool:
        """Whether a click does more than select."""
        return self.button is not None or self.on_badge


class GridPointer:
    """Follows the pointer over a view, and has what it comes to and leaves painted anew.

    used_last: the pointer, and not a key, was used last. left: called when one that is used comes to another tile.
    """

    def __init__(
        self,
        view: ArithmeticListView,
        assets: AssetModel,
        parts: Callable[[], TileLayout],
        left: Callable[[], None],
    ) -> None:
        self._view = view
        self._assets = assets
        self._parts = parts
        self._left = left
        self._pressed: tuple[int, Status] | None = None
        self.under = Under()
        self.used_last = False

    @property
    def asset_id(self) -> int:
        """The asset under it; -1 for none."""
        return self._assets.asset_id(self.under.row) if self.under.row >= 0 else -1

    def look(self, point: QPoint, *, inside: bool = True) -> Under:
        """Find what is at a point of the viewport; nothing if the pointer is outside."""
        found = self._found(point) if inside else Under()
        if found != self.under:
            if found.row != self.under.row and self.used_last:
                self._left()
            self._view.repaint_rows((self.under.row, found.row))
            self.under = found
            shape = Qt.CursorShape.PointingHandCursor if found.can_be_pressed else Qt.CursorShape.ArrowCursor
            self._view.viewport().setCursor(shape)
        return self.under

    def look_again(self) -> None:
        """Find what is under a pointer that stands still while the tiles move."""
        inside = self._view.underMouse()
        point = self._view.viewport().mapFromGlobal(self._view.cursor().pos()) if inside else QPoint()
        self.look(point, inside=inside)

    def forget(self) -> None:
        """Other tiles take the place of those it was at."""
        self.under, self._pressed = Under(), None

    def press(self) -> None:
        """A button of a tile is held down."""
        self._pressed = self._at_button()

    def release(self) -> tuple[int, Status] | None:
        """The mouse button was let go of: the asset and the verdict, if that is the button that was pressed."""
        pressed, self._pressed = self._pressed, None
        return pressed if pressed == self._at_button() else None

    def _at_button(self) -> tuple[int, Status] | None:
        button = self.under.button
        return None if button is None else (self.asset_id, button)

    def _found(self, point: QPoint) -> Under:
        down = QPoint(0, self._view.verticalOffset())
        row = self._view.grid.row_at(point + down)
        tile = self._assets.tile(row) if row >= 0 else None
        if tile is None:
            return Under(row)
        within, parts = point + down - self._view.grid.cell(row).topLeft(), self._parts()
        return Under(row, parts.button_at(within), tile.stack is not None and parts.badge.contains(within))
