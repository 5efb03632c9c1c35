"""Bar 3: first paint, scrolling, resize and reset of the grid at 10,000, 100,000 and 1,000,000 rows.

A row is an asset in memory with a thumbnail of coloured noise; everything above the library is the app's own: model,
pages, dispatcher, loader, feed, painter. A frame is timed from the change of the scroll bar to the end of its painting,
with pages and thumbnails streaming in meanwhile. Best of three rounds (the round with the lowest scroll median).
python -m tests.benchmarks.grid [ROWS...]
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from rekreview.app import SWITCH_SECONDS
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.thumbnails import ThumbnailLoader
from rekreview.ui import theme
from rekreview.ui.grid.feed import ThumbnailFeed
from rekreview.ui.grid.model import AssetModel
from rekreview.ui.grid.rows import Rows
from rekreview.ui.grid.view import GridView
from rekreview.ui.wellness import Profile
from tests.benchmarks.table import Case, print_table, quantile
from tests.fakes.shelf import Shelf

ROUNDS, FRAMES = 3, 200
FIRST_PAINT, FRAME_P95, FRAME_P999, FRAME_WORST, CHANGE = 50.0, 16.0, 50.0, 100.0, 16.0


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds until what the act changed is painted."""
    begun = time.perf_counter()
    act()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


class Bench:
    """A grid of so many rows, 1400 by 900 pixels."""

    def __init__(self, rows: int) -> None:
        self.shelf = Shelf(rows)
        self.dispatcher = Dispatcher()
        self.loader = ThumbnailLoader(self.shelf)
        self.model = AssetModel(self.shelf.tiles, self.dispatcher)
        self.feed = ThumbnailFeed(self.loader)
        self.grid = GridView(self.model, self.feed)
        self.grid.resize(1400, 900)
        self.list = Rows.of(self.shelf.ids)

    def first_paint(self) -> float:
        self.model.put(self.list)
        return timed(self.grid.show)

    def frames(self, profile: Profile) -> list[float]:
        """Scroll as a person does: by wheel steps, by pages, now and then somewhere else altogether."""
        self.grid.set_profile(profile)
        bar, chance = self.grid.verticalScrollBar(), random.Random(7)
        times = []
        for frame in range(FRAMES):
            if frame % 40 == 39:
                wanted = chance.randrange(bar.maximum() + 1)
            else:
                wanted = bar.value() + (bar.pageStep() if frame % 5 == 4 else bar.singleStep())
            times.append(timed(partial(bar.setValue, wanted)))
            wait(4)
        return times

    def resize(self) -> list[float]:
        return [timed(partial(self.grid.resize, 1100 + 20 * step, 900)) for step in range(9)]

    def reset(self) -> list[float]:
        return [timed(partial(self.model.put, self.list)) for _ in range(9)]

    def jumps(self) -> list[float]:
        """To rows anywhere in the list, as Ctrl+G and H go there: until the skeletons there are painted."""
        self.grid.selector.collapse()
        rows = [random.randrange(self.grid.grid.count) for _ in range(40)]
        return [timed(partial(self.grid.go_to, row)) for row in rows]

    def select_all(self) -> float:
        return timed(self.grid.selector.select_all)

    def close(self) -> None:
        self.grid.close()
        self.loader.shutdown()
        self.dispatcher.shutdown()
        for part in (self.grid, self.feed, self.model):
            part.deleteLater()
        QApplication.processEvents()


def one_round(rows: int) -> dict[str, list[float]]:
    """Every figure of one grid, in milliseconds."""
    bench = Bench(rows)
    figures = {"first paint": [bench.first_paint()]}
    wait(300)
    figures["sharp frame"] = bench.frames(Profile.OFF)
    figures["veiled frame"] = bench.frames(Profile.STRONG)
    figures["resize"] = bench.resize()
    wait(200)
    figures["reset"] = bench.reset()
    figures["select all"] = [bench.select_all()]
    figures["jump"] = bench.jumps()
    bench.close()
    return figures


def cases(figures: dict[str, list[float]]) -> list[Case]:
    """The figures of one grid against the bars."""
    found = [Case("first paint", figures["first paint"], limit=FIRST_PAINT)]
    for name in ("sharp frame", "veiled frame"):
        times = figures[name]
        found.append(Case(f"{name}, p95", times, limit=FRAME_P95))
        found.append(Case(f"{name}, p99.9", [quantile(times, 0.999)], limit=FRAME_P999))
        found.append(Case(f"{name}, worst", [max(times)], limit=FRAME_WORST))
    for name in ("resize", "reset", "select all", "jump"):
        found.append(Case(name, figures[name], limit=CHANGE, by_median=True))
    return found


def main(counts: list[int]) -> int:
    """Measure and print; 1 if a bar is missed."""
    app = QApplication([])
    theme.apply(app, "light")
    sys.setswitchinterval(SWITCH_SECONDS)
    held = True
    for rows in counts or [10_000, 100_000, 1_000_000]:
        rounds = [one_round(rows) for _ in range(ROUNDS)]
        best = min(rounds, key=lambda figures: statistics.median(figures["sharp frame"]))
        held = print_table(f"Grid of {rows:,} rows", cases(best)) and held
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(count) for count in sys.argv[1:]]))
