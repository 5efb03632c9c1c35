"""Bar 11: the most memory of the app and its workers while a person reviews a large library.

    python -m tests.benchmarks.review_memory [ASSETS...]

The whole app off the screen, in a process of its own, at 10,000, 100,000 and a million assets: the list is scrolled
from end to end and jumped about in, sorted, filtered, selected as a whole, decided on, and shown large.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer

from rekreview import settings
from rekreview.app import SWITCH_SECONDS, App, Wishes, make_app
from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName, SortKey
from rekreview.ui.review import ReviewDesk
from tests.benchmarks._memory import PeakMemory
from tests.benchmarks.start import library
from tests.benchmarks.table import Case, print_table

SIZES = (10_000, 100_000, 1_000_000)
MOST_MEGABYTES = 500.0
STEP_MS = 60
SCREENS = 150
REVIEW = "--review"


class Person(QObject):
    """Goes through the acts of a review, one at each tick, and closes the window."""

    def __init__(self, running: App) -> None:
        super().__init__()
        self._window = running.window
        self._acts: Iterator[Callable[[], object]] | None = None
        self._tick = QTimer(self, interval=STEP_MS)
        self._tick.timeout.connect(self._act)
        self._tick.start()

    def _act(self) -> None:
        desk = self._window.findChild(ReviewDesk)
        if desk is None or desk.stage.current() < 0:
            return
        self._acts = self._acts or acts(desk)
        act = next(self._acts, None)
        if act is None:
            self._tick.stop()
            self._window.close()
        else:
            act()


def acts(desk: ReviewDesk) -> Iterator[Callable[[], object]]:
    """What is done, one after the other."""
    bar = desk.grid.verticalScrollBar()
    for wanted in (
        QueueFilter(),
        QueueFilter(sort=SortKey.NAME),
        QueueFilter(queue=QueueName.REJECTED, sort=SortKey.CONFIDENCE),
        QueueFilter(search="77"),
        QueueFilter(queue=QueueName.REJECTED),
    ):
        yield lambda wanted=wanted: desk.set_filter(wanted)  # type: ignore[misc]
        yield from (lambda: None for _ in range(30))  # a million are read and sorted meanwhile
        for screen in range(SCREENS):
            yield lambda share=screen / SCREENS: bar.setValue(round(bar.maximum() * share))  # type: ignore[misc]
        yield desk.grid.selector.select_all
        yield desk.grid.selector.collapse
    yield lambda: desk.grid.go_to(0)
    yield desk.open_loupe
    for _ in range(60):
        yield lambda: desk.verdicts.press(Status.REJECTED)
    yield desk.close_loupe


def review(directory: Path) -> int:
    """The process that is measured."""
    sys.setswitchinterval(SWITCH_SECONDS)
    running = App(make_app([]), Wishes(library=directory))
    person = Person(running)
    status = running.run()
    del person
    return status


def measured(place: Path, size: int) -> float:
    """The most megabytes of the app and what it started."""
    directory = library(place / "library", size)
    homes = {f"XDG_{kind}_HOME": str(place / kind.lower()) for kind in ("CONFIG", "DATA", "STATE")}
    os.environ.update(homes)
    settings.save(settings.Settings(moderate_after_import=False))
    command = [sys.executable, "-m", "tests.benchmarks.review_memory", REVIEW, str(directory)]
    with subprocess.Popen(command) as process:
        memory = PeakMemory(process.pid)
        with memory.watching():
            status = process.wait()
    if status:
        raise SystemExit(f"the review ended with {status}")
    return memory.megabytes


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if the bar is missed."""
    if arguments[:1] == [REVIEW]:
        return review(Path(arguments[1]))
    cases = []
    for size in [int(one) for one in arguments] or SIZES:
        with tempfile.TemporaryDirectory() as place:
            cases.append(Case(f"{size:,} assets", [measured(Path(place), size)], "MB", MOST_MEGABYTES))
    return 0 if print_table("Memory of a review, app and workers together", cases) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
