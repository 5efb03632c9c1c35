"""A robot decides at ten a second while files are imported, then with slow pictures, and then is killed at its work.

    python -m tests.benchmarks.robot_moderator [--decisions 10000] [--slow 2000] [--kills 20] [--full] [--keep FOLDER]

It reads the painted window of the real app on a virtual screen before each key. Each row the library keeps is held
against what it saw; then everything is taken back by Ctrl+Z. `--full` takes an hour, what is run without it three
minutes. The times are those from a key to what one sees of it, so they include the screen and the robot's own look.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.table import Case, print_table
from tests.e2e.moderator import ledger, sessions
from tests.e2e.moderator.diary import Diary
from tests.e2e.moderator.sessions import Told

FULL = (10_000, 2_000, 20)
SHORT = (300, 30, 4)
PAINTED, RATE = 50.0, 9.5
SPARE = 60
FILES_A_SECOND = 25


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a bar is missed."""
    wanted = parse(arguments)
    print(f"load at the beginning: {_load()}", flush=True)
    with folder(wanted.keep) as place:
        held = [
            at_ten_a_second(place / "quick", wanted.decisions),
            with_slow_pictures(place / "slow", wanted.slow),
            under_kills(place / "killed", wanted.kills),
        ]
    print(f"load at the end: {_load()}")
    return 0 if all(held) else 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """How much is wanted; 0 leaves a part out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="all of it: " + ", ".join(map(str, FULL)))
    parser.add_argument("--decisions", type=int, help="at ten a second, while files are imported")
    parser.add_argument("--slow", type=int, help="with pictures that take up to three seconds")
    parser.add_argument("--kills", type=int, help="how often the app is killed")
    parser.add_argument("--keep", type=Path, help="where libraries, diaries and logs stay")
    wanted = parser.parse_args(arguments)
    for name, count in zip(("decisions", "slow", "kills"), FULL if wanted.full else SHORT, strict=True):
        if getattr(wanted, name) is None:
            setattr(wanted, name, count)
    return wanted


def at_ten_a_second(place: Path, count: int) -> bool:
    """Half of them in the grid, half large, while files are imported; then all of it is taken back."""
    if not count:
        return True
    seconds = count * sessions.PACE * 1.3 + 20
    with sessions.at_a_library(place, count + SPARE) as window:
        window.open([sessions.meanwhile(window, round(seconds * FILES_A_SECOND))])
        first = ledger.state(window.library)
        told = [
            sessions.work("tiles", window, sessions.tiles(window), count // 2, takes_back=False),
            sessions.work("large", window, sessions.large(window), count - count // 2, takes_back=False),
        ]
        imported = ledger.imported(window.library)
        sessions.take_all_back(window)
        told[-1].undone = ledger.state(window.library) == first
        window.close()
    in_grid, large = (one.diary for one in told)
    cases = [
        Case("key to painted verdict, grid", in_grid.painted_ms(), limit=PAINTED),
        Case("key to told verdict, large", large.painted_ms(), limit=PAINTED),
        Case("key to the next picture, large", large.next_ms()),
        Case("next picture within 100 ms", [_share(large, 100.0)], "%"),
        Case("decisions a second", [_rate(one.diary) for one in told], "", RATE, at_least=True),
        Case("pictures imported meanwhile", [float(imported)], "", 1.0, at_least=True),
    ]
    return _print(f"{count:,} decisions while files are imported", told, cases)


def with_slow_pictures(place: Path, count: int) -> bool:
    """Large, each picture up to three seconds late, some keys pressed before their picture is there."""
    if not count:
        return True
    with sessions.at_a_library(place, count + SPARE) as window:
        window.open(slow=(11, sessions.MOST_SLOW_SECONDS))
        told = sessions.work("slow", window, sessions.hasty(window), count)
        window.close()
    early = sum(one.meant is not None for one in told.diary.inputs)
    cases = [
        Case("key to the next picture", told.diary.next_ms()),
        Case("keys pressed before their picture", [float(early)], "", 1.0, at_least=True),
    ]
    return _print(f"{count:,} decisions on pictures that come late", [told], cases)


def under_kills(place: Path, kills: int) -> bool:
    """Killed at random moments, half of them just after a verdict was painted."""
    if not kills:
        return True
    with sessions.at_a_library(place, kills * 30 + SPARE) as window:
        told = sessions.killed(window, kills)
    seen = sum(len(one.diary.acknowledged) for one in told)
    return _print(f"{kills} kills", told, [Case("verdicts seen before a kill", [float(seen)], "", 1.0, at_least=True)])


def _print(title: str, told: list[Told], cases: list[Case]) -> bool:
    findings = [one.findings for one in told]
    for name in ("misattributed", "lost", "unproven"):
        cases.append(Case(name, [float(sum(len(getattr(one, name)) for one in findings))], "", 0.0))
    undone = [one.undone for one in told if one.undone is not None]
    if undone:
        cases.append(Case("all taken back", [float(all(undone))], "", 1.0, at_least=True))
    for one in told:
        if not one.sound or len(told) < 4:
            print(one.told(), flush=True)
    return print_table(title, cases)


def _rate(diary: Diary) -> float:
    return len(diary.decisions) / diary.seconds


def _share(diary: Diary, most_ms: float) -> float:
    times = diary.next_ms()
    return 100 * sum(one <= most_ms for one in times) / len(times)


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg()) + f" on {os.cpu_count()} cores"


@contextmanager
def folder(kept: Path | None) -> Iterator[Path]:
    """Where everything is made."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
