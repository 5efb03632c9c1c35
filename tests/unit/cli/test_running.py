"""How every command is called, helped and refused; and how fast it starts."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rekreview import __version__
from rekreview.cli import runs
from rekreview.cli.exits import Exit, UsageError, exit_for
from rekreview.cli.registry import COMMANDS, Entry
from rekreview.domain import errors
from tests.media_samples import photo, save
from tests.unit.cli.conftest import Shell, program


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_helps(fresh: Shell, name: str) -> None:
    ran = fresh.bare(*name.split(), "--help")
    assert ran.status == 0
    assert f"usage: rekreview {name}" in ran.out
    assert "--jsonl" in ran.out


def test_help_names_every_command(fresh: Shell) -> None:
    ran = fresh.bare("--help")
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)
    family = fresh.bare("policy", "--help")
    assert "policy decide" in family.out
    assert "presets" not in family.out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["lst"], "list"),
        (["policy"], "policy check"),
        (["policy", "chek", "aws_rek"], "check"),
        (["show"], "usage"),
        (["list", "--limit", "x"], "usage"),
        (["list", "--status", "nice"], "usage"),
        (["list", "--nonsense"], "usage"),
        (["list", "--stat", "approved"], "usage"),
        (["policy", "check", "aws_rek", "more"], "usage"),
        (["list", "--json", "--jsonl"], "usage"),
    ],
)
def test_wrong_usage_is_told_as_a_document_with_status_2(fresh: Shell, words: list[str], hint: str) -> None:
    ran = fresh.bare("--json", *words)
    assert ran.status == Exit.USAGE
    error = json.loads(ran.out.splitlines()[-1])["error"]
    assert error["code"] == "usage"
    assert error["message"]
    assert hint in error["hint"]


def test_wrong_usage_is_told_in_words_on_standard_error(fresh: Shell) -> None:
    ran = fresh.bare("list", "--limit", "0")
    assert (ran.status, ran.out) == (2, "")
    assert "rekreview: --limit 0 lists nothing." in ran.err


def test_a_usage_of_several_lines_keeps_its_lines(fresh: Shell) -> None:
    ran = fresh.bare("presets", "rollback")
    assert len(ran.err.splitlines()) > 2
    assert "\N{REPLACEMENT CHARACTER}" not in ran.err


@pytest.mark.parametrize("place", ["before", "after", "split"])
def test_common_options_stand_before_or_after_the_command(run: Shell, place: str) -> None:
    common = ["--library", run.library, "--json"]
    words = {
        "before": [*common, "list", "--limit", "2"],
        "after": ["list", "--limit", "2", *common],
        "split": ["--json", "list", f"--library={run.library}", "--limit", "2"],
    }[place]
    ran = run.bare(*words)
    assert ran.status == 0
    assert len(ran.json["assets"]) == 2


def test_options_stand_between_arguments_too(run: Shell) -> None:
    ran = run.bare("override", "1", "--library", run.library, "2", "--json", "--reason", "r", "approved")
    assert ran.status == 0
    assert ran.json["changed"] == [1, 2]


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["show", "1"],
        ["history", "1"],
        ["override", "1", "approved"],
        ["undo"],
        ["redo"],
        ["policy", "preview", "aws_rek"],
        ["policy", "apply", "aws_rek"],
        ["policy", "show"],
        ["presets", "list"],
        ["presets", "save", "x"],
        ["presets", "show", "strict"],
        ["presets", "diff", "strict", "lenient"],
        ["presets", "rollback", "x", "1"],
        ["export", "--format", "csv", "--to", "-"],
        ["runs"],
    ],
)
def test_without_a_library_a_command_ends_with_status_4(fresh: Shell, words: list[str]) -> None:
    ran = fresh(*words, "--json")
    assert ran.status == Exit.LIBRARY
    assert ran.json["error"]["code"] == "library_missing"
    assert not fresh.library.exists()


def test_a_library_that_is_none_is_refused(fresh: Shell) -> None:
    fresh.library.mkdir(parents=True)
    (fresh.library / "library.sqlite").write_bytes(b"this is not a database, however long one looks at it" * 40)
    files = list(fresh.library.iterdir())
    ran = fresh("list", "--json")
    assert ran.status == Exit.LIBRARY
    assert list(fresh.library.iterdir())[: len(files)] == files


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("x"), 2),
        (errors.InvalidValue("x"), 2),
        (errors.BadModerationString("x"), 2),
        (errors.AssetNotFound("x"), 1),
        (errors.Unusable("x"), 3),
        (errors.CredentialsMissing("x"), 3),
        (errors.ModelMissing("x"), 3),
        (errors.Locked("x"), 4),
        (errors.TooNew("x"), 4),
        (errors.Cancelled("x"), 130),
        (errors.Unreadable("x"), 1),
    ],
)
def test_each_error_has_its_exit_status(error: errors.RekreviewError, status: int) -> None:
    assert exit_for(error) == status


def test_the_version_is_told_without_a_window(fresh: Shell) -> None:
    assert fresh.bare("--version").out == f"rekreview {__version__}\n"


def test_a_reader_that_had_enough_is_no_failure() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "rekreview", "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def break_runs(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Have the command `runs` end with an error."""

    def fail(_call: object) -> int:
        raise error

    monkeypatch.setitem(runs.ENTRIES, "runs", Entry(lambda _parser: None, fail))


