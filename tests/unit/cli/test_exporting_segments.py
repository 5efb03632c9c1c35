"""`export` of segments: one file for each video, which the program itself reads back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rekreview import paths
from rekreview.domain.answers import read_labels
from tests.unit.cli.conftest import Shell


def asset(run: Shell) -> dict[str, object]:
    """The one video of the library."""
    return next(one for one in run("list", "--kind", "video", "--json").json["assets"])


def test_amazons_form_holds_the_labels_and_times_of_the_library(run: Shell, tmp_path: Path) -> None:
    video = asset(run)
    ran = run("export", "--format", "segments-aws", "--to", tmp_path / "new" / "folder", "--json")
    file = tmp_path / "new" / "folder" / f"travel-{video['id']}.aws.json"
    assert (ran.status, ran.json) == (0, {"written": 1, "files": [str(file)], "without_answer": []})
    read = read_labels(json.loads(file.read_text()))
    (detection,) = video["detections"]  # type: ignore[misc]
    assert read.model_version == detection["model_version"] == "on-device-1", "an estimate stays named so"
    told = [(one.name, one.confidence, one.timestamp_ms, one.end_ms) for one in read.labels]
    kept = [(one["name"], one["confidence"], one["timestamp"], one["end_ms"]) for one in detection["labels"]]
    assert sorted(told) == sorted(kept)
    assert [path.name for path in file.parent.iterdir()] == [file.name], "nothing half-written is left"


def test_cloudinarys_form_is_judged_by_policy_decide(run: Shell, tmp_path: Path) -> None:
    run("export", "--format", "segments-cloudinary", "--to", tmp_path)
    file = tmp_path / f"travel-{asset(run)['id']}.cloudinary.json"
    judged = run.bare("policy", "decide", "aws_rek_video", "--labels", file, "--json")
    assert judged.json["status"] == asset(run)["status"] == json.loads(file.read_text())["moderation"][0]["status"]


def test_chapters(run: Shell, tmp_path: Path) -> None:
    run("policy", "apply", "aws_rek_video:weapons:0.0:alcohol:0.0:explicit:0.0:swimwear_or_underwear:0.0")
    ran = run("export", "--format", "webvtt", "--to", tmp_path)
    assert ran.out == f"Wrote 1 file into {tmp_path}.\n"
    text = (tmp_path / f"travel-{asset(run)['id']}.vtt").read_text()
    assert text.startswith("WEBVTT\n\n")
    offending = asset(run)["offending"]
    assert ("-->" in text) == bool(offending)


def test_only_videos_of_one_status_if_asked(run: Shell, tmp_path: Path) -> None:
    other = "approved" if asset(run)["status"] == "rejected" else "rejected"
    ran = run("export", "--format", "webvtt", "--status", other, "--to", tmp_path, "--json")
    assert ran.json["written"] == 0


def test_a_video_nobody_looked_at_is_listed(run: Shell, tmp_path: Path) -> None:
    fresh = Shell(run._capture, tmp_path / "fresh")
    film = paths.resources() / "sample" / "travel.mp4"
    fresh("import", film)
    ran = fresh("export", "--format", "segments-aws", "--to", tmp_path / "out", "--json")
    assert (ran.status, ran.json) == (0, {"written": 0, "files": [], "without_answer": [1]})
    assert "1 video without an answer" in fresh("export", "--format", "webvtt", "--to", tmp_path / "out").out


@pytest.mark.parametrize("to", ["-", "/dev/null/folder"])
def test_where_no_folder_can_be(run: Shell, to: str) -> None:
    ran = run("export", "--format", "webvtt", "--to", to, "--json")
    assert ran.status == 2
    assert ran.json["error"]["hint"]


def test_a_file_that_was_there_is_replaced_whole(run: Shell, tmp_path: Path) -> None:
    file = tmp_path / f"travel-{asset(run)['id']}.vtt"
    file.write_text("former" * 10_000)
    run("export", "--format", "webvtt", "--to", tmp_path)
    assert file.read_text().startswith("WEBVTT")
    assert "former" not in file.read_text()
