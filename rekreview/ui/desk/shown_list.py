"""The list in the grid: what is read of it takes its place there, and the reviewer keeps theirs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from rekreview.domain.queues import QueueFilter
from rekreview.ui.desk.head import DeskHead
from rekreview.ui.desk.listing import Listing
from rekreview.ui.desk.memory import Place, place_of, put_place
from rekreview.ui.desk.pages import DeskPages
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.view import GridView


class ShownList(QObject):
    """Puts what the listing reads into the grid, its first screens before the whole. emptied: nothing is in it."""

    emptied = Signal()

    def __init__(
        self, listing: Listing, model: AssetModel, grid: GridView, head: DeskHead, pages: DeskPages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._listing, self._model, self._grid, self._head, self._pages = listing, model, grid, head, pages
        self._wanted_place: Place | None = None
        self._glanced: Rows | None = None
        listing.glanced.connect(self._put_glance)
        listing.replaced.connect(self._put_whole)
        listing.extended.connect(self._extend)
        listing.outdated.connect(head.show_outdated)

    @property
    def place(self) -> Place:
        """Where the reviewer is."""
        return place_of(self._model, self._grid)

    @property
    def waits_for_place(self) -> bool:
        """Whether a place is to be gone to as soon as the list is read."""
        return self._wanted_place is not None

    def return_to(self, place: Place) -> None:
        """Go there, as soon as the list is read."""
        self._wanted_place = place

    def show(self, wanted: QueueFilter) -> None:
        """Show this list, from its beginning if it is another one."""
        if self._listing.filter != wanted and self._wanted_place is None:
            self._wanted_place = Place()
        self._head.show_filter(wanted)
        self._listing.show(wanted, (self._wanted_place or self.place).seen)

    def _put(self, rows: Rows) -> None:
        place, self._wanted_place = self._wanted_place or self.place, None
        before = self._model.rows
        self._model.put(rows)
        self._show_grid()
        put_place(place, before, self._model, self._grid)
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
            self._put(rows)
            self._head.show_count(len(rows))
        if everything:
            self._grid.selector.select_all()

    def _extend(self, rows: Rows) -> None:
        self._model.extend(rows)
        self._head.show_count(len(rows))
        self._show_grid()

    def _show_grid(self) -> None:
        self._pages.empty.show_filter(self._listing.filter)
        self._pages.show_list(self._model.rowCount())
