"""Frames of the window while Amazon Rekognition's stand-in answers after 0.5 to 6 seconds, 48 calls at once.

    python -m tests.benchmarks.window_during_run [PICTURES]

The whole app, off the screen: a person agrees to the run and scrolls through the grid until it ends. A frame is the
time from one step of the scroll bar to the next, which includes all that the window does and paints in between; steps
are wanted every 8 ms. The stand-in and the decoding workers are processes of their own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import simplejpeg
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QPushButton

from rekreview import settings, wiring
from rekreview.app import SWITCH_SECONDS, App, Wishes, make_app
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.pipeline.importing import import_paths
from rekreview.settings import Settings
from rekreview.ui.review import ReviewDesk
from rekreview.ui.work import Work, WorkKind
from tests.benchmarks.table import Case, print_table, quantile

PICTURES = 320
CALLS_AT_ONCE, CALLS_A_SECOND = 48, 40.0
LATENCY_SECONDS = ("0.5", "6")
WIDTH, HEIGHT = 1200, 900
STEP_MS, LOOK_MS = 8, 50
FRAME_P999, FRAME_WORST = 50.0, 100.0
MOST_SECONDS = 90.0


class Person(QObject):
    """Starts the moderation, agrees to it, scrolls until it has ended, and closes the window."""

    def __init__(self, running: App) -> None:
        super().__init__()
        self.moments: list[float] = []
        self.seconds = 0.0
        self._window = running.window
        self._title = str(running.directory)
        self._asked = False
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._go_on)
        self._look.start()
        self._steps = QTimer(self, interval=STEP_MS, timerType=Qt.TimerType.PreciseTimer)
        self._steps.timeout.connect(self._scroll)
        self._way = 3
        QTimer.singleShot(round(MOST_SECONDS * 1000), self._window.close)

    def _go_on(self) -> None:
        start = self._window.findChild(QPushButton, "paid-run-start")
        if self._window.windowTitle() == self._title and not self._asked:
            self._asked = True
            self._window.moderate()
        elif start is not None and not self._steps.isActive():
            work = self._window.findChild(Work)
            assert work is not None
            work.ended.connect(self._end)
            start.click()
            self._steps.start()

    def _scroll(self) -> None:
        self.moments.append(time.perf_counter())
        desk = self._window.findChild(ReviewDesk)
        assert desk is not None
        bar = desk.grid.verticalScrollBar()
        if not bar.minimum() <= bar.value() + self._way <= bar.maximum():
            self._way = -self._way
        bar.setValue(bar.value() + self._way)

    def _end(self, kind: WorkKind) -> None:
        if kind is WorkKind.MODERATION:
            self._steps.stop()
            self._look.stop()
            self.seconds = self.moments[-1] - self.moments[0]
            self._window.close()


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a bar is missed."""
    number = int(arguments[0]) if arguments else PICTURES
    with tempfile.TemporaryDirectory() as place, stand_in() as url:
        prepare(Path(place), url)
        fill(Path(place), number)
        sys.setswitchinterval(SWITCH_SECONDS)
        running = App(make_app([]), Wishes(library=Path(place) / "library"))
        person = Person(running)
        running.run()
        with closing(Library.open(Path(place) / "library", read_only=True)) as library:
            (run,) = library.queries.runs()
    gaps = [(after - before) * 1000 for before, after in zip(person.moments, person.moments[1:], strict=False)]
    cases = [
        Case("from frame to frame", gaps),
        Case("from frame to frame, p99.9", [quantile(gaps, 0.999)], limit=FRAME_P999),
        Case("from frame to frame, longest", [max(gaps)], limit=FRAME_WORST),
        Case("frames", [float(len(gaps))], ""),
        Case("pictures moderated", [float(run.done)], "", limit=float(number), at_least=True),
        Case("the run", [person.seconds], "s"),
    ]
    return 0 if print_table(f"The window while {number} pictures are asked for", cases) else 1


def prepare(place: Path, url: str) -> None:
    """Settings, keys and the address of the service, for this process and those it starts."""
    for kind in ("CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(place / kind.lower())
    os.environ.update(
        AWS_ACCESS_KEY_ID="AKIDEXAMPLE0000000001",
        AWS_SECRET_ACCESS_KEY="secret-one",
        AWS_DEFAULT_REGION="eu-west-1",
        AWS_ENDPOINT_URL_REKOGNITION=url,
    )
    settings.save(Settings(engine="rekognition", calls_at_once=CALLS_AT_ONCE, calls_per_second=CALLS_A_SECOND))


def fill(place: Path, number: int) -> None:
    """A library with different pictures that have a photograph's detail."""
    media = place / "media"
    media.mkdir()
    chance = np.random.default_rng(1)
    scene = np.kron(chance.integers(0, 200, (HEIGHT // 25, WIDTH // 25, 3), dtype=np.uint8), np.ones((25, 25, 1), "u1"))
    for index in range(number):
        scene[:40, :40] = (index & 255, index >> 8, 0)
        scene = np.roll(scene, 25, axis=1)
        (media / f"{index:05}.jpg").write_bytes(simplejpeg.encode_jpeg(np.ascontiguousarray(scene), 85, "RGB", "420"))
    with (
        closing(Library.open(place / "library", create=True)) as library,
        closing(wiring.make_decoder(Settings(workers=2))) as decoder,
        ThreadPoolExecutor(2) as executor,
    ):
        for _ in import_paths(library, decoder, [media], executor=executor, cancel=CancelToken()):
            pass


@contextmanager
def stand_in() -> Iterator[str]:
    """The stand-in for Amazon Rekognition in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.fakes.aws", "--blind", "--latency", *LATENCY_SECONDS]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
