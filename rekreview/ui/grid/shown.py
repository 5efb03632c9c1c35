"""Which assets' own pictures are on the screen: a verdict key may only act on one of them."""

from __future__ import annotations

from collections.abc import Iterable


class ShownTiles:
    """The assets last painted with their own picture. `news`: those that were not shown before."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self.news: list[int] = []

    def __contains__(self, asset_id: object) -> bool:
        return asset_id in self._ids

    def mark(self, asset_id: int, whole: bool) -> None:
        """A tile was painted, with its picture or as a skeleton."""
        if not whole:
            self._ids.discard(asset_id)
        elif asset_id not in self._ids:
            self._ids.add(asset_id)
            self.news.append(asset_id)

    def keep(self, visible: Iterable[int]) -> None:
        """The view was scrolled: whatever is not visible now is not shown."""
        self._ids.intersection_update(visible)

    def clear(self) -> None:
        """Nothing is shown any more."""
        self._ids.clear()
        self.news.clear()

    def take_news(self) -> list[int]:
        """The assets shown since this was last asked that still are."""
        news, self.news = self.news, []
        return [asset_id for asset_id in news if asset_id in self._ids]
