"""A robot moderates in the real window and reads the screen before each key; the library has to hold what it saw.

    python -m tests.benchmarks.robot_moderator [--script NAME]... [--count NUMBER] [--full] [--keep FOLDER]

Without a name it goes through all scripts, short: five minutes; `--full` takes two hours. `--list` names them. All but
those that say otherwise are worked through without a mouse. Each row the library keeps is held against what was
painted; then everything is taken back by Ctrl+Z. The times are those from a key to what one sees of it, so they include
the screen and the robot's own look.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.table import Case, print_table
from tests.e2e.moderator import ledger, sessions, stacks
from tests.e2e.moderator.diary import Diary
from tests.e2e.moderator.moderator import LargeModerator
from tests.e2e.moderator.score import score
from tests.e2e.moderator.sessions import Told
from tests.e2e.moderator.sweeps import KeySweeper, Sweeper
from tests.e2e.moderator.window import rejected_first

PAINTED, RATE = 50.0, 9.5
SPARE = 60
FILES_A_SECOND = 25
ONE_BY_ONE, SWEPT, INPUTS = 2_300.0, 6_000.0, 0.15
SMALL_TILE = 112


@dataclass(frozen=True)
class Script:
    """What the robot goes through. short, full: how many times."""

    says: str
    short: int
    full: int
    run: Callable[[Path, int], bool]


def main(arguments: list[str]) -> int:
    """Measure and print; 1 if a bar is missed."""
    wanted = parse(arguments)
    if wanted.list:
        print("\n".join(f"{name:12} {one.full:6,}  {one.says}" for name, one in SCRIPTS.items()))
        return 0
    print(f"load at the beginning: {_load()}", flush=True)
    with folder(wanted.keep) as place:
        held = [
            SCRIPTS[name].run(
                place / name, wanted.count or (SCRIPTS[name].full if wanted.full else SCRIPTS[name].short)
            )
            for name in wanted.script or SCRIPTS
        ]
    print(f"load at the end: {_load()}")
    return 0 if all(held) else 1


def parse(arguments: list[str]) -> argparse.Namespace:
    """Which scripts are wanted, and how much of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--script", action="append", choices=SCRIPTS, help="one of them; may be given several times")
    parser.add_argument("--count", type=int, help="how many decisions, stacks or kills")
    parser.add_argument("--full", action="store_true", help="all of each")
    parser.add_argument("--list", action="store_true", help="name the scripts")
    parser.add_argument("--keep", type=Path, help="where libraries, diaries and logs stay")
    return parser.parse_args(arguments)


def at_ten_a_second(place: Path, count: int) -> bool:
    """Half of them in the grid, half large, while files are imported; then all of it is taken back."""
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
    with sessions.at_a_library(place, kills * 30 + SPARE) as window:
        told = sessions.killed(window, kills)
    seen = sum(len(one.diary.acknowledged) for one in told)
    return _print(f"{kills} kills", told, [Case("verdicts seen before a kill", [float(seen)], "", 1.0, at_least=True)])


def one_by_one(place: Path, count: int) -> bool:
    """One after the other, large, by keys; a person's time for it."""
    with sessions.at_a_library(place, count + SPARE) as window:
        window.open()
        told = sessions.work("large", window, LargeModerator(window, pace=sessions.PACE), count)
        window.close()
    return _print(f"{count:,} one by one", [told], _scored(told, ONE_BY_ONE))


def in_grid(place: Path, count: int) -> bool:
    """Page by page: 5 % flipped by a click on their tiles, the rest confirmed by one key."""
    return _swept(place, count, Sweeper, INPUTS)


def in_grid_by_keys(place: Path, count: int) -> bool:
    """The same, with arrows to what is flipped."""
    return _swept(place, count, KeySweeper, None)


def _swept(place: Path, count: int, way: type[Sweeper], most_inputs: float | None) -> bool:
    settings = replace(rejected_first(place / "library"), tile_size=SMALL_TILE)
    with sessions.at_a_library(place, count + SPARE, settings) as window:
        window.open()
        told = sessions.work("sweep", window, way(window), count)
        window.close()
    return _print(f"{count:,} in the grid, 5 % of them flipped", [told], _scored(told, SWEPT, most_inputs))


