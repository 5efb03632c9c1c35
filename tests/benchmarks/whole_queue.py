"""Frames of the window while a batch of 200,000 assets is written, undone and redone in a library of a million.

    python -m tests.benchmarks.whole_queue [ASSETS] [BATCH] [--library DIR]

The real window on a real library: its grid is scrolled as a person does, and each frame is timed from the change of
the scroll bar to the end of its painting, while pages are read, counts are told, and the batch is written beside it;
what holds the window between two frames counts as one.
How long select all, the verdict key and a single decision in the midst of the batch hold the window is told too.
--library: one made before (it is changed), instead of a new one.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rekreview.app import SWITCH_SECONDS
from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.garbage import GuiGarbage
from rekreview.settings import Settings
from rekreview.ui import theme
from rekreview.ui.main_window import MainWindow
from rekreview.ui.opening import OpenLibrary, open_library
from rekreview.ui.preferences import Preferences
from tests.benchmarks.grid import FRAME_P999, FRAME_WORST, timed, wait
from tests.benchmarks.library import filled
from tests.benchmarks.table import Case, print_table, quantile

ASSETS, BATCH = 1_000_000, 200_000
PATIENCE_SECONDS = 300
REST = 4


class Bench:
    """One window on one library, the whole of it in the list."""

    def __init__(self, folder: Path, state: Path) -> None:
        self.garbage = GuiGarbage()  # as in the app: Python's own would hold the window for 90 ms, from any thread
        self.dispatcher = Dispatcher()
        chosen = Settings(reviewer="Bench", workers=1, moderate_after_import=False)
        preferences = Preferences(chosen, self.dispatcher, state / "settings.json")
        self.opened: OpenLibrary = open_library(chosen, folder)
        self.window = MainWindow(preferences=preferences, dispatcher=self.dispatcher, directory=folder)
        self.window.resize(1400, 900)
        self.window.show()
        self.window.compose()
        self.window.show_library(self.opened)
        self.window.parts.side.show_filter(QueueFilter())
        assert self.window._screens is not None
        self.review, self.long_steps = self.window._screens.review, self.window._screens.long_steps
        self.grid, self.bar = self.review.grid, self.review.grid.verticalScrollBar()
        self.chance = random.Random(7)
        self.dispatcher.read(lambda: self.opened.library.commands, lambda _loaded: self.garbage.settle())

    def wait_until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError("the window does not come to what is waited for")
            wait(5)

    def settle(self) -> None:
        self.wait_until(lambda: self.dispatcher.idle())

    def select(self, count: int) -> float:
        """Select so many rows from the first one, as Shift and End do; milliseconds until that is painted."""
        return timed(lambda: self.grid.selector.put(np.arange(count)))

    def select_all(self) -> float:
        return timed(self.grid.selector.select_all)

    def press(self, key: Qt.Key) -> float:
        """A key on the grid; milliseconds until the window answers again."""
        return timed(lambda: QTest.keyClick(self.grid, key))

    def frames(self) -> list[float]:
        """Scroll until the long step has ended."""
        times: list[float] = []
        while self.long_steps.job is not None:
            if len(times) % 40 == 39:
                wanted = self.chance.randrange(self.bar.maximum() + 1)
            else:
                wanted = self.bar.value() + (self.bar.pageStep() if len(times) % 5 == 4 else self.bar.singleStep())
            painted, begun = timed(partial(self.bar.setValue, wanted)), time.perf_counter()
            wait(REST)
            # Whatever else the window did between two frames would have held up the next one.
            times.append(max(painted, (time.perf_counter() - begun) * 1000 - REST))
        return times

    def single(self) -> list[float]:
        """Decisions on one asset each while a batch is under way: from the call to the answer from the disk."""
        times: list[float] = []
        ids = self.review.model.rows.ids
        while self.long_steps.job is not None:
            begun, answered = time.perf_counter(), []
            self.review.verdicts._operations.decide(
                [int(ids[-1 - len(times)])], Status.REJECTED, "", "", answered.append, answered.append
            )
            self.wait_until(lambda there=answered: bool(there))
            times.append((time.perf_counter() - begun) * 1000)
            wait(100)
        return times

    def close(self) -> None:
        self.window.close()
        self.dispatcher.shutdown()
        self.opened.close()
        self.window.deleteLater()
        QApplication.processEvents()
        self.garbage.stop()


def taken(bench: Bench, begin: Callable[[], object]) -> tuple[list[float], float]:
    """The frames while a long step goes on, and how many seconds it takes."""
    begun = time.perf_counter()
    begin()
    bench.wait_until(lambda: bench.long_steps.job is not None)
    times = bench.frames()
    return times, time.perf_counter() - begun


def frame_cases(name: str, times: list[float]) -> list[Case]:
    return [
        Case(f"{name}: frames", times),
        Case(f"{name}: frame, p99.9", [quantile(times, 0.999)], limit=FRAME_P999),
        Case(f"{name}: frame, worst", [max(times)], limit=FRAME_WORST),
    ]


def measured(bench: Bench, batch: int) -> list[Case]:
    """All figures of one window."""
    bench.wait_until(lambda: bench.review.model.rowCount() > batch)
    bench.settle()
    cases = [Case("select all", [bench.select_all()], limit=FRAME_WORST)]
    bench.select(batch)
    key: list[float] = []
    approving, seconds = taken(bench, lambda: key.append(bench.press(Qt.Key.Key_A)))
    cases += [Case("verdict key", key, limit=FRAME_WORST), Case(f"approve {batch:,}", [seconds], "s")]
    undoing, undone_in = taken(bench, bench.window.undo)
    redoing, redone_in = taken(bench, bench.window.redo)
    cases += [Case("undo", [undone_in], "s"), Case("redo", [redone_in], "s")]
    cases += frame_cases("approving", approving) + frame_cases("undoing", undoing) + frame_cases("redoing", redoing)
    bench.settle()
    bench.select(batch)
    bench.press(Qt.Key.Key_X)
    cases.append(Case("a single decision meanwhile", bench.single()))
    return cases


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assets", nargs="?", type=int, default=ASSETS)
    parser.add_argument("batch", nargs="?", type=int, default=BATCH)
    parser.add_argument("--library", type=Path)
    chosen = parser.parse_args(arguments)
    app = QApplication([])
    theme.apply(app, "light")
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.library or Path(place) / "library"
        if chosen.library is None:
            filled(folder, chosen.assets).library.close()
        bench = Bench(folder, Path(place))
        cases = measured(bench, chosen.batch)
        bench.close()
    told = " ".join(f"{one:.1f}" for one in os.getloadavg())
    title = f"A batch of {chosen.batch:,} among {chosen.assets:,} assets (load {told})"
    return 0 if print_table(title, cases) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
