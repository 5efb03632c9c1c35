"""The review desk: grid, detail pane and loupe on one list of assets, with one current asset and one set of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from rekreview.domain.assets import DecidedBy, Status, Tile
from rekreview.domain.changes import ChangeSet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.desk.empty import EmptyList
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.keys import DeskKeys
from rekreview.ui.desk.listing import Listing, ListingQueries
from rekreview.ui.desk.memory import Place, place_from, place_of, put_place
from rekreview.ui.desk.operations import DeskOperations
from rekreview.ui.desk.stage import DeskStage
from rekreview.ui.desk.verdicts import Verdicts
from rekreview.ui.detail.card import AssetCard, CardQueries
from rekreview.ui.detail.pane import DetailPane
from rekreview.ui.detail.pictures import PictureDecoder
from rekreview.ui.grid.feed import Loader, ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.grid.view import GridView
from rekreview.ui.loupe.view import Loupe, LoupeQueries
from rekreview.ui.wellness import Profile

DECIDING = ("approve", "reject", "clear", "second_look", "undo_last", "note")
_AHEAD = 2


class DeskQueries(ListingQueries, CardQueries, LoupeQueries, Protocol):
    """What the desk asks of a library."""

    def tiles(self, ids: Ids) -> Sequence[Tile]:
        """The cells of these assets."""


class ReviewDesk(QWidget):
    """Where a person works through a list of assets.

    told: a sentence for the status line. batched: a sentence on a batch so large that its undo is offered where it is
    seen. targeted: how many assets the next verdict acts on. failed: something could not be done (an exception).
    """

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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review-desk")
        self._reasons = tuple(reasons)
        self._read_only = read_only
        self._place: Place | None = None
        self._glanced: Rows | None = None
        self.model = AssetModel(queries.tiles, dispatcher, self)
        self.feed = ThumbnailFeed(thumbnails, parent=self)
        self.grid = GridView(self.model, self.feed, self)
        self.detail = DetailPane(queries, dispatcher, decoder, self)
        self.loupe = Loupe(queries, dispatcher, decoder, self)
        self.head = DeskHead(self)
        self._empty = EmptyList(self)
        self.listing = Listing(queries, dispatcher, self)
        self.listing.may_replace = lambda: not self.isVisible()
        self._lay_out()
        self.stage = DeskStage(self.model, self.grid, self.loupe)
        self.verdicts = Verdicts(self.stage, operations, parent=self)
        self._connect()
        self._make_keys()

    # Composition.

    def _lay_out(self) -> None:
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.grid)
        self._middle.addWidget(self._empty)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._middle, 1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setObjectName("review-splitter")
        halves.setChildrenCollapsible(False)
        halves.addWidget(left)
        halves.addWidget(self.detail)
        halves.setStretchFactor(0, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(halves)
        self._pages.addWidget(self.loupe)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        self._halves = halves

    def _connect(self) -> None:
        self.grid.current_changed_to.connect(self._current_changed)
        self.grid.picked_changed.connect(self._picked_changed)
        self.grid.picture_shown.connect(self.verdicts.picture_shown)
        self.grid.verdict_clicked.connect(self._click)
        self.grid.opened.connect(lambda _id: self.open_loupe())
        self.grid.tile_size_changed.connect(self.head.show_tile_size)
        self.loupe.picture_shown.connect(self.verdicts.picture_shown)
        self.loupe.closed.connect(self.close_loupe)
        self.detail.opened.connect(self.open_loupe)
        self.detail.note_kept.connect(self._keep_note)
        self.detail.second_look_wanted.connect(self.verdicts.second_look)
        self.detail.second_look.setEnabled(not self._read_only)
        self.detail.note_left.connect(self.grid.setFocus)
        for buttons in (self.detail.buttons, self.loupe.buttons):
            buttons.decided.connect(self._press)
            buttons.cleared.connect(self.verdicts.clear)
            buttons.set_writable(not self._read_only)
        self.head.tile_size_chosen.connect(self.grid.set_tile_size)
        self.head.refresh_wanted.connect(self.refresh)
        # The name of the asset acted on is known once its tile is here.
        self.model.tiles_changed.connect(self._show_target)
        self.listing.glanced.connect(self._put_glance)
        self.listing.replaced.connect(self._put_whole)
        self.listing.extended.connect(self._extend_rows)
        self.listing.outdated.connect(self.head.show_outdated)
        self.listing.failed.connect(self.failed)
        self.verdicts.told.connect(self.told)
        self.verdicts.batched.connect(self.batched)
        self.verdicts.failed.connect(self.failed)
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
                "larger": partial(self._resize, 1),
                "smaller": partial(self._resize, -1),
                "refresh": self.refresh,
                **reasons,
            },
        )
        DeskKeys(self.grid, {"open_loupe": self.open_loupe})
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
            },
        )
        self.keys.enable((*DECIDING, *reasons), not self._read_only)

    # What others ask of the desk.

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show this list, from its beginning."""
        if self.listing.filter != wanted and self._place is None:
            self._place = Place()
        self.listing.show(wanted, (self._place or place_of(self.model, self.grid)).seen)

    def refresh(self) -> None:
        """Read the list again; what was decided leaves it. The reviewer stays where they are."""
        self.listing.read()

    def heed(self, change: ChangeSet) -> None:
        """The library changed."""
        self.listing.heed(change)
        if change.everything:
            self.model.outdate()
        elif change.changed:
            self.model.outdate(change.changed)
        current = self.stage.current()
        if change.everything or change.policy or current in change.changed:
            self.detail.show_waiting_note(self.verdicts.note_on(current))
            self.detail.refresh()
            if self.stage.in_loupe:
                self.loupe.refresh()

    def taken_back(self, ids: Sequence[int]) -> None:
        """Decisions on these assets were undone or redone elsewhere."""
        self.verdicts.taken_back(ids)

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        for part in (self.grid, self.detail, self.loupe):
            part.set_profile(profile)

    def set_reasons(self, reasons: Sequence[str]) -> None:
        """The words behind the keys 1 to 0."""
        self._reasons = tuple(reasons)

    def stop(self) -> None:
        """Read and decode nothing more."""
        self.listing.stop()
        self.detail.stop()
        self.loupe.leave()

    def to_state(self) -> dict[str, Any]:
        """Where the reviewer is, as plain values that fit into JSON."""
        return place_of(self.model, self.grid).to_dict()

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Go where the reviewer was, as soon as the list is read. Values that make no sense are left out."""
        self._place = place_from(state)

    # Moving about.

    def open_loupe(self) -> None:
        """Show the current asset large."""
        if self.stage.current() >= 0:
            self._pages.setCurrentWidget(self.loupe)
            self._show_in_loupe()
            self.loupe.setFocus()
            self._show_target()

    def close_loupe(self) -> None:
        """Back to the grid, at the same asset."""
        self._reveal(False)
        self._pages.setCurrentIndex(0)
        self.loupe.leave()
        self.verdicts.moved(-1)
        self.grid.setFocus()
        self._show_target()

    def _step(self, by: int) -> None:
        row = self.grid.selector.current + by
        self.grid.go_to(max(0, min(row, self.model.rowCount() - 1)))

    def _current_changed(self, asset_id: int) -> None:
        self._reveal(False)
        self.verdicts.moved(asset_id)
        self.detail.show_asset(asset_id)
        self.detail.show_waiting_note(self.verdicts.note_on(asset_id))
        if self.stage.in_loupe:
            self._show_in_loupe()
        self._show_target()

    def _show_in_loupe(self) -> None:
        row = self.grid.selector.current
        rows = range(row + 1, min(row + 1 + _AHEAD, self.model.rowCount()))
        place = self.tr("{at} of {all}").format(at=f"{row + 1:,}", all=f"{self.model.rowCount():,}")
        self.loupe.show_asset(self.stage.current(), [self.model.asset_id(ahead) for ahead in rows], place)

    def _picked_changed(self, count: int) -> None:
        self.head.show_selected(count)
        self._show_target()

    def _show_target(self, *_rows: int) -> None:
        count = self.stage.target_count()
        current = self.stage.current()
        name = self.stage.name_of(current) if count == 1 else ""
        self.detail.buttons.show_target(count, name)
        self.loupe.buttons.show_target(count, name)
        self.targeted.emit(count)

    def _resize(self, steps: int) -> None:
        if self.stage.in_loupe:
            self.loupe.canvas.step(steps)
        else:
            self.grid.step_tile_size(steps)

    # Lists.

    def _put_rows(self, rows: Rows) -> None:
        place = self._place or place_of(self.model, self.grid)
        self._place = None
        before = self.model.rows
        self.model.put(rows)
        self._show_rows()
        put_place(place, before, self.model, self.grid)
        if not len(rows):
            if self.stage.in_loupe:
                self.close_loupe()
            self._current_changed(-1)

    def _put_glance(self, rows: Rows) -> None:
        self._glanced = rows
        self._put_rows(rows)

    def _put_whole(self, rows: Rows) -> None:
        """Who selected all while a part was shown meant all of the list."""
        part, self._glanced = self._glanced, None
        everything = part is self.model.rows and self.grid.selector.count == len(self.model.rows) > 1
        if part is self.model.rows and rows.begins_with(part):
            self._extend_rows(rows)
        else:
            self._put_rows(rows)
            self.head.show_count(len(rows))
        if everything:
            self.grid.selector.select_all()

    def _extend_rows(self, rows: Rows) -> None:
        self.model.extend(rows)
        self.head.show_count(len(rows))
        self._show_rows()

    def _show_rows(self) -> None:
        count = self.model.rowCount()
        self._empty.show_filter(self.listing.filter)
        had_focus = self.grid.hasFocus()
        self._middle.setCurrentWidget(self.grid if count else self._empty)
        if had_focus and count:
            self.grid.setFocus()

    # Deciding.

    def _press(self, status: Status) -> None:
        if not self._read_only:
            self._take_note()
            self.verdicts.press(status)

    def _take_note(self) -> None:
        """A note that is being written while a button of the pane is clicked goes with that verdict."""
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
        if self.stage.in_loupe:
            self.close_loupe()
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

    # Revealing, for as long as the key is held.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Reveal a veiled picture while W is held."""
        if event.key() == Qt.Key.Key_W and not event.modifiers():
            self._reveal(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Veil it again."""
        if event.key() == Qt.Key.Key_W and not event.isAutoRepeat():
            self._reveal(False)
        else:
            super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A window that is left never stays revealed: the release of the key would not be heard."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._reveal(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Neither does a screen that is left."""
        super().hideEvent(event)
        self._reveal(False)

    def _reveal(self, on: bool) -> None:
        self.grid.reveal(on)
        self.detail.reveal(on)
        self.loupe.reveal(on)
