"""A real library with pictures and videos that were moderated, and the policy screen on it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.taxonomy import taxonomy
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library.library import Library
from rekreview.library.values import TaskOutcome
from rekreview.ui import theme
from rekreview.ui.policy import PolicyScreen

V7 = taxonomy("v7")


def label(name: str, confidence: float, at: int | None = None) -> Label:
    """A label of version 7 by its name."""
    category = V7.find(name)
    assert category is not None, name
    above = V7.above(category)
    return Label(name, above[0].name if above else "", confidence, category.level, at)


def seen(name: str, confidence: float, at: int | None = None) -> list[Label]:
    """A label with its parents, each as sure, as the service gives them."""
    category = V7.find(name)
    assert category is not None, name
    return [label(node.name, confidence, at) for node in (*reversed(V7.above(category)), category)]


def imported(number: int, kind: MediaKind = MediaKind.IMAGE) -> ImportedFile:
    """A file that was looked into, with a thumbnail of its own colour."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), (number * 37 % 256, 90, 160)).save(drawn, "JPEG")
    ending = "jpg" if kind is MediaKind.IMAGE else "mp4"
    facts = MediaFacts(kind, ending, 640, 480, thumbnail=drawn.getvalue(), veiled=drawn.getvalue())
    return ImportedFile(f"/media/asset-{number}.{ending}", 1, 10, f"{number:064x}", facts)


def moderate(library: Library, answers: Sequence[tuple[int, Sequence[Label]]]) -> None:
    """Store these answers as a finished run of Rekognition."""
    run = library.commands.start_run(EngineName.REKOGNITION, "7.0", None, 20.0, [asset for asset, _labels in answers])
    found = dict(answers)
    outcomes = [
        TaskOutcome(
            task.task_id,
            task.asset_id,
            Detection(EngineName.REKOGNITION, "7.0", None, 20.0, tuple(found[task.asset_id])),
        )
        for task in library.commands.claim(run, len(answers))
    ]
    library.commands.record(run, outcomes)


PICTURES = (
    seen("Weapons", 62.0),
    seen("Weapons", 45.0),
    seen("Blood & Gore", 91.0),
    seen("Alcoholic Beverages", 55.0),
    seen("Explicit", 30.0),
    [],
)
VIDEOS = ([*seen("Weapons", 40.0, 0), *seen("Weapons", 70.0, 500)],)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Six pictures and a video with answers, and a picture nobody has moderated."""
    made = Library.open(tmp_path / "library", create=True)
    kinds = [MediaKind.IMAGE] * (len(PICTURES) + 1) + [MediaKind.VIDEO] * len(VIDEOS)
    added = made.commands.add_assets([imported(number, kind) for number, kind in enumerate(kinds, 1)]).added
    answered = [*added[: len(PICTURES)], *added[len(PICTURES) + 1 :]]
    moderate(made, list(zip(answered, [*PICTURES, *VIDEOS], strict=True)))
    yield made
    made.close()


@pytest.fixture
def changes(library: Library, dispatcher: Dispatcher) -> Iterator[ChangeFeed]:
    """The feed of that library."""
    feed = ChangeFeed(library, dispatcher)
    yield feed
    feed.stop()


@pytest.fixture
def screen(
    qtbot: QtBot, library: Library, dispatcher: Dispatcher, changes: ChangeFeed, settle: Callable[[], None]
) -> Iterator[PolicyScreen]:
    """The policy screen of that library, shown and settled."""
    theme.apply(_app(), theme.ThemeMode.LIGHT)
    made = PolicyScreen(library, dispatcher, changes, reviewer=lambda: "Ada")
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    settle()
    yield made
    made.stop()


def _app() -> object:
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()
