"""`override`, `undo` and `redo`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Shell


def status(run: Shell, asset: int) -> tuple[str, str | None]:
    document = run("show", asset, "--json").json
    return document["status"], document["decided_by"]


def test_an_override_stands_until_it_is_cleared(run: Shell, ids: dict[str, int]) -> None:
    wine, cat = ids["wine.png"], ids["cat.jpg"]
    ran = run("override", wine, cat, "approved", "--json")
    assert ran.status == 0
    assert ran.json["changed"] == [wine, cat]
    assert ran.json["unchanged"] == []
    assert isinstance(ran.json["batch"], int)
    assert status(run, wine) == ("approved", "reviewer")
    assert run("override", wine, "clear", "--json").json["changed"] == [wine]
    assert status(run, wine) == ("rejected", "policy")


def test_the_same_again_changes_nothing(run: Shell, ids: dict[str, int]) -> None:
    wine = ids["wine.png"]
    run("override", wine, "approved")
    again = run("override", wine, "approved", "--json").json
    assert (again["changed"], again["unchanged"]) == ([], [wine])


def test_an_asset_named_twice_is_decided_once(run: Shell, ids: dict[str, int], media: Path) -> None:
    wine = ids["wine.png"]
    assert run("override", wine, media / "wine.png", "approved", "--json").json["changed"] == [wine]


def test_what_could_not_be_checked_can_be_decided_by_a_person(run: Shell, ids: dict[str, int]) -> None:
    download = ids["unfinished-download.jpg"]
    run("override", download, "rejected")
    assert status(run, download) == ("rejected", "reviewer")
    run("override", download, "clear")
    assert status(run, download) == ("not_moderated", None)


def test_a_missing_asset_is_listed_and_the_others_are_decided(run: Shell, ids: dict[str, int]) -> None:
    wine = ids["wine.png"]
    ran = run("override", "no.jpg", wine, "approved", "--json")
    assert ran.status == 1
    assert ran.json["changed"] == [wine]
    assert ran.json["not_found"] == ["no.jpg"]
    assert "no.jpg" in ran.err
    nothing = run("override", "no.jpg", "approved", "--json")
    assert (nothing.status, nothing.json["changed"], nothing.json["batch"]) == (1, [], None)


@pytest.mark.parametrize("words", [["1", "pending"], ["1", "aborted"], ["1", "yes"], ["approved"], ["1"]])
def test_any_other_status_is_wrong_usage(run: Shell, words: list[str]) -> None:
    ran = run("override", *words, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")


def test_undo_and_redo_take_a_batch_as_one_step(run: Shell, ids: dict[str, int]) -> None:
    towel, wine = sorted((ids["towel.webp"], ids["wine.png"]))
    batch = run("override", wine, towel, "approved", "--json").json["batch"]
    undone = run("undo", "--json")
    assert undone.status == 0
    assert undone.json == {"batch": batch, "restored": [towel, wine]}
    assert status(run, wine) == ("rejected", "policy")
    assert run("redo", "--json").json == {"batch": batch, "restored": [towel, wine]}
    assert status(run, towel) == ("approved", "reviewer")


def test_nothing_to_undo_is_no_failure(run: Shell) -> None:
    for command in ("undo", "redo"):
        ran = run(command, "--json")
        assert (ran.status, ran.json) == (0, {"batch": None, "restored": []})
        assert f"nothing to {command}" in run(command).out


def test_for_people_the_count_is_told(run: Shell, ids: dict[str, int]) -> None:
    assert run("override", ids["wine.png"], ids["cat.jpg"], "approved").out == "Approved 2 assets.\n"
    assert "1 asset stood like that already." in run("override", ids["wine.png"], "approved").out
    assert run("override", ids["wine.png"], "clear").out == "Cleared the decision on 1 asset.\n"
    assert run("undo").out == f"Undone, on 1 asset: {ids['wine.png']}\n"
