"""A loupe on a real library: pictures, videos that change as they play, and files that cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui import theme
from rekreview.ui.loupe.view import Loupe
from rekreview.ui.wellness import Profile
from tests import media_samples

DARK_MS, LIGHT_MS = 300, 1700


@pytest.fixture(scope="module")
def decoder() -> Iterator[Cage]:
    made = Cage(workers=1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, decoder: Cage) -> Iterator[Library]:
    """Two videos of two seconds whose first second is black, one of three, pictures, one file gone, one cut off."""
    folder = tmp_path_factory.mktemp("media")
    media_samples.video(folder / "one.mp4", seconds=2, black_seconds=1)
    media_samples.video(folder / "two.mp4", seconds=2, black_seconds=1, width=240, height=320)
    media_samples.video(folder / "long.mp4", seconds=3)
    Image.new("RGB", (2400, 1600), "#d02020").save(folder / "large.jpg")
    Image.new("RGB", (120, 80), "#2040d0").save(folder / "small.png")
    Image.new("RGB", (90, 90), "#20d040").save(folder / "gone.png")
    whole = media_samples.save(media_samples.photo(grain=30), folder / "broken.jpg").read_bytes()
    (folder / "broken.jpg").write_bytes(whole[: len(whole) // 8])
    made = Library.open(tmp_path_factory.mktemp("library"), create=True)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(made, decoder, [folder], executor=executor, cancel=CancelToken()):
            pass
    (folder / "gone.png").unlink()
    # Its process runs before the first test begins, so that no test seems to have left it behind.
    decoder.picture(str(folder / "small.png"), 64, CancelToken())
    yield made
    made.close()


@dataclass
class Seen:
    """A loupe on the screen, and what a person sees of it."""

    loupe: Loupe
    library: Library
    qtbot: QtBot

    def find(self, name: str) -> int:
        return next(tile.id for tile in self.library.queries.tiles(self._ids()) if tile.name == name)

    def _ids(self) -> list[int]:
        return self.library.queries.ids(QueueFilter()).tolist()

    def show(self, name: str, ahead: tuple[str, ...] = ()) -> int:
        """Show an asset, and wait until its picture is on the screen."""
        wanted = self.find(name)
        self.loupe.show_asset(wanted, [self.find(coming) for coming in ahead], "1 of 7")
        self.qtbot.waitUntil(lambda: self.loupe.is_shown(wanted), timeout=10_000)
        return wanted

    @property
    def colour(self) -> QColor:
        """What is seen a quarter from the top left of the picture."""
        canvas = self.loupe.canvas
        target = canvas.zoom.target
        point = target.topLeft() + QPoint(round(target.width() / 4), round(target.height() / 4)).toPointF()
        seen = point.toPoint() if canvas.rect().contains(point.toPoint()) else canvas.rect().center()
        return canvas.grab().toImage().pixelColor(seen)

    @property
    def is_dark(self) -> bool:
        return self.colour.lightness() < 24

    def label(self, text: str) -> bool:
        """Whether some visible label says this."""
        return any(label.isVisible() and label.text() == text for label in self.loupe.findChildren(QLabel))


@pytest.fixture
def seen(qapp: QApplication, qtbot: QtBot, library: Library, decoder: Cage, dispatcher: Dispatcher) -> Iterator[Seen]:
    theme.apply(qapp, "light")
    loupe = Loupe(library.queries, dispatcher, decoder)
    loupe.set_profile(Profile.OFF)
    loupe.resize(900, 700)
    loupe.show()
    yield Seen(loupe, library, qtbot)
    loupe.leave()
    loupe.close()
    qtbot.waitUntil(dispatcher.idle, timeout=10_000)
    loupe.deleteLater()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda holds: qtbot.waitUntil(holds, timeout=10_000)
