"""Which assets' own pictures are on the screen: a verdict key may only act on one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QSize, QSizeF, Qt

from rekreview.domain.assets import Status
from rekreview.domain.sightings import FilterStep, Sighting, View
from rekreview.ui.painted import Painted, PaintedSince, painted


def fitted(picture: QSize | None, room: QSizeF, source: str, step: FilterStep) -> Painted:
    """How a tile is painted, in pixels of the screen; a picture too large for its room is fitted into it."""
    taken = QSizeF(picture) if picture is not None else None
    if taken is not None and (taken.width() > room.width() or taken.height() > room.height()):
        taken = taken.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return painted(taken, room, source, step=step)


class ShownTiles:
    """The assets last painted with their own picture. `news`: those that were not shown before.

    Where one asset has several pictures, as in the reel, their rows stand for them.
    """

    def __init__(self, view: View = View.GRID) -> None:
        self._view = view
        self._painted: dict[int, PaintedSince] = {}
        self._statuses: dict[int, Status | None] = {}
        self.news: list[int] = []

    def __contains__(self, asset_id: object) -> bool:
        return asset_id in self._painted

    def __iter__(self) -> Iterator[int]:
        return iter(tuple(self._painted))

    def sighting(self, asset_id: int) -> Sighting | None:
        """How an asset is painted now; None for one that is not shown."""
        found = self._painted.get(asset_id)
        return None if found is None else found.sighting(self._view)

    def status(self, asset_id: int) -> Status | None:
        """Where an asset stands as it is painted now; None for one that is not shown."""
        return self._statuses.get(asset_id) if asset_id in self._painted else None

    def with_detail(self) -> list[int]:
        """The assets whose pictures are painted with all their detail, in colour or grey."""
        return [one for one, since in self._painted.items() if since.step in (FilterStep.SHARP, FilterStep.GREY)]

    def mark(self, asset_id: int, painted: Painted | None, status: Status | None = None) -> None:
        """A tile was painted: with its picture, or as a skeleton (None). status: where it stands as it is painted."""
        self._statuses[asset_id] = status
        if painted is None:
            self._painted.pop(asset_id, None)
        elif asset_id in self._painted:
            self._painted[asset_id].again(painted)
        else:
            self._painted[asset_id] = PaintedSince(painted)
            self.news.append(asset_id)

    def keep(self, visible: Iterable[int]) -> list[int]:
        """The view was scrolled: whatever is not visible now is not shown. Those that were until now, if only as
        skeletons.
        """
        seen = set(visible)
        gone = [one for one in self._statuses if one not in seen]
        for one in gone:
            self._painted.pop(one, None)
            del self._statuses[one]
        return gone

    def clear(self) -> None:
        """Nothing is shown any more."""
        self._painted.clear()
        self._statuses.clear()
        self.news.clear()

    def take_news(self) -> list[int]:
        """The assets shown since this was last asked that still are."""
        news, self.news = self.news, []
        return [asset_id for asset_id in news if asset_id in self._painted]
