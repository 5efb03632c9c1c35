"""The review desk: grid, detail pane and loupe on one list of assets, with one current asset and one set of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rekreview.domain.assets import DecidedBy, Status
from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.blind import Blindfold, DeskQueries
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.keys import DeskKeys
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.memory import place_from
from rekreview.ui.desk.one_picture import OnePicture
from rekreview.ui.desk.operations import DeskOperations
from rekreview.ui.desk.pages import DeskPages
from rekreview.ui.desk.pane_marking import PaneMarking
from rekreview.ui.desk.reveal import RevealKey
from rekreview.ui.desk.shown_list import ShownList
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.desk.verdicts import Verdicts
from rekreview.ui.detail.card import AssetCard
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.detail.pictures import PictureDecoder
from rekreview.ui.grid.feed import Loader, ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.player.panel import Storyboards
from rekreview.ui.reel.view import HitReel
from rekreview.ui.wellness import Profile

DECIDING = ("approve", "reject", "clear", "second_look", "undo_last", "note", "mark_wrong", "mark_missing")
_AHEAD = 2


class ReviewDesk(QWidget):
    """Where a person works through a list of assets.

    told: a sentence for the status line. batched: a sentence on a batch so large that its undo is offered where it is
    seen. targeted: how many assets the next verdict acts on. failed: something could not be done (an exception).
    policy_wanted: back to the policy screen, which asked for this list.
    """

    policy_wanted = Signal()
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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review-desk")
        self._reasons = tuple(reasons)
        self._read_only = read_only
        self._blindfold = queries = Blindfold(queries)
        self.model = AssetModel(queries.tiles, dispatcher, self)
        self.feed = ThumbnailFeed(thumbnails, parent=self)
        self.grid = GridView(self.model, self.feed, self)
        self.detail = DetailPane(queries, dispatcher, decoder, self)
        self.loupe = Loupe(queries, dispatcher, decoder, self, storyboards=storyboards)
        self.reel = HitReel(queries, dispatcher, storyboards, self)
        self._in_reel = False  # the large view was opened from there
        self.head = DeskHead(self)
        self.listing = Listing(queries, dispatcher, self)
        self.listing.may_replace = lambda: not self.isVisible()
        self._pages = DeskPages(self.head, self.grid, self.detail, self.loupe, self.reel, self)
        self._pages.fill(self)
        self._list = ShownList(self.listing, self.model, self.grid, self.head, self._pages, self)
        self.stage = DeskStage(self.model, self.grid, self.loupe, self.reel)
        self.verdicts = Verdicts(self.stage, operations, parent=self)
        self.marks = PaneMarking(self.stage, operations, self.detail, writable=not read_only, desk=self)
        self._connect()
        self._make_keys()
        self.reveal_key = RevealKey(self, OnePicture(self.grid, self.detail, self.loupe, self.reel).reveal)

    # Composition.

    def _connect(self) -> None:
        self.grid.current_changed_to.connect(self._current_changed)
        self.grid.picked_changed.connect(self._picked_changed)
        self.grid.picture_shown.connect(self.verdicts.picture_shown)
        self.grid.verdict_clicked.connect(self._click)
        self.grid.opened.connect(lambda _id: self.open_loupe())
        self.grid.tile_size_changed.connect(self.head.show_tile_size)
        self.loupe.picture_shown.connect(self.verdicts.picture_shown)
        self.loupe.closed.connect(self.close_loupe)
        self.loupe.told.connect(self.told)
        self.reel.picture_shown.connect(self.verdicts.picture_shown)
        self.reel.moved.connect(self._clip_changed)
        self.reel.opened.connect(self._open_hit)
        self.reel.closed.connect(self.close_reel)
        self.reel.failed.connect(self.failed)
        self.detail.opened.connect(self.open_loupe)
        self.detail.note_kept.connect(self._keep_note)
        self.detail.second_look_wanted.connect(self.verdicts.second_look)
        self.detail.second_look.setEnabled(not self._read_only)
        self.detail.note_left.connect(self.grid.setFocus)
        for buttons in (self.detail.buttons, self.loupe.buttons, self.reel.buttons):
            buttons.decided.connect(self._press)
            buttons.cleared.connect(self.verdicts.clear)
            buttons.set_writable(not self._read_only)
        self.head.tile_size_chosen.connect(self.grid.set_tile_size)
        self.head.refresh_wanted.connect(self.refresh)
        self.head.reel_wanted.connect(self.open_reel)
        self.head.policy_wanted.connect(self.policy_wanted)
        # The name of the asset acted on is known once its tile is here.
        self.model.tiles_changed.connect(self._show_target)
        self._list.emptied.connect(self._show_nothing)
        self.listing.failed.connect(self.failed)
        self.verdicts.batched.connect(self.batched)
        for deeds in (self.verdicts, self.marks.marking):
            deeds.told.connect(self.told)
            deeds.failed.connect(self.failed)
        self.head.show_tile_size(self.grid.tile_size)

    def _make_keys(self) -> None:
        reasons = {f"reason_{number}": partial(self._press_reason, number - 1) for number in range(1, 11)}
        self.keys = DeskKeys(
            self,
            {
                "approve": partial(self._press, Status.APPROVED),
                "reject": partial(self._press, Status.REJECTED),
                "clear": self.verdicts.clear,
                "second_look": self.verdicts.second_look,
                "undo_last": self.verdicts.undo_and_return,
                "note": self._write_note,
                "mark_wrong": self.marks.top_is_wrong,
                "mark_missing": self.marks.pick_missing,
                "larger": partial(self._resize, 1),
                "smaller": partial(self._resize, -1),
                "refresh": self.refresh,
                "reel": self.open_reel,
                **reasons,
            },
        )
        DeskKeys(self.grid, {"open_loupe": self.open_loupe})
        DeskKeys(self.reel, {"open_hit": self.reel.open_hit, "close_reel": self.close_reel})
        DeskKeys(
            self.loupe,
            {
                "close_loupe": self.close_loupe,
                "next": partial(self._step, 1),
                "previous": partial(self._step, -1),
                "first": partial(self.grid.go_to, 0),
                "last": lambda: self.grid.go_to(self.model.rowCount() - 1),
                "fit": self.loupe.canvas.fit,
                "full_size": self.loupe.canvas.full_size,
                **self.loupe.panel.handlers(),
            },
        )
        self.keys.enable((*DECIDING, *reasons), not self._read_only)

    # What others ask of the desk.

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show this list, from its beginning."""
        if self._blindfold.wear_for(wanted):
            self.model.outdate()
            self.detail.refresh()
        self._list.show(wanted)
        self.reel.show_list(wanted)

    def refresh(self) -> None:
        """Read the list again; what was decided leaves it. The reviewer stays where they are."""
        self.listing.read()
        self.reel.refresh()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        self.listing.heed(change)
        if change.everything or change.changed:
            changed = None if change.everything else change.changed
            self.model.outdate(changed)
            for part in (self.grid.revealed, self.detail.shown, self.loupe.shown):
                part.doubt(changed)
        current = self.stage.current()
        if change.everything or change.policy or current in change.changed:
            self.detail.show_waiting_note(self.verdicts.note_on(current))
            self.detail.refresh()
            if self.stage.in_loupe:
                self.loupe.refresh()
        self.reel.heed(change)

    def taken_back(self, ids: Sequence[int]) -> None:
        """Decisions on these assets were undone or redone elsewhere."""
        self.verdicts.taken_back(ids)

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        for part in (self.grid, self.detail, self.loupe, self.reel):
            part.set_profile(profile)

    def set_reasons(self, reasons: Sequence[str]) -> None:
        """The words behind the keys 1 to 0."""
        self._reasons = tuple(reasons)

    def stop(self) -> None:
        """Read and decode nothing more."""
        self.listing.stop()
        self.detail.stop()
        self.loupe.leave()
        self.reel.leave()

    def to_state(self) -> dict[str, Any]:
        """Where the reviewer is, as plain values that fit into JSON."""
        return self._list.place.to_dict()

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Go where the reviewer was, as soon as the list is read. Values that make no sense are left out."""
        self._list.return_to(place_from(state))

    # Moving about.

    def open_loupe(self) -> None:
        """Show the current asset large."""
        if self.stage.current() >= 0:
            self._pages.show_loupe()
            self._show_in_loupe()
            self.loupe.setFocus()
            self._show_target()

    def close_loupe(self) -> None:
        """Back to the grid, at the same asset."""
        self.reveal_key.veil()
        back, self._in_reel = self._in_reel, False
        self._pages.show_grid()
        self.loupe.leave()
        self.verdicts.moved(-1)
        self.grid.setFocus()
        if back:
            self._show_reel()
        self._show_target()

    def open_reel(self) -> None:
        """Show all hits of the videos in this list."""
        if not self.stage.in_reel:
            self._in_reel = True
            self.close_loupe()

    def close_reel(self) -> None:
        """Back to the grid, at the clip that was chosen."""
        chosen = self.reel.current
        self._pages.show_grid()
        self.reel.leave()
        self.verdicts.moved(-1)
        if chosen >= 0:
            self.grid.make_current(chosen)
        self.grid.setFocus()
        self._show_target()

    def _show_reel(self) -> None:
        self._pages.show_reel()
        self.reel.enter()

    def _open_hit(self, asset_id: int, at_ms: int) -> None:
        """See a hit large; from there Esc leads back to the reel."""
        self.grid.make_current(asset_id)
        if self.grid.current_id() != asset_id:
            self.told.emit(self.tr("This clip is not in the list any more: refresh the list."))
            return
        self._pages.show_loupe()
        self._in_reel = True
        self._show_in_loupe(at_ms)
        self.loupe.setFocus()
        self._show_target()

    def _clip_changed(self, asset_id: int) -> None:
        if self.stage.in_reel:
            self.verdicts.moved(asset_id)
            self._show_target()

    def _step(self, by: int) -> None:
        row = self.grid.selector.current + by
        self.grid.go_to(max(0, min(row, self.model.rowCount() - 1)))

    def _current_changed(self, asset_id: int) -> None:
        self.reveal_key.veil()
        self.verdicts.moved(asset_id)
        self.detail.show_asset(asset_id)
        self.detail.show_waiting_note(self.verdicts.note_on(asset_id))
        if self.stage.in_loupe:
            self._show_in_loupe()
        self._show_target()

    def _show_in_loupe(self, at_ms: int | None = None) -> None:
        row = self.grid.selector.current
        rows = range(row + 1, min(row + 1 + _AHEAD, self.model.rowCount()))
        place = self.tr("{at} of {all}").format(at=f"{row + 1:,}", all=f"{self.model.rowCount():,}")
        self.loupe.show_asset(self.stage.current(), [self.model.asset_id(ahead) for ahead in rows], place, at_ms)

    def _picked_changed(self, count: int) -> None:
        self.head.show_selected(count)
        self._show_target()

    def _show_target(self, *_rows: int) -> None:
        count = self.stage.target_count()
        current = self.stage.current()
        name = self.stage.name_of(current) if count == 1 else ""
        self.detail.buttons.show_target(count, name)
        self.loupe.buttons.show_target(count, name)
        self.reel.buttons.show_target(count, name)
        self.targeted.emit(count)

    def _resize(self, steps: int) -> None:
        if self.stage.in_loupe:
            self.loupe.canvas.step(steps)
        else:
            self.grid.step_tile_size(steps)

    def _show_nothing(self) -> None:
        """The list is empty."""
        if self.stage.in_loupe:
            self.close_loupe()
        self._current_changed(-1)

    # Deciding.

    def _press(self, status: Status) -> None:
        if not self._read_only:
            self._take_note()
            self.verdicts.press(status)

    def _take_note(self) -> None:
        """A note that is being written while a button of the pane is clicked goes with that verdict."""
        if self.stage.in_reel:
            return
        written, current = self.detail.note.take(), self.stage.current()
        if written and current >= 0:
            self.verdicts.put_note(current, written)

    def _click(self, asset_id: int, status: Status) -> None:
        if not self._read_only:
            self.grid.make_current(asset_id)
            self.verdicts.click(asset_id, status)

    def _press_reason(self, at: int) -> None:
        if at < len(self._reasons) and self._reasons[at]:
            self.verdicts.press_reason(self._reasons[at])

    def _write_note(self) -> None:
        self._in_reel = False
        if self.stage.in_loupe:
            self.close_loupe()
        elif self.stage.in_reel:
            self.close_reel()
        self.detail.note.setFocus()
        self.detail.note.selectAll()

    def _keep_note(self, card: AssetCard, text: str) -> None:
        asset, decision = card.asset, card.decision
        if asset.decided_by is DecidedBy.REVIEWER and decision is not None:
            self.verdicts.annotate(asset.id, asset.status, decision.reason, text)
        else:
            self.verdicts.put_note(asset.id, text)
            if asset.id == self.stage.current():
                self.detail.show_waiting_note(text)
