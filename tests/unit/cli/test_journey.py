"""A person's whole work from the command line, and that its answers are those of the domain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rekreview.domain.labels import Label
from rekreview.domain.moderation_string import ModerationString, check
from rekreview.domain.policy import Parents, Policy, decide
from rekreview.domain.taxonomy import taxonomy
from tests.unit.cli.conftest import Shell
from tests.unit.domain.strategies import labels, moderation_strings

NO_FUSS = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)


def test_from_a_folder_to_a_report(fresh: Shell, media: Path, tmp_path: Path) -> None:
    imported = fresh("import", media, "--json").json
    assert {asset["status"] for asset in fresh("list", "--json").json["assets"]} == {"pending", "not_moderated"}

    scanned = fresh("scan", "--engine", "on-device", "--json").json
    assert scanned["imported"]["added"] == 0
    assert scanned["approved"] + scanned["rejected"] + len(scanned["not_moderated"]) == len(imported["assets"])

    rejected = [asset["id"] for asset in fresh("list", "--status", "rejected", "--json").json["assets"]]
    fresh("override", rejected[0], "approved", "--reason", "harmless", "--reviewer", "ann")
    assert [asset["id"] for asset in fresh("list", "--overturned", "--json").json["assets"]] == rejected[:1]

    wine = fresh("show", media / "wine.png", "--json").json
    fresh("policy", "apply", "aws_rek:alcohol:ignore:drugs_&_tobacco:ignore", "--name", "bar")
    assert fresh("show", wine["id"], "--json").json["status"] == "approved"
    assert fresh("policy", "apply", "aws_rek", "--json").json["flips"]["to_rejected"] in ([wine["id"]], [])

    file = tmp_path / "report.jsonl"
    fresh("export", "--format", "jsonl", "--to", file)
    report = {asset["id"]: asset for asset in map(json.loads, file.read_text().splitlines())}
    assert report[rejected[0]]["decided_by"] == "reviewer"
    assert report[rejected[0]]["offending"], "what the policy says of it is told all the same"

    undone = [fresh("undo", "--json").json["restored"] for _ in range(3)]
    assert undone[-1] == rejected[:1], "the two policies are steps as well"
    assert fresh("list", "--overturned", "--json").json["assets"] == []
    assert fresh("doctor", "--check").status == 0


def written(seen: list[Label]) -> list[dict[str, object]]:
    return [{"Name": one.name, "ParentName": one.parent_name, "Confidence": one.confidence} for one in seen]


@NO_FUSS
@given(
    string=moderation_strings("aws_rek"),
    seen=labels(),
    version=st.sampled_from(["v6", "v7"]),
    parents=st.sampled_from(Parents),
)
def test_a_verdict_on_the_command_line_is_that_of_the_domain(
    fresh: Shell, tmp_path: Path, string: ModerationString, seen: list[Label], version: str, parents: Parents
) -> None:
    file = tmp_path / "labels.json"
    file.write_text(json.dumps(written(seen)))
    options = ["--labels", file, "--taxonomy", version, "--parents", parents]
    told = fresh.bare("policy", "decide", str(string), *options, "--json").json
    verdict = decide(seen, Policy(string), taxonomy(version), parents)  # type: ignore[arg-type]
    assert told["status"] == verdict.status
    assert [(one["name"], one["confidence"]) for one in told["offending"]] == [
        (one.name, one.confidence) for one in verdict.offending
    ]
    assert told["unknown"] == list(verdict.unknown)


@NO_FUSS
@given(text=st.text(alphabet="aws_rekvideo:|0.5 ignr,é\t\n\x1b", max_size=25).filter(lambda text: text[:1] != "-"))
def test_whatever_the_string_the_check_is_a_document(fresh: Shell, text: str) -> None:
    ran = fresh.bare("policy", "check", text, "--json")
    assert ran.json["valid"] is check(text).valid
    assert ran.status == (0 if ran.json["valid"] else 2)
    for remark in (*ran.json["errors"], *ran.json["warnings"]):
        assert set(remark) == {"code", "position", "token", "message", "hint"}
        assert text.startswith(remark["token"], remark["position"])


@pytest.mark.parametrize("name", ["strict", "lenient", "children", "dating", "marketplace", "cloudinary-default"])
def test_every_shipped_policy_can_be_applied_and_checked_without_a_warning_of_form(run: Shell, name: str) -> None:
    preset = run("presets", "show", name, "--json").json
    for medium in ("image", "video"):
        checked = run.bare("policy", "check", preset[medium], "--media", medium, "--json")
        assert checked.status == 0
        assert checked.json["canonical"] == preset[medium]
        assert run("policy", "apply", preset[medium], "--name", name).status == 0
    shown = run("policy", "show", "--json").json
    assert (shown["policy"], shown["image"], shown["video"]) == (name, preset["image"], preset["video"])
