"""A grid on made-up assets, with the real dispatcher and the real loader of thumbnails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.ui import theme
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.view import GridView
from tests.fakes.shelf import Shelf


@dataclass
class Stand:
    """A grid that shows, and what it shows."""

    grid: GridView
    model: AssetModel
    feed: ThumbnailFeed
    shelf: Shelf
    loader: ThumbnailLoader
    qtbot: QtBot

    def wait_for_pictures(self) -> None:
        """Wait until every visible tile shows its own picture."""
        self.qtbot.waitUntil(lambda: all(self.grid.is_shown(shown) for shown in self.visible_ids()), timeout=10_000)

    def visible_ids(self) -> list[int]:
        rows = self.grid.visible_rows()
        return self.model.rows.ids[rows.start : rows.stop].tolist()


@pytest.fixture
def stand(qtbot: QtBot, qapp: QApplication, dispatcher: Dispatcher) -> Iterator[Callable[..., Stand]]:
    """Makes a grid of so many assets, 900 by 700 pixels."""
    theme.apply(qapp, "light")
    made: list[Stand] = []

    def make(count: int = 300, *, shown: bool = True) -> Stand:
        shelf = Shelf(count)
        loader = ThumbnailLoader(shelf)
        model = AssetModel(shelf.tiles, dispatcher)
        feed = ThumbnailFeed(loader)
        grid = GridView(model, feed)
        grid.resize(900, 700)
        model.put(Rows.of(shelf.ids))
        made.append(Stand(grid, model, feed, shelf, loader, qtbot))
        if shown:
            grid.show()
            grid.activateWindow()
            qtbot.waitUntil(grid.isActiveWindow)
            grid.setFocus()
        return made[-1]

    yield make
    for one in made:
        one.grid.close()
        one.loader.shutdown()
        one.grid.deleteLater()
        one.feed.deleteLater()
        one.model.deleteLater()
