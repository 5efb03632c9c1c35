"""Bars 1 and 11: importing a phone's pictures, as the command line does it, against its peers on the same files.

Peers are whole commands too: `vipsthumbnail` on two processes and then `sha256sum` on two (Debian's libvips-tools), and
the bare reference `_bare_import` (needs OpenCV). Who is not installed is said to be missing. All take turns, so that a
busy machine slows each the same; the ratios are taken within each turn.
python -m tests.benchmarks.import_files [LARGE PICTURES] [SMALL PICTURES] [TURNS]
python -m tests.benchmarks.import_files FOLDER [TURNS]    on pictures of one's own

How far the peers are from each other depends on the pictures: noise costs a decoder that skips detail less than one
that does not.
"""

from __future__ import annotations

import importlib.util
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from tests.benchmarks._memory import PeakMemory
from tests.benchmarks.table import Case, print_table

LARGE, SMALL = (4032, 3024), (1632, 1224)
PROCESSES = 2
LEAST_OVER_VIPS, LEAST_OVER_BARE, MOST_MEGABYTES = 1.4, 0.8, 900.0

Command = Callable[[Path], None]


def make_pictures(folder: Path, large: int, small: int) -> list[Path]:
    """JPEGs whose bytes per pixel are a phone's, two in five stored turned, each with bytes of its own."""
    folder.mkdir()
    made = []
    for size, count, qualities in ((LARGE, large, (90, 93, 95)), (SMALL, small, (80, 85, 90))):
        scene = _scene(size)
        for number in range(count):
            exif = Image.Exif()
            exif[0x0112] = (1, 1, 1, 6, 8)[number % 5]
            pixels = np.roll(scene, (number * 37, number * 61), (0, 1))
            made.append(folder / f"{size[0]}-{number:05}.jpg")
            Image.fromarray(pixels).save(made[-1], quality=qualities[number % 3], exif=exif)
    return made


def _scene(size: tuple[int, int]) -> np.ndarray:
    """Soft shapes of many sizes under the grain of a sensor."""
    chance = np.random.default_rng(size[0])
    width, height = size
    scene = np.zeros((height, width, 3), np.float32)
    for cells in (4, 16, 64, 256):
        coarse = chance.integers(0, 256, (cells * 3 // 4, cells, 3), np.uint8)
        scene += np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC), np.float32) / 4
    scene += chance.normal(0, 7, scene.shape).astype(np.float32)
    return np.clip(scene, 0, 255).astype(np.uint8)


def app(files: Path) -> Command:
    """The app's own import, into a new library each time."""

    def run(place: Path) -> None:
        command = [sys.executable, "-m", "rekreview", "import", str(files), "--library", str(place), "--json"]
        told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        assert not told["skipped"], told["skipped"]

    return run


def vips(files: list[Path]) -> Command:
    """Thumbnails by libvips on two processes, then hashes on two."""

    def run(place: Path) -> None:
        place.mkdir()
        together(["vipsthumbnail", "-s", "256", "-o", f"{place}/%s.jpg[Q=80]"], files)
        together(["sha256sum"], files)

    return run


def bare(files: list[Path]) -> Command:
    """The bare reference on two threads."""

    def run(place: Path) -> None:
        command = [sys.executable, "-m", "tests.benchmarks._bare_import", str(place), *map(str, files)]
        subprocess.run(command, check=True)

    return run


def together(command: list[str], files: list[Path]) -> None:
    """One command on several processes, each with its share of the files, alternating so that the work is even."""
    running = [
        subprocess.Popen([*command, *map(str, files[part::PROCESSES])], stdout=subprocess.DEVNULL)
        for part in range(PROCESSES)
    ]
    assert [process.wait() for process in running] == [0] * PROCESSES


@dataclass(slots=True)
class Seen:
    """What one command reached in its turns: files a second, and files for each second of a core."""

    rates: list[float] = field(default_factory=list)
    thrift: list[float] = field(default_factory=list)


def race(commands: dict[str, Command], files: int, turns: int) -> dict[str, Seen]:
    """All commands in turn."""
    seen = {name: Seen() for name in commands}
    for _ in range(turns):
        for name, command in commands.items():
            with tempfile.TemporaryDirectory() as place:
                begun, spent = time.perf_counter(), core_seconds()
                command(Path(place) / "out")
                seen[name].rates.append(files / (time.perf_counter() - begun))
                seen[name].thrift.append(files / (core_seconds() - spent))
    return seen


def core_seconds() -> float:
    """What the ended children of this process, and theirs, have taken of the cores."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peers(files: list[Path]) -> dict[str, Command]:
    """The peers that are installed; the others are said to be missing."""
    found: dict[str, Command] = {}
    if shutil.which("vipsthumbnail"):
        found["vipsthumbnail, then sha256sum"] = vips(files)
    else:
        print("vipsthumbnail is missing: its package is libvips-tools.")
    if importlib.util.find_spec("cv2"):
        found["bare reference"] = bare(files)
    else:
        print("The bare reference is missing: it needs opencv-python-headless.")
    return found


def judged(seen: dict[str, Seen]) -> list[Case]:
    """The rates, and the app's against each peer's of the same turn; beside them the same for each second of a core.

    The latter has no bar: it is what the former would be on a machine that does nothing else.
    """
    cases = [Case(name, one.rates, "files/s") for name, one in seen.items()]
    limits = {"vipsthumbnail, then sha256sum": LEAST_OVER_VIPS, "bare reference": LEAST_OVER_BARE}
    for name, limit in limits.items():
        if name in seen:
            own, other = seen["import"], seen[name]
            rates, thrift = ratios(own.rates, other.rates), ratios(own.thrift, other.thrift)
            cases.append(Case(f"import / {name}", rates, "×", limit, at_least=True, by_median=True))
            cases.append(Case(f"import / {name}, by core seconds", thrift, "×"))
    return cases


def ratios(own: list[float], other: list[float]) -> list[float]:
    """One against the other, turn by turn."""
    return [mine / theirs for mine, theirs in zip(own, other, strict=True)]


def memory(files: Path) -> Case:
    """What an import takes over all its processes."""
    with tempfile.TemporaryDirectory() as place, PeakMemory().watching() as peak:
        app(files)(Path(place) / "library")
    return Case("import: peak memory of all processes", [peak.megabytes], "MB", MOST_MEGABYTES)


def main(large: int = 60, small: int = 180, turns: int = 5) -> int:
    """Run all cases on pictures that are made; 1 if a bar is missed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "pictures"
        make_pictures(folder, large, small)
        return measure(folder, f"{large} × 12 MP and {small} × 2 MP JPEGs", turns)


def measure(folder: Path, name: str, turns: int = 5) -> int:
    """Run all cases on the pictures of a folder; 1 if a bar is missed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    commands = {"import": app(folder), **peers(files)}
    race(commands, len(files), 1)  # so that every program and file is in the page cache
    cases = [*judged(race(commands, len(files), turns)), memory(folder)]
    return 0 if print_table(f"Import of {name} ({megabytes:.0f} MB), {os.cpu_count()} cores", cases) else 1


if __name__ == "__main__":
    first, *rest = [*sys.argv[1:], ""]
    if Path(first).is_dir() and first:
        sys.exit(
            measure(Path(first), f"the pictures in {Path(first).name}", *(int(number) for number in rest if number))
        )
    sys.exit(main(*map(int, sys.argv[1:])))
