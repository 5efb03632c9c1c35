"""Plays 4K at 30 frames a second in a real player and canvas, at fit-to-window size:  python -m tests.benchmarks.player

The clip is 3840 × 2160, 8-bit H.264, about 25 Mbit/s, made for the occasion. Each frame is asked for by the player's
own clock and painted on a canvas of 1280 × 720; what counts is which frames showed, how late, and at what cost.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtWidgets import QApplication

from rekreview.domain.sightings import FilterStep
from rekreview.ui.loupe.canvas import LoupeCanvas
from rekreview.ui.player.frames import Frame
from rekreview.ui.player.player import Player
from tests.benchmarks.table import Case, print_table

WIDTH, HEIGHT, RATE, SECONDS = 3840, 2160, 30, 12
CANVAS = QSize(1280, 720)
FRAMES = RATE * SECONDS
FRAME_MS = 1000 / RATE


def make_clip(path: Path) -> Path:
    """Photographic noise in three layers that move past each other, so that every frame has much to say."""
    random = np.random.default_rng(5)
    coarse = np.kron(random.integers(30, 220, (72, 140)), np.ones((36, 36))).astype(np.uint8)
    fine = random.normal(0, 14, (HEIGHT + 256, WIDTH + 512)).astype(np.int16)
    options = {"preset": "veryfast", "b": "25M", "maxrate": "30M", "bufsize": "30M", "bf": "3", "g": "60"}
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for number in range(FRAMES):
            grey = np.clip(
                coarse[number : number + HEIGHT, 2 * number : 2 * number + WIDTH] + _moved(fine, number), 0, 255
            )
            frame = av.VideoFrame.from_ndarray(grey.astype(np.uint8), format="gray").reformat(format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _moved(fine: np.ndarray, number: int) -> np.ndarray:
    down, across = number % 256, 3 * number % 512
    return fine[down : down + HEIGHT, across : across + WIDTH]


@dataclass
class Watch:
    """What was painted when."""

    moments: list[tuple[float, float]] = field(default_factory=list)

    def lateness(self) -> list[float]:
        """How many ms each frame came after its time, counted from the first one."""
        began, first = self.moments[0]
        return [((moment - began) - (second - first)) * 1000 for moment, second in self.moments]


def play(app: QApplication, clip: Path, *, veiled: bool) -> tuple[Watch, float, float]:
    """Play the clip once at 1×; what was seen, and seconds of the clock and of the processors."""
    canvas, player, watch = LoupeCanvas(), Player(), Watch()
    canvas.resize(CANVAS)
    canvas.show_nothing(1, QSizeF(WIDTH, HEIGHT))
    canvas.show()
    step = FilterStep.VEILED if veiled else FilterStep.SHARP
    player.set_view(canvas.zoom.target.size().toSize(), veiled=veiled, step=step)

    def show(frame: Frame) -> None:
        canvas.show_image(frame.veiled if veiled else frame.image, step=step)
        canvas.repaint()
        watch.moments.append((time.perf_counter(), frame.seconds))

    player.shown.connect(show)
    player.open(str(clip), 0)
    _run(app, lambda: player.settled)
    watch.moments.clear()
    began, used = time.perf_counter(), time.process_time()
    player.play(1.0)
    _run(app, lambda: not player.playing)
    spent = time.perf_counter() - began, time.process_time() - used
    player.close()
    canvas.close()
    return watch, *spent


def _run(app: QApplication, until: object) -> None:
    assert callable(until)
    deadline = time.monotonic() + 4 * SECONDS
    while not until() and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.0005)


def cases(name: str, watch: Watch, clock: float, processors: float) -> list[Case]:
    """The rows of one way to play."""
    late = watch.lateness()
    shown = len({second for _, second in watch.moments})
    return [
        Case(f"{name}: frames never shown, of {FRAMES}", [FRAMES - 1 - shown], "", limit=FRAMES * 0.01),
        Case(f"{name}: a frame comes late by", late, limit=FRAME_MS),
        Case(f"{name}: the worst frame", [max(late)], limit=4 * FRAME_MS),
        Case(f"{name}: time for {SECONDS} s", [clock], "s", limit=SECONDS * 1.02),
        Case(f"{name}: processors, of 2", [processors / clock], "", limit=2.0),
    ]


def main() -> int:
    """Make the clip, play it sharp and veiled, and print the table."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory(prefix="rekreview-player-") as folder:
        clip = make_clip(Path(folder) / "4k.mp4")
        megabits = clip.stat().st_size * 8 / SECONDS / 1e6
        rows = [
            row
            for name, veiled in (("sharp", False), ("veiled", True))
            for row in cases(name, *play(app, clip, veiled=veiled))
        ]
    title = f"4K at {RATE} frames a second, H.264 of {megabits:.0f} Mbit/s, on {CANVAS.width()} × {CANVAS.height()}"
    return 0 if print_table(title, rows) else 1


if __name__ == "__main__":
    sys.exit(main())
