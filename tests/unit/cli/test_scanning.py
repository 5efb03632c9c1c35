"""`scan`: real files through the real engine, and a clean stop at any moment."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from PIL import Image

from rekreview.cli.call import Call
from rekreview.cli.consenting import require_consent
from rekreview.cli.exits import UsageError
from rekreview.cli.output import Form, Output
from rekreview.cli.presets import Saved
from rekreview.cli.scanning import ENTRIES, _working, wanted_floor
from rekreview.domain.assets import EngineName
from rekreview.domain.policy import PolicyPair
from rekreview.library.library import Library
from tests.unit.cli.conftest import Ran, Shell


def test_a_scan_tells_what_it_did(scanned: tuple[Path, Ran], media: Path) -> None:
    ran = scanned[1]
    assert ran.status == 1, f"something could not be checked: {ran}"
    document = ran.json
    assert list(document) == [
        "run",
        "imported",
        "moderated",
        "approved",
        "rejected",
        "pending",
        "not_moderated",
        "calls",
        "cost_usd",
        "interrupted",
        "videos",
    ]
    [video] = document["videos"]
    assert list(video) == ["id", "path", "status", "coverage"]
    assert video["path"].endswith("travel.mp4")
    assert video["coverage"].startswith("checked ")
    assert document["imported"]["added"] == 5
    assert (document["moderated"], document["approved"], document["rejected"]) == (4, 2, 2)
    [failed] = document["not_moderated"]
    assert list(failed) == ["id", "path", "code", "message"]
    assert (failed["path"], failed["code"]) == (str(media / "unfinished-download.jpg"), "undecodable")
    assert (document["calls"], document["cost_usd"], document["interrupted"]) == (4, 0.0, False)
    assert ran.err == ""


def test_what_was_answered_on_is_not_asked_again_unless_wanted(run: Shell) -> None:
    second = run("scan", "--engine", "on-device", "--json")
    assert (second.json["moderated"], second.json["calls"]) == (0, 0)
    assert [failed["code"] for failed in second.json["not_moderated"]] == ["undecodable"]
    assert second.status == 1, "as long as something is unchecked, a scan says so"
    assert run("scan", "--engine", "on-device", "--again", "--json").json["moderated"] == 4


def test_what_is_on_a_later_page_counts(fresh: Shell, media: Path, tmp_path: Path) -> None:
    with Image.open(media / "cat.jpg") as cat, Image.open(media / "wine.png") as wine:
        cat.save(tmp_path / "scan.tiff", save_all=True, append_images=[wine.convert("RGB")])
    ran = fresh("scan", tmp_path / "scan.tiff", "--engine", "on-device", "--json")
    assert (ran.json["moderated"], ran.json["rejected"]) == (1, 1)
    with Library.open(fresh.library) as library:
        [seen] = library.queries.asset(1).detections
        assert library.queries.planned_calls([1], 5) == 2
    assert seen.coverage == "checked 2 of 2 frames"


def test_nothing_to_do_is_done(fresh: Shell, media: Path) -> None:
    assert fresh("scan", media / "cat.jpg", "--engine", "on-device", "--json").status == 0
    ran = fresh("scan", media / "cat.jpg", "--engine", "on-device", "--json")
    assert ran.status == 0
    assert (ran.json["run"], ran.json["moderated"], ran.json["imported"]["duplicates"]) == (None, 0, 1)
    assert "Nothing was left to moderate." in fresh("scan", "--engine", "on-device").out


def test_a_string_or_a_preset_becomes_the_policy(run: Shell, ids: dict[str, int]) -> None:
    run("scan", "--engine", "on-device", "--moderation", "aws_rek:alcohol:ignore", "--parents", "leaf")
    shown = run("policy", "show", "--json").json
    assert (shown["image"], shown["parents"]) == ("aws_rek:alcohol:ignore", "leaf")
    assert run("show", ids["wine.png"], "--json").json["status"] == "approved"
    run("scan", "--engine", "on-device", "--preset", "strict")
    assert run("policy", "show", "--json").json["policy"] == "strict"
    assert run("show", ids["wine.png"], "--json").json["status"] == "rejected"


WRONG = (
    ["--moderation", "aws_rek:alcohol"],
    ["--preset", "nope"],
    ["--preset", "strict@7"],
    ["--moderation", "aws_rek", "--preset", "strict"],
    ["--exempt", "Animated:50", "--exempt", "none"],
    ["--exempt", "Painted:50"],
    ["--min-confidence", "101"],
    ["--min-confidence", "nan"],
    ["--workers", "0"],
    ["--engine", "magic"],
    ["--parents", "both"],
    ["--engine", "rekognition"],
    ["/no/such/place"],
)


@pytest.mark.parametrize("options", WRONG)
def test_wrong_usage_is_told_before_anything_is_done(run: Shell, options: list[str]) -> None:
    runs = run("runs", "--json").json
    ran = run("scan", *options, "--json")
    assert ran.status == 2
    assert ran.json["error"]["message"]
    assert run("runs", "--json").json == runs


@pytest.mark.parametrize("options", [*WRONG, ["--preset", "nope", "--dry-run"]])
def test_wrong_usage_makes_no_library(fresh: Shell, options: list[str]) -> None:
    assert fresh("scan", *options).status == 2
    assert not fresh.library.parent.exists()


def test_a_shipped_preset_is_the_policy_of_a_new_library(fresh: Shell, media: Path) -> None:
    assert fresh("scan", media / "cat.jpg", "--engine", "on-device", "--preset", "strict@0").status == 0
    assert fresh("policy", "show", "--json").json["policy"] == "strict"


def test_an_engine_that_cannot_be_used_is_status_3_and_makes_nothing(
    fresh: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    ran = fresh("scan", "--engine", "rekognition", "--yes", "--json")
    assert ran.status == 3
    assert ran.json["error"]["code"] == "credentials_missing"
    assert "aws configure" in ran.json["error"]["hint"]
    assert not fresh.library.parent.exists()


def test_a_dry_run_changes_nothing(fresh: Shell, media: Path) -> None:
    ran = fresh("scan", media, "--engine", "on-device", "--dry-run", "--json")
    assert ran.status == 0
    assert (ran.json["dry_run"], ran.json["files"], ran.json["cost_usd"]) == (True, 6, 0.0)
    assert not fresh.library.exists()
    assert "no library yet" in ran.err


def test_a_dry_run_tells_what_waits_and_how_long_it_took_before(run: Shell) -> None:
    told = run("scan", "--engine", "on-device", "--dry-run", "--json").json
    assert (told["files"], told["waiting"]) == (0, 1)
    assert told["seconds"] > 0
    assert run("scan", "--engine", "on-device", "--dry-run", "--again", "--json").json["waiting"] == 5
    assert "Nothing would be paid." in run("scan", "--engine", "on-device", "--dry-run").out


def test_for_people_the_outcome_is_sentences(fresh: Shell, media: Path) -> None:
    out = fresh("scan", media / "wine.png", media / "unfinished-download.jpg", "--engine", "on-device").out
    assert "Imported 2 assets." in out
    assert "Moderated 1 asset: 1 rejected." in out
    assert "Could not check 1 asset:" in out
    assert "unfinished-download.jpg: Part of the picture is missing" in out


class Terminal(io.StringIO):
    """Standard input at which a person sits."""

    def isatty(self) -> bool:
        return True


def call_of(*words: str) -> Call:
    parser = argparse.ArgumentParser()
    ENTRIES["scan"].add_arguments(parser)
    return Call(parser.parse_args(words), Output(Form.TEXT))


@pytest.mark.parametrize(
    ("answer", "agreed"), [("y\n", True), ("YES\n", True), ("n\n", False), ("", False), ("\n", False)]
)
def test_a_person_is_asked_before_money_is_spent(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answer: str, agreed: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    with nullcontext() if agreed else pytest.raises(UsageError, match="nothing was paid"):
        require_consent(call_of("--engine", "rekognition"))
    assert "costs money" in capsys.readouterr().err


def test_where_nobody_is_asked_yes_has_to_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y"))
    with pytest.raises(UsageError, match="nobody is there"):
        require_consent(call_of("--engine", "rekognition"))
    require_consent(call_of("--engine", "rekognition", "--yes"))
    require_consent(call_of("--engine", "rekognition", "--dry-run"))
    require_consent(call_of("--engine", "on-device"))


@pytest.mark.parametrize(
    ("words", "floor"),
    [
        ([], 20.0),
        (["--min-confidence", "35"], 35.0),
        (["--moderation", "aws_rek:min_confidence:0.05"], 5.0),
        (["--moderation", "aws_rek:min_confidence:0.07"], 7.0),
        (["--moderation", "aws_rek:min_confidence:0.9"], 20.0),
        (["--moderation", "aws_rek:min_confidence:0.05", "--min-confidence", "35"], 35.0),
        (["--moderation", "aws_rek"], 20.0),
    ],
)
def test_a_string_may_lower_the_floor_and_never_raise_it(words: list[str], floor: float) -> None:
    assert wanted_floor(call_of(*words)) == floor


@pytest.mark.parametrize(
    ("words", "pair", "floor"),
    [
        ([], PolicyPair("aws_rek:min_confidence:0.05"), 5.0),
        ([], PolicyPair(video="aws_rek_video:min_confidence:0.07"), 7.0),
        ([], PolicyPair("aws_rek:min_confidence:0.05", "aws_rek_video:min_confidence:0.07"), 5.0),
        ([], PolicyPair("aws_rek:min_confidence:0.9", "manual"), 20.0),
        (["--min-confidence", "35"], PolicyPair("aws_rek:min_confidence:0.05"), 35.0),
    ],
)
def test_so_may_the_strings_of_a_preset(words: list[str], pair: PolicyPair, floor: float) -> None:
    assert wanted_floor(call_of(*words), Saved("mine", 1, pair)) == floor


PICTURES = 100
MANY = 1500  # so many that a machine where the watching is slow has not imported them all before it is told to stop


def pictures(folder: Path, sample: Path, number: int = PICTURES) -> Path:
    """Many different pictures: a few bytes after its end make another asset of a file."""
    folder.mkdir()
    for index in range(number):
        copy = folder / f"{index:03}{sample.suffix}"
        shutil.copy(sample, copy)
        with copy.open("ab") as file:
            file.write(b"%d" % index)
    return folder


@contextmanager
def running(*words: object) -> Iterator[subprocess.Popen[str]]:
    """The program in a process group of its own, as a terminal runs it; nothing of it is left afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rekreview", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
        assert_nothing_left_of(process.pid)


