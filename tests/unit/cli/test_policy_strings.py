"""`policy check` and `policy decide`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.conftest import Ran, Shell

PUBLISHED = "aws_rek:female_underwear:0.75:explicit_nudity:0.6:revealing_clothes:ignore"
VIOLENCE = {"Name": "Violence", "ParentName": "", "Confidence": 92}
GORE = {"Name": "Blood & Gore", "ParentName": "Graphic Violence", "Confidence": 92}


def check(run: Shell, *words: str) -> Ran:
    return run.bare("policy", "check", *words, "--json")


def decide(run: Shell, folder: Path, string: str, answer: Any, *options: str) -> Ran:
    file = folder / "answer.json"
    file.write_text(json.dumps(answer))
    return run.bare("policy", "decide", string, "--labels", file, "--json", *options)


def test_a_valid_string_is_told_whole(fresh: Shell) -> None:
    ran = check(fresh, f"{PUBLISHED}:min_confidence:0.2|duplicate:0.8|manual", "--taxonomy", "v6")
    assert ran.status == 0
    document = ran.json
    assert list(document) == [
        "valid",
        "canonical",
        "items",
        "thresholds",
        "effective",
        "min_confidence",
        "errors",
        "warnings",
    ]
    assert document["valid"] is True
    assert document["canonical"] == f"{PUBLISHED}:min_confidence:0.2|duplicate:0.8|manual"
    assert [item["kind"] for item in document["items"]] == ["aws_rek", "duplicate", "manual"]
    assert document["items"][1] == {"kind": "duplicate", "args": ["0.8"]}
    assert document["thresholds"] == {
        "female_swimwear_or_underwear": 0.75,
        "explicit_nudity": 0.6,
        "revealing_clothes": "ignore",
    }
    assert document["min_confidence"] == 0.2
    assert len(document["effective"]) == 44, "the two categories called gambling are one slug"
    assert document["effective"]["sexual_activity"] == 0.6
    assert document["effective"]["suggestive"] == 0.5
    assert [warning["code"] for warning in document["warnings"]] == ["no_effect", "no_effect"]


def test_effective_names_every_category_of_the_newest_taxonomy(fresh: Shell) -> None:
    document = check(fresh, "aws_rek_video:violence:ignore").json
    assert len(document["effective"]) == 52
    assert document["effective"]["self-harm"] == "ignore"
    assert document["min_confidence"] is None


def test_an_invalid_string_is_told_with_status_2(fresh: Shell) -> None:
    ran = check(fresh, "aws_rek:violence:60")
    assert ran.status == 2
    document = ran.json
    assert (document["valid"], document["canonical"], document["effective"]) == (False, None, {})
    [error] = document["errors"]
    assert (error["code"], error["position"], error["token"]) == ("out_of_range", 17, "60")
    assert "0.6" in error["hint"]
    assert "error" not in document


def test_the_medium_is_checked_only_if_it_is_named(fresh: Shell) -> None:
    assert check(fresh, "aws_rek_video").status == 0
    assert check(fresh, "aws_rek", "--media", "image").status == 0
    ran = check(fresh, "aws_rek", "--media", "video")
    assert ran.status == 2
    assert "aws_rek_video" in ran.json["errors"][0]["hint"]


def test_an_empty_string_is_an_answer_too(fresh: Shell) -> None:
    ran = check(fresh, "")
    assert ran.status == 2
    assert ran.json["errors"][0]["code"] == "empty"


def test_for_people_a_mark_stands_under_the_fault(fresh: Shell) -> None:
    lines = fresh.bare("policy", "check", "aws_rek:violence:60").out.splitlines()
    assert lines[0].startswith("Error: “60” is over 1.0.")
    assert lines[1].index("60") == lines[2].index("^^")
    assert "Valid: aws_rek:violence:0.6" in fresh.bare("policy", "check", "aws_rek:violence:0.6").out


def test_a_verdict_names_the_labels_that_reject(fresh: Shell, tmp_path: Path) -> None:
    ran = decide(fresh, tmp_path, "aws_rek", {"ModerationLabels": [VIOLENCE, GORE], "ModerationModelVersion": "7.0"})
    assert ran.status == 0
    assert ran.json == {
        "status": "rejected",
        "offending": [
            {"name": "Violence", "parent": "", "confidence": 92.0, "threshold": 0.5, "timestamp": None},
            {
                "name": "Blood & Gore",
                "parent": "Graphic Violence",
                "confidence": 92.0,
                "threshold": 0.5,
                "timestamp": None,
            },
        ],
        "unknown": [],
    }


def test_leaf_labels_decide_if_asked(fresh: Shell, tmp_path: Path) -> None:
    string = "aws_rek:blood_&_gore:ignore"
    assert decide(fresh, tmp_path, string, [VIOLENCE, GORE]).json["status"] == "rejected"
    assert decide(fresh, tmp_path, string, [VIOLENCE, GORE], "--parents", "leaf").json["status"] == "approved"


def test_the_taxonomy_is_the_answers_unless_one_is_named(fresh: Shell, tmp_path: Path) -> None:
    suggestive = {"name": "Suggestive", "confidence": 70, "parent_name": ""}
    string = "aws_rek:suggestive:0.9"
    old = {"moderation_labels": [suggestive], "moderation_model_version": "5.0"}
    assert decide(fresh, tmp_path, string, old).json["status"] == "approved"
    untold = decide(fresh, tmp_path, string, [suggestive]).json
    assert (untold["status"], untold["unknown"]) == ("rejected", ["Suggestive"])
    assert decide(fresh, tmp_path, string, [suggestive], "--taxonomy", "v6").json["status"] == "approved"
    assert decide(fresh, tmp_path, string, old, "--taxonomy", "v7").json["status"] == "rejected"


def test_a_video_answer_tells_the_time(fresh: Shell, tmp_path: Path) -> None:
    answer = [{"Timestamp": 1500, "ModerationLabel": VIOLENCE}]
    [offence] = decide(fresh, tmp_path, "aws_rek_video", answer).json["offending"]
    assert offence["timestamp"] == 1500


def test_a_string_for_the_other_medium_is_refused(fresh: Shell, tmp_path: Path) -> None:
    ran = decide(fresh, tmp_path, "aws_rek", [{"Timestamp": 1500, "ModerationLabel": VIOLENCE}])
    assert ran.status == 2
    assert ran.json["error"]["reason"] == "wrong_media"


def test_of_an_upload_answer_the_moderation_of_the_strings_kind_counts(fresh: Shell, tmp_path: Path) -> None:
    def entry(kind: str, labels: list[Any]) -> dict[str, Any]:
        return {"kind": kind, "status": "approved", "response": {"moderation_labels": labels}}

    alcohol = {"timestamp": 1, "moderation_label": {"name": "Alcohol", "confidence": 99}}
    answer = {"moderation": [entry("aws_rek", []), entry("aws_rek_video", [alcohol])]}
    assert decide(fresh, tmp_path, "aws_rek", answer).json["status"] == "approved"
    assert decide(fresh, tmp_path, "aws_rek_video", answer).json["status"] == "rejected"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"ModerationLabels": None},
        [{"Name": "Violence"}],
        [{"Name": "Violence", "Confidence": 101}],
        {"moderation": []},
    ],
)
def test_an_invalid_answer_has_an_error_and_no_status(fresh: Shell, tmp_path: Path, answer: Any) -> None:
    ran = decide(fresh, tmp_path, "aws_rek", answer)
    assert ran.status == 2
    assert ran.json["error"]["code"] == "bad_answer"
    assert "status" not in ran.json


@pytest.mark.parametrize("text", ["", "{", '[{"Name": "Violence", "Confidence": NaN}]', "[" * 100_000])
def test_what_is_no_json_is_an_invalid_answer(fresh: Shell, tmp_path: Path, text: str) -> None:
    file = tmp_path / "answer.json"
    file.write_text(text)
    ran = fresh.bare("policy", "decide", "aws_rek", "--labels", file, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "bad_answer")


def test_an_invalid_string_or_a_missing_file_is_status_2(fresh: Shell, tmp_path: Path) -> None:
    ran = decide(fresh, tmp_path, "aws_rek:violence", [])
    assert (ran.status, ran.json["error"]["code"], ran.json["error"]["position"]) == (2, "bad_moderation_string", 16)
    ran = fresh.bare("policy", "decide", "aws_rek", "--labels", tmp_path / "none.json", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")


def test_labels_come_from_standard_input_too(fresh: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps([VIOLENCE])))
    assert fresh.bare("policy", "decide", "aws_rek", "--labels", "-", "--json").json["status"] == "rejected"


def test_for_people_a_verdict_is_a_sentence(fresh: Shell, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(json.dumps([VIOLENCE, {"Name": "Novel", "Confidence": 5}]))
    out = fresh.bare("policy", "decide", "aws_rek", "--labels", file).out
    assert out.splitlines() == [
        "Rejected",
        "  Violence 92 is over 0.5",
        "  Novel is a label this taxonomy does not know",
    ]
