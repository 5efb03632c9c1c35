"""A review desk on a real library of real pictures, with the real decoder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import DecisionView, EngineName, Status
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.media.cage import Cage
from rekreview.pipeline.importing import import_paths
from rekreview.ui import theme
from rekreview.ui.desk.asked_again import AskedAgain
from rekreview.ui.desk.operations import LibraryOperations
from rekreview.ui.review import ReviewDesk

REASONS = ("Matches the policy", "Harmless context", "", "Art or education")
WINE = (Label("Alcoholic Beverages", "Alcohol", 97.4, 2), Label("Alcohol", "", 97.4, 1))
PILLS = (Label("Pills", "Products", 31.0, 3),)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight pictures, and one that is cut off."""
    folder = tmp_path_factory.mktemp("pictures")
    for number in range(8):
        picture = Image.linear_gradient("L").resize((160 + 8 * number, 120)).convert("RGB")
        picture.paste((30 * number, 200 - 20 * number, 90), (20, 20, 90, 90))
        picture.save(folder / f"asset{number}.jpg")
    whole = (folder / "asset1.jpg").read_bytes()
    (folder / "broken.jpg").write_bytes(whole[: len(whole) // 8])
    return folder


@pytest.fixture(scope="session")
def decoder(pictures: Path) -> Iterator[Cage]:
    """Its processes run before the first test begins, so that no test seems to have left them behind."""
    made = Cage(workers=1)
    made.facts(str(pictures / "asset0.jpg"), CancelToken())
    made.picture(str(pictures / "asset0.jpg"), 64, CancelToken())
    yield made
    made.close()


@pytest.fixture
def library(tmp_path: Path, pictures: Path, decoder: Cage) -> Iterator[Library]:
    """The pictures imported and moderated: even ones rejected for wine, odd ones approved."""
    made = Library.open(tmp_path / "library", create=True)
    with ThreadPoolExecutor(1) as executor:
        for _ in import_paths(made, decoder, [pictures], executor=executor, cancel=CancelToken()):
            pass
    detect(made)
    yield made
    made.close()


def detect(library: Library) -> None:
    run = library.commands.start_run(EngineName.ON_DEVICE, "on-device-1", None, 1.0, library.queries.ids(QueueFilter()))
    outcomes = []
    for task in library.commands.claim(run, 100):
        name = Path(task.path).stem
        if name == "broken":
            continue
        labels = WINE if int(name[-1]) % 2 == 0 else PILLS
        detection = Detection(EngineName.ON_DEVICE, "on-device-1", None, 1.0, labels)
        outcomes.append(TaskOutcome(task.task_id, task.asset_id, detection, None))
    library.commands.record(run, outcomes)


@dataclass
class Desk:
    """A review desk on the screen, and what it said."""

    desk: ReviewDesk
    library: Library
    dispatcher: Dispatcher
    qtbot: QtBot
    told: list[str] = field(default_factory=list)
    failed: list[Exception] = field(default_factory=list)

    def show(self, queue: QueueName = QueueName.ALL, **filters: object) -> None:
        """Show a queue, and wait until its first asset shows with its picture."""
        with self.qtbot.waitSignal(self.desk.listing.replaced):
            self.desk.set_filter(QueueFilter(queue=queue, **filters))
        if self.desk.model.rowCount():
            self.wait_until_shown()

    def wait_until_shown(self) -> None:
        self.qtbot.waitUntil(lambda: self.desk.stage.is_shown(self.current), timeout=10_000)

    @property
    def current(self) -> int:
        return self.desk.stage.current()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.desk, key, modifiers)

    def settle(self) -> None:
        """Wait until everything is written and told."""
        self.qtbot.waitUntil(self.dispatcher.idle, timeout=10_000)

    def status(self, asset_id: int) -> Status:
        return self.library.queries.asset(asset_id).status

    def decisions(self, asset_id: int) -> list[DecisionView]:
        return self.library.queries.history(asset_id)

    def names(self) -> list[str]:
        return [tile.name for tile in self.library.queries.tiles(self.desk.model.rows.ids)]


@pytest.fixture
def make_desk(
    qapp: QApplication, qtbot: QtBot, library: Library, decoder: Cage, dispatcher: Dispatcher
) -> Iterator[Callable[..., Desk]]:
    theme.apply(qapp, "light")
    made: list[tuple[ReviewDesk, ChangeFeed, ThumbnailLoader]] = []

    def make(
        *, read_only: bool = False, state: dict | None = None, reviewer: str = "Ada", again: AskedAgain | None = None
    ) -> Desk:
        loader = ThumbnailLoader(library.thumbnails)
        feed = ChangeFeed(library, dispatcher)
        review = ReviewDesk(
            queries=library.queries,
            dispatcher=dispatcher,
            thumbnails=loader,
            decoder=decoder,
            operations=LibraryOperations(
                dispatcher, library, lambda: reviewer, again.word_on if again else lambda _: None
            ),
            reasons=REASONS,
            read_only=read_only,
            again=again,
        )
        made.append((review, feed, loader))
        feed.changed.connect(review.heed)
        one = Desk(review, library, dispatcher, qtbot)
        review.told.connect(one.told.append)
        review.failed.connect(one.failed.append)
        if state is not None:
            review.restore_state(state)
        review.resize(1180, 760)
        review.show()
        review.activateWindow()
        qtbot.waitUntil(review.isActiveWindow)
        review.grid.setFocus()
        return one

    yield make
    for review, feed, loader in made:
        review.stop()
        feed.stop()
        review.close()
        loader.shutdown()
        review.deleteLater()
        loader.deleteLater()


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    """A desk that shows all assets, the first one current."""
    made = make_desk()
    made.show()
    return made


@pytest.fixture
def window(desk: Desk) -> QWidget:
    return desk.desk.window()
