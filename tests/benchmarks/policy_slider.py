"""Bar 2: a slider's step on the policy screen of a library of 1,000,000 assets with some four labels each.

    python -m tests.benchmarks.policy_slider [ASSETS...]

The real screen at 1280 by 800 off the screen, on a library in a file: `QSlider.setValue`, then until everything that
follows is painted: counts, histogram, rows, strips. Categories are as unevenly common as the ranks of Zipf, with their
parents along, confidences as single precision numbers as the service tells them; one asset in a hundred is decided.
Best of three rounds (the one with the lowest p95). Memory is what the laid out labels and the trial hold together.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from rekreview.app import SWITCH_SECONDS
from rekreview.domain.assets import EngineName, MediaKind, Status
from rekreview.domain.labels import Label
from rekreview.domain.ports import Detection
from rekreview.domain.taxonomy import Category, taxonomy
from rekreview.jobs.changes import ChangeFeed
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.garbage import GuiGarbage
from rekreview.library import Library, database
from rekreview.ui import theme
from rekreview.ui.policy import PolicyScreen
from tests.benchmarks import library as filling
from tests.benchmarks.table import Case, print_table

ROUNDS, WIDTH, HEIGHT = 3, 1280, 800
STEP_P95, STEP_WORST, MEGABYTES, READY_SECONDS, MOST_SECONDS = 8.0, 16.0, 60.0, 3.0, 120
PAUSE_MS = 4
GRAIN = 4096
# Until tiles, words of the engines and descriptions are there too.
SETTLE_MS = 3_000
V7 = taxonomy("v7")
COMMON = random.Random(5).sample(V7.categories, len(V7.categories))
WEIGHTS = [1 / (rank + 1) ** 0.8 for rank in range(len(COMMON))]


def answered(chance: random.Random) -> Detection:
    """An answer with some four labels, parents along, confidences as single precision numbers."""
    found: dict[str, Label] = {}
    wanted = chance.choice((1, 2, 3, 4, 4, 5))
    while len(found) < wanted:
        [chosen] = chance.choices(COMMON, WEIGHTS)
        confidence = 1 + round(chance.betavariate(1.2, 0.9) * 98 * GRAIN) / GRAIN
        for node in (chosen, *V7.above(chosen)):
            found.setdefault(node.slug, label(node, confidence))
    content_types = (("Animated", 81.25),) if chance.random() < 1 / 3 else ()
    return Detection(EngineName.REKOGNITION, "7.0", None, 1.0, tuple(found.values()), content_types=content_types)


def label(category: Category, confidence: float) -> Label:
    """A label of one category."""
    above = V7.above(category)
    return Label(category.name, above[0].name if above else "", confidence, category.level)


def filled(folder: Path, assets: int) -> Library:
    """A library in which no two assets are as sure, and one in a hundred is decided."""
    sample = filling.filled(folder, assets, answered)
    sample.library.close()
    connection = sqlite3.connect(folder / database.FILE_NAME)
    other = "confidence + (detection_id * 2654435761 % 8192 - 4096) / 8192.0"
    connection.execute(f"UPDATE label SET confidence = max(1.0, min(99.9375, {other}))")
    connection.commit()
    connection.close()
    library = Library.open(folder)
    library.commands.decide(sample.ids[::100], Status.APPROVED, reviewer="bench")
    return library


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def painted(act: Callable[[], object]) -> float:
    """Milliseconds until what the act changed is painted."""
    begun = time.perf_counter()
    act()
    QApplication.sendPostedEvents()
    QApplication.processEvents()
    return (time.perf_counter() - begun) * 1000


class Bench:
    """The policy screen of one library."""

    def __init__(self, library: Library) -> None:
        self.dispatcher = Dispatcher()
        self.changes = ChangeFeed(library, self.dispatcher)
        self.screen = PolicyScreen(library, self.dispatcher, self.changes)
        self.screen.resize(WIDTH, HEIGHT)

    def ready(self) -> float:
        """Seconds from showing the screen until the effect of the policy is told."""
        heard: list[object] = []
        self.screen.live.answered.connect(heard.append)
        begun = time.perf_counter()
        self.screen.show()
        while not heard and time.perf_counter() - begun < MOST_SECONDS:
            wait(5)
        seconds = time.perf_counter() - begun
        wait(SETTLE_MS)
        return seconds

    def by_size(self) -> list[str]:
        """The categories with labels, the one with the most assets first."""
        assert self.screen.live.index is not None
        bins = self.screen.live.index.histograms(MediaKind.IMAGE, V7)
        return sorted(bins, key=lambda slug: -sum(bins[slug]))

    def drag(self, slug: str, values: Iterable[int]) -> list[float]:
        """Milliseconds of each step; then everything as it was."""
        slider = self.screen.categories.tree.row(slug).slider
        times = []
        for value in values:
            times.append(painted(partial(slider.setValue, value)))
            wait(PAUSE_MS)
        self.screen.model.revert()
        wait(200)
        return times

    def megabytes(self) -> float:
        """What the laid out labels and the trial hold."""
        return sum(array.nbytes for array in arrays(self.screen.live._trial)) / 1e6

    def close(self) -> None:
        """End all of it."""
        self.screen.close()
        self.changes.stop()
        self.dispatcher.shutdown()
        self.screen.deleteLater()
        QApplication.processEvents()


def arrays(whole: object) -> list[np.ndarray]:
    """Every array that an object holds, however deep, each once."""
    seen: dict[int, object] = {}
    waiting, found = [whole], []
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, np.ndarray):
            found.append(one)
        elif isinstance(one, (tuple, list)):
            waiting.extend(one)
        elif type(one).__module__.startswith("rekreview.domain"):
            waiting.extend(getattr(one, "__dict__", {}).values())
    return found


def one_round(bench: Bench) -> dict[str, list[float]]:
    """Every kind of drag, in milliseconds a step."""
    slugs = bench.by_size()
    parent = max((slug for slug in slugs if V7.descendants(slug)), key=lambda slug: len(V7.descendants(slug)))
    up_and_down = [*range(51, 100), *range(98, 0, -1), *range(2, 55)]
    chance = random.Random(3)
    return {
        "drag, the most common category": bench.drag(slugs[0], up_and_down),
        "drag, the tenth": bench.drag(slugs[9], up_and_down),
        "drag, a parent with all that inherit": bench.drag(parent, up_and_down),
        "jumps anywhere, the most common": bench.drag(slugs[0], (chance.randrange(101) for _ in range(60))),
    }


def cases(times: dict[str, list[float]]) -> list[Case]:
    """The figures against the bars: a jump is no drag, and has only the worst."""
    found = []
    for name, steps in times.items():
        found.append(Case(name, steps, limit=STEP_P95 if name.startswith("drag") else None))
        found.append(Case(f"{name}, worst", [max(steps)], limit=STEP_WORST))
    return found


def measured(library: Library, assets: int, garbage: GuiGarbage) -> bool:
    """Print the figures of one library; whether the bars are held."""
    bench = Bench(library)
    garbage.settle()  # as the app does when a screen was made
    ready = Case("ready after showing", [bench.ready()], unit="s", limit=READY_SECONDS * max(1.0, assets / 1e6))
    rounds = [one_round(bench) for _ in range(ROUNDS)]
    best = {name: min((one[name] for one in rounds), key=lambda steps: Case("", steps).p95) for name in rounds[0]}
    memory = Case(
        "memory of labels and trial", [bench.megabytes()], unit="MB", limit=MEGABYTES * max(1.0, assets / 1e6)
    )
    assert bench.screen.live.index is not None
    labels = sum(map(len, bench.screen.live.index.batches))
    held = print_table(f"Policy screen, {assets:,} assets, {labels:,} labels", [*cases(best), memory, ready])
    bench.close()
    return held


def main(counts: list[int]) -> int:
    """Fill, measure and print; 1 if a bar is missed."""
    app = QApplication([])
    theme.apply(app, "light")
    sys.setswitchinterval(SWITCH_SECONDS)
    garbage = GuiGarbage()
    held = True
    for assets in counts or [1_000_000]:
        with tempfile.TemporaryDirectory() as folder:
            library = filled(Path(folder), assets)
            garbage.settle()
            held = measured(library, assets, garbage) and held
            library.close()
    garbage.stop()
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(count) for count in sys.argv[1:]]))
