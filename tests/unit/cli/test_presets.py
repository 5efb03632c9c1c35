"""`presets`: list, save, show, diff and rollback."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rekreview.cli.presets import differences
from rekreview.domain.assets import MediaKind
from rekreview.domain.policy import DEFAULT_PAIR, IGNORE
from rekreview.domain.shipped_presets import shipped_presets
from tests.unit.cli.conftest import Shell


def names(run: Shell) -> dict[str, int]:
    return {preset["name"]: preset["version"] for preset in run("presets", "list", "--json").json["presets"]}


def test_a_new_library_offers_what_comes_with_the_app(run: Shell) -> None:
    assert names(run) == {preset.name: 0 for preset in shipped_presets()}
    assert "strict" in run("presets", "list").out
    first = run("presets", "list", "--jsonl").lines[0]
    assert list(first) == ["name", "version", "shipped", "image", "video", "parents", "exemptions"]


def test_saving_again_makes_the_next_version(run: Shell) -> None:
    saved = run("presets", "save", "mine", "aws_rek:alcohol:.9", "--json")
    assert saved.status == 0
    assert (saved.json["version"], saved.json["image"], saved.json["video"]) == (
        1,
        "aws_rek:alcohol:0.9",
        "aws_rek_video",
    )
    assert run("presets", "save", "mine", "aws_rek", "aws_rek_video:alcohol:0.1", "--json").json["version"] == 2
    assert names(run)["mine"] == 2
    assert run("presets", "show", "mine", "--json").json["versions"] == [2, 1]
    assert run("presets", "show", "mine@1", "--json").json["image"] == "aws_rek:alcohol:0.9"
    assert "mine, version 2 of 2" in run("presets", "show", "mine").out


def test_without_a_string_the_applied_policy_is_saved(run: Shell) -> None:
    run("policy", "apply", "aws_rek:alcohol:0.77", "--parents", "leaf")
    saved = run("presets", "save", "now", "--json").json
    assert (saved["image"], saved["parents"]) == ("aws_rek:alcohol:0.77", "leaf")


def test_another_reading_is_saved_without_touching_the_strings(run: Shell) -> None:
    run("policy", "apply", "manual")
    run("policy", "apply", "aws_rek_video:alcohol:0.7")
    saved = run("presets", "save", "people", "--parents", "leaf", "--json").json
    assert (saved["image"], saved["video"], saved["parents"]) == ("manual", "aws_rek_video:alcohol:0.7", "leaf")


def test_a_saved_preset_comes_before_a_shipped_one_of_its_name(run: Shell) -> None:
    run("presets", "save", "strict", "aws_rek:alcohol:0.1")
    assert names(run)["strict"] == 1
    assert run("presets", "show", "strict", "--json").json["image"] == "aws_rek:alcohol:0.1"
    assert run("presets", "show", "strict@0", "--json").json["shipped"] is True


def test_rolling_back_saves_the_old_version_as_the_newest(run: Shell) -> None:
    run("presets", "save", "mine", "aws_rek:alcohol:0.9")
    run("presets", "save", "mine", "aws_rek:alcohol:0.1")
    back = run("presets", "rollback", "mine", "1", "--json")
    assert (back.status, back.json["version"], back.json["image"]) == (0, 3, "aws_rek:alcohol:0.9")


def test_a_difference_is_told_by_category(run: Shell) -> None:
    run("presets", "save", "mine", "aws_rek:alcohol:0.9")
    run("presets", "save", "mine", "aws_rek:alcohol:ignore")
    told = run("presets", "diff", "mine", "--json").json
    assert (told["from"], told["to"]) == ({"name": "mine", "version": 1}, {"name": "mine", "version": 2})
    assert told["categories"][0] == {"media": "image", "category": "alcohol", "from": 0.9, "to": "ignore"}
    assert len(told["categories"]) == 4
    assert run("presets", "diff", "mine@1", "mine@1", "--json").json["categories"] == []
    assert "No category differs." in run("presets", "diff", "mine", "mine").out
    assert "alcohol" in run("presets", "diff", "mine").out
    assert run("presets", "diff", "strict", "lenient", "--json").json["categories"]


def test_a_shipped_preset_is_known_by_the_title_the_window_shows(run: Shell) -> None:
    shown = [run("presets", "show", preset.title, "--json").json["name"] for preset in shipped_presets()]
    assert shown == [preset.name for preset in shipped_presets()]


def test_categories_of_version_6_and_of_no_version_are_compared_too() -> None:
    after = replace(DEFAULT_PAIR, image="aws_rek:suggestive:0.9:novel:ignore")
    found = {(one.media, one.category): (one.before, one.after) for one in differences(DEFAULT_PAIR, after)}
    assert found == {
        (MediaKind.IMAGE, "suggestive"): (Decimal("0.5"), Decimal("0.9")),
        (MediaKind.IMAGE, "novel"): (Decimal("0.5"), IGNORE),
    }


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nope"],
        ["show", "strict@7"],
        ["diff", "strict"],
        ["diff", "strict", "nope"],
        ["rollback", "strict", "4"],
        ["rollback", "mine", "x"],
        ["save", " "],
        ["save", "mine@2"],
        ["save", "mine", "aws_rek:alcohol"],
    ],
)
def test_what_is_no_preset_is_refused_with_status_2(run: Shell, words: list[str]) -> None:
    ran = run("presets", *words, "--json")
    assert ran.status == 2
    assert ran.json["error"]["message"]
    assert set(names(run)) == {preset.name for preset in shipped_presets()}
