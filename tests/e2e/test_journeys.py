"""Journeys of a person through the real window, by real keys and clicks on a virtual screen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent
SAMPLE = PROJECT / "resources" / "sample"
SYSTEM_PYTHON = "/usr/bin/python3"
PROGRAMS = ("Xvfb", "openbox", "xdotool", "scrot", "dbus-daemon", SYSTEM_PYTHON)
SECONDS = 240

STORIES = {
    "import_moderate_overturn_and_return": "a folder in, verdicts out, one overturned by a key, undone, kept",
    "a_threshold_moves_an_asset": "a threshold is set, the asset flips in the preview and, once applied, in the queues",
    "one_click_on_the_tile": "the buttons on the tile under the pointer decide by one click",
    "every_hit_of_a_clip": "a rejected clip opens where it was decided, H goes to each hit, 100 of 100 frames exact",
    "files_dropped_from_another_program": "files dragged from another program's window are imported",
}


@lru_cache(maxsize=1)
def lacking() -> str:
    """What of the system is missing for a robot, "" if nothing."""
    programs = [program for program in PROGRAMS if shutil.which(program) is None]
    if programs:
        return ", ".join(programs)
    bridge = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    found = subprocess.run([SYSTEM_PYTHON, "-c", bridge], capture_output=True, check=False)
    return "" if found.returncode == 0 else "the accessibility bridge of the system's Python (gir1.2-atspi-2.0)"


@pytest.mark.e2e
@pytest.mark.timeout(SECONDS + 30)
@pytest.mark.parametrize("story", STORIES)
def test_journey(story: str, tmp_path: Path) -> None:
    if lacking() and not os.environ.get("CI"):
        pytest.skip(f"No robot: missing are {lacking()}. packaging/system-packages.sh screen robot brings them.")
    media = tmp_path / "holiday pictures"
    shutil.copytree(SAMPLE, media)
    place = PROJECT / "build" / "e2e" / story
    shutil.rmtree(place, ignore_errors=True)
    told = perform(story, media, place)
    assert told.returncode == 0, f"Not seen: {STORIES[story]}.\n{told.stdout}"


def perform(story: str, media: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """Let the robot perform a story; it and everything it started have ended when this returns."""
    app = Path(sys.executable).parent / "rekreview"
    command = [SYSTEM_PYTHON, "-m", "robot.perform", story, "--app", app, "--media", media, "--place", place]
    robot = subprocess.Popen(
        [str(word) for word in command],
        cwd=HERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = robot.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(robot.pid, signal.SIGKILL)
        output = f"{robot.communicate()[0]}\nIt took longer than {SECONDS} s."
    return subprocess.CompletedProcess(command, robot.returncode, output)
