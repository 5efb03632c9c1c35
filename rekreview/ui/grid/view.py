"""The grid of assets: tiles to look at, to select, and to decide on with one click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from rekreview.domain.assets import Status, Tile
from rekreview.domain.sightings import FilterStep, Sighting
from rekreview.ui import live_keys
from rekreview.ui.detail.veil_mark import step_words
from rekreview.ui.grid.arithmetic import ArithmeticListView, Index
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.geometry import DEFAULT_TILE, nearest_tile_size, next_tile_size
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.moves import MOVES, row_for
from rekreview.ui.grid.pointer import GridPointer
from rekreview.ui.grid.prefetch import AHEAD_SCREENS, wanted_rows
from rekreview.ui.grid.revealing import RevealedTile
from rekreview.ui.grid.selection import Selector
from rekreview.ui.grid.shown import ShownTiles, fitted
from rekreview.ui.grid.tile_layout import TileLayout, tile_layout
from rekreview.ui.grid.tile_painter import PILE, TileLook, TilePainter, painter_for
from rekreview.ui.keytable.spec import Place
from rekreview.ui.wellness import Profile

_SETTLE_MS = 12


class GridView(ArithmeticListView):
    """Assets as tiles. It knows how to show and select them; what a verdict means is for whoever listens.

    verdict_clicked: a tile's own button was clicked (asset id, status). current_changed_to: the current asset's id, -1
    for none. picked_changed: how many are selected. opened: double click. picture_shown: an asset's own picture was
    painted now and was not before. stack_opened: the badge of a stack was clicked (the asset that shows).
    scrolled_away: tiles of these assets (ids) were in sight and are no longer.
    """

    verdict_clicked = Signal(int, object)
    current_changed_to = Signal(int)
    picked_changed = Signal(int)
    opened = Signal(int)
    picture_shown = Signal(int)
    tile_size_changed = Signal(int)
    stack_opened = Signal(int)
    scrolled_away = Signal(object)

    def __init__(
        self, model: AssetModel, feed: ThumbnailFeed, parent: QWidget | None = None, *, tile: int = DEFAULT_TILE
    ) -> None:
        super().__init__(parent)
        self._tile, self.beyond = tile, PILE
        self.setObjectName("assets")
        self.setAccessibleName(self.tr("Assets"))
        self._assets, self._feed = model, feed
        self.revealed = RevealedTile(feed, self)
        self._upwards = False  # the way of the last scrolling
        self._several = False  # more than one tile was selected when that changed last
        self.pointer = GridPointer(self, model, self._parts, self._veil)
        self._painter: TilePainter | None = None
        self._shown = ShownTiles()
        self.grid_changed.connect(self._fit_pictures)
        self.setModel(model)
        model.shown_words = lambda tile: step_words(self.revealed.step_of(tile))
        self.setMouseTracking(True)
        self.selector = Selector(model, self.selectionModel())
        self._plan = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._plan.timeout.connect(self._want_pictures)
        self._announce = QTimer(self, singleShot=True, interval=0)
        self._announce.timeout.connect(self._tell_shown)
        self.selectionModel().currentChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self._tell_picked)
        model.modelReset.connect(self._start_anew)
        model.tiles_changed.connect(self._tiles_came)
        feed.came.connect(self._picture_came)

    # What is shown, and how.

    @property
    def tile_size(self) -> int:
        """The least width of a tile in pixels."""
        return self._tile

    def set_tile_size(self, size: int) -> None:
        """Show tiles of the size nearest to this; the asset at hand stays in its place."""
        wanted = nearest_tile_size(size)
        if wanted != self._tile:
            self._tile = wanted
            self.lay_out()
            self.tile_size_changed.emit(wanted)

    def step_tile_size(self, steps: int) -> None:
        """Larger tiles by so many steps, smaller for a negative number."""
        self.set_tile_size(next_tile_size(self._tile, steps))

    def set_profile(self, profile: Profile) -> None:
        """Veil what this wellness profile says."""
        self.revealed.set_profile(profile)
        self._shown.clear()
        self._refresh_pictures()

    def reveal(self, step: FilterStep) -> None:
        """Show one picture so far, until told otherwise: the one under a pointer that moved last, else the current one.

        With VEILED, none.
        """
        at_hand = self.pointer.asset_id if self.is_pointed_at else self.current_id()
        if self.revealed.set(at_hand, step):
            self._plan.stop()
            self._want_pictures()
            self.viewport().update()

    @property
    def is_pointed_at(self) -> bool:
        """Whether the pointer, and not a key, was used last here, and is on a tile."""
        return self.pointer.used_last and self.pointer.under.row >= 0

    def current_id(self) -> int:
        """The id of the current asset, -1 if there is none."""
        row = self.selector.current
        return self._assets.asset_id(row) if row >= 0 else -1

    def is_shown(self, asset_id: int) -> bool:
        """Whether this asset's own picture (or the mark that it has none) is on the screen at this moment."""
        return self.isVisible() and asset_id in self._shown

    def shown_ids(self) -> list[int]:
        """The assets whose own pictures are on the screen at this moment."""
        return list(self._shown) if self.isVisible() else []

    def tiles_with_detail(self) -> list[Tile]:
        """The tiles on the screen whose pictures show all their detail."""
        rows = (self._assets.rows.row_of(asset_id) for asset_id in self._shown.with_detail())
        return [tile for row in rows if row >= 0 and (tile := self._assets.tile(row)) is not None]

    def sighting(self, asset_id: int) -> Sighting | None:
        """How this asset is painted at this moment; None if it is not on the screen."""
        return self._shown.sighting(asset_id) if self.isVisible() else None

    def painted_status(self, asset_id: int) -> Status | None:
        """Where this asset stands as it is painted at this moment; None if it is not on the screen."""
        return self._shown.status(asset_id) if self.isVisible() else None

    def make_current(self, asset_id: int) -> None:
        """Make an asset the current one, without any scrolling; what is picked stays so."""
        row = self._assets.rows.row_of(asset_id)
        if row >= 0 and row != self.selector.current:
            self.selector.move(row)

    def go_to(self, row: int) -> None:
        """Make a row the current one and bring it into view."""
        if 0 <= row < self.grid.count:
            self.selector.move(row)
            self.scrollTo(self._assets.index(row))

    # Painting.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that show in the region asked for."""
        paint = QPainter(self.viewport())
        scroll, area, region = self.verticalOffset(), event.rect(), event.region()
        look = self._painter = painter_for(self, self._painter)
        parts = self._parts()
        several = self.selector.count > 1
        for row in self.grid.rows_between(scroll + area.top() - PILE, scroll + area.bottom()):
            if region.intersects(self.reach(row)):
                cell = self.grid.cell(row).translated(0, -scroll)
                self._paint_cell(paint, look, parts, row, cell, several)
        paint.end()
        if self._shown.news:
            self._announce.start()

    def _paint_cell(
        self, paint: QPainter, look: TilePainter, parts: TileLayout, row: int, cell: QRect, several: bool
    ) -> None:
        tile, asset_id = self._assets.tile(row), self._assets.asset_id(row)
        key = (asset_id, self.revealed.step_of(tile) if tile else FilterStep.VEILED)
        picture = self._feed.picture(key)
        if picture is None and asset_id == self.revealed.asset_id:
            key = (asset_id, FilterStep.VEILED)  # until what is revealed is here
            picture = self._feed.picture(key)
        failed = tile is not None and (not tile.has_thumbnail or self._feed.has_failed(key))
        whole = tile is not None and (picture is not None or failed)
        size = picture.size() if picture is not None else None
        room = QSizeF(parts.picture.size()) * self.devicePixelRatioF()
        painting = fitted(size, room, self._feed.source(key), key[1]) if whole else None
        self._shown.mark(asset_id, painting, tile.status if tile else None)
        current, under = row == self.selector.current, self.pointer.under
        look.paint(
            paint,
            cell,
            parts,
            tile,
            picture,
            TileLook(
                selected=several and self.selectionModel().isSelected(self._assets.index(row)),
                current=current,
                focused=current and self.hasFocus(),
                hovered=row == under.row,
                button=under.button if row == under.row else None,
                left=self._assets.has_left(row),
                veiled=key[1] is FilterStep.VEILED,
                grey=key[1] is FilterStep.GREY,
                failed=failed,
                badge_lit=under.on_badge and row == under.row,
            ),
        )

    def _parts(self) -> TileLayout:
        return tile_layout(self.grid.cell_width, self.grid.cell_height, self.grid.picture_height)

    def _tell_shown(self) -> None:
        for asset_id in self._shown.take_news():
            self.picture_shown.emit(asset_id)

    # Pictures.

    def _want_pictures(self) -> None:
        """Ask for the pictures of the visible cells in reading order, then of those the scrolling leads to."""
        visible = self.visible_rows() if self.isVisible() else range(0)
        rows = wanted_rows(visible, self.grid.count, upwards=self._upwards)
        # Pages are fetched last wanted first, so the visible ones are looked at last.
        tiles = {row: self._assets.tile(row) for row in reversed(rows)}
        wanted = [tile for row in rows if (tile := tiles[row]) is not None and tile.has_thumbnail]
        if rows:
            self.revealed.keep_veiled(wanted)
            self._feed.want((tile.id, self.revealed.step_of(tile)) for tile in wanted)

    def _refresh_pictures(self) -> None:
        self._plan.start()
        self.viewport().update()

    def _picture_came(self, asset_id: int) -> None:
        row = self._assets.rows.row_of(asset_id)
        if row >= 0:
            self.viewport().update(self.visualRect(self._assets.index(row)))

    def _tiles_came(self, first: int, last: int) -> None:
        visible = self.visible_rows()
        around = AHEAD_SCREENS * len(visible)
        if first <= visible.stop + around and last >= visible.start - around:
            self._plan.start()
            self.repaint_rows(range(first, last + 1))
        if first <= self.pointer.under.row <= last:
            self.pointer.look_again()  # what can be pressed on it is known only now

    # Changes of list and look.

    def _fit_pictures(self) -> None:
        self._feed.fit(self._parts().picture.size(), self.devicePixelRatioF())

    def lay_out(self) -> None:
        """Other cells may show in the new geometry: have their pictures loaded."""
        super().lay_out()
        self.pointer.look_again()
        self._plan.start()

    def _tell_current(self, current: Index, before: Index) -> None:
        self.pointer.used_last = False
        self.repaint_rows((current.row(), before.row()))
        self.current_changed_to.emit(self._assets.asset_id(current.row()) if current.isValid() else -1)

    def _tell_picked(self) -> None:
        count = self.selector.count
        if (count > 1) != self._several:  # then the tile that stays selected looks otherwise too
            self._several = count > 1
            self.viewport().update()
        self.picked_changed.emit(count)

    def scrollContentsBy(self, across: int, down: int) -> None:
        """Move what is painted, and paint what comes into view."""
        self._upwards = down > 0
        self.viewport().scroll(across, down)
        visible = self.visible_rows()
        if gone := self._shown.keep(self._assets.rows.ids[visible.start : visible.stop].tolist()):
            self.scrolled_away.emit(gone)
        self.pointer.look_again()
        self._plan.start()

    def _start_anew(self) -> None:
        self._shown.clear()
        self.pointer.forget()
        self.revealed.set(-1, FilterStep.VEILED)
        self.updateGeometries()
        self.verticalScrollBar().setValue(0)
        self.pointer.look_again()
        self._refresh_pictures()

    def showEvent(self, event: QShowEvent) -> None:
        """What was decided elsewhere meanwhile is painted anew."""
        super().showEvent(event)
        self._shown.clear()
        self._refresh_pictures()

    def changeEvent(self, event: QEvent) -> None:
        """Wear a new palette or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter = None
            self.viewport().update()

    # Pointer and keys.

    def viewportEvent(self, event: QEvent) -> bool:
        """Forget the pointer when it leaves, and find it again where something above it went away."""
        if event.type() is QEvent.Type.Leave:
            self.pointer.look(QPoint(), inside=False)
        elif isinstance(event, QEnterEvent):
            self.pointer.look(event.position().toPoint())
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the verdict buttons of the tile under the pointer."""
        self.pointer.used_last = True
        self.pointer.look(event.position().toPoint())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, or press a tile's own button."""
        under = self.pointer.look(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if under.on_badge:
            self.selector.click(under.row, Qt.KeyboardModifier.NoModifier)
            self.stack_opened.emit(self._assets.asset_id(under.row))
        elif under.button is not None:
            self.pointer.press()
        elif under.row >= 0:
            self.selector.click(under.row, event.modifiers())
        else:
            self.selector.collapse()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Decide, if the press began on the same button of the same asset."""
        self.pointer.look(event.position().toPoint())
        if (pressed := self.pointer.release()) is not None:
            self.verdict_clicked.emit(*pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the asset large; on a button it is just a second click."""
        under = self.pointer.look(event.position().toPoint())
        if under.can_be_pressed:
            self.mousePressEvent(event)
        elif under.row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit(self._assets.asset_id(under.row))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, change the size of the tiles."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_tile_size(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select; every other key is somebody else's."""
        name = live_keys.heard(event, Place.GRID)
        row = row_for(event, name, self.selector.current, self.grid)
        if row is not None:
            self.pointer.used_last = False
            if row >= 0:
                self.selector.move(row, Qt.KeyboardModifier.NoModifier if name in MOVES else event.modifiers())
                self.scrollTo(self._assets.index(row))
        elif name == "select" and self.selector.current >= 0:
            self.selector.pick(self.selector.current)
        elif name == "select_all":
            self.selector.select_all()
        elif event.key() == Qt.Key.Key_Escape and self.selector.count > 1:
            self.selector.collapse()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring around the current tile."""
        QAbstractItemView.focusInEvent(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Dim the ring around the current tile."""
        QAbstractItemView.focusOutEvent(self, event)
        self.viewport().update()

    def button_at(self, point: QPoint) -> Status | None:
        """What a click at this point of the viewport would decide, None where no verdict button is."""
        return self.pointer.look(point).button

    def _veil(self) -> None:
        """What the pointer revealed is left."""
        self.reveal(FilterStep.VEILED)
