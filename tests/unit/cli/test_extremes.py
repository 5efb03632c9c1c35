"""Arguments nobody should give: endless numbers, bytes that are no text, a library with nothing or one asset in it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.cli.exits import Exit
from rekreview.domain.assets import Status
from rekreview.library import Library
from tests.unit.cli.conftest import Shell
from tests.unit.library.makers import add, explicit, fill, moderate

ENDLESS = "9" * 5_000  # Python reads no number of more than 4,300 digits
HUGE = "9" * 20  # no number of SQLite's
NO_TEXT = os.fsdecode(b"caf\xe9")  # as a shell hands over what another encoding wrote
shared = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two libraries: `none` is empty, `one` has an asset that the policy rejects."""
    place = tmp_path_factory.mktemp("made")
    Library.open(place / "none", create=True).close()
    with Library.open(place / "one", create=True) as library:
        moderate(library, {fill(library, 1)[0]: explicit(90)})
    return place


@pytest.fixture
def one(capsys: pytest.CaptureFixture[str], made: Path, tmp_path: Path) -> Shell:
    """Commands on a library of one asset."""
    return Shell(capsys, Path(shutil.copytree(made / "one", tmp_path / "one")))


@pytest.fixture
def none(capsys: pytest.CaptureFixture[str], made: Path, tmp_path: Path) -> Shell:
    """Commands on an empty library."""
    return Shell(capsys, Path(shutil.copytree(made / "none", tmp_path / "none")))


# Numbers beyond all bounds.


@pytest.mark.parametrize("number", [HUGE, ENDLESS, "0" * 30, "-1"])
@pytest.mark.parametrize("command", ["show", "history"])
def test_no_number_is_too_large_to_be_no_asset(one: Shell, command: str, number: str) -> None:
    ran = one(command, number, "--json")
    assert ran.status == Exit.INCOMPLETE
    assert ran.json["error"]["code"] == "asset_not_found"


@pytest.mark.parametrize("number", [HUGE, ENDLESS])
def test_an_override_passes_over_a_number_that_is_no_asset(one: Shell, number: str) -> None:
    ran = one("override", number, 1, "approved", "--json")
    assert ran.status == Exit.INCOMPLETE
    assert ran.json["changed"] == [1]
    assert ran.json["not_found"] == [number]


@pytest.mark.parametrize("limit", [HUGE, str(2**63 - 1), str(2**63)])
def test_a_list_may_be_as_long_as_it_likes(one: Shell, limit: str) -> None:
    ran = one("list", "--limit", limit, "--json")
    assert ran.status == Exit.DONE
    assert [asset["id"] for asset in ran.json["assets"]] == [1]
    assert ran.json["next_cursor"] is None


@pytest.mark.parametrize("cursor", [ENDLESS, HUGE, str(2**63), "-1", "1.0", "٣", ""])
def test_what_is_no_cursor_is_refused(one: Shell, cursor: str) -> None:
    ran = one("list", "--cursor", cursor, "--json")
    assert ran.status == Exit.USAGE
    assert "is no cursor" in ran.json["error"]["message"]


def test_behind_the_last_cursor_of_all_is_nothing(one: Shell) -> None:
    assert one("list", "--cursor", 2**63 - 1, "--json").json == {"assets": [], "next_cursor": None}


@pytest.mark.parametrize("version", [HUGE, ENDLESS])
@pytest.mark.parametrize("command", ["show", "diff"])
def test_a_version_that_large_is_none(one: Shell, command: str, version: str) -> None:
    one("presets", "save", "mine")
    ran = one("presets", command, f"mine@{version}", "--json")
    assert ran.status == Exit.USAGE
    assert ran.json["error"]["code"] == "invalid_value"


@shared
@given(st.from_regex(r"\A[+-]?[0-9_.eE]{1,40}\Z"))
def test_whatever_looks_like_a_number_ends_in_words(one: Shell, number: str) -> None:
    for words in (["show", number], ["list", f"--limit={number}"], ["list", f"--cursor={number}"]):
        ran = one(*words, "--json")
        assert ran.status in (Exit.DONE, Exit.INCOMPLETE, Exit.USAGE)
        assert isinstance(json.loads(ran.out), dict)


# Bytes that are no text.


