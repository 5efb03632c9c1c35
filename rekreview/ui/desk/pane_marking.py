"""Marks of labels on the review desk: the keys, the buttons of the detail pane, and the menu of missing categories."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from rekreview.domain.marks import MarkWord
from rekreview.domain.taxonomy import Taxonomy, taxonomy
from rekreview.ui import actions
from rekreview.ui.desk.marking import Marking, MarkOperations
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.desk.verdicts import Verdicts
from rekreview.ui.detail.category_menu import category_menu
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.reel.view import HitReel
from rekreview.ui.wording import tr


class PaneMarking(QObject):
    """Joins the rules of marking to pane and reel. What is clicked in the pane goes to the asset that shows there; a
    key goes to the current asset, in the reel to the clip of the chosen hit; where that could not be seen when it was
    pressed, it is taken no more than a verdict key is.
    """

    def __init__(
        self,
        stage: DeskStage,
        verdicts: Verdicts,
        operations: MarkOperations,
        detail: DetailPane,
        reel: HitReel,
        *,
        writable: bool,
        desk: QWidget,
    ) -> None:
        super().__init__(desk)
        self.marking = Marking(stage, operations, self._leading, self, was_unseen=self._was_unseen)
        self._stage = stage
        self._verdicts = verdicts
        self._detail = detail
        self._reel = reel
        self._desk = desk
        detail.labels.marked.connect(self._mark)
        detail.labels.missing_wanted.connect(self.pick_missing)
        detail.labels.set_writable(writable)

    def top_is_wrong(self) -> None:
        """The label that leads the current asset's verdict is wrong; in the reel, that of the chosen hit."""
        self.marking.top_is_wrong()

    def _was_unseen(self, asset_id: int) -> bool:
        return self._verdicts.came_too_early(asset_id) or self._verdicts.was_out_of_sight(asset_id)

    def _leading(self, asset_id: int) -> str:
        """The label a person sees named: beside the chosen hit, else on the asset's tile."""
        hit = self._reel.hit
        return hit.category if self._stage.in_reel and hit is not None else self._stage.top_label(asset_id)

    def pick_missing(self) -> None:
        """Offer the categories of the current asset's taxonomy; the one picked is marked as missing on that asset."""
        asset_id = self.marking.markable()
        if asset_id < 0:
            return
        spoken = self._taxonomy_of(asset_id)
        if spoken is None:
            told = tr("Nothing marked: the labels of {name} are not read yet. Press {key} again.")
            key = actions.key_or_name("mark_missing")
            self.marking.told.emit(told.format(name=self._stage.name_of(asset_id), key=key))
            return
        pick = partial(self.marking.mark, asset_id, word=MarkWord.MISSING)
        category_menu(spoken, pick, self._desk).popup(self._menu_place())

    def _taxonomy_of(self, asset_id: int) -> Taxonomy | None:
        """What the labels of the current asset speak; None until they are read."""
        hit, card = self._reel.hit, self._detail.card
        if self._stage.in_reel and hit is not None:
            return taxonomy(hit.taxonomy)
        return card.taxonomy if card is not None and card.asset.id == asset_id else None

    def _menu_place(self) -> QPoint:
        if self._stage.in_reel:
            return self._reel.room.center()
        around = self._desk if self._stage.in_loupe else self._detail.labels.missing
        return around.mapToGlobal(around.rect().center())

    def _mark(self, name: str, word: MarkWord | None) -> None:
        if self._detail.card is not None:
            self.marking.mark(self._detail.card.asset.id, name, word)
