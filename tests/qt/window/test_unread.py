"""Assets of the list that cannot be read are told of: once, with what it means, and with a way to try again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.ui.panels.banner import Banner
from tests.qt.window.conftest import Shown

Wait = Callable[[Callable[[], bool]], None]


class Fragile:
    """The reading of tiles, which fails for as long as somebody says so."""

    def __init__(self, read: Callable[[object], object]) -> None:
        self._read = read
        self.broken = False
        self.tried = 0

    def __call__(self, ids: object) -> object:
        self.tried += 1
        if self.broken:
            raise Locked("The disk does not answer.", "")
        return self._read(ids)


@pytest.fixture
def tiles(full: Shown, monkeypatch: pytest.MonkeyPatch, wait: Wait) -> Fragile:
    """The reading of tiles of a window whose list shows."""
    review, queries = full.window._screens.review, full.window._screens.library.queries
    wait(lambda: review.stage.is_shown(review.stage.current()))
    full.settle()
    made = Fragile(queries.tiles)
    monkeypatch.setattr(queries, "tiles", made)
    return made


def banner(full: Shown) -> Banner | None:
    return full.window.parts.banners.shown("unread")


def try_again(full: Shown, tiles: Fragile) -> None:
    """Have the grid painted until it asked for its tiles again."""
    before = tiles.tried
    full.qtbot.waitUntil(lambda: bool(full.window._screens.review.grid.grab()) and tiles.tried > before)
    full.settle()


def test_old_tiles_that_cannot_be_read_again_are_told_of_once(full: Shown, tiles: Fragile, wait: Wait) -> None:
    screens = full.window._screens
    tiles.broken = True
    first = screens.review.stage.current()
    screens.library.commands.decide([first], Status.REJECTED, reviewer="Bob")
    wait(lambda: banner(full) is not None)
    told = banner(full)
    assert told is not None
    assert told.text.startswith("Could not read some of these assets again: ")
    assert "The disk does not answer." in told.text
    assert told.text.endswith("What shows of them may be out of date.")
    try_again(full, tiles)
    assert banner(full) is told, "the same one: no message for every try"
    told.answered.emit()
    try_again(full, tiles)
    assert banner(full) is None, "who closed it was told"
    tiles.broken = False
    try_again(full, tiles)
    wait(lambda: screens.review.model.tile(0).status is Status.REJECTED)


def test_tiles_that_never_came_are_told_of_and_read_when_asked(full: Shown, tiles: Fragile, wait: Wait) -> None:
    review = full.window._screens.review
    tiles.broken = True
    review.model.put(review.model.rows.of(np.array(review.model.rows.ids)))
    wait(lambda: banner(full) is not None)
    told = banner(full)
    assert told is not None
    assert told.text.startswith("Could not read some of these assets: ")
    assert told.text.endswith("They stay grey until they are read.")
    tiles.broken = False
    again = next(button for button in told.findChildren(QPushButton) if button.text() == "Read again")
    again.click()
    wait(lambda: review.model.tile(0) is not None)
    assert banner(full) is None
