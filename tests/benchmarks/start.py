"""Bar 6: how soon the window is painted and usable, against an empty Qt window of the same run.

Each start is the real `python -m rekreview` in a process of its own, on a library of a million assets, timed from
before the process is made. Usable: every tile on the screen is painted with its own picture. The starts of all kinds
take turns. On the screen of DISPLAY if there is one, else offscreen:
python -m tests.benchmarks.start [ASSETS [ROUNDS]]
"""

from __future__ import annotations

import io
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from rekreview.library import Library, database
from rekreview.library.thumbnails import Thumbnail
from rekreview.ui.start_times import WANTED
from tests.benchmarks.library import filled
from tests.benchmarks.table import Case, print_table

ASSETS, ROUNDS = 1_000_000, 9
PAINTED, USABLE, FIRST_TILES = 1.5, 2.5, 1_000.0
SHOWN_FIRST = 400

EMPTY_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow
import time

class Window(QMainWindow):
    def paintEvent(self, event):
        print(f"painted {time.time():.6f}", flush=True)

app = QApplication([])
window = Window()
window.resize(1280, 820)
window.show()
app.exec()
"""


def library(folder: Path, size: int) -> Path:
    """A library of so many moderated assets; those that come first in it have thumbnails."""
    sample = filled(folder, size)
    shown = sample.ids[:SHOWN_FIRST]
    sample.library.close()
    with sqlite3.connect(folder / database.FILE_NAME) as connection:
        connection.execute("UPDATE asset SET has_thumbnail = 1")
    connection.close()
    held = io.BytesIO()
    Image.effect_noise((256, 192), 80).convert("RGB").save(held, "JPEG", quality=85)
    opened = Library.open(folder)
    opened.thumbnails.put(Thumbnail(one, held.getvalue(), held.getvalue()) for one in shown)
    opened.close()
    return folder


def times(command: Sequence[str], last: str, home: Path) -> dict[str, float]:
    """Start a program, and read from it how many milliseconds each thing took until `last`; then end it."""
    places = {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE")}
    environment = {**os.environ, **places, WANTED: "1", "XDG_RUNTIME_DIR": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an app that is installed has its bytecode beside it
    if "DISPLAY" not in environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
    begun = time.time()
    found: dict[str, float] = {}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            name, moment = line.split()
            found.setdefault(name, (float(moment) - begun) * 1000)
            if last in found:
                break
        process.terminate()
    if last not in found:
        raise SystemExit(f"{command} ended before it was {last}: {found}")
    return found


def measured(folder: Path, home: Path, rounds: int) -> dict[str, list[float]]:
    """Every figure, in milliseconds; the first round only warms the computer's caches."""
    bare = [sys.executable, "-c", EMPTY_WINDOW]
    app = [sys.executable, "-m", "rekreview", "--library", str(folder)]
    figures: dict[str, list[float]] = {"empty": [], "painted": [], "usable": []}
    for turn in range(rounds + 1):
        empty, ours = times(bare, "painted", home), times(app, "usable", home)
        if turn:
            figures["empty"].append(empty["painted"])
            figures["painted"].append(ours["painted"])
            figures["usable"].append(ours["usable"])
    return figures


def commands(folder: Path, rounds: int) -> list[Case]:
    """How long commands take that a script may call often."""
    place = ["--library", str(folder)]
    wanted = (["--version"], ["policy", "check", "aws_rek"], ["list", "--limit", "1", *place], ["runs", *place])
    cases = []
    for arguments in wanted:
        samples = []
        for _ in range(rounds):
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-m", "rekreview", *arguments], check=True, capture_output=True)
            samples.append((time.perf_counter() - begun) * 1000)
        cases.append(Case(" ".join(["rekreview", *arguments[:2]]).removesuffix(" --library"), samples))
    return cases


def main(arguments: list[int]) -> int:
    """Measure and print; 1 if a bar is missed."""
    size, rounds = [*arguments, *(ASSETS, ROUNDS)[len(arguments) :]][:2]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        folder = library(home / "library", size)
        figures = measured(folder, home, rounds)
        empty = statistics.median(figures["empty"])
        cases = [
            Case("empty Qt window", figures["empty"]),
            Case("window painted", figures["painted"], limit=PAINTED * empty, by_median=True),
            Case("usable", figures["usable"], limit=USABLE * empty, by_median=True),
            Case("first tiles", figures["usable"], limit=FIRST_TILES),
        ]
        held = print_table(f"Start with {size:,} assets", cases)
        for name in ("painted", "usable"):
            print(f"{name}: {statistics.median(figures[name]) / empty:.2f} x the empty window")
        print_table("The command line", commands(folder, rounds))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]]))
