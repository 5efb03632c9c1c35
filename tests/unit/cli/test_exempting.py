"""`--exempt`, and `list --content-type`, on a library with answers of Amazon Rekognition."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from rekreview.cli.exempting import exemptions
from rekreview.cli.exits import UsageError
from rekreview.domain.assets import EngineName
from rekreview.domain.exemptions import Exemption
from rekreview.library import Library
from tests.unit.cli.conftest import Shell
from tests.unit.library.makers import detection, fill, moderate

ANSWER = {
    "ModerationLabels": [{"Confidence": 92.0, "Name": "Violence", "ParentName": "", "TaxonomyLevel": 1}],
    "ModerationModelVersion": "7.0",
    "ContentTypes": [{"Confidence": 98.5, "Name": "Animated"}],
}
CARTOONS = "Animated:80:violence"


@pytest.fixture
def cartoons(fresh: Shell) -> list[int]:
    """A violent cartoon and a violent photograph."""
    violent = detection(("Violence", "", 92.0), engine=EngineName.REKOGNITION, version="7.0", floor=20.0)
    with Library.open(fresh.library, create=True) as library:
        ids = fill(library, 2)
        moderate(library, {ids[0]: replace(violent, content_types=(("Animated", 98.5),)), ids[1]: violent})
    return ids


# policy decide


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    place = tmp_path / "answer.json"
    place.write_text(json.dumps(ANSWER))
    return place


def test_an_answer_is_decided_with_its_content_types(fresh: Shell, answer: Path) -> None:
    plain = fresh.bare("policy", "decide", "aws_rek", "--labels", answer, "--json").json
    assert (plain["status"], list(plain)) == ("rejected", ["status", "offending", "unknown"])
    exempt = fresh.bare("policy", "decide", "aws_rek", "--labels", answer, "--exempt", CARTOONS, "--json").json
    assert (exempt["status"], exempt["offending"]) == ("approved", [])
    [spared] = exempt["exempted"]
    assert (spared["name"], spared["threshold"]) == ("Violence", 0.5)
    assert spared["content_type"] == {"name": "Animated", "confidence": 98.5}


def test_people_are_told_what_was_spared(fresh: Shell, answer: Path) -> None:
    out = fresh.bare("policy", "decide", "aws_rek", "--labels", answer, "--exempt", CARTOONS).out
    assert out == "Approved\n  Violence 92 is over 0.5, but what is Animated (98.5) is exempt\n"


@pytest.mark.parametrize("text", ["Animated", "Animated:101", "Painted:80", "Animated:80:violins", "Animated:80:"])
def test_a_wrong_exemption_is_wrong_usage_everywhere(
    fresh: Shell, cartoons: list[int], answer: Path, text: str
) -> None:
    for command in (
        ("policy", "decide", "aws_rek", "--labels", answer),
        ("policy", "preview", "aws_rek"),
        ("policy", "apply", "aws_rek"),
        ("scan", "--engine", "on-device"),
        ("presets", "save", "wrong"),
    ):
        ran = fresh(*command, "--exempt", text, "--json")
        assert (ran.status, ran.json["error"]["code"]) == (2, "invalid_value"), command
        assert "Animated:80:violence" in ran.json["error"]["hint"]
    assert fresh("policy", "show", "--json").json["version"] == 1, "nothing was applied"


# The policy of a library


def test_a_preview_and_applying_agree(fresh: Shell, cartoons: list[int]) -> None:
    preview = fresh("policy", "preview", "aws_rek", "--exempt", CARTOONS, "--json").json
    assert preview["flips"] == {"to_rejected": [], "to_approved": [cartoons[0]]}
    assert fresh("show", cartoons[0], "--json").json["status"] == "rejected", "a preview changes nothing"
    applied = fresh("policy", "apply", "aws_rek", "--exempt", CARTOONS, "--json").json
    assert applied["flips"] == preview["flips"]
    shown = fresh("show", cartoons[0], "--json").json
    assert (shown["status"], shown["offending"]) == ("approved", [])
    assert shown["exempted"][0]["content_type"] == {"name": "Animated", "confidence": 98.5}
    assert "but what is Animated (98.5) is exempt." in fresh("show", cartoons[0]).out
    assert "Content types: Animated 98.5" in fresh("show", cartoons[0]).out
    assert "exempted" not in fresh("show", cartoons[1], "--json").json


def test_exemptions_stay_until_others_or_none_are_named(fresh: Shell, cartoons: list[int]) -> None:
    fresh("policy", "apply", "aws_rek", "--exempt", CARTOONS, "--exempt", "illustrated:50")
    fresh("policy", "apply", "aws_rek:alcohol:0.9")
    shown = fresh("policy", "show", "--json").json
    assert (shown["image"], shown["exemptions"]) == ("aws_rek:alcohol:0.9", [CARTOONS, "Illustrated:50"])
    words = fresh("policy", "show").out
    assert "Exempt: violence in what is Animated, 80 or more." in words
    assert "Exempt: every category in what is Illustrated, 50 or more." in words
    fresh("policy", "apply", "aws_rek:alcohol:0.9", "--exempt", "Animated:90")
    assert fresh("policy", "show", "--json").json["exemptions"] == ["Animated:90"]
    fresh("policy", "apply", "aws_rek:alcohol:0.9", "--exempt", "none")
    assert fresh("policy", "show", "--json").json["exemptions"] == []


def test_a_scan_applies_exemptions_first(fresh: Shell, cartoons: list[int]) -> None:
    fresh("scan", "--engine", "on-device", "--exempt", CARTOONS)
    assert fresh("policy", "show", "--json").json["exemptions"] == [CARTOONS]
    assert fresh("show", cartoons[0], "--json").json["status"] == "approved"


def test_presets_keep_and_compare_exemptions(fresh: Shell, cartoons: list[int]) -> None:
    fresh("presets", "save", "mine")
    saved = fresh("presets", "save", "mine", "--exempt", CARTOONS, "--json").json
    assert (saved["version"], saved["exemptions"]) == (2, [CARTOONS])
    assert "Exempt: violence in what is Animated" in fresh("presets", "show", "mine").out
    compared = fresh("presets", "diff", "mine", "--json").json
    assert (compared["exemptions"], compared["categories"]) == ({"from": [], "to": [CARTOONS]}, [])
    assert f"After, exempt: {CARTOONS}" in fresh("presets", "diff", "mine").out
    assert fresh("presets", "rollback", "mine", 1, "--json").json["exemptions"] == []
    listed = {one["name"]: one["exemptions"] for one in fresh("presets", "list", "--json").json["presets"]}
    assert listed["mine"] == []
    assert listed["strict"] == []


def test_none_stands_alone() -> None:
    assert exemptions(["none"]) == ()
    assert exemptions([CARTOONS, "animated:80.0:violence"]) == (Exemption("Animated", 80, ("violence",)),)
    with pytest.raises(UsageError, match="beside another"):
        exemptions(["none", CARTOONS])


# list --content-type


def test_assets_are_listed_by_content_type(fresh: Shell, cartoons: list[int]) -> None:
    for name in ("animated", "Animated"):
        found = fresh("list", "--content-type", name, "--json").json["assets"]
        assert [asset["id"] for asset in found] == [cartoons[0]]
        assert found[0]["detections"][0]["content_types"] == [{"name": "Animated", "confidence": 98.5}]
    assert fresh("list", "--content-type", "illustrated", "--json").json["assets"] == []
    assert fresh("list", "--content-type", "painted", "--json").status == 2