def through_stacks(place: Path, count: int) -> bool:
    """Stacks of eight, whole and opened."""
    with sessions.at_stacks(place, count) as window:
        window.open()
        moderator = stacks.StackModerator(window, pace=sessions.PACE, mistakes=sessions.MISTAKES)
        told = sessions.work("stacks", window, moderator, count)
        window.close()
    unseen = sum(len(one.behind) for one in told.diary.decisions)
    cases = [Case("decided with their stack, kept as unseen", [float(unseen)], "", 1.0, at_least=True)]
    return _print(f"{count} stacks of {stacks.EACH}", [told], cases)


def after_mistakes(place: Path, count: int) -> bool:
    """Every fifth key is the wrong one; Backspace and the right one follow."""
    with sessions.at_a_library(place, count + SPARE) as window:
        window.open()
        told = [
            sessions.work("tiles", window, sessions.tiles(window, mistakes=OFTEN), count // 2),
            sessions.work("large", window, sessions.large(window, mistakes=OFTEN), count - count // 2),
        ]
        window.close()
    wrong = sum(ledger.taken_back(one.diary) for one in told)
    return _print(f"{count:,} with mistakes", told, [Case("taken back", [float(wrong)], "", 1.0, at_least=True)])


def by_mouse(place: Path, count: int) -> bool:
    """The mouse alone, on the buttons of the tiles, with the wheel."""
    with sessions.at_a_library(place, count + SPARE) as window:
        window.open()
        told = sessions.work("mouse", window, sessions.mouse(window), count)
        window.close()
    return _print(f"{count:,} by the mouse alone", [told], [])


def where_decisions_come_back(place: Path, count: int) -> bool:
    """Half of them in the grid, half large, among own decisions of yesterday; from list to list with a key at once."""
    pictures = count // 2 + 2 * SPARE
    with sessions.at_what_comes_back(place, pictures, pictures) as window:
        window.open()
        robots = [make(window, pictures) for make in (sessions.tiles_again, sessions.large_again)]
        told = [
            sessions.work_again(name, window, robot, count // 2)
            for name, robot in zip(("tiles", "large"), robots, strict=True)
        ]
        window.close()
    said = [word for robot in robots for word in robot.said]
    figures = {
        "second opinions": sum(word.second for word in said),
        "reasons": sum(bool(word.reason) for word in said),
        "taken back": sum(word.undone for word in said),
        "keys with a change of list, that acted before": sum(robot.fell["before"] for robot in robots),
        "and after it": sum(robot.fell["after"] for robot in robots),
    }
    cases = [Case(name, [float(figure)], "", 1.0, at_least=True) for name, figure in figures.items()]
    for name in ("overwritten", "forgotten"):
        cases.append(Case(name, [float(sum(len(getattr(one.findings, name)) for one in told))], "", 0.0))
    return _print(f"{count:,} decisions where decisions come back", told, cases)


def _scored(told: Told, least: float, most_inputs: float | None = None) -> list[Case]:
    """What it would take a person."""
    found = score(told.diary, len(ledger.decided(told.diary)))
    return [
        Case("a person would decide", [found.items_an_hour], "an hour", least, at_least=True),
        Case("inputs for each", [found.inputs_each], "", most_inputs),
    ]


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


OFTEN = 0.2
SCRIPTS = {
    "quick": Script("at ten a second in the grid and large, while files are imported", 300, 10_000, at_ten_a_second),
    "one-by-one": Script("large, as a person would", 60, 1_000, one_by_one),
    "grid": Script("page by page with 5 % flips, which the mouse points at", 150, 1_200, in_grid),
    "grid-keys": Script("page by page with 5 % flips, by keys", 150, 1_200, in_grid_by_keys),
    "stacks": Script("stacks of eight: whole, opened, undone", 10, 50, through_stacks),
    "mis-key": Script("every fifth key is wrong and is taken back", 60, 1_000, after_mistakes),
    "mouse": Script("the mouse alone", 30, 300, by_mouse),
    "slow": Script(
        "large, with pictures that take up to three seconds, and keys before they come", 30, 2_000, with_slow_pictures
    ),
    "again": Script("where decisions come back, from list to list", 120, 1_000, where_decisions_come_back),
    "kills": Script("killed at work", 4, 20, under_kills),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
