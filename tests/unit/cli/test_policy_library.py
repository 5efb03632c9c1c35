"""`policy preview`, `policy apply` and `policy show`."""

from __future__ import annotations

import pytest

from tests.unit.cli.conftest import Shell


def statuses(run: Shell) -> dict[int, str]:
    return {asset["id"]: asset["status"] for asset in run("list", "--json").json["assets"]}


def test_a_preview_counts_and_names_the_flips_and_changes_nothing(run: Shell, ids: dict[str, int]) -> None:
    before = statuses(run)
    ran = run("policy", "preview", "aws_rek:alcohol:ignore", "--json")
    assert ran.status == 0
    assert list(ran.json) == ["pending", "approved", "rejected", "not_moderated", "flips", "below_floor"]
    assert (ran.json["approved"], ran.json["rejected"], ran.json["not_moderated"]) == (3, 1, 1)
    assert ran.json["flips"] == {"to_rejected": [], "to_approved": [ids["wine.png"]]}
    assert ran.json["below_floor"] == []
    assert statuses(run) == before


def test_a_preview_agrees_with_what_applying_does(run: Shell, ids: dict[str, int]) -> None:
    for string in ("aws_rek:min_confidence:0.5:alcohol:0.99", "aws_rek|manual", "aws_rek_video:violence:0.01"):
        preview = run("policy", "preview", string, "--json").json
        applied = run("policy", "apply", string, "--json").json
        assert applied["flips"] == preview["flips"]
        found = list(statuses(run).values())
        assert {status: found.count(status) for status in ("pending", "approved", "rejected", "not_moderated")} == {
            status: preview[status] for status in ("pending", "approved", "rejected", "not_moderated")
        }


def test_what_a_person_decided_counts_as_decided_and_never_flips(run: Shell, ids: dict[str, int]) -> None:
    run("override", ids["wine.png"], "rejected")
    preview = run("policy", "preview", "aws_rek:alcohol:ignore", "--json").json
    assert preview["flips"]["to_approved"] == []
    assert preview["rejected"] == 2


def test_thresholds_under_what_was_asked_for_are_told(run: Shell) -> None:
    below = run("policy", "preview", "aws_rek:alcohol:0.005", "--json").json["below_floor"]
    assert {"category": "alcohol", "floor": 1.0, "assets": 3} in below
    assert {entry["category"] for entry in below} == {"alcohol", "alcohol_use", "drinking", "alcoholic_beverages"}
    assert "some may be missing" in run("policy", "preview", "aws_rek:alcohol:0.005").out


def test_the_reading_of_parents_is_kept_until_another_is_named(run: Shell) -> None:
    run("policy", "apply", "aws_rek", "--parents", "leaf")
    assert run("policy", "show", "--json").json["parents"] == "leaf"
    run("policy", "apply", "aws_rek:alcohol:0.9")
    assert run("policy", "show", "--json").json["parents"] == "leaf"
    assert "Leaf labels decide" in run("policy", "show").out
    run("policy", "apply", "aws_rek:alcohol:0.9", "--parents", "literal")
    assert run("policy", "show", "--json").json["parents"] == "literal"


def test_leaf_labels_let_an_override_of_a_child_take_effect(run: Shell, ids: dict[str, int]) -> None:
    asset = run("show", ids["towel.webp"], "--json").json
    leaves = [offence for offence in asset["offending"] if offence["parent"]]
    assert leaves, "the towel is rejected by a category below another"
    slug = leaves[-1]["name"].lower().replace(" ", "_")
    literal = run("policy", "preview", f"aws_rek:{slug}:ignore", "--json").json
    leaf = run("policy", "preview", f"aws_rek:{slug}:ignore", "--parents", "leaf", "--json").json
    assert ids["towel.webp"] not in literal["flips"]["to_approved"]
    assert set(literal["flips"]["to_approved"]) <= set(leaf["flips"]["to_approved"])


def test_applying_makes_a_version_of_the_name(run: Shell, ids: dict[str, int]) -> None:
    first = run("policy", "apply", "aws_rek:alcohol:ignore", "--name", "bar", "--json")
    assert first.status == 0
    assert first.json == {
        "policy": "bar",
        "version": 1,
        "flips": {"to_rejected": [], "to_approved": [ids["wine.png"]]},
    }
    assert run("policy", "apply", "aws_rek_video:alcohol:ignore", "--json").json["version"] == 2
    shown = run("policy", "show", "--json").json
    assert (shown["policy"], shown["version"]) == ("bar", 2)
    assert (shown["image"], shown["video"]) == ("aws_rek:alcohol:ignore", "aws_rek_video:alcohol:ignore")
    assert run("show", ids["wine.png"], "--json").json["policy"] == {
        "name": "bar",
        "version": 2,
        "string": "aws_rek:alcohol:ignore",
    }


@pytest.mark.parametrize("command", ["preview", "apply"])
@pytest.mark.parametrize("string", ["aws_rek:alcohol", "", "aws_rek|aws_rek_video", "nope"])
def test_an_invalid_string_changes_nothing(run: Shell, command: str, string: str) -> None:
    before = run("policy", "show", "--json").json
    ran = run("policy", command, string, "--json")
    assert ran.status == 2
    assert ran.json["error"]["code"] == "bad_moderation_string"
    assert {"position", "token", "reason"} <= set(ran.json["error"])
    assert run("policy", "show", "--json").json == before


def test_for_people_the_flips_are_sentences(run: Shell, ids: dict[str, int]) -> None:
    assert f"1 asset would become approved: {ids['wine.png']}" in run("policy", "preview", "aws_rek:alcohol:1.0").out
    out = run("policy", "apply", "aws_rek:alcohol:1.0", "--name", "bar").out
    assert "The library's policy is bar, version 1." in out
    assert f"1 asset became approved: {ids['wine.png']}" in out
    assert "pictures: aws_rek:alcohol:1.0" in run("policy", "show").out
