"""The review desk: grid, detail pane and loupe on one list of assets, with one current asset and one set of rules.

It puts its parts together. What they do with each other is in `desk`; what is not needed by all of them is a feature
of its own there, named in `desk.features`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui import messages
from rekreview.ui.desk.asked_again import AskedAgain
from rekreview.ui.desk.blind import Blindfold, DeskQueries
from rekreview.ui.desk.deciding import Deciding
from rekreview.ui.desk.feature import DeskFeature
from rekreview.ui.desk.features import FEATURES
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.keys import DeskKeys
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.memory import place_from
from rekreview.ui.desk.near import NearDuplicates
from rekreview.ui.desk.operations import DeskOperations
from rekreview.ui.desk.pages import DeskPages
from rekreview.ui.desk.pane_marking import PaneMarking
from rekreview.ui.desk.parts import DeskParts
from rekreview.ui.desk.press_times import PressTimes
from rekreview.ui.desk.shown_list import ShownList
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.desk.target import Target
from rekreview.ui.desk.verdicts import Verdicts
from rekreview.ui.desk.views import DeskViews
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.detail.pictures import PictureDecoder
from rekreview.ui.grid.feed import Loader, ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.view import GridView
from rekreview.ui.keytable.spec import Place
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.player.panel import Storyboards
from rekreview.ui.reel.view import HitReel
from rekreview.ui.wellness import Profile
from rekreview.ui.wording import tr

_MARKING = ("mark_wrong", "mark_missing")
_Feature = TypeVar("_Feature", bound=DeskFeature)


class ReviewDesk(QWidget):
    """Where a person works through a list of assets.

    told: a sentence for the status line. batched: a sentence on a batch so large that its undo is offered where it is
    seen. targeted: how many assets the next verdict acts on. failed: something could not be done (an exception).
    policy_wanted: back to the policy screen, which asked for this list. unread: assets of the list could not be read,
    and what that means for what shows; "" once they were.
    """

    policy_wanted = Signal()
    unread = Signal(str)
    told = Signal(str)
    batched = Signal(str)
    targeted = Signal(int)
    failed = Signal(object)

    def __init__(
        self,
        *,
        queries: DeskQueries,
        dispatcher: Dispatcher,
        thumbnails: Loader,
        decoder: PictureDecoder,
        operations: DeskOperations,
        reasons: Sequence[str] = (),
        read_only: bool = False,
        storyboards: Storyboards | None = None,
        again: AskedAgain | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review-desk")
        self._blindfold = queries = Blindfold(queries, again)
        self._awaits_list = False
        self.model = AssetModel(queries.tiles, dispatcher.foremost, self, summaries=queries.stack_summaries)
        self.feed = ThumbnailFeed(thumbnails, parent=self)
        self.head = DeskHead(self)  # first of what Tab comes to
        self.grid = GridView(self.model, self.feed, self)
        self.detail = DetailPane(queries, dispatcher, decoder, self)
        self.loupe = Loupe(queries, dispatcher, decoder, self, storyboards=storyboards)
        self.reel = HitReel(queries, dispatcher, storyboards, self)
        self.listing = Listing(queries, dispatcher, self)
        self.listing.may_replace = lambda: not self.isVisible()
        # Before its rows take their place: what is on the screen and what a key counts as belong together.
        self.listing.glanced.connect(self._begin_list)
        self.listing.replaced.connect(self._begin_list)
        self.pages = DeskPages(self.head, self.grid, self.detail, self.loupe, self.reel, self)
        self.pages.fill(self)
        self._list = ShownList(self.listing, self.model, self.grid, self.head, self.pages, self)
        self.stage = DeskStage(self.model, self.grid, self.loupe, self.reel)
        self._presses = PressTimes(self)
        self.verdicts = Verdicts(self.stage, operations, pressed_at=self._presses.pressed_at, parent=self)
        buttons = (self.detail.buttons, self.loupe.buttons, self.reel.buttons)
        self.target = Target(self.stage, dispatcher, buttons, self)
        self.near = NearDuplicates(queries, dispatcher, self)
        self.parts = self._parts(queries, dispatcher, operations, tuple(reasons), writable=not read_only)
        self.views = self.parts.views = DeskViews(self.parts)
        self.deciding = Deciding(self.parts, self.views)
        self.marks = PaneMarking(
            self.stage, self.verdicts, operations, self.detail, self.reel, writable=not read_only, desk=self
        )
        self.features = tuple(make(self.parts) for make in FEATURES)
        self._connect()
        self._make_keys()

    def showEvent(self, event: QShowEvent) -> None:
        """Hear from now on when keys are pressed."""
        super().showEvent(event)
        if (window := self.window().windowHandle()) is not None:
            self._presses.listen(window)

    # Composition.

    def _parts(
        self,
        queries: Blindfold,
        dispatcher: Dispatcher,
        operations: DeskOperations,
        reasons: tuple[str, ...],
        *,
        writable: bool,
    ) -> DeskParts:
        return DeskParts(
            desk=self,
            queries=queries,
            dispatcher=dispatcher,
            operations=operations,
            writable=writable,
            model=self.model,
            feed=self.feed,
            grid=self.grid,
            detail=self.detail,
            loupe=self.loupe,
            reel=self.reel,
            head=self.head,
            pages=self.pages,
            listing=self.listing,
            shown=self._list,
            stage=self.stage,
            verdicts=self.verdicts,
            target=self.target,
            near=self.near,
            reasons=reasons,
        )

    def _connect(self) -> None:
        self.grid.picked_changed.connect(self._picked_changed)
        self.grid.tile_size_changed.connect(self.head.show_tile_size)
        self.head.tile_size_chosen.connect(self.grid.set_tile_size)
        self.head.refresh_wanted.connect(self.refresh)
        self.head.policy_wanted.connect(self.policy_wanted)
        self.head.show_tile_size(self.grid.tile_size)
        # The name of the asset acted on is known once its tile is here.
        self.model.tiles_changed.connect(self.target.show)
        self.model.unread.connect(lambda why, shows: self.unread.emit(_unread_words(why, shows) if why else ""))
        self.target.targeted.connect(self.targeted)
        marking = self.marks.marking
        for told in (self.loupe.told, self.views.told, self.verdicts.told, marking.told):
            told.connect(self.told)
        for failed in (self.reel.failed, self.listing.failed, self.verdicts.failed, marking.failed):
            failed.connect(self.failed)
        self.near.failed.connect(self.failed)
        self.verdicts.batched.connect(self.batched)
        for feature in self.features:
            feature.told.connect(self.told)
            feature.failed.connect(self.failed)
            feature.batched.connect(self.batched)
            self.grid.current_changed_to.connect(feature.show_current)

    def _make_keys(self) -> None:
        self.keys = DeskKeys({Place.DESK: self, Place.GRID: self.grid, Place.LOUPE: self.loupe, Place.REEL: self.reel})
        views, canvas = self.views, self.loupe.canvas
        deciding = self.deciding.keys()
        self.keys.add(
            {
                **deciding,
                "mark_wrong": self.marks.top_is_wrong,
                "mark_missing": self.marks.pick_missing,
                "larger": partial(views.resize, 1),
                "smaller": partial(views.resize, -1),
                "refresh": self.refresh,
                "reel": views.open_reel,
                "open_loupe": views.open,
                "open_hit": self.reel.open_hit,
                "close_reel": views.close_reel,
                "close_loupe": views.close_loupe,
                "next": partial(views.step, 1),
                "previous": partial(views.step, -1),
                "first": partial(self.grid.go_to, 0),
                "last": views.go_to_last,
                "fit": canvas.fit,
                "full_size": canvas.full_size,
                **self.loupe.panel.handlers(),
            },
        )
        for feature in self.features:
            self.keys.add(feature.keys())
        if not self.parts.writable:
            features = [name for feature in self.features for name in feature.deciding_keys()]
            self.keys.enable((*deciding, *_MARKING, *features), False)

    # What others ask of the desk.

    def feature(self, kind: type[_Feature]) -> _Feature:
        """The desk's feature of this kind. Raises StopIteration if it has none."""
        return next(feature for feature in self.features if isinstance(feature, kind))

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show this list, from its beginning, as soon as it is read."""
        self._blindfold.reach_for(wanted)
        self._awaits_list = True
        for feature in self.features:
            feature.show_list(wanted)
        self._list.show(wanted)
        self.reel.show_list(wanted)

    def refresh(self) -> None:
        """Read the list again; what was decided leaves it. The reviewer stays where they are."""
        self.listing.read()
        self.reel.refresh()

    def read_again(self) -> None:
        """Read anew what shows of the list, of which something could not be read."""
        self.model.outdate()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        self.listing.heed(change)
        if change.everything or change.changed:
            changed = None if change.everything else change.changed
            self.model.outdate(changed)
            self.views.doubt(changed)
        if change.everything or change.policy or self.stage.current() in change.changed:
            self.views.refresh()
        self.reel.heed(change)
        for feature in self.features:
            feature.heed(change)

    def taken_back(self, ids: Sequence[int]) -> None:
        """Decisions on these assets were undone or redone elsewhere."""
        self.verdicts.taken_back(ids)

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        for part in (self.grid, self.detail, self.loupe, self.reel):
            part.set_profile(profile)

    def set_reasons(self, reasons: Sequence[str]) -> None:
        """The words behind the keys 1 to 0."""
        self.parts.reasons = tuple(reasons)

    def open_loupe(self) -> None:
        """Show the current asset large."""
        self.views.open_loupe()

    def close_loupe(self) -> None:
        """Back to where the large view was opened from, at the same asset."""
        self.views.close_loupe()

    def open_reel(self) -> None:
        """Show all hits of the videos in this list."""
        self.views.open_reel()

    def close_reel(self) -> None:
        """Back to the grid, at the clip that was chosen."""
        self.views.close_reel()

    def stop(self) -> None:
        """Read and decode nothing more."""
        self.listing.stop()
        self.detail.stop()
        self.loupe.leave()
        self.reel.leave()
        for feature in self.features:
            feature.stop()

    def to_state(self) -> dict[str, Any]:
        """Where the reviewer is, as plain values that fit into JSON."""
        kept = {feature.name: feature.to_state() for feature in self.features if feature.name}
        return {**self._list.place.to_dict(), **kept}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Go where the reviewer was, as soon as the list is read. Values that make no sense are left out."""
        self._list.return_to(place_from(state))
        for feature in self.features:
            known = state.get(feature.name)
            if isinstance(known, dict):
                feature.restore_state(known)

    def _begin_list(self, _rows: object) -> None:
        """The list that was asked for is about to show: what was begun in the one before ends as it began."""
        if not self._awaits_list:
            return
        self._awaits_list = False
        self.detail.note.keep()
        self.verdicts.leave_list(self._blindfold.judges_again)
        if self._blindfold.wear():
            self.model.outdate()
            self.detail.refresh()
            self.reel.refresh()

    def _picked_changed(self, count: int) -> None:
        self.head.show_selected(count)
        self.target.show()


def _unread_words(why: Exception, shows: bool) -> str:
    text = (
        tr("Could not read some of these assets again: {why} What shows of them may be out of date.")
        if shows
        else tr("Could not read some of these assets: {why} They stay grey until they are read.")
    )
    return text.format(why=messages.of(why).whole)
