"""`policy suggest` and `policy sample`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.marks import MarkWord
from rekreview.library import Library
from tests.unit.cli.conftest import Shell
from tests.unit.library.makers import detection, explicit, fill, moderate

ME = "Ada"


@pytest.fixture(scope="session")
def _tuned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eighty pictures with Explicit from 20 to 99, thirty without a label; marked: right from 60 on, wrong below."""
    place = tmp_path_factory.mktemp("tuned") / "library"
    with Library.open(place, create=True) as library:
        ids = fill(library, 110)
        answers = {one: explicit(20 + number) if number < 80 else detection() for number, one in enumerate(ids)}
        moderate(library, dict(answers))
        for number, one in enumerate(ids[:80]):
            if number % 2:
                word = MarkWord.RIGHT if number >= 40 else MarkWord.WRONG
                library.commands.mark(one, "explicit", word, reviewer=ME)
    return place


@pytest.fixture
def tuned(capsys: pytest.CaptureFixture[str], _tuned: Path, tmp_path: Path) -> Shell:
    """Commands on a copy of that library."""
    shutil.copytree(_tuned, tmp_path / "library")
    return Shell(capsys, tmp_path / "library")


def test_a_threshold_for_a_wanted_precision(tuned: Shell) -> None:
    ran = tuned("policy", "suggest", "--category", "Explicit", "--precision", "0.9", "--json")
    assert ran.status == 0
    found = ran.json
    assert (found["category"], found["media"], found["engine"]) == ("explicit", "image", "on-device")
    assert (found["goal"], found["wanted"], found["finding"]) == ("precision", 0.9, "found")
    # Marked are 21, 23 … 99; right from 61 on. Over 0.57 are 59 to 99: 20 of 21 right; over 0.55 and 0.56 20 of 22.
    assert found["threshold"] == 0.55
    assert found["precision"]["value"] == pytest.approx(20 / 22)
    assert found["precision"]["low"] < 20 / 22 < found["precision"]["high"]
    assert found["recall"] == {"value": 1.0, "low": pytest.approx(0.8389, abs=1e-3), "high": 1.0, "of": 20}
    assert (found["judged"], found["present"]) == (40, 20)


def test_what_tells_most_is_nearest_to_the_suggestion_and_open(tuned: Shell) -> None:
    found = tuned("policy", "suggest", "--category", "explicit", "--precision", "0.9", "--json").json
    scores = [tuned("show", one, "--json").json["detections"][0]["labels"][0]["confidence"] for one in found["next"]]
    assert scores[:4] == [54.0, 56.0, 52.0, 58.0]


def test_a_threshold_for_a_wanted_recall(tuned: Shell) -> None:
    ran = tuned("policy", "suggest", "--category", "explicit", "--recall", "0.95", "--json")
    assert ran.json["threshold"] == 0.62
    assert ran.json["recall"]["value"] == 19 / 20
    text = tuned("policy", "suggest", "--category", "explicit", "--recall", "0.95").out
    assert "explicit: the threshold 0.62 has a recall of 95 %" in text
    assert "It may well be less than the 95 % wanted" in text
    assert "more decisions would bring the recall to ±5 %." in text
    assert "What nobody looked at is not in the recall." in text


def test_too_few_decisions_are_told_with_what_to_do(tuned: Shell) -> None:
    ran = tuned("policy", "suggest", "--category", "violence", "--precision", "0.9")
    assert ran.status == 1
    assert "too few decisions to suggest a threshold" in ran.out
    assert "381 more decisions" in ran.out
    found = tuned("policy", "suggest", "--category", "violence", "--precision", "0.9", "--json").json
    assert (found["finding"], found["threshold"], found["next"]) == ("too_few", None, [])


def test_out_of_reach_is_told_with_the_best_there_is(tuned: Shell) -> None:
    with Library.open(tuned.library) as library:
        for one in library.queries.page(limit=200)[80:100]:
            library.commands.mark(one.id, "explicit", MarkWord.MISSING, reviewer=ME)
    ran = tuned("policy", "suggest", "--category", "explicit", "--recall", "0.9")
    assert ran.status == 1
    assert "no threshold has a recall of 90 %" in ran.out
    assert "The best there is has 50 %" in ran.out


def test_another_engine_and_medium_are_asked_for_by_name(tuned: Shell) -> None:
    words = ("policy", "suggest", "--category", "explicit", "--precision", "0.9", "--json")
    assert tuned(*words, "--engine", "rekognition").json["judged"] == 0
    assert tuned(*words, "--media", "video").json["judged"] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--category", "explicit", "--precision", "90"),
        ("--category", "explicit", "--recall", "0"),
        ("--category", "explicit", "--recall", "nan"),
        ("--category", "explicit", "--recall", "0.9", "--precision", "0.9"),
        ("--category", "explicit"),
        ("--precision", "0.9"),
        ("--category", "unicorns", "--precision", "0.9"),
    ],
)
def test_a_wrong_question_is_refused(tuned: Shell, words: tuple[str, ...]) -> None:
    assert tuned("policy", "suggest", *words, "--json").status == 2


def test_a_sample_is_drawn_blind_and_repeated_by_its_seed(tuned: Shell) -> None:
    first = tuned("policy", "sample", "--size", "40", "--seed", "5", "--json")
    assert first.status == 0
    drawn = first.json
    assert (drawn["seed"], drawn["policy"]) == (5, {"name": "Default", "version": 1})
    assert len(set(drawn["assets"])) == 40
    assert drawn["waiting"] == drawn["assets"]
    assert drawn["recall"] == {"value": None, "low": 0.0, "high": 1.0}
    again = tuned("policy", "sample", "--size", "40", "--seed", "5", "--json").json
    assert again["assets"] == drawn["assets"]
    assert again["sample"] != drawn["sample"]


def test_decisions_on_a_sample_give_the_estimate(tuned: Shell) -> None:
    drawn = tuned("policy", "sample", "--size", "110", "--seed", "5", "--json").json
    assert "No estimate yet" in tuned("policy", "sample", "--show", drawn["sample"]).out
    with Library.open(tuned.library) as library:
        # In truth all from 40 on: 60 of those are rejected (51 to 99 are 49 assets), ten of them (41 to 50) missed.
        ids = [one.id for one in library.queries.page(limit=200)]
        library.commands.decide(ids[21:80], Status.REJECTED, reviewer=ME)
        library.commands.decide(ids[:21] + ids[80:], Status.APPROVED, reviewer=ME)
    shown = tuned("policy", "sample", "--show", drawn["sample"], "--json").json
    assert shown["waiting"] == []
    assert shown["recall"]["value"] == pytest.approx(49 / 59)
    assert shown["missed"] == {"value": 10.0, "low": 10.0, "high": 10.0}
    text = tuned("policy", "sample", "--show", drawn["sample"]).out
    assert "Default, version 1, rejects 83 % of what ought to be rejected" in text
    assert "It misses about 10 assets" in text


def test_without_a_seed_one_is_chosen_and_told(tuned: Shell) -> None:
    one, other = (tuned("policy", "sample", "--json").json for _ in range(2))
    assert one["seed"] != other["seed"]
    assert len(one["assets"]) == 110, "no more than there are"


@pytest.mark.parametrize(
    "words", [("--size", "2"), ("--seed", "-3"), ("--show", "9"), ("--show", "1", "--seed", "2"), ("--size", "many")]
)
def test_a_wrong_sample_is_refused(tuned: Shell, words: tuple[str, ...]) -> None:
    assert tuned("policy", "sample", *words, "--json").status == 2
