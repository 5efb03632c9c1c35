"""A review desk on clips whose frames carry their number, checked by an engine that saw things at known times."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter
from rekreview.domain.video import Cell
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui import theme
from rekreview.ui.desk.operations import LibraryOperations
from rekreview.ui.review import ReviewDesk
from rekreview.ui.wellness import Profile
from tests import numbered_clips
from tests.qt.desk.conftest import Desk
from tests.qt.player.conftest import number_on

STEP_MS = 40
"""One frame of these clips."""


def seen(name: str, parent: str, confidence: float, first: int, last: int, peak: int | None = None) -> Label:
    """What an engine saw from one frame to another; peak: the frame in which it was surest, if not the first."""
    peak_ms = (first if peak is None else peak) * STEP_MS
    return Label(name, parent, confidence, timestamp_ms=first * STEP_MS, end_ms=last * STEP_MS, peak_ms=peak_ms)


LABELS = {
    "guns.mp4": (
        seen("Weapons", "Violence", 84.2, 20, 30),
        seen("Weapons", "Violence", 97.5, 70, 80),
        seen("Smoking", "Drugs & Tobacco Paraphernalia & Use", 41.0, 40, 45),
    ),
    "party.mp4": (
        seen("Alcoholic Beverages", "Alcohol", 90.0, 10, 20, peak=13),
        seen("Weapons", "Violence", 66.0, 10, 12),
    ),
    "harmless.mp4": (),
}


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three clips of a hundred frames, each a little different, and a picture."""
    made = tmp_path_factory.mktemp("clips")
    for number, name in enumerate(LABELS):
        numbered_clips.clip(made / name, frames=100, options={"bf": "3", "g": str(30 + number)})
    Image.linear_gradient("L").convert("RGB").save(made / "picture.png")
    return made


@pytest.fixture(scope="session")
def decoder(folder: Path) -> Iterator[Cage]:
    """Its processes run before the first test begins, so that no test seems to have left them behind."""
    made = Cage(workers=1)
    made.facts(str(folder / "picture.png"), CancelToken())
    made.picture(str(folder / "picture.png"), 64, CancelToken())
    yield made
    made.close()


@pytest.fixture
def library(tmp_path: Path, folder: Path, decoder: Cage) -> Iterator[Library]:
    made = Library.open(tmp_path / "library", create=True)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(made, decoder, [folder], executor=executor, cancel=CancelToken()):
            pass
    run = made.commands.start_run(EngineName.IMPORTED, "7.0", None, 1.0, made.queries.ids(QueueFilter()))
    outcomes = [
        TaskOutcome(
            task.task_id,
            task.asset_id,
            Detection(EngineName.IMPORTED, "7.0", None, 1.0, LABELS.get(Path(task.path).name, ())),
            None,
        )
        for task in made.commands.claim(run, 10)
        if not task.path.endswith("harmless.mp4")
    ]
    made.commands.record(run, outcomes)
    draw_storyboards(made)
    yield made
    made.close()


def draw_storyboards(library: Library) -> None:
    """A cell for every tenth frame, as an import makes them: the number sharp, and a plain grey in its place."""
    grey = jpeg(Image.new("RGB", (160, 80), "#777777"))
    cells = [
        Cell(number * STEP_MS, 160, 80, jpeg(Image.fromarray(numbered_clips.pixels_of(number, 160, 80))), grey)
        for number in range(0, 100, 10)
    ]
    for tile in library.queries.tiles(library.queries.ids(QueueFilter())):
        if tile.kind is MediaKind.VIDEO:
            library.thumbnails.put_storyboard(tile.id, cells)


def jpeg(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=95)
    return kept.getvalue()


@dataclass
class ClipDesk(Desk):
    """A desk, and what a person sees of the clips on it."""

    def find(self, name: str) -> int:
        ids = self.library.queries.ids(QueueFilter())
        return next(tile.id for tile in self.library.queries.tiles(ids) if tile.name == name)

    def open_large(self, name: str) -> int:
        """Show a clip in the large view, and wait until its own frame is on the screen."""
        wanted = self.find(name)
        self.desk.grid.make_current(wanted)
        self.desk.open_loupe()
        self.wait_for_frame()
        return wanted

    def wait_for_frame(self) -> None:
        player = self.desk.loupe.panel.player
        self.qtbot.waitUntil(
            lambda: player.frame is not None and player.settled and self.desk.loupe.is_shown(self.current),
            timeout=10_000,
        )

    def open_reel(self) -> None:
        """Show the hit reel, and wait until its hits are there and painted."""
        self.desk.open_reel()
        self.qtbot.waitUntil(lambda: self.desk.reel._read, timeout=10_000)
        if self.desk.reel.model.hits:
            self.qtbot.waitUntil(lambda: self.desk.reel.is_shown(self.current), timeout=10_000)

    @property
    def painted(self) -> int:
        """The number on the frame as it is painted on the screen."""
        canvas = self.desk.loupe.canvas
        shown = canvas.grab().toImage()
        scale = shown.devicePixelRatio()
        target = canvas.zoom.target
        area = (round(value * scale) for value in (target.x(), target.y(), target.width(), target.height()))
        return number_on(shown.copy(*area))

    @property
    def stage(self) -> QImage:
        return self.desk.loupe.canvas.grab().toImage()

    def words(self, name: str) -> str:
        """What a label of the player says."""
        from PySide6.QtWidgets import QLabel

        label = self.desk.loupe.findChild(QLabel, f"player-{name}")
        assert label is not None
        return label.text()


@pytest.fixture
def clips(
    qapp: QApplication, qtbot: QtBot, library: Library, decoder: Cage, dispatcher: Dispatcher
) -> Iterator[ClipDesk]:
    theme.apply(qapp, "light")
    loader, feed = ThumbnailLoader(library.thumbnails), ChangeFeed(library, dispatcher)
    review = ReviewDesk(
        queries=library.queries,
        dispatcher=dispatcher,
        thumbnails=loader,
        decoder=decoder,
        operations=LibraryOperations(dispatcher, library, lambda: "Ada"),
        storyboards=library.thumbnails,
    )
    feed.changed.connect(review.heed)
    made = ClipDesk(review, library, dispatcher, qtbot)
    review.told.connect(made.told.append)
    review.failed.connect(made.failed.append)
    review.set_profile(Profile.OFF)
    review.resize(1180, 760)
    review.show()
    review.activateWindow()
    qtbot.waitUntil(review.isActiveWindow)
    review.grid.setFocus()
    made.show()
    yield made
    review.stop()
    feed.stop()
    review.close()
    qtbot.waitUntil(dispatcher.idle, timeout=10_000)
    loader.shutdown()
    review.deleteLater()
    loader.deleteLater()


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda holds: qtbot.waitUntil(holds, timeout=10_000)
