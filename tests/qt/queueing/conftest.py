"""A real window on a library whose assets differ in kind, engine, label, reviewer and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.facets import Choice, Facet
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.library import Library
from rekreview.library.values import RunState
from rekreview.settings import Settings
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences
from rekreview.ui.queueing import Queueing
from rekreview.ui.review import ReviewDesk
from tests.unit.library.makers import detection, file, moderate


def jpeg(shade: int) -> bytes:
    """A thumbnail of one colour."""
    from io import BytesIO

    out = BytesIO()
    Image.new("RGB", (60, 40), (shade, 90, 200)).save(out, "JPEG")
    return out.getvalue()


def fill(library: Library) -> list[int]:
    """Twelve pictures from two imports; four violent, four with weapons, four plain; two decided by Bob."""
    ids: list[int] = []
    for source in ("holiday", "street"):
        batch = library.commands.begin_import(source)
        files = [file(f"{source}{at}.jpg", thumbnail=jpeg(at * 20), veiled=jpeg(99)) for at in range(6)]
        ids.extend(library.commands.add_assets(files, batch=batch).added)
    labels = (("Violence", "", 90.0), ("Weapons", "Violence", 70.0), ("Alcohol", "", 20.0))
    second = {ids[0]: detection(("Violence", "", 10.0), engine=EngineName.REKOGNITION, version="7.0")}
    for answers in ({one: detection(labels[at % 3]) for at, one in enumerate(ids)}, second):
        run = moderate(library, dict(answers))
        library.commands.set_run_state(run, RunState.FINISHED)
    library.commands.decide(ids[1:2], Status.APPROVED, reviewer="Bob", reason="Medical")
    library.commands.decide(ids[2:3], Status.REJECTED, reviewer="Bob", note="see mail")
    return ids


@dataclass
class Shown:
    """A window on such a library, and the ways a test waits for it."""

    window: MainWindow
    preferences: Preferences
    dispatcher: Dispatcher
    opened: OpenLibrary
    ids: list[int]
    qtbot: QtBot

    @property
    def library(self) -> Library:
        return self.opened.library

    @property
    def queueing(self) -> Queueing:
        assert self.window._screens is not None
        return self.window._screens.queueing

    @property
    def review(self) -> ReviewDesk:
        assert self.window._screens is not None
        return self.window._screens.review

    @property
    def listed(self) -> list[int]:
        """The assets in the grid."""
        found: list[int] = self.review.model.rows.ids.tolist()
        return found

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=15_000)

    def show(self, wanted: QueueFilter) -> None:
        """Show a list, and wait until all of it is there."""
        show = self.window._show_list if wanted.asks_for_evidence else self.window.parts.side.show_filter
        show(wanted)
        expected = self.library.queries.ids(wanted).tolist()
        self.wait(lambda: self.review.listing.filter == wanted and self.listed == expected)


@pytest.fixture
def open_window(tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    """Opens windows on the same library and settings, one after another."""
    made: list[Shown] = []
    place = tmp_path / "library"
    with Library.open(place, create=True) as library:
        ids = fill(library)

    def close(shown: Shown) -> None:
        shown.wait(lambda: shown.dispatcher.idle() and not shown.review.listing._rest.isActive())
        shown.dispatcher.shutdown()
        shown.opened.close()
        shown.window.close()
        shown.window.deleteLater()
        made.remove(shown)

    def make(settings: Settings | None = None) -> Shown:
        for shown in list(made):
            close(shown)
            settings = settings or shown.preferences.settings
        dispatcher = Dispatcher()
        chosen = settings or Settings(reviewer="Ada", workers=1, moderate_after_import=False)
        preferences = Preferences(chosen, dispatcher, tmp_path / "settings.json")
        opened = open_library(chosen, place)
        window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=place)
        window.resize(1280, 800)
        window.show()
        window.compose()
        window.show_library(opened)
        shown = Shown(window, preferences, dispatcher, opened, ids, qtbot)
        made.append(shown)
        shown.wait(lambda: bool(shown.listed) or shown.review.listing.filter != QueueFilter())
        return shown

    yield make
    for shown in list(made):
        for dialog in shown.window.findChildren(QDialog):
            dialog.close()
        close(shown)


@pytest.fixture
def shown(open_window: Callable[..., Shown]) -> Shown:
    """One such window."""
    return open_window()


def chosen(*pairs: tuple[Facet, str]) -> QueueFilter:
    """Every asset, with these facets chosen."""
    return QueueFilter(facets=tuple(Choice(facet, value) for facet, value in pairs))
