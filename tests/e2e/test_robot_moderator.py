"""A robot that reads the painted window decides as people do; the library has to hold what it saw, and nothing else.

`python -m tests.benchmarks.robot_moderator --list` names its scripts, in which it decides ten thousand times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.moderator import sessions
from tests.e2e.moderator.stacks import StackModerator
from tests.e2e.moderator.sweeps import KeySweeper, Sweeper
from tests.e2e.moderator.window import Window
from tests.e2e.performing import needs_a_screen

PICTURES = 300
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A screen with a library of numbered pictures; each test opens the app on it."""
    needs_a_screen()
    with sessions.at_a_library(tmp_path_factory.mktemp("moderator"), PICTURES) as made:
        yield made


@pytest.fixture(autouse=True)
def nobody_left(window: Window) -> Iterator[None]:
    """The app of a test that failed is not the next one's."""
    yield
    if window.app is not None and window.app.poll() is None:
        window.kill()


def test_by_keys_and_by_mouse_in_the_grid_and_large_while_files_are_imported(window: Window) -> None:
    window.open([sessions.meanwhile(window, 40)])
    told = [
        sessions.work("tiles", window, sessions.tiles(window), 40),
        sessions.work("mouse", window, sessions.mouse(window), 12),
        sessions.work("large", window, sessions.large(window), 40),
    ]
    window.close()
    assert all(one.sound for one in told), "\n".join(one.told() for one in told)


def test_pictures_that_come_late_are_never_decided_by_the_key_for_another(window: Window) -> None:
    window.open(slow=(5, 1.0))
    told = sessions.work("slow", window, sessions.hasty(window), 15)
    window.close()
    assert told.sound, told.told()
    assert any(one.meant for one in told.diary.inputs), "some keys came before their picture"


def test_pages_are_swept_with_what_is_flipped_on_them(window: Window) -> None:
    window.open()
    told = [
        sessions.work("sweep", window, Sweeper(window), 20),
        sessions.work("sweep by keys", window, KeySweeper(window), 12),
    ]
    window.close()
    assert all(one.sound for one in told), "\n".join(one.told() for one in told)
    assert any(one.beside for one in told[0].diary.inputs)


def test_stacks_are_decided_whole_or_tile_by_tile_and_nobody_is_said_to_have_seen_what_was_behind(
    tmp_path: Path,
) -> None:
    needs_a_screen()
    with sessions.at_stacks(tmp_path, 5) as window:
        window.open()
        told = sessions.work("stacks", window, StackModerator(window, mistakes=0.2), 5)
        window.close()
    assert told.sound, told.told()
    assert sum(len(one.behind) for one in told.diary.decisions) >= 5 * 7


def test_what_comes_back_is_judged_again_and_never_decided_whatever_list_comes_next(tmp_path: Path) -> None:
    needs_a_screen()
    with sessions.at_what_comes_back(tmp_path, PICTURES // 2, PICTURES // 2) as window:
        window.open()
        robots = [make(window, PICTURES // 2) for make in (sessions.tiles_again, sessions.large_again)]
        told = [sessions.work_again(type(robot).__name__, window, robot, 30) for robot in robots]
        window.close()
    assert all(one.sound for one in told), "\n".join(one.told() for one in told)
    assert sum(word.second for robot in robots for word in robot.said) >= 2
    assert sum(sum(robot.fell.values()) for robot in robots) > 0, "some keys came with another list"


def test_what_was_told_outlives_a_kill(window: Window) -> None:
    told = sessions.killed(window, 3)
    assert all(one.sound for one in told), "\n".join(one.told() for one in told)
    assert sum(len(one.diary.acknowledged) for one in told) > 15
