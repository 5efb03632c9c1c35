"""Bar 4: from the verdict key to the painted verdict in a large library while an import runs, the commit on the disk.

    python -m tests.benchmarks.verdict_key [ASSETS...] [--folder DIR]

The robot of `tests.e2e.moderator` presses keys at ten a second in the real window, in the grid and large, in a library
of 10,000 and one of 100,000 assets (name 1000000 for more). The app paints a verdict only when it is on the disk, so
what a commit costs there is part of the figure: a folder in memory (`--folder /dev/shm`) tells what the app takes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.library import filled
from tests.benchmarks.table import Case, print_table
from tests.e2e.moderator import numbered_library, sessions
from tests.e2e.moderator.window import Window, rejected_first

SIZES = (10_000, 100_000)
DECISIONS, SPARE, FILES = 200, 60, 1_500
PAINTED = 50.0


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assets", nargs="*", type=int)
    parser.add_argument("--folder", type=Path, help="where the library is made; a temporary folder by default")
    chosen = parser.parse_args(arguments)
    held = True
    for size in chosen.assets or SIZES:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as place:
            cases = measured(Path(place), size)
        told = " ".join(f"{one:.1f}" for one in os.getloadavg())
        held &= print_table(f"Verdict key among {size:,} assets while files are imported (load {told})", cases)
    return 0 if held else 1


def measured(place: Path, size: int) -> list[Case]:
    """The figures in a library of this size; the robot's own pictures are the newest in it, and come first."""
    filled(place / "library", size).library.close()
    numbered_library.make(place / "library", place / "media", DECISIONS * 2 + SPARE)
    settings = rejected_first(place / "library", newest=True)
    with Window(place / "library", place / "window.log", settings) as window:
        window.open([sessions.meanwhile(window, FILES)])
        told = [
            sessions.work("tiles", window, sessions.tiles(window), DECISIONS, takes_back=False),
            sessions.work("large", window, sessions.large(window), DECISIONS, takes_back=False),
        ]
        window.close()
    in_grid, large = (one.diary for one in told)
    wrong = sum(len(one.findings.misattributed) + len(one.findings.lost) for one in told)
    return [
        Case("key to painted verdict, grid", in_grid.painted_ms(), limit=PAINTED),
        Case("key to told verdict, large", large.painted_ms(), limit=PAINTED),
        Case("key to the next picture, large", large.next_ms()),
        Case("on another picture, or lost", [float(wrong)], "", 0.0),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
