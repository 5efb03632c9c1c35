"""`list`, `show` and `history`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rekreview.library.library import Library
from tests.unit.cli.conftest import Shell
from tests.unit.library.makers import add, detection, moderate

ASSET_KEYS = [
    "id",
    "sha256",
    "kind",
    "paths",
    "width",
    "height",
    "duration_ms",
    "status",
    "decided_by",
    "policy",
    "deciding_detection",
    "detections",
    "offending",
    "error",
]


def test_an_asset_has_every_key_of_the_contract(run: Shell, ids: dict[str, int], media: Path) -> None:
    asset = run("show", ids["wine.png"], "--json").json
    assert list(asset) == ASSET_KEYS
    assert asset["sha256"] == hashlib.sha256((media / "wine.png").read_bytes()).hexdigest()
    assert (asset["kind"], asset["status"], asset["decided_by"]) == ("image", "rejected", "policy")
    assert asset["paths"] == [str(media / "wine.png")]
    assert asset["policy"]["string"] == "aws_rek"
    [detection] = asset["detections"]
    assert list(detection) == [
        "id",
        "engine",
        "model_version",
        "adapter",
        "min_confidence",
        "labels",
        "content_types",
    ]
    assert asset["deciding_detection"] == detection["id"]
    assert detection["engine"] == "on-device"
    alcohol = next(label for label in detection["labels"] if label["name"] == "Alcohol")
    assert list(alcohol) == ["name", "parent_name", "taxonomy_level", "confidence", "timestamp", "end_ms"]
    assert (alcohol["parent_name"], alcohol["taxonomy_level"], alcohol["timestamp"]) == ("", 1, None)
    assert asset["offending"][0]["confidence"] > 50
    assert list(asset["offending"][0]) == ["name", "parent", "confidence", "threshold", "timestamp"]


def test_what_could_not_be_checked_has_its_error_and_no_verdict(run: Shell, ids: dict[str, int]) -> None:
    asset = run("show", ids["unfinished-download.jpg"], "--json").json
    assert (asset["status"], asset["decided_by"], asset["policy"]) == ("not_moderated", None, None)
    assert "0 × 0" not in run("show", str(asset["id"])).out
    assert asset["error"]["code"] == "undecodable"
    assert asset["error"]["message"]
    assert (asset["detections"], asset["deciding_detection"], asset["offending"]) == ([], None, [])


def test_a_video_has_its_length_and_the_string_for_videos(run: Shell, ids: dict[str, int]) -> None:
    asset = run("show", ids["travel.mp4"], "--json").json
    [seen] = asset["detections"]
    assert list(seen)[-2:] == ["coverage", "segments"]
    assert seen["coverage"].startswith("checked ")
    assert all(one["start_ms"] <= one["peak_ms"] <= one["end_ms"] for one in seen["segments"])
    assert f"C{seen['coverage'][1:]}." in run("show", ids["travel.mp4"]).out
    assert asset["kind"] == "video"
    assert asset["duration_ms"] > 0
    assert asset["policy"]["string"] == "aws_rek_video"


def test_an_asset_is_named_by_id_by_hash_or_by_path(
    run: Shell, ids: dict[str, int], media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_id = run("show", ids["cat.jpg"], "--json").json
    assert run("show", by_id["sha256"][:8], "--json").json == by_id
    assert run("show", by_id["sha256"], "--json").json == by_id
    assert run("show", media / "cat.jpg", "--json").json == by_id
    monkeypatch.chdir(media)
    assert run("show", "./cat.jpg", "--json").json == by_id


@pytest.mark.parametrize("reference", ["9999", "abcdef01", "nowhere.jpg", "0"])
def test_an_asset_that_is_not_there_is_told_with_status_1(run: Shell, reference: str) -> None:
    for command in ("show", "history"):
        ran = run(command, reference, "--json")
        assert (ran.status, ran.json["error"]["code"]) == (1, "asset_not_found")


def test_a_list_is_by_id_and_goes_on_at_its_cursor(run: Shell) -> None:
    whole = run("list", "--json").json
    assert whole["next_cursor"] is None
    every = [asset["id"] for asset in whole["assets"]]
    assert every == sorted(every)
    assert len(every) == 5
    first = run("list", "--json", "--limit", "3").json
    second = run("list", "--json", "--limit", "3", "--cursor", first["next_cursor"]).json
    assert [asset["id"] for asset in (*first["assets"], *second["assets"])] == every
    assert second["next_cursor"] is None


def test_a_full_last_page_has_no_cursor(run: Shell) -> None:
    assert run("list", "--json", "--limit", "5").json["next_cursor"] is None


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "", "9" * 30, "٣"])
def test_a_cursor_that_is_none_is_refused(run: Shell, cursor: str) -> None:
    ran = run("list", "--json", f"--cursor={cursor}")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")


def listed(run: Shell, *options: str) -> set[str]:
    return {Path(asset["paths"][0]).name for asset in run("list", "--json", *options).json["assets"]}


def test_a_list_is_narrowed_down(run: Shell, ids: dict[str, int]) -> None:
    assert listed(run, "--status", "rejected") == {"wine.png", "towel.webp"}
    assert listed(run, "--status", "not_moderated") == {"unfinished-download.jpg"}
    assert listed(run, "--kind", "video") == {"travel.mp4"}
    assert listed(run, "--status", "rejected", "--kind", "video") == set()
    assert listed(run, "--overturned") == set()
    run("override", ids["wine.png"], "approved")
    assert listed(run, "--overturned") == {"wine.png"}


def test_a_category_matches_what_is_below_it_and_its_other_name(run: Shell) -> None:
    assert "towel.webp" in listed(run, "--category", "swimwear_or_underwear")
    assert "wine.png" in listed(run, "--category", "alcohol")
    assert listed(run, "--category", "female_underwear") == listed(run, "--category", "female_swimwear_or_underwear")
    assert run("list", "--category", "Alcohol", "--json").status == 0


def test_a_category_nobody_knows_is_refused(run: Shell) -> None:
    ran = run("list", "--category", "nope", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "invalid_value")


def test_one_asset_a_line(run: Shell) -> None:
    lines = run("list", "--jsonl").lines
    assert len(lines) == 5
    assert all(list(line) == ASSET_KEYS for line in lines)


def test_for_people_a_list_is_a_table(run: Shell) -> None:
    lines = run("list").out.splitlines()
    assert lines[0].split() == ["ID", "STATUS", "BY", "WHY", "PATH"]
    assert len(lines) == 6
    start = lines[0].index("PATH")
    assert all(line[start - 1] == " " and line[start] in "/…" for line in lines[1:])
    assert run("list", "--status", "aborted").out == "No assets.\n"
    assert run("list", "--limit", "1").out.splitlines()[-1].startswith("More: --cursor")


def test_a_list_names_the_label_that_the_window_names(fresh: Shell) -> None:
    fresh.library.parent.mkdir()
    with Library.open(fresh.library, create=True) as library:
        [asset] = add(library, "fight.jpg")
        moderate(library, {asset: detection(("Violence", "", 96.0), ("Graphic Violence", "Violence", 93.0))})
    [line] = fresh("list").out.splitlines()[1:]
    assert "Graphic Violence 93.0" in line
    offending = fresh("list", "--json").json["assets"][0]["offending"]
    assert [one["name"] for one in offending] == ["Violence", "Graphic Violence"], "the strongest first, as in decide"


def test_for_people_an_asset_says_that_an_estimate_is_one(run: Shell, ids: dict[str, int]) -> None:
    out = run("show", ids["wine.png"]).out
    assert "rejected, decided by the policy" in out
    assert "Over its threshold: Alcohol" in out
    assert "an on-device estimate – not Amazon Rekognition" in out
    assert "Not checked:" in run("show", ids["unfinished-download.jpg"]).out


def test_history_tells_every_decision_with_what_was_undone(run: Shell, ids: dict[str, int]) -> None:
    wine = ids["wine.png"]
    assert run("history", wine, "--json").json == {"decisions": []}
    assert "No person" in run("history", wine).out
    run("override", wine, "approved", "--reason", "art", "--note", "a still life", "--reviewer", "ann")
    run("override", wine, "clear")
    run("undo")
    first, second = run("history", wine, "--json").json["decisions"]
    assert list(first) == ["at", "reviewer", "from", "to", "reason", "note", "undone"]
    assert (first["reviewer"], first["from"], first["to"]) == ("ann", "rejected", "approved")
    assert (first["reason"], first["note"], first["undone"]) == ("art", "a still life", False)
    assert first["at"].endswith("+00:00")
    assert (second["to"], second["undone"]) == (None, True)
    out = run("history", wine).out
    assert "a still life" in out
    assert "cleared" in out