def assert_nothing_left_of(group: int) -> None:
    """The workers of a program end with it, however it ended."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker outlived the program")


def watch(library: Path, process: subprocess.Popen[str], enough: Callable[[Library], bool]) -> None:
    """Watch the library beside the running program, as a window would, until there is enough in it."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if (library / "library.sqlite").is_file():
            with Library.open(library) as opened:
                if enough(opened):
                    return
        time.sleep(0.05)
    pytest.fail(f"it ended too early: {process.poll()}")


def some_are_moderated(library: Library) -> bool:
    return any(run.done for run in library.queries.runs())


@pytest.mark.parametrize("how", ["SIGTERM to the program", "Ctrl-C to its whole group"])
def test_an_interrupted_scan_stops_cleanly_and_goes_on_later(
    fresh: Shell, media: Path, tmp_path: Path, how: str
) -> None:
    folder = pictures(tmp_path / "many", media / "cat.jpg")
    with running("scan", folder, "--engine", "on-device", "--json", "--library", fresh.library) as process:
        watch(fresh.library, process, some_are_moderated)
        if "group" in how:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Interrupted" in err
    assert "Traceback" not in err
    first = json.loads(out)
    assert first["interrupted"] is True
    assert first["not_moderated"] == []
    assert 0 < first["moderated"] < PICTURES
    second = fresh("scan", "--engine", "on-device", "--json")
    assert second.status == 0
    assert (second.json["run"], second.json["interrupted"]) == (first["run"], False)
    assert first["moderated"] + second.json["moderated"] == PICTURES
    assert len(fresh("runs", "--json").json["runs"]) == 1