def test_an_interrupted_command_ends_with_status_130(fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    break_runs(monkeypatch, KeyboardInterrupt())
    ran = fresh("runs", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (130, "interrupted")


def test_a_bug_is_told_as_a_document_and_leaves_its_traceback(
    fresh: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_runs(monkeypatch, RuntimeError("a bug"))
    with pytest.raises(RuntimeError, match="a bug"):
        fresh("runs", "--json")
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "internal"


@contextmanager
def writing(library: Path, seconds: float) -> Iterator[threading.Timer]:
    """Another process' transaction, under way for some seconds: while the timer lives."""
    connection = sqlite3.connect(library / "library.sqlite", isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(seconds, connection.execute, ["ROLLBACK"])
    timer.start()
    try:
        yield timer
    finally:
        timer.join()
        connection.close()


def test_reading_never_waits_for_a_writer_and_writing_waits_for_one_transaction(run: Shell) -> None:
    with writing(run.library, seconds=3) as under_way:
        assert run("list", "--json").status == 0
        assert under_way.is_alive()
        assert run("override", 1, "rejected", "--json").json["changed"] == [1]
        assert not under_way.is_alive()


@pytest.mark.parametrize(("command", "logged"), [("scan", True), ("import", True), ("list", False), ("policy", False)])
def test_long_work_keeps_a_log_in_a_process_of_its_own(tmp_path: Path, command: str, logged: bool) -> None:
    code = (
        "import logging, sys; from rekreview.cli.process import take_process; take_process(['--json', sys.argv[1]]);"
        "print(len(logging.getLogger('rekreview').handlers))"
    )
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    command_line = [sys.executable, "-c", code, command]
    done = subprocess.run(command_line, capture_output=True, text=True, timeout=60, check=True, env=environment)
    assert (done.stdout.strip() != "0") is logged
    assert any(tmp_path.iterdir()) is logged


def test_a_command_ends_without_looking_for_garbage() -> None:
    code = (
        "import atexit, gc; from rekreview.cli.process import take_process;"
        "atexit.register(lambda: print(gc.get_freeze_count())); take_process(['list'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert int(done.stdout) > 1000, "all that was made until the end is left alone"


LEAVING = """
import atexit, sys, threading
from rekreview.cli.process import leave
class Held:
    def __del__(self): print("taken apart")
held = Held()
atexit.register(print, "asked for")
print("printed")
"""


def _left(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LEAVING + code], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_process_is_left_at_once_with_its_status_and_all_it_printed() -> None:
    done = _left("leave(3)")
    assert (done.returncode, done.stdout) == (3, "printed\nasked for\n")


def test_a_process_is_not_left_under_a_thread_that_is_at_work() -> None:
    done = _left("threading.Timer(0.3, print, ['worked']).start(); leave(3); sys.exit(4)")
    assert (done.returncode, done.stdout) == (4, "printed\nworked\nasked for\ntaken apart\n")


def test_what_cannot_be_printed_at_the_end_is_still_a_failure() -> None:
    code = "sys.stdout = open('/dev/full', 'w'); print('lost'); leave(0); print('not left', file=sys.stderr)"
    assert "not left" in _left(code).stderr


def test_a_process_of_its_own_is_set_up_for_threads_that_feed_workers() -> None:
    code = (
        "import gc, sys; from rekreview.cli.process import take_process; take_process(['import']);"
        "before = gc.get_stats()[0]['collections']; import rekreview.library.library;"
        "print(sys.getswitchinterval(), gc.get_stats()[0]['collections'] - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    seconds, collections = done.stdout.split()
    assert float(seconds) < 0.001
    assert collections == "0", "importing makes no garbage, so none is looked for"


HEAVY = {"sqlmodel", "sqlalchemy", "numpy", "PIL", "PySide6", "onnxruntime", "av", "boto3", "platformdirs"}


def loaded_by(*words: object) -> set[str]:
    """The packages a command has imported when it is done."""
    code = (
        "import sys; from rekreview.__main__ import main; main(sys.argv[1:]);"
        "print(' '.join({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return set(done.stderr.split())


def test_checking_a_string_imports_nothing_heavy(tmp_path: Path) -> None:
    labels = tmp_path / "labels.json"
    labels.write_text("[]")
    assert not HEAVY & loaded_by("policy", "check", "aws_rek")
    assert not HEAVY & loaded_by("policy", "decide", "aws_rek", "--labels", labels)


def test_listing_imports_neither_qt_nor_an_engine_nor_a_decoder(scanned: tuple[Path, object]) -> None:
    loaded = loaded_by("list", "--library", scanned[0])
    assert not {"PIL", "PySide6", "onnxruntime", "av", "boto3", "alembic"} & loaded


def test_an_import_loads_no_numpy(tmp_path: Path) -> None:
    """Its workers do; where the library makes no array, loading it would hold up an import by a fiftieth."""
    picture = save(photo(), tmp_path / "a.jpg")
    loaded = loaded_by("import", picture, "--library", tmp_path / "library")
    assert "sqlalchemy" in loaded
    assert "numpy" not in loaded


def test_the_program_runs_as_a_process_of_its_own(scanned: tuple[Path, object]) -> None:
    done = program("--library", scanned[0], "list", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(json.loads(done.stdout)["assets"]) == 5
