"""Whole sessions of the robot: a library is made, it works, and what was kept is held against what it saw."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from rekreview.settings import Settings
from tests.e2e.moderator import again_ledger, again_library, ledger, numbered_library, stacks
from tests.e2e.moderator.again import LargeAgain, Returning, TilesAgain
from tests.e2e.moderator.diary import Deed, Diary, Input
from tests.e2e.moderator.glass import until
from tests.e2e.moderator.ledger import Findings
from tests.e2e.moderator.moderator import LargeModerator, Moderator, WindowGone
from tests.e2e.moderator.tiles import MouseModerator, TileModerator
from tests.e2e.moderator.window import NotSeen, Window

PACE = 0.1
UNDO_PACE = 0.02
UNDO_SECONDS = 60.0
MISTAKES = 0.02
HASTE = 0.5
MOST_SLOW_SECONDS = 3.0

Make = Callable[[Window], Moderator]


@dataclass
class Told:
    """What came of a session. undone: whether taking everything back led to the first state, None if not tried."""

    name: str
    diary: Diary
    findings: Findings
    undone: bool | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.findings.sound and self.undone is not False

    def told(self) -> str:
        """In one line."""
        made = len(self.diary.decisions)
        rate = made / self.diary.seconds if self.diary.seconds else 0.0
        undone = {None: "", True: "; all taken back", False: "; NOT all taken back"}[self.undone]
        return f"{self.name}: {made:,} decisions, {rate:.1f}/s: {self.findings.told()}{undone}"


@contextmanager
def at_a_library(place: Path, count: int, settings: Settings | None = None) -> Iterator[Window]:
    """A window on a new library of so many numbered pictures, which is not opened yet."""
    numbered_library.make(place / "library", place / "media", count)
    with Window(place / "library", place / "window.log", settings) as window:
        yield window


@contextmanager
def at_stacks(place: Path, count: int) -> Iterator[Window]:
    """A window on a new library of so many stacks of near-duplicates, which is not opened yet."""
    stacks.make(place / "library", place / "media", count)
    with Window(place / "library", place / "window.log") as window:
        yield window


@contextmanager
def at_what_comes_back(place: Path, undecided: int, decided: int) -> Iterator[Window]:
    """A window on a new library where the robot decided so many yesterday, which is not opened yet."""
    library = place / "library"
    again_library.make(library, place / "media", undecided, decided)
    with Window(library, place / "window.log", again_library.settings(library)) as window:
        yield window


def meanwhile(window: Window, files: int) -> Path:
    """A folder to be imported while the robot works."""
    return numbered_library.more_files(window.notes / "more", files)


def work(name: str, window: Window, moderator: Moderator, count: int, *, takes_back: bool = True) -> Told:
    """Have a robot decide on so many assets, compare, and take everything back."""
    library = window.library
    first, after = ledger.state(library), ledger.newest(library)
    diary = _worked(name, window, moderator, count)
    all_written(library, after, diary)
    told = Told(name, diary, ledger.compare(diary, library, after))
    if takes_back:
        take_all_back(window)
        told.undone = ledger.state(library) == first
    return told


def _worked(name: str, window: Window, moderator: Moderator, count: int) -> Diary:
    """Have it work. What it saw is kept, and a photograph where it could not go on."""
    try:
        moderator.work(count)
    except BaseException:
        window.photograph(name)
        raise
    finally:
        moderator.finish().keep(window.notes / f"{name}.jsonl")
    return moderator.diary


def work_again(name: str, window: Window, moderator: Returning, count: int) -> Told:
    """The same where decisions come back. All is taken back but what was decided yesterday."""
    library = window.library
    window.fingers.press("F5")  # what was taken back since it was read leaves the list
    time.sleep(1.0)
    window.fingers.press("Home")
    first, after, steps = ledger.state(library), again_ledger.newest_step(library), ledger.steps(library)
    diary = _worked(name, window, moderator, count)
    words = moderator.said
    again_ledger.keep(words, window.notes / f"{name}-words.jsonl")
    until(lambda: again_ledger.words_kept(library, after) >= again_ledger.expected(words), 5.0, 0.1)
    told = Told(name, diary, again_ledger.compare(words, library, after, first, moderator.yesterday))
    take_all_back(window, steps)
    told.undone = ledger.state(library) == first and not again_ledger.opinions_standing(library)
    return told


def all_written(library: Path, after: int, diary: Diary) -> None:
    """Wait until there are as many rows as inputs: a key that came last may still be on its way to the disk."""
    until(lambda: len(ledger.rows(library, after)) >= len(ledger.pressed(diary)), 5.0, 0.1)


def take_all_back(window: Window, kept: int = 0) -> None:
    """Press Ctrl+Z until only so many steps are left, never more ahead of the library than a person could be."""
    steps = ledger.steps(window.library) - kept
    for done in range(steps):
        window.fingers.press("ctrl+z")
        time.sleep(UNDO_PACE)
        if done % 20 == 19:
            _see_steps(window, kept + steps - done - 1)
    _see_steps(window, kept)


def _see_steps(window: Window, most: int) -> None:
    if until(lambda: ledger.steps(window.library) <= most, UNDO_SECONDS, 0.02) is None:
        raise NotSeen(f"{ledger.steps(window.library)} steps are left where {most} should be")


def large(window: Window, mistakes: float = MISTAKES) -> Moderator:
    """One by one, large, at ten a second."""
    return LargeModerator(window, pace=PACE, mistakes=mistakes)


def tiles(window: Window, mistakes: float = MISTAKES) -> Moderator:
    """One by one in the grid, at ten a second."""
    return TileModerator(window, pace=PACE, mistakes=mistakes)


def mouse(window: Window) -> Moderator:
    """By the mouse alone."""
    return MouseModerator(window)


def hasty(window: Window) -> Moderator:
    """Large, with keys that come before the picture does."""
    return LargeModerator(window, hasty=HASTE, listed=ledger.order(window.library))


def tiles_again(window: Window, yesterday: int) -> Returning:
    """In the grid, where the first so many were decided yesterday."""
    return TilesAgain(window, frozenset(range(1, yesterday + 1)), PACE, MISTAKES)


def large_again(window: Window, yesterday: int) -> Returning:
    """The same, large."""
    return LargeAgain(window, frozenset(range(1, yesterday + 1)), PACE, MISTAKES)


def everything_right(_number: int) -> Deed:
    """Approve all: what is decided leaves the queue for good, so that the next start goes on with the rest."""
    return Deed.APPROVE


def killed(window: Window, kills: int, seed: int = 3) -> list[Told]:
    """Kill the app at random moments, half of them just after a verdict was painted; the next start goes on."""
    chance, sessions = random.Random(seed), []
    for turn in range(kills):
        window.open()
        after = ledger.newest(window.library)
        way = TileModerator if chance.random() < 0.5 else LargeModerator
        moderator = way(window, says=everything_right, pace=PACE / 2)
        moderator.heeds = _Killer(moderator, chance, at_once=turn % 2 == 0)
        with suppress(WindowGone):
            moderator.work(60)
        sessions.append(Told(f"killed {turn + 1}", moderator.finish(), _lost(moderator.diary, window.library, after)))
    window.open()
    window.close()
    return sessions


class _Killer:
    """Ends the app at a decision drawn by lot: as soon as its verdict is painted, or a moment after another key."""

    def __init__(self, moderator: Moderator, chance: random.Random, *, at_once: bool) -> None:
        self._moderator = moderator
        self._left = chance.randrange(3, 25)
        self._seconds = None if at_once else chance.random() * 0.03

    def __call__(self, _seen: Input) -> None:
        self._left -= 1
        if not self._left:
            if self._seconds is not None:
                self._moderator.press_key(Deed.APPROVE, None)
                time.sleep(self._seconds)
            self._moderator.window.kill()


def _lost(diary: Diary, library: Path, after: int) -> Findings:
    """What was painted and is not there, and more rows than keys were pressed."""
    kept = [(row.number, row.deed) for row in ledger.rows(library, after)]
    seen = [(one.number, str(one.deed)) for one in diary.acknowledged]
    lost = [f"{deed} of picture {number}" for number, deed in seen if (number, deed) not in kept]
    return Findings(lost=lost, misattributed=[f"{row}" for row in kept[len(diary.decisions) :]])