def test_a_scan_that_was_killed_goes_on_where_it_was(fresh: Shell, media: Path, tmp_path: Path) -> None:
    folder = pictures(tmp_path / "many", media / "cat.jpg")
    with running("scan", folder, "--engine", "on-device", "--library", fresh.library) as process:
        watch(fresh.library, process, some_are_moderated)
        process.kill()
    [left] = fresh("runs", "--json").json["runs"]
    assert left["state"] == "running"
    assert left["done"] + left["waiting"] == PICTURES
    resumed = fresh("scan", "--engine", "on-device", "--json")
    assert resumed.status == 0
    assert (resumed.json["run"], resumed.json["moderated"]) == (left["id"], left["waiting"])
    assert fresh("doctor", "--check", "--json").status == 0


def test_an_interrupted_import_keeps_what_was_done(fresh: Shell, media: Path, tmp_path: Path) -> None:
    folder = pictures(tmp_path / "many", media / "wine.png", number=MANY)
    with running("import", folder, "--json", "--library", fresh.library) as process:
        watch(fresh.library, process, lambda library: library.queries.totals().assets > 0)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    first = json.loads(out)
    assert 0 < first["added"] < MANY
    assert first["skipped"] == []
    second = fresh("import", folder, "--json").json
    assert (second["added"], second["duplicates"]) == (MANY - first["added"], first["added"])


@pytest.mark.parametrize("name", [EngineName.ON_DEVICE, EngineName.REKOGNITION])
def test_a_scan_of_all_cores_has_a_thread_to_spare_but_never_a_call(name: EngineName) -> None:
    class Named:
        pass

    engine = Named()
    engine.name = name  # type: ignore[attr-defined]
    cores = os.cpu_count() or 1
    with _working(call_of("--workers", str(cores)), engine) as (_, executor, workers):  # type: ignore[arg-type]
        barrier = threading.Barrier(cores + 1)

        def meet() -> bool:
            try:
                barrier.wait(0.5)
            except threading.BrokenBarrierError:
                return False
            return True

        met = [executor.submit(meet) for _ in range(cores + 1)]
        assert all(one.result() for one in met) is (name is EngineName.ON_DEVICE)
        assert workers == cores
