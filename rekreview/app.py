"""The window's composition root: the only place where objects are made and wired to widgets."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from rekreview import __version__, paths, settings, wiring
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.garbage import GuiGarbage
from rekreview.ui import guards, start_times, theme
from rekreview.ui.first_paint import FirstPaint
from rekreview.ui.main_window import MainWindow
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.ui.opening import OpenLibrary

log = logging.getLogger(__name__)

# A thread that is busy in Python may hold the interpreter this long; Python's own 5 ms would eat a third of a frame.
# Less means more turns: a verdict that is written and painted takes a tenth longer at 0.2 ms than at 1.
SWITCH_SECONDS = 0.0005
UNSEEN_MS = 1000


@dataclass(frozen=True)
class Wishes:
    """What the command line asks of the window."""

    paths: tuple[Path, ...] = ()
    library: Path | None = None
    sample: bool = False
    self_test: bool = False
    verbose: bool = False


def main(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed. Returns the exit status."""
    wishes = parse(argv)
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_app(argv)
    if wishes.self_test:
        start_log(wishes)
        from rekreview.ui.self_test import run

        return run()
    running = App(app, wishes)
    running.painted.connect(lambda: start_log(wishes))
    return running.run()


def start_log(wishes: Wishes) -> None:
    """Write the log to its file from now on. Imported here, since the first paint need not wait for it."""
    from rekreview import logs

    logs.configure(verbose=wishes.verbose)


def parse(argv: Sequence[str]) -> Wishes:
    """Read the window's arguments. Exits with 2 and a usage line if they make no sense."""
    parser = argparse.ArgumentParser(
        prog="rekreview", description="Review pictures and videos that a machine has moderated."
    )
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders to import")
    parser.add_argument("--library", type=Path, metavar="DIR", help="the library's folder")
    parser.add_argument("--sample", action="store_true", help="import the sample media")
    parser.add_argument("--self-test", action="store_true", help="check that every part of the app works, and end")
    parser.add_argument("--verbose", action="store_true", help="tell more on standard error")
    parser.add_argument("--version", action="version", version=f"rekreview {__version__}")
    told = parser.parse_args(list(argv))
    missing = [path for path in told.paths if not path.exists()]
    if missing:
        parser.error(f"there is no file or folder {missing[0]}")
    return Wishes(
        paths=tuple(path.absolute() for path in told.paths),
        library=told.library,
        sample=told.sample,
        self_test=told.self_test,
        verbose=told.verbose,
    )


def make_app(argv: Sequence[str]) -> QApplication:
    """The QApplication, named and dressed."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(["rekreview", *argv])
    app.setApplicationName(paths.APP_NAME)
    app.setApplicationDisplayName("rekreview")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("io.github.rekreview.rekreview")
    return app


class App(QObject):
    """One run of the window: it is painted first, then its library is opened in a thread. Emits `painted` between."""

    painted = Signal()

    def __init__(self, app: QApplication, wishes: Wishes) -> None:
        super().__init__()
        self._app = app
        self._wishes = wishes
        chosen = settings.load()
        theme.colour_first(app, chosen.theme)
        # Before the first thread is started.
        self.garbage = GuiGarbage(self)
        self.dispatcher = Dispatcher(listens=False)
        self.preferences = Preferences(chosen, self.dispatcher)
        self.preferences.changed.connect(lambda now: theme.apply(app, now.theme))
        self.directory = wiring.library_directory(chosen, wishes.library)
        self.window = MainWindow(preferences=self.preferences, dispatcher=self.dispatcher, directory=self.directory)
        self.window.reopen_wanted.connect(self.open)
        self.window.screen_made.connect(self.garbage.settle)  # it stays to the end, with all it is made of
        self.window.closing.connect(app.quit)
        self._opened: OpenLibrary | None = None

    def run(self) -> int:
        """Show the window, open the library, and stay until the window is closed."""
        with guards.bugs_are_told(self.dispatcher.crashed.emit), guards.signals_end(self.window.close):
            self.painted.connect(self.fill)
            first = FirstPaint(self.window)
            first.begun.connect(self._go_on_when_painted)
            if start_times.are_wanted():
                first.begun.connect(lambda: start_times.tell("painted"))
            # A window that comes up where nobody sees it is not painted, and has its library all the same.
            QTimer.singleShot(UNSEEN_MS, first.waive)
            self.window.show()
            status = self._app.exec()
            ended = self.end()
        if not ended:
            log.warning("Some work did not end in time; it can be done again at the next start.")
            # What hangs would keep the process alive behind a window that is gone. All that counts is saved.
            logging.shutdown()
            os._exit(status)
        return status

    def _go_on_when_painted(self) -> None:
        QTimer.singleShot(0, self.painted.emit)

    def fill(self) -> None:
        """Compose the painted window, and open its library."""
        from PySide6.QtGui import QIcon  # which PySide takes 2 ms to make: after the first paint

        self.dispatcher.listen()
        theme.apply(self._app, self.preferences.settings.theme)
        self._app.setWindowIcon(QIcon(str(paths.resources() / "app-icon.svg")))
        self.window.compose()
        self.open()

    def open(self) -> None:
        """Open the library behind the window."""
        from rekreview.ui.opening import open_library

        chosen, directory = self.preferences.settings, self.directory

        def open_it() -> OpenLibrary:
            # Kept here too: a window that is closed meanwhile gets no answer any more, and has to give it back.
            self._opened = opened = open_library(chosen, directory)
            return opened

        self.dispatcher.read(open_it, self._fill, self.window.show_opening_fault)

    def _go_on(self, opened: OpenLibrary) -> None:
        """Ask the rest now, and load what decisions need before the first is made."""
        self.dispatcher.let_go()
        self.dispatcher.read(lambda: opened.library.commands, lambda _loaded: self.garbage.settle())

    def end(self) -> bool:
        """Stop all work, save the settings, and give the library back; whether all work ended in time."""
        ended = self.dispatcher.shutdown()
        self.preferences.save_now()
        if self._opened is not None:
            self._opened.close()
        self.garbage.stop()
        return ended

    def _fill(self, opened: OpenLibrary) -> None:
        # What the first tiles need comes before all else, and before what takes long to import.
        self.dispatcher.hold()
        first = self.window.show_library(opened)
        first.over.connect(lambda: self._go_on(opened))
        if start_times.are_wanted():
            first.shown.connect(lambda: start_times.tell("usable"))
        if opened.read_only:
            return
        if self._wishes.sample:
            self.window.import_sample()
        if self._wishes.paths:
            self.window.import_paths(list(self._wishes.paths))
