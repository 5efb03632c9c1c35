"""Pictures ready to be drawn, kept until a number of bytes is reached."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtGui import QPixmap

from rekreview.domain.sightings import FilterStep

LIMIT_BYTES = 96 * 2**20
Key = tuple[int, FilterStep]
"""An asset, and how much of it the picture shows."""


def size_in_bytes(pixmap: QPixmap) -> int:
    """What a pixmap holds in memory."""
    return pixmap.width() * pixmap.height() * max(1, pixmap.depth() // 8)


class PixmapCache:
    """Pixmaps by asset and filter step; those drawn longest ago go first."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._held: OrderedDict[Key, QPixmap] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def keys(self) -> tuple[Key, ...]:
        """What is held, the one drawn longest ago first."""
        return tuple(self._held)

    def get(self, key: Key) -> QPixmap | None:
        """The pixmap, now the one drawn last; None if it is not here."""
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: Key, pixmap: QPixmap) -> None:
        """Keep a pixmap, and let go of old ones until all fit; the newest always stays."""
        self.drop(key)
        self._held[key] = pixmap
        self.bytes += size_in_bytes(pixmap)
        while self.bytes > self._limit and len(self._held) > 1:
            _, gone = self._held.popitem(last=False)
            self.bytes -= size_in_bytes(gone)

    def drop(self, key: Key) -> None:
        """Let go of one pixmap, if it is here."""
        gone = self._held.pop(key, None)
        if gone is not None:
            self.bytes -= size_in_bytes(gone)

    def clear(self) -> None:
        """Let go of all."""
        self._held.clear()
        self.bytes = 0
