"""The sample media show what their credits promise: verdicts to confirm, verdicts to overturn, and one broken file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parent.parent.parent / "resources" / "sample"
REJECTED = {"exhibits.webm", "pistol.png", "rifle.jpg", "towel.webp", "turkey-dinner.png", "vitamins.jpg", "wine.png"}
BROKEN = "unfinished-download.jpg"


def rekreview(library: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """Run a command as a person would; its exit status and its JSON document."""
    command = [sys.executable, "-m", "rekreview", *words, "--library", str(library), "--json"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    return told.returncode, json.loads(told.stdout)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the sample media in it, moderated."""
    place = tmp_path_factory.mktemp("sample") / "library"
    status, told = rekreview(place, "scan", str(SAMPLE), "--engine", "on-device")
    assert status == 1, "one file is broken on purpose, and scan says so"
    assert told["imported"]["skipped"] == []
    assert told["moderated"] + len(told["not_moderated"]) == told["imported"]["added"]
    return place


def names(library: Path, status: str) -> set[str]:
    _, told = rekreview(library, "list", "--status", status)
    return {Path(asset["paths"][0]).name for asset in told["assets"]}


def test_those_are_rejected_that_the_credits_name(library: Path) -> None:
    assert names(library, "rejected") == REJECTED


def test_the_broken_file_is_not_moderated_and_never_approved(library: Path) -> None:
    assert names(library, "not_moderated") == {BROKEN}
    _, told = rekreview(library, "list", "--status", "not_moderated")
    assert told["assets"][0]["error"]["code"] == "undecodable"


def test_all_others_are_approved(library: Path) -> None:
    everything = {path.name for path in SAMPLE.iterdir()}
    assert names(library, "approved") == everything - REJECTED - {BROKEN}


def test_a_lower_threshold_takes_the_axe_and_nothing_else(library: Path) -> None:
    status, told = rekreview(library, "policy", "preview", "aws_rek:weapons:0.3")
    assert status == 0
    _, axe = rekreview(library, "show", str(SAMPLE / "axe.webp"))
    assert told["flips"] == {"to_rejected": [axe["id"]], "to_approved": []}


def test_the_video_is_rejected_while_the_rifle_is_seen(library: Path) -> None:
    _, video = rekreview(library, "show", str(SAMPLE / "exhibits.webm"))
    weapons = [label for label in video["offending"] if label["name"] == "Weapons"]
    assert weapons
    assert all(2_000 <= label["timestamp"] <= 6_500 for label in weapons)
