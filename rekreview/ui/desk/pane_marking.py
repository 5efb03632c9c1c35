"""Marks of labels on the review desk: the keys, the buttons of the detail pane, and the menu of missing categories."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rekreview.domain.marks import MarkWord
from rekreview.ui.desk.marking import Marking, MarkOperations
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.detail.category_menu import category_menu
from rekreview.ui.detail.pane import DetailPane


class PaneMarking(QObject):
    """Joins the rules of marking to the pane. What is clicked there goes to the asset that shows there."""

    def __init__(
        self, stage: DeskStage, operations: MarkOperations, detail: DetailPane, *, writable: bool, desk: QWidget
    ) -> None:
        super().__init__(desk)
        self.marking = Marking(stage, operations, stage.top_label, self)
        self._stage = stage
        self._detail = detail
        self._desk = desk
        detail.labels.marked.connect(self._mark)
        detail.labels.missing_wanted.connect(self.pick_missing)
        detail.labels.set_writable(writable)

    def top_is_wrong(self) -> None:
        """The label that leads the current asset's verdict is wrong."""
        self.marking.top_is_wrong()

    def pick_missing(self) -> None:
        """Offer the categories of the current asset's taxonomy; the one picked is marked as missing on that asset."""
        asset_id, card = self.marking.markable(), self._detail.card
        if asset_id < 0 or card is None or card.asset.id != asset_id:
            return
        pick = partial(self.marking.mark, asset_id, word=MarkWord.MISSING)
        around = self._desk if self._stage.in_loupe else self._detail.labels.missing
        category_menu(card.taxonomy, pick, self._desk).popup(around.mapToGlobal(around.rect().center()))

    def _mark(self, name: str, word: MarkWord | None) -> None:
        if self._detail.card is not None:
            self.marking.mark(self._detail.card.asset.id, name, word)
