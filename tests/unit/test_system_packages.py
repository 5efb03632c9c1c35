"""The script that brings system libraries says what it lacks, and is quick when it lacks nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "packaging" / "system-packages.sh"
PLAIN_PROGRAMS = ("sh", "uname", "grep", "sed", "tr", "cat", "env", "mktemp", "rm")


def run(*sets: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": str(path)} if path else {})
    command = [shutil.which("sh") or "/bin/sh", str(SCRIPT), *sets]
    return subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder with the programs that every system has, to be used as the whole PATH."""
    for program in PLAIN_PROGRAMS:
        found = shutil.which(program)
        assert found is not None
        (tmp_path / program).symlink_to(found)
    return tmp_path


def script(folder: Path, name: str, text: str) -> None:
    """Put a program of a few lines into the PATH, in the place of a link of that name: never through it."""
    (folder / name).unlink(missing_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_an_unknown_set_is_refused() -> None:
    told = run("window", "telescope")
    assert told.returncode == 2
    assert "'telescope'" in told.stderr


def test_another_system_is_told_what_seems_to_be_missing(programs: Path) -> None:
    script(programs, "openbox", "exit 0")
    script(programs, "ldconfig", "echo '  libGL.so.1 (libc6,x86-64) => /usr/lib/libGL.so.1'")
    told = run("window", "screen", path=programs)
    assert told.returncode == 1
    assert "libEGL.so.1" in told.stderr
    assert "Xvfb" in told.stderr
    assert "libGL.so.1" not in told.stderr
    assert "openbox" not in told.stderr
    assert "package manager" in told.stderr


def installed(folder: Path, *packages: str, user: int = 0) -> None:
    """Make the PATH that of a Debian with these packages, seen by `user`; apt-get writes down what it was asked for."""
    script(folder, "id", f"echo {user}")
    lines = "\n".join(f"installed {package}" for package in packages)
    script(folder, "dpkg-query", f"cat <<'END'\n{lines}\nEND")
    script(folder, "apt-get", f'echo "$@" >>{folder}/asked')


def test_debian_installs_only_what_is_missing(programs: Path) -> None:
    installed(programs, "xvfb, ", "scrot, ", "xdotool, ")
    told = run("screen", path=programs)
    assert told.returncode == 0, told.stderr
    update, install = (programs / "asked").read_text().splitlines()
    assert "update" in update
    assert install.endswith("--no-install-recommends openbox")


def test_nothing_is_asked_for_when_all_is_there(programs: Path) -> None:
    installed(programs, "xvfb, ", "scrot, ", "xdotool, ", "openbox, x-window-manager")
    told = run("screen", path=programs)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert not (programs / "asked").exists()


def test_a_package_that_stands_for_another_counts(programs: Path) -> None:
    installed(programs, "python3-gi, ", "gir1.2-atspi-2.0, ", "dbus-daemon, ", "at-spi2-new, at-spi2-core (= 2.52)")
    assert run("robot", path=programs).returncode == 0


def test_without_rights_it_says_what_to_type(programs: Path) -> None:
    installed(programs, "scrot, ", "xdotool, ", "openbox, ", user=1000)
    told = run("screen", path=programs)
    assert told.returncode == 1
    assert "sudo apt-get install --no-install-recommends xvfb" in told.stderr
    assert not (programs / "asked").exists()
