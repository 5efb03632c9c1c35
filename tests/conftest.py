"""What every test gets: no screen needed, no word unheard, and nothing left running."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("PYTHONUNBUFFERED", None)  # the programs that tests start print as they do for people
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # and start as fast as they do for people: from bytecode

import gc
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is the benchmarks' matter: on a busy machine a deadline fails what is sound, and the search
# for a smaller example that is as slow goes on for minutes.
settings.register_profile("desk", deadline=None)
settings.load_profile("desk")
if os.environ.get("CI"):
    # What is new is looked for at the desk; a change is held against the same examples every time.
    settings.register_profile("ci", deadline=None, derandomize=True)
    settings.load_profile("ci")

WINDOW_TESTS = Path(__file__).parent / "qt"
LONGEST = ("e2e", "contract")
"""Folders of tests that take from seconds to a minute each."""
FAILED = Path(__file__).parent.parent / "build" / "failed-tests"
"""The names of what failed in the last run, a line each; empty when nothing did."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes share the tests, the longest come first: each takes the next one when it is done with
    one, and at the end there are only short ones left to wait for.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: _place(item.path))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write down what failed, so that it can be run again: `pytest @build/failed-tests`."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # a test that runs tests
    reports = [*terminalreporter.getreports("failed"), *terminalreporter.getreports("error")]
    FAILED.parent.mkdir(exist_ok=True)
    FAILED.write_text("".join(f"{name}\n" for name in dict.fromkeys(report.nodeid for report in reports)))


def _place(file: Path) -> int:
    folder = file.relative_to(Path(__file__).parent).parts[0]
    return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)


@pytest.fixture(autouse=True)
def own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, logs, caches and libraries of a test lie in a folder of its own."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        place = home / variable.lower()
        place.mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(place))


@pytest.fixture(autouse=True)
def garbage_goes(request: pytest.FixtureRequest) -> None:
    """Let Python collect garbage in all tests but the window's, which see to it themselves: see tests/qt/conftest.py.

    What the window's tests left is collected first, here on the main thread. With none at all a connection to Amazon
    of each test, 50 MB, would stay to the end.
    """
    if WINDOW_TESTS in request.path.parents:
        gc.disable()
    elif not gc.isenabled():
        gc.collect()
        gc.enable()


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread or a child process behind; mark `lasting` what a session keeps on purpose."""
    threads = set(threading.enumerate())
    children = _children()
    yield
    if request.node.get_closest_marker("lasting"):
        return
    _fail_on("thread", lambda: _lasting_threads(threads))
    _fail_on("child process", lambda: [f"{pid} {_command(pid)}" for pid in _children() - children])


def _fail_on(kind: str, left_over: object) -> None:
    import time

    assert callable(left_over)
    deadline = time.monotonic() + 2
    while (rest := left_over()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not rest, f"left a {kind} behind: {rest}"


def _lasting_threads(before: set[threading.Thread]) -> list[str]:
    # A dummy is Python's memory of a foreign thread that once called it, not a thread that runs.
    return [
        thread.name
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and type(thread).__name__ != "_DummyThread"
    ]


def _children() -> set[int]:
    own = Path(f"/proc/{os.getpid()}/task")
    if not own.is_dir():
        return set()
    found: set[int] = set()
    for task in own.iterdir():
        try:
            found.update(int(pid) for pid in (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return "(ended)"


@pytest.fixture(autouse=True)
def no_unexpected_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail the test that logs a warning nobody awaited; a test that awaits one calls `caplog.clear()`."""
    yield
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING and r.name.startswith("rekreview")]
    assert not loud, f"unexpected log: {[r.getMessage() for r in loud]}"
