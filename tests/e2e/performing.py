"""Has the robot perform a story, or says why it cannot."""

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
SYSTEM_PYTHON = "/usr/bin/python3"
PROGRAMS = ("Xvfb", "openbox", "xdotool", "scrot", "dbus-daemon", SYSTEM_PYTHON)
SECONDS = 400


@lru_cache(maxsize=1)
def lacking() -> str:
    """What of the system is missing for a robot, "" if nothing."""
    programs = [program for program in PROGRAMS if shutil.which(program) is None]
    if programs:
        return ", ".join(programs)
    bridge = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    found = subprocess.run([SYSTEM_PYTHON, "-c", bridge], capture_output=True, check=False)
    return "" if found.returncode == 0 else "the accessibility bridge of the system's Python (gir1.2-atspi-2.0)"


def needs_a_screen() -> None:
    """Skip a test where there is no robot; in CI there has to be one."""
    if lacking() and not os.environ.get("CI"):
        pytest.skip(f"No robot: missing are {lacking()}. packaging/system-packages.sh screen robot brings them.")


def see(story: str, media: Path, told: str, *more: str) -> None:
    """Have a story performed; fail with what the robot wrote if it did not see what is told. more: for the robot."""
    needs_a_screen()
    # One for each way it is told: two of them may be performed at the same time.
    place = PROJECT / "build" / "e2e" / "-".join((story, *(word for word in more if not word.startswith("-"))))
    shutil.rmtree(place, ignore_errors=True)
    performed = perform(story, media, place, *more)
    assert performed.returncode == 0, f"Not seen: {told}.\n{performed.stdout}"


def perform(story: str, media: Path, place: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Let the robot perform a story; it and everything it started have ended when this returns."""
    app = Path(sys.executable).parent / "rekreview"
    command = [SYSTEM_PYTHON, "-m", "robot.perform", story, "--app", app, "--media", media, "--place", place, *more]
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
