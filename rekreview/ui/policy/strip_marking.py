"""Marks of labels from the flip theatre: the desk's own keys and rules, on the current tile of one strip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from rekreview.domain.assets import Tile
from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import NEWEST, taxonomy
from rekreview.ui.desk import unseen
from rekreview.ui.desk.marking import Marking, MarkOperations
from rekreview.ui.detail.category_menu import category_menu
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.view import GridView
from rekreview.ui.wording import tr


class StripStage:
    """What the rules of marking need to know of a strip."""

    def __init__(self, model: AssetModel, view: GridView) -> None:
        self._model = model
        self._view = view
        # A marked asset changes, and its tile is on its way anew just when the mark is told of.
        self._names: dict[int, str] = {}

    def current(self) -> int:
        """The current asset, -1 if there is none."""
        asset_id = self._view.current_id()
        tile = self._tile(asset_id)
        if tile is not None:
            self._names = {asset_id: tile.name}
        return asset_id

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture is on the screen."""
        return self._view.is_shown(asset_id)

    def in_sight(self, asset_id: int) -> bool:
        """Whether this asset's place is on the screen, painted or not."""
        row, visible = self._model.rows.row_of(asset_id), self._view.visible_rows()
        return row < 0 or not len(visible) or row in visible

    def bring_into_sight(self, asset_id: int) -> None:
        """Scroll to where this asset is."""
        self._view.scrollTo(self._model.index(self._model.rows.row_of(asset_id)))

    def name_of(self, asset_id: int) -> str:
        """The asset's file name."""
        return self._names.get(asset_id) or tr("asset {}").format(asset_id)

    def top_label(self, asset_id: int) -> str:
        """The category the asset's tile names, "" for none."""
        tile = self._tile(asset_id)
        return tile.category if tile else ""

    def _tile(self, asset_id: int) -> Tile | None:
        row = self._model.rows.row_of(asset_id)
        return self._model.tile(row) if row >= 0 else None


class StripMarking(QObject):
    """Marks the current tile of a strip, if it can be seen. The mark is told and counted; no verdict moves by it."""

    def __init__(self, model: AssetModel, view: GridView, operations: MarkOperations, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = StripStage(model, view)
        self._view = view
        self.marking = Marking(self._stage, operations, self._stage.top_label, self, was_unseen=self._was_out_of_sight)

    def top_is_wrong(self) -> None:
        """The label that the current tile names is wrong."""
        self.marking.top_is_wrong()

    def pick_missing(self) -> None:
        """Offer the categories; the one picked is marked as missing on the current tile's asset."""
        asset_id = self.marking.markable()
        if asset_id >= 0:
            pick = partial(self.marking.mark, asset_id, word=MarkWord.MISSING)
            around = self._view.viewport()
            category_menu(taxonomy(NEWEST), pick, self._view).popup(around.mapToGlobal(around.rect().center()))

    def _was_out_of_sight(self, asset_id: int) -> bool:
        """Whether the tile is scrolled away: it is brought back, and told."""
        told = unseen.out_of_sight(self._stage, asset_id)
        if told:
            self.marking.told.emit(told)
        return bool(told)