@pytest.mark.parametrize(
    "words",
    [
        ["override", "1", "approved", "--reason", NO_TEXT],
        ["override", "1", "approved", "--note", NO_TEXT],
        ["override", "1", "approved", "--reviewer", NO_TEXT],
        ["presets", "save", NO_TEXT],
        ["presets", "show", NO_TEXT],
        ["presets", "diff", "balanced", NO_TEXT],
        ["presets", "rollback", NO_TEXT, "1"],
        ["policy", "apply", "aws_rek", "--name", NO_TEXT],
        ["policy", "apply", f"aws_rek:{NO_TEXT}"],
        ["policy", "sample", "--reviewer", NO_TEXT],
        ["policy", "suggest", "--category", NO_TEXT],
        ["scan", "--engine", "on-device", "--preset", NO_TEXT],
        ["scan", "--engine", "rekognition", "--dry-run", "--adapter", NO_TEXT],
        ["list", "--category", NO_TEXT],
    ],
    ids=lambda words: " ".join(words[:4]).replace(NO_TEXT, "…"),
)
def test_what_is_kept_as_text_has_to_be_text(one: Shell, words: list[str]) -> None:
    ran = one(*words, "--json")
    assert ran.status == Exit.USAGE
    assert ran.json["error"]["message"]
    assert one("list", "--json").json["assets"][0]["decided_by"] == "policy", "nothing was decided"


def test_a_path_may_hold_any_bytes(one: Shell, tmp_path: Path) -> None:
    ran = one("show", NO_TEXT, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (Exit.INCOMPLETE, "asset_not_found")
    target = tmp_path / f"{NO_TEXT}.csv"
    assert one("export", "--format", "csv", "--to", target, "--json").json == {"written": 1}
    assert target.read_text().splitlines()[1].startswith("1,")


def test_an_asset_under_such_a_path_is_found_shown_and_exported(one: Shell, tmp_path: Path) -> None:
    path = str(tmp_path / f"{NO_TEXT}\n😀.png")
    with Library.open(one.library) as library:
        (second,) = add(library, path)
    assert one("show", path, "--json").json["id"] == second
    assert one("override", path, "approved", "--json").json["changed"] == [second]
    target = tmp_path / "all.jsonl"
    one("export", "--format", "jsonl", "--to", target)
    assert [json.loads(line)["paths"] for line in target.read_text().splitlines()][1] == [path]
    told = one("list").out
    assert len(told.splitlines()) == 3, "a head and two assets, whatever their names hold"


# Notes as people write them.


@pytest.mark.parametrize("note", ["😀" * 2_000, "\u202eabc", "a\nb\tc", "'; DROP TABLE asset; --", "=1+1", " "])
def test_a_note_is_kept_to_the_letter(one: Shell, note: str) -> None:
    one("override", 1, "approved", "--note", note, "--reason", note, "--reviewer", "R&D <b>")
    (said,) = one("history", 1, "--json").json["decisions"]
    assert (said["note"], said["reason"], said["reviewer"]) == (note, note, "R&D <b>")
    assert len(one("history", 1).out.splitlines()) == 2


# Nothing, and next to nothing.


@pytest.mark.parametrize(
    ("words", "empty"),
    [
        (["list"], {"assets": [], "next_cursor": None}),
        (["undo"], {"batch": None, "restored": []}),
        (["redo"], {"batch": None, "restored": []}),
        (["runs"], {"runs": []}),
        (["policy", "preview", "aws_rek:explicit:0.1"], None),
        (["policy", "apply", "aws_rek:explicit:0.1"], None),
        (["presets", "list"], None),
        (["doctor"], None),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_an_empty_library_answers_everything(none: Shell, words: list[str], empty: object) -> None:
    ran = none(*words, "--json")
    assert ran.status == Exit.DONE, ran.err
    assert empty is None or ran.json == empty
    assert none(*words).status == Exit.DONE, "in words too"


def test_an_empty_library_exports_a_head_and_nothing_else(none: Shell, tmp_path: Path) -> None:
    for form, lines in (("csv", 1), ("jsonl", 0)):
        target = tmp_path / form
        assert none("export", "--format", form, "--to", target, "--json").json == {"written": 0}
        assert len(target.read_text().splitlines()) == lines


def test_one_asset_named_three_ways_is_decided_once(one: Shell) -> None:
    asset = one("show", 1, "--json").json
    ran = one("override", 1, asset["sha256"], asset["sha256"][:8], asset["paths"][0], "approved", "--json")
    assert ran.json["changed"] == [1]
    assert len(one("history", 1, "--json").json["decisions"]) == 1
    one("undo")
    assert one("undo", "--json").json == {"batch": None, "restored": []}
    assert one("redo", "--json").json["restored"] == [1]
    assert one("show", 1, "--json").json["status"] == Status.APPROVED.value


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "é" * 125 + ".csv", "-", "a\nb.csv"], ids=["x", "é", "-", "nl"])
def test_an_export_can_be_called_as_any_file_can(one: Shell, tmp_path: Path, name: str) -> None:
    target = tmp_path / "exports" / name
    target.parent.mkdir()
    for _ in range(2):
        assert one("export", "--format", "csv", "--to", target, "--json").json == {"written": 1}
    assert [place.name for place in target.parent.iterdir()] == [name], "nothing is left beside it"
    assert len(target.read_text().splitlines()) == 2
