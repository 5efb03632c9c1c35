"""What the desk is made of: all that a feature of it needs to do its work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.blind import Blindfold
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.near import NearDuplicates
from rekreview.ui.desk.operations import DeskOperations
from rekreview.ui.desk.pages import DeskPages
from rekreview.ui.desk.shown_list import ShownList
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.desk.target import Target
from rekreview.ui.desk.verdicts import Verdicts
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.reel.view import HitReel

if TYPE_CHECKING:
    from rekreview.ui.desk.views import DeskViews


@dataclass(slots=True)
class DeskParts:
    """The parts of one desk. writable: decisions may be made here; else the library is only looked at.

    views: made from the others, before any feature is. reasons: the words behind the keys 1 to 0, as they are now.
    """

    desk: QWidget
    queries: Blindfold
    dispatcher: Dispatcher
    operations: DeskOperations
    writable: bool
    model: AssetModel
    feed: ThumbnailFeed
    grid: GridView
    detail: DetailPane
    loupe: Loupe
    reel: HitReel
    head: DeskHead
    pages: DeskPages
    listing: Listing
    shown: ShownList
    stage: DeskStage
    verdicts: Verdicts
    target: Target
    near: NearDuplicates
    reasons: tuple[str, ...]
    views: DeskViews = field(init=False)

    def take_written_note(self) -> None:
        """A note that is being written while a button is clicked goes with that verdict."""
        if self.stage.in_reel:
            return
        written, about = self.detail.take_note(), self.detail.asset_id
        if written is not None and about >= 0:
            self.verdicts.put_note(about, written)
