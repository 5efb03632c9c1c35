"""The assets that would change side, as a list of small pictures with names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from rekreview.domain.assets import Tile
from rekreview.ui.wellness import Profile, tile_is_veiled
from rekreview.ui.wording import status_word

SHOWN_MOST: Final = 200
PICTURE_SIDE: Final = 44

AnyIndex = QModelIndex | QPersistentModelIndex
ReadThumbnails = Callable[[Sequence[int], bool], Mapping[int, bytes]]


@dataclass(frozen=True, slots=True)
class Flip:
    """One asset that would change side, with its picture if there is one."""

    tile: Tile
    picture: QImage | None


def load_flips(
    ids: Sequence[int],
    read_tiles: Callable[[Sequence[int]], Sequence[Tile]],
    read_thumbnails: ReadThumbnails,
    profile: Profile,
) -> list[Flip]:
    """The assets of these ids, ready to be shown. Made for the read pool: it decodes pictures."""
    tiles = read_tiles(ids)
    veiled = [tile.id for tile in tiles if tile_is_veiled(tile, profile)]
    sharp = [tile.id for tile in tiles if not tile_is_veiled(tile, profile)]
    pictures = {**read_thumbnails(veiled, True), **read_thumbnails(sharp, False)}
    return [Flip(tile, _small(pictures.get(tile.id, b""))) for tile in tiles]


def _small(encoded: bytes) -> QImage | None:
    image = QImage.fromData(encoded) if encoded else QImage()
    if image.isNull():
        return None
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    # Twice as many pixels as points, so that a dense screen has something to show.
    return image.scaled(QSize(PICTURE_SIDE * 2, PICTURE_SIDE * 2), keep, smooth)


class FlipModel(QAbstractListModel):
    """Flips in the order of their ids."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._flips: list[Flip] = []
        self._pictures: dict[int, QPixmap] = {}

    def show_flips(self, flips: Sequence[Flip]) -> None:
        """Show these flips instead."""
        self.beginResetModel()
        self._flips = list(flips)
        self._pictures = {flip.tile.id: _square(flip.picture) for flip in flips if flip.picture is not None}
        self.endResetModel()

    def asset_id(self, index: AnyIndex) -> int:
        """The asset of one line."""
        return self._flips[index.row()].tile.id

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:
        """How many flips are shown."""
        return 0 if parent.isValid() else len(self._flips)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name, standing and picture of one flip."""
        if not index.isValid():
            return None
        tile = self._flips[index.row()].tile
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{tile.name}\n{self._standing(tile)}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(tile.id)
        if role == Qt.ItemDataRole.SizeHintRole:
            # As narrow as may be: the list is as wide as the panel, and long names are shortened to fit.
            return QSize(PICTURE_SIDE, PICTURE_SIDE + 10)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tile.name}, {self._standing(tile)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("Now {standing}").format(standing=self._standing(tile))
        return None

    def _standing(self, tile: Tile) -> str:
        status = status_word(tile.status)
        if tile.confidence is None:
            return status
        return f"{status} · {tile.category} {tile.confidence:.1f}"


def _square(image: QImage) -> QPixmap:
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(2.0)
    return pixmap


class FlipList(QListView):
    """The list itself. `asset_asked` says that a person wants to see one of them."""

    asset_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flips = FlipModel(self)
        self.setModel(self.flips)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(PICTURE_SIDE, PICTURE_SIDE))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAccessibleName(self.tr("Assets that would change side"))
        self.setObjectName("flips")
        self.activated.connect(lambda index: self.asset_asked.emit(self.flips.asset_id(index)))
