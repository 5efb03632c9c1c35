"""Thumbnails for the grid: asked for in the order they are needed, made as large as they are drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Signal, SignalInstance
from PySide6.QtGui import QImage, QPixmap

from rekreview.domain.sightings import FilterStep
from rekreview.jobs.thumbnails import SOURCE, Sizing
from rekreview.ui.grid.fit import Fit
from rekreview.ui.grid.pixmaps import Key, PixmapCache

# So many more sources than pictures are remembered before those of pictures that were let go are forgotten.
_SPARE_SOURCES = 1_000


class Loader(Protocol):
    """What the feed needs of `jobs.thumbnails.ThumbnailLoader`. A request replaces the one before."""

    @property
    def loaded(self) -> SignalInstance:
        """Emitted with an asset's id and its QImage."""

    @property
    def missing(self) -> SignalInstance:
        """Emitted with the id of an asset that has no thumbnail that can be read."""

    def request(
        self, ids: Sequence[int], veiled: Collection[int] = (), grey: Collection[int] = (), *, sizing: Sizing
    ) -> None:
        """Load these, in this order; those in `veiled` as the veiled picture, in `grey` without their colours."""


class ThumbnailFeed(QObject):
    """Holds the pictures of the tiles. `came` names an asset whose picture is here now, or turned out to be missing."""

    came = Signal(int)

    def __init__(self, loader: Loader, cache: PixmapCache | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._cache = PixmapCache() if cache is None else cache
        self._fit = Fit(QSize(180, 150))
        self._asked: dict[int, FilterStep] = {}
        self._failed: set[Key] = set()
        self._outgrown: set[Key] = set()
        self._sources: dict[Key, str] = {}
        loader.loaded.connect(self._keep)
        loader.missing.connect(self._miss)

    def fit(self, box: QSize, scale: float) -> None:
        """Make pictures for this box from now on; those of another size serve until they are made anew."""
        if (fit := Fit(box, scale)) != self._fit:
            self._fit = fit
            self._asked.clear()
            self._outgrown = set(self._cache.keys())

    def picture(self, key: Key) -> QPixmap | None:
        """The picture to draw, None while it is on its way or if there is none."""
        return self._cache.get(key)

    def source(self, key: Key) -> str:
        """The SHA-256 of the bytes a picture was made from; "" for one that is not here."""
        return self._sources.get(key, "")

    def has_failed(self, key: Key) -> bool:
        """Whether there is no picture to wait for."""
        return key in self._failed

    def want(self, keys: Iterable[Key]) -> None:
        """Have these pictures loaded, in this order, instead of those wanted before and not here yet."""
        missing = {key[0]: key[1] for key in keys if self._lacks(key)}
        if missing == self._asked:
            return
        self._asked = missing
        veiled = {wanted for wanted, step in missing.items() if step is FilterStep.VEILED}
        grey = {wanted for wanted, step in missing.items() if step is FilterStep.GREY}
        self._loader.request(list(missing), veiled, grey, sizing=self._fit.size)

    def let_go(self, keys: Iterable[Key]) -> None:
        """Hold these pictures no longer; nor shall one that is on its way be kept when it comes."""
        for key in keys:
            self._cache.drop(key)
            self._sources.pop(key, None)
            if self._asked.get(key[0]) is key[1]:
                del self._asked[key[0]]

    def unveiled(self) -> tuple[Key, ...]:
        """The pictures held that are not veiled."""
        held = self._cache.keys()
        return tuple(key for key in held if key[1] is not FilterStep.VEILED)

    def _lacks(self, key: Key) -> bool:
        return key not in self._failed and (key not in self._cache or key in self._outgrown)

    def _keep(self, asset_id: int, image: QImage) -> None:
        step = self._asked.pop(asset_id, None)
        if step is None:
            return
        key = (asset_id, step)
        self._outgrown.discard(key)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self._fit.scale)
        self._cache.put(key, pixmap)
        self._sources[key] = image.text(SOURCE)
        if len(self._sources) > len(self._cache) + _SPARE_SOURCES:
            kept = self._cache.keys()
            self._sources = {held: self._sources[held] for held in kept if held in self._sources}
        self.came.emit(asset_id)

    def _miss(self, asset_id: int) -> None:
        step = self._asked.pop(asset_id, None)
        if step is not None:
            self._failed.add((asset_id, step))
            self.came.emit(asset_id)
