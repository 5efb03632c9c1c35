"""The list in the grid: what is read of it takes its place there, and the reviewer keeps theirs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from rekreview.domain.queues import QueueFilter
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.memory import Place, place_of, put_place
from rekreview.ui.desk.pages import DeskPages
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Ids, Rows
from rekreview.ui.grid.view import GridView


@dataclass(frozen=True, slots=True)
class _Under:
    """The list while a part of it is shown alone: where the reviewer was in it, and what they decided there."""

    rows: Rows
    place: Place
    left: Ids


class ShownList(QObject):
    """Puts what the listing reads into the grid, its first screens before the whole. Some of it can be shown alone.

    emptied: nothing is in it. rows_changed: other rows are shown, or more. alone_changed: some are shown alone, or all
    again.
    """

    emptied = Signal()
    rows_changed = Signal()
    alone_changed = Signal()

    def __init__(
        self, listing: Listing, model: AssetModel, grid: GridView, head: DeskHead, pages: DeskPages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._listing, self._model, self._grid, self._head, self._pages = listing, model, grid, head, pages
        self._wanted_place: Place | None = None
        self._glanced: Rows | None = None
        self._under: _Under | None = None
        listing.glanced.connect(self._put_glance)
        listing.replaced.connect(self._put_whole)
        listing.extended.connect(self._extend)
        listing.outdated.connect(head.show_outdated)

    @property
    def place(self) -> Place:
        """Where the reviewer is in the list; while some of it is shown alone, where they come back to."""
        return self._under.place if self._under else place_of(self._model, self._grid)

    @property
    def rows(self) -> Rows:
        """The whole list, also while some of it is shown alone."""
        return self._under.rows if self._under else self._model.rows

    @property
    def alone(self) -> bool:
        """Whether some of the list is shown alone."""
        return self._under is not None

    @property
    def waits_for_place(self) -> bool:
        """Whether a place is to be gone to as soon as the list is read."""
        return self._wanted_place is not None

    @property
    def is_sent(self) -> bool:
        """Whether that place was asked for by itself, not as the one where the next list was left."""
        place = self._wanted_place
        return place is not None and not place.remembered and place.current >= 0

    def return_to(self, place: Place) -> None:
        """Go there, as soon as the list is read."""
        self._wanted_place = place

    def show(self, wanted: QueueFilter) -> None:
        """Show this list, from its beginning if it is another one."""
        if self._listing.filter != wanted and self._wanted_place is None:
            self._wanted_place = Place()
        elif self.alone and self._wanted_place is None:
            self._wanted_place = self.place
        self._head.show_filter(wanted)
        self._listing.show(wanted, (self._wanted_place or self.place).seen)

    def show_alone(self, rows: Rows, current: int) -> None:
        """Show only these rows, the asset `current` at hand, until all are wanted again."""
        if self._under is None:
            self._under = _Under(self._model.rows, self.place, self._model.left)
        else:
            self._note_decided()
        self._model.put(rows, another=False)
        self._grid.make_current(current)
        self._show_grid()
        self.alone_changed.emit()

    def show_all(self) -> None:
        """Show the whole list again, as it was left."""
        under = self._note_decided()
        if under is None:
            return
        self._under = None
        self._model.put(under.rows, another=False)
        self._model.mark_left(under.left)
        self._show_grid()
        put_place(under.place, under.rows, self._model, self._grid)
        self.alone_changed.emit()
        if not len(under.rows):
            self.emptied.emit()

    def come_back_to(self, asset_id: int) -> None:
        """Come back to this asset, once all are shown again."""
        if self._under is not None:
            self._under = replace(
                self._under, place=replace(self._under.place, current=asset_id, selected=(), away=False)
            )

    def _note_decided(self) -> _Under | None:
        """Keep what was decided while some were shown alone."""
        if self._under is not None:
            decided = np.concatenate([self._under.left, self._model.left])
            self._under = replace(self._under, left=decided)
        return self._under

    def _put(self, rows: Rows, *, another: bool = True) -> None:
        if self._under is not None and self._wanted_place is None:
            self._under = replace(self._under, rows=rows, left=rows.ids[:0])
            return
        place, self._wanted_place = self._wanted_place or self.place, None
        before, was_alone = self.rows, self.alone
        self._under = None
        self._model.put(rows, another=another)
        self._show_grid()
        put_place(place, before, self._model, self._grid)
        if was_alone:
            self.alone_changed.emit()
        if not len(rows):
            self.emptied.emit()

    def _put_glance(self, rows: Rows) -> None:
        self._glanced = rows
        self._put(rows)

    def _put_whole(self, rows: Rows) -> None:
        """Who selected all while a part was shown meant all of the list."""
        part, self._glanced = self._glanced, None
        everything = part is self._model.rows and self._grid.selector.count == len(self._model.rows) > 1
        if part is self._model.rows and rows.begins_with(part):
            self._extend(rows)
        else:
            decided = self._model.left if part is self._model.rows else rows.ids[:0]
            self._put(rows, another=part is not self._model.rows)
            self._model.mark_left(decided)
            self._show_count()
        if everything:
            self._grid.selector.select_all()

    def _extend(self, rows: Rows) -> None:
        if self._under is not None:
            self._under = replace(self._under, rows=rows)
        else:
            self._model.extend(rows)
        self._show_count()
        self._show_grid()

    def _show_count(self) -> None:
        self._head.show_count(self.rows.assets)
        self.rows_changed.emit()

    def _show_grid(self) -> None:
        self._pages.empty.show_filter(self._listing.filter)
        self._pages.show_list(self._model.rowCount())
