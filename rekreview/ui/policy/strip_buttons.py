"""What a strip of the flip theatre needs for a hand that has only a mouse, to whom a click on a tile opens it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from rekreview.ui import live_keys
from rekreview.ui.filtering.flow import FlowLayout
from rekreview.ui.grid.view import GridView
from rekreview.ui.mouse_buttons import HEIGHT, hold_buttons, mouse_button


class StripButtons(QWidget):
    """Goes from tile to tile of one strip and lifts the veil of the current one, where a mouse is all there is.

    held(FilterStep): its veil is to be lifted so far. let_go: no longer.
    """

    held = Signal(object)
    let_go = Signal()

    def __init__(self, view: GridView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._wanted = False
        self.setObjectName("strip-buttons")
        row = FlowLayout(self, spacing=2)
        row.setContentsMargins(0, 0, 0, 0)
        for button in self._made():
            row.addWidget(button)
        live_keys.follow(self, StripButtons._show_them)

    def show_for(self, somebody: bool) -> None:
        """Show them while anybody is in the strip."""
        self._wanted = somebody
        self._show_them()

    def _made(self) -> list[QToolButton]:
        before = mouse_button(self, self.tr("Previous asset"), "chevron-left", partial(self._go, -1))
        after = mouse_button(self, self.tr("Next asset"), "chevron-right", partial(self._go, 1))
        for button in (before, after):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setMinimumWidth(HEIGHT)
            button.setToolTip(button.text())
        made = [before, after, *hold_buttons(self, self._hold, self.let_go.emit)]
        for button in made:  # both strips have them
            button.setAccessibleName(f"{button.text()} ({self._view.accessibleName()})")
        return made

    def _hold(self, step: object) -> None:
        self._go(0)
        self.held.emit(step)

    def _go(self, by: int) -> None:
        row = max(0, self._view.selector.current + by)
        self._view.go_to(min(row, self._view.grid.count - 1))

    def _show_them(self) -> None:
        self.setVisible(self._wanted and live_keys.mouse_only())
