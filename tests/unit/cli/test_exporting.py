"""`export`, as a table and as lines."""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from rekreview.cli.exporting import COLUMNS, _without_labels_under, cell
from tests.unit.cli.conftest import Shell


def test_lines_hold_what_the_list_holds(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "assets.jsonl"
    ran = run("export", "--format", "jsonl", "--to", file, "--json")
    assert (ran.status, ran.json) == (0, {"written": 5})
    written = [json.loads(line) for line in file.read_text().splitlines()]
    assert written == run("list", "--json").json["assets"]


def test_a_table_has_a_row_for_each_asset(run: Shell, tmp_path: Path, ids: dict[str, int], media: Path) -> None:
    file = tmp_path / "assets.csv"
    assert run("export", "--format", "csv", "--to", file).out == f"Wrote 5 assets to {file}.\n"
    with file.open(newline="") as opened:
        rows = {row["id"]: row for row in csv.DictReader(opened)}
    assert list(rows["1"]) == list(COLUMNS)
    wine = rows[str(ids["wine.png"])]
    assert (wine["path"], wine["status"], wine["engine"]) == (str(media / "wine.png"), "rejected", "on-device")
    assert wine["offending"].startswith("Alcohol")
    assert rows[str(ids["unfinished-download.jpg"])]["error"]


def test_only_one_status_if_asked(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "rejected.jsonl"
    assert run("export", "--format", "jsonl", "--status", "rejected", "--to", file, "--json").json == {"written": 2}


def test_labels_under_the_floor_of_the_string_are_left_out(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "assets.jsonl"
    run("policy", "apply", "aws_rek:min_confidence:0.9")
    run("export", "--format", "jsonl", "--to", file)
    for line in file.read_text().splitlines():
        asset = json.loads(line)
        for detection in asset["detections"] if asset["kind"] == "image" else ():
            assert all(label["confidence"] >= 90 for label in detection["labels"])


def test_a_label_exactly_at_the_floor_is_kept() -> None:
    labels = [{"confidence": 7.0}, {"confidence": 6.99}]
    document = {"detections": [{"labels": labels}]}
    assert _without_labels_under(document, Decimal("0.07")) == {"detections": [{"labels": labels[:1]}]}


def test_to_standard_output_only_the_assets_go(run: Shell) -> None:
    ran = run("export", "--format", "jsonl", "--to", "-")
    assert len(ran.lines) == 5
    assert "Wrote 5 assets." in ran.err


def test_a_file_that_cannot_be_written_leaves_nothing_behind(run: Shell, tmp_path: Path) -> None:
    ran = run("export", "--format", "csv", "--to", tmp_path / "no" / "assets.csv", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")
    folder = tmp_path / "taken"
    folder.mkdir()
    assert run("export", "--format", "csv", "--to", folder, "--json").status == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library", "taken"]


def test_a_new_export_takes_the_place_of_the_old_one_only_when_it_is_whole(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / "assets.csv"
    file.write_text("old")
    run("export", "--format", "csv", "--to", file)
    assert file.read_text().startswith("id,")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_pipe_is_written_into_and_stays_a_pipe(run: Shell, tmp_path: Path) -> None:
    pipe = tmp_path / "assets.pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert run("export", "--format", "jsonl", "--to", pipe, "--json").json == {"written": 5}
        assert len(os.read(reading, 1 << 20).splitlines()) == 5
    finally:
        os.close(reading)
    assert pipe.is_fifo()


def test_a_device_that_takes_nothing_is_said_and_stays_a_device(run: Shell, tmp_path: Path) -> None:
    link = tmp_path / "full"
    link.symlink_to("/dev/full")
    ran = run("export", "--format", "csv", "--to", link, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")
    assert link.is_symlink()
    assert Path("/dev/full").is_char_device()


def test_a_link_is_written_through(run: Shell, tmp_path: Path) -> None:
    link = tmp_path / "newest.jsonl"
    link.symlink_to("assets.jsonl")
    run("export", "--format", "jsonl", "--to", link)
    assert link.is_symlink()
    assert len((tmp_path / "assets.jsonl").read_text().splitlines()) == 5


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_marked_as_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_other_cells_stay_as_they_are() -> None:
    assert (cell("/a/b.jpg"), cell(5), cell(None), cell(-1)) == ("/a/b.jpg", 5, None, -1)
