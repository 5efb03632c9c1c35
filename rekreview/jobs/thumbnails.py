"""Brings thumbnails from the library to the screen: visible ones first, and none that was scrolled past."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from rekreview.domain.sightings import FilterStep
from rekreview.jobs.executors import PoolExecutor
from rekreview.jobs.jpegs import image_of_jpeg

log = logging.getLogger(__name__)

# One core stays with the window: where both are taken, tiles come later and frames take twice as long.
LOADERS = max(1, min(2, (os.cpu_count() or 1) - 1))
# One query for a row of tiles: small enough that the first row is painted while the second is read.
BATCH = 8
SOURCE = "source-sha256"
"""The text of an image that tells which bytes it was made from."""
# How long to wait before what could not be read is read again; after the last it counts as missing.
RETRY_MS = (250, 1_000, 4_000, 16_000)


class Thumbnails(Protocol):
    """What the loader needs of the library's thumbnail store."""

    def get(self, ids: Sequence[int], *, veiled: bool = False) -> Mapping[int, bytes]:
        """JPEG bytes by id; an id without a thumbnail is left out."""


Wanted = tuple[int, FilterStep]
"""An asset and how much of its thumbnail is wanted."""

Sizing = Callable[[QSize, FilterStep], QSize]
"""How large a thumbnail that has this size is to be made. Asked in the loader's threads."""


def own_size(own: QSize, _step: FilterStep) -> QSize:
    """Make each thumbnail as large as it is kept."""
    return own


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pictures decoded for one request; unread: what could not be read this time."""

    generation: int
    images: tuple[tuple[int, QImage], ...] = ()
    missing: tuple[int, ...] = ()
    unread: tuple[Wanted, ...] = ()


class ThumbnailLoader(QObject):
    """Decodes thumbnails in threads of its own and emits `loaded` with each on the GUI thread.

    A new request replaces the one before: what waits of it is dropped, and what is just being decoded for it is not
    shown any more unless asked for again. What cannot be read is tried again after a while, and `missing` in the end.
    """

    loaded = Signal(int, QImage)
    missing = Signal(int)
    _decoded = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._pool = PoolExecutor(LOADERS, "thumbnails")
        self._lock = threading.Lock()
        self._waiting: list[Wanted] = []
        self._generation = 0
        self._sizing: Sizing = own_size
        self._unread: list[Wanted] = []
        self._attempts = 0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._retry)
        self._decoded.connect(self._hand_out, Qt.ConnectionType.QueuedConnection)

    def request(
        self,
        ids: Sequence[int],
        veiled: Collection[int] = (),
        grey: Collection[int] = (),
        *,
        sizing: Sizing = own_size,
    ) -> None:
        """Load these thumbnails, in this order; those in `veiled` as the blurred grey picture, in `grey` just grey."""
        self._sizing = sizing
        steps = dict.fromkeys(grey, FilterStep.GREY) | dict.fromkeys(veiled, FilterStep.VEILED)
        self._attempts = 0
        self._read([(wanted, steps.get(wanted, FilterStep.SHARP)) for wanted in ids])

    def idle(self) -> bool:
        """Whether nothing waits or is being decoded."""
        return not self._pool.unfinished and not self._again.isActive()

    def shutdown(self, seconds: float = 2.0) -> bool:
        """Drop what waits and end the threads; whether they ended in time."""
        self._again.stop()
        with self._lock:
            self._generation += 1
            self._waiting = []
        self._pool.shutdown(wait=False, cancel_futures=True)
        return self._pool.wait(seconds)

    def _read(self, wanted: Sequence[Wanted]) -> None:
        self._again.stop()
        self._unread.clear()
        with self._lock:
            self._generation += 1
            self._waiting = list(reversed(wanted))
        self._pool.cancel_waiting()
        for _ in range(min(LOADERS, len(wanted))):
            self._pool.submit(self._work, self._generation, self._sizing)

    def _work(self, generation: int, sizing: Sizing) -> None:
        """Runs in the pool until nothing waits for this request."""
        while batch := self._take(generation):
            try:
                decoded = self._decode(generation, batch, sizing)
            except Exception:
                log.exception("Thumbnails could not be read")
                # What waits behind it would fare no better now.
                decoded = _Batch(generation, unread=(*batch, *self._take(generation, all_of_them=True)))
            self._decoded.emit(decoded)

    def _take(self, generation: int, *, all_of_them: bool = False) -> list[Wanted]:
        with self._lock:
            if generation != self._generation:
                return []
            count = len(self._waiting) if all_of_them else BATCH
            batch, self._waiting = self._waiting[: -count - 1 : -1], self._waiting[: max(0, len(self._waiting) - count)]
            return batch

    def _decode(self, generation: int, batch: list[Wanted], sizing: Sizing) -> _Batch:
        found: dict[int, bytes] = {}
        for veil in (False, True):
            ids = [wanted for wanted, step in batch if (step is FilterStep.VEILED) is veil]
            if ids:
                found.update(self._thumbnails.get(ids, veiled=veil))
        decoded = {wanted: _picture(found[wanted], step, sizing) for wanted, step in batch if wanted in found}
        images = tuple((wanted, image) for wanted, image in decoded.items() if not image.isNull())
        shown = {wanted for wanted, _ in images}
        return _Batch(generation, images, tuple(wanted for wanted, _ in batch if wanted not in shown))

    @Slot(object)
    def _hand_out(self, batch: _Batch) -> None:
        if batch.generation != self._generation:
            return
        for wanted, image in batch.images:
            self.loaded.emit(wanted, image)
        for wanted in batch.missing:
            self.missing.emit(wanted)
        if batch.unread:
            self._wait_with(batch.unread)

    def _wait_with(self, unread: Sequence[Wanted]) -> None:
        if self._attempts == len(RETRY_MS):
            for wanted, _ in unread:
                self.missing.emit(wanted)
            return
        self._unread.extend(unread)
        if not self._again.isActive():
            self._again.start(RETRY_MS[self._attempts])

    def _retry(self) -> None:
        if self._pool.unfinished:  # which may bring more that is to be read again
            self._again.start()
            return
        self._attempts += 1
        self._read(tuple(self._unread))


def _picture(jpeg: bytes, step: FilterStep, sizing: Sizing) -> QImage:
    image = image_of_jpeg(jpeg, lambda own: sizing(own, step))
    if step is FilterStep.GREY:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if not image.isNull():
        image.setText(SOURCE, hashlib.sha256(jpeg).hexdigest())
    return image
