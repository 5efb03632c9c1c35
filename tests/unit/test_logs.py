"""Where log lines go."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rekreview import logs


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """The handlers of a test end with it."""
    root = logging.getLogger("rekreview")
    before = (root.handlers[:], root.level, root.propagate)
    yield
    for handler in root.handlers:
        if handler not in before[0]:
            handler.close()
    root.handlers[:], root.level, root.propagate = before


def say_all() -> None:
    log = logging.getLogger("rekreview.pipeline")
    log.debug("a detail")
    log.info("a step")
    log.warning("a warning")


def test_the_file_keeps_steps_and_the_screen_shows_what_matters(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    say_all()
    assert capsys.readouterr().err == "WARNING: a warning\n"
    lines = logs.log_file().read_text(encoding="utf-8").splitlines()
    assert [line.rsplit(": ", 1)[1] for line in lines] == ["a step", "a warning"]
    assert "rekreview.pipeline" in lines[0]


def test_whoever_wants_every_detail_gets_it(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(verbose=True)
    say_all()
    assert "DEBUG: a detail" in capsys.readouterr().err
    assert "a detail" in logs.log_file().read_text(encoding="utf-8")


def test_a_worker_writes_no_file() -> None:
    logs.configure(to_file=False)
    say_all()
    assert not logs.log_file().exists()


def test_setting_up_twice_says_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure()
    logs.configure()
    say_all()
    assert capsys.readouterr().err.count("a warning") == 1


def test_a_folder_that_cannot_be_made_is_said_once_and_no_matter(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    logs.configure()
    say_all()
    told = capsys.readouterr().err
    assert told.count("No log file can be written") == 1
    assert "a warning" in told


def test_a_file_that_cannot_be_opened_is_said_once_and_written_as_soon_as_it_can(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure()
    logs.log_file().mkdir()
    say_all()
    say_all()
    told = capsys.readouterr().err
    assert told.count("No log file can be written") == 1
    assert "Traceback" not in told
    logs.log_file().rmdir()
    say_all()
    assert "a step" in logs.log_file().read_text(encoding="utf-8")
    assert not capsys.readouterr().err.count("No log file")


def test_the_file_is_turned_over_before_it_grows_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MAX_BYTES", 2_000)
    logs.configure()
    for number in range(200):
        logging.getLogger("rekreview").info("line %d", number)
    kept = sorted(logs.log_file().parent.glob("rekreview.log*"))
    assert len(kept) == logs.KEPT_FILES + 1
    assert all(file.stat().st_size <= 2_000 for file in kept)
    assert "line 199" in logs.log_file().read_text(encoding="utf-8")


def test_what_writes_the_file_is_imported_with_the_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    code = """
import logging, sys
from rekreview import logs
logs.configure()
print("logging.handlers" in sys.modules)
logging.getLogger("rekreview").info("a step")
print("a step" in logs.log_file().read_text(encoding="utf-8"))
logging.shutdown()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.stdout == "False\nTrue\n", ran.stderr
