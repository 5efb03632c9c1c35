"""The self-test: every part of an installed app does its work once, in a place of its own."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from rekreview import __version__, paths
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.progress import CancelToken
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings
from rekreview.ui import theme
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences

log = logging.getLogger(__name__)


def run() -> int:
    """Import and moderate the sample media, overturn one verdict, show the window, open the library again.

    Prints one line. Returns 0 if all of it works, 1 if not.
    """
    begun = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="rekreview-self-test-") as folder:
            told = _check(Path(folder))
    except Exception as error:
        log.exception("The self-test failed")
        print(f"rekreview {__version__}: self-test failed: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(f"rekreview {__version__}: self-test passed in {time.monotonic() - begun:.1f} s: {told}")
    return 0


def _check(folder: Path) -> str:
    settings = Settings(workers=2)
    opened = open_library(settings, folder / "library")
    try:
        assets, rejected = _moderate_sample(opened, settings)
        _overturn_one(opened)
        _show_window(opened, settings, folder)
    finally:
        opened.close()
    again = open_library(settings, folder / "library")
    try:
        kept = again.library.queries.counts().counts[QueueName.ALL]
        _require(kept == assets, "the library was not kept")
    finally:
        again.close()
    return f"{assets} assets, {rejected} rejected"


def _moderate_sample(opened: OpenLibrary, settings: Settings) -> tuple[int, int]:
    from concurrent.futures import ThreadPoolExecutor

    from rekreview import wiring
    from rekreview.pipeline import importing, scanning

    library, decoder, cancel = opened.library, opened.decoder, CancelToken()
    engine = wiring.make_engine(EngineName.ON_DEVICE)
    with ThreadPoolExecutor(settings.workers) as executor:
        sample = [paths.resources() / "sample"]
        _exhaust(importing.import_paths(library, decoder, sample, executor=executor, cancel=cancel))
        run = scanning.start(library, engine, scanning.plan(library, engine))
        _exhaust(
            scanning.scan(library, decoder, engine, run, executor=executor, workers=settings.workers, cancel=cancel)
        )
    engine.close()
    counts = library.queries.counts().counts
    _require(counts[QueueName.ALL] > 0, "no sample media could be imported")
    _require(counts[QueueName.REJECTED] + counts[QueueName.APPROVED] > 0, "nothing could be moderated")
    return counts[QueueName.ALL], counts[QueueName.REJECTED]


def _overturn_one(opened: OpenLibrary) -> None:
    library = opened.library
    first = int(library.queries.ids(QueueFilter())[0])
    before = library.queries.asset(first).status
    target = Status.APPROVED if before is not Status.APPROVED else Status.REJECTED
    library.commands.decide([first], target, reviewer="self-test")
    _require(library.queries.asset(first).status is target, "a decision was not kept")
    library.commands.undo()
    _require(library.queries.asset(first).status is before, "a decision was not undone")


def _show_window(opened: OpenLibrary, settings: Settings, folder: Path) -> None:
    app = QApplication.instance()
    _require(isinstance(app, QApplication), "there is no application")
    assert isinstance(app, QApplication)
    theme.apply(app, settings.theme)
    dispatcher = Dispatcher()
    preferences = Preferences(settings, dispatcher, folder / "settings.json")
    window = MainWindow(preferences=preferences, dispatcher=dispatcher, directory=opened.library.directory)
    window.show()
    window.compose()
    window.show_library(opened)
    deadline = time.monotonic() + 20
    while not dispatcher.idle() and time.monotonic() < deadline:
        app.processEvents()
    _require(not window.grab().isNull(), "the window could not be painted")
    window.close()
    _require(dispatcher.shutdown(), "the threads did not end")


def _exhaust(steps: Iterator[object]) -> None:
    for _ in steps:
        pass


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)
