"""Where a reviewer is in a list: kept over a refresh and over a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.view import GridView

_MOST_SELECTED = 1000
_SEARCHED_ROWS = 5000
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """The current asset, the selected ones, and the asset at the top of the view with its distance from it (pixels).

    Ids, -1 for none. row: that of the current asset, where to go if it has left the list meanwhile. away: the view was
    scrolled away from the current asset. remembered: it is of another time, so that what is shown now tells nothing of
    what came after its assets.
    """

    current: int = -1
    selected: tuple[int, ...] = ()
    top: int = -1
    offset: int = 0
    row: int = -1
    away: bool = False
    remembered: bool = False

    @property
    def seen(self) -> tuple[int, ...]:
        """The assets that have to be in a list for one to be here again."""
        return tuple(sorted({one for one in (self.current, self.top, *self.selected) if one >= 0}))

    def to_dict(self) -> dict[str, Any]:
        """Plain values that fit into JSON."""
        return {**asdict(self), "selected": list(self.selected)}


def place_from(state: Mapping[str, Any]) -> Place:
    """The place a dict made by `to_dict` tells of; values that make no sense are left out."""
    numbers: dict[str, Any] = {
        name: value for name in ("current", "top", "offset", "row") if _is_number(value := state.get(name))
    }
    selected = state.get("selected")
    sound = isinstance(selected, list) and all(map(_is_number, selected))
    return Place(**numbers, selected=tuple(selected) if sound and selected else (), away=state.get("away") is True)


def _is_number(value: object) -> bool:
    """Whether it may be an id, a row or a distance: one that neither a database nor a view can hold is none."""
    return type(value) is int and -_LARGEST <= value <= _LARGEST


def place_of(model: AssetModel, grid: GridView) -> Place:
    """Where the reviewer is now. A selection of thousands is not remembered."""
    visible = grid.visible_rows()
    top = visible.start if len(visible) else -1
    selector = grid.selector
    few = 1 < selector.count <= _MOST_SELECTED
    return Place(
        current=grid.current_id(),
        selected=tuple(model.rows.ids[selector.rows()].tolist()) if few else (),
        top=model.asset_id(top) if top >= 0 else -1,
        offset=grid.grid.cell(top).top() - grid.verticalOffset() if top >= 0 else 0,
        row=selector.current,
        away=selector.current >= 0 and selector.current not in visible,
    )


def put_place(place: Place, before: Rows, model: AssetModel, grid: GridView) -> None:
    """Go to a place in the list shown now; if its assets left, to what came after them in the list `before`."""
    if not model.rowCount():
        return
    rows, before = model.rows, Rows() if place.remembered else before
    current = _nearest(place.current, before, rows)
    top = _nearest(place.top, before, rows)
    if top >= 0 and place.top >= 0:
        grid.updateGeometries()
        grid.verticalScrollBar().setValue(grid.grid.cell(top).top() - place.offset)
    if current < 0 <= place.current and place.row >= 0:
        grid.go_to(min(place.row, model.rowCount() - 1))
        return
    grid.make_current(model.asset_id(max(0, current)))
    hidden = grid.selector.current not in grid.visible_rows()
    if (hidden and not place.away) or top < 0 <= place.top:  # what a key acts on is seen
        grid.scrollTo(model.index(max(0, current)))
    if len(place.selected) > 1:  # else nothing is asked of NumPy's sets, which load a twentieth of a second's more
        selected = np.unique(rows.rows_holding(place.selected))
        if len(selected) > 1:
            grid.selector.put(selected)


def _nearest(asset_id: int, before: Rows, rows: Rows) -> int:
    """The row of an asset, or of the first one after it (then before it) in the old list that is still there."""
    row = rows.row_holding(asset_id) if asset_id >= 0 else -1
    at = before.row_holding(asset_id) if row < 0 <= asset_id else -1
    if at < 0:
        return row
    for ids in (before.ids[at + 1 : at + _SEARCHED_ROWS], before.ids[max(0, at - _SEARCHED_ROWS) : at][::-1]):
        for wanted in ids.tolist():
            found = rows.row_holding(wanted)
            if found >= 0:
                return found
    return -1
