"""Where the keys of the grid lead, as arithmetic."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from rekreview.ui.grid.geometry import Geometry

_Action = QAbstractItemView.CursorAction
_ACTIONS = {
    Qt.Key.Key_Left: _Action.MoveLeft,
    Qt.Key.Key_Right: _Action.MoveRight,
    Qt.Key.Key_Up: _Action.MoveUp,
    Qt.Key.Key_Down: _Action.MoveDown,
    Qt.Key.Key_Home: _Action.MoveHome,
    Qt.Key.Key_End: _Action.MoveEnd,
    Qt.Key.Key_PageUp: _Action.MovePageUp,
    Qt.Key.Key_PageDown: _Action.MovePageDown,
}


# The names these moves have in the table of keys.
MOVES = {
    "move_left": _Action.MoveLeft,
    "move_right": _Action.MoveRight,
    "move_up": _Action.MoveUp,
    "move_down": _Action.MoveDown,
    "move_home": _Action.MoveHome,
    "move_end": _Action.MoveEnd,
    "page_up": _Action.MovePageUp,
    "page_down": _Action.MovePageDown,
}


def moved_row(action: QAbstractItemView.CursorAction, row: int, geometry: Geometry) -> int:
    """The row a move leads to from `row` (-1: none yet), -1 in an empty grid. At an edge it stays."""
    if not geometry.count:
        return -1
    if row < 0:
        return geometry.count - 1 if action is _Action.MoveEnd else 0
    page = geometry.lines_in_view * geometry.columns
    steps = {
        _Action.MoveLeft: -1,
        _Action.MovePrevious: -1,
        _Action.MoveRight: 1,
        _Action.MoveNext: 1,
        _Action.MoveUp: -geometry.columns,
        _Action.MoveDown: geometry.columns,
        _Action.MovePageUp: -page,
        _Action.MovePageDown: page,
        _Action.MoveHome: -row,
        _Action.MoveEnd: geometry.count - 1 - row,
    }
    wanted = row + steps[action]
    if action is _Action.MoveUp:
        return wanted if wanted >= 0 else row
    if action is _Action.MoveDown and wanted >= geometry.count:
        # Below the last whole line there may be a shorter one: its end is the next best place.
        on_last_line = row // geometry.columns == geometry.lines - 1
        return row if on_last_line else geometry.count - 1
    return max(0, min(wanted, geometry.count - 1))


def row_for_key(key: int, row: int, geometry: Geometry) -> int | None:
    """The row a key leads to, None if it is no key that moves."""
    try:
        action = _ACTIONS.get(Qt.Key(key))
    except ValueError:
        return None
    return None if action is None else moved_row(action, row, geometry)


def row_for(event: QKeyEvent, name: str, row: int, geometry: Geometry) -> int | None:
    """The row a press leads to: by its name in the table of keys, or by an arrow with Shift or Ctrl."""
    if name in MOVES:
        return moved_row(MOVES[name], row, geometry)
    held = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    return row_for_key(event.key(), row, geometry) if held else None
