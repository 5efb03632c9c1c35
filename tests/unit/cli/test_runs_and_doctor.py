"""`runs` and `doctor`."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from rekreview import __version__
from tests.unit.cli.conftest import Shell


def test_a_run_is_told_with_its_counts_and_causes(run: Shell) -> None:
    [told] = run("runs", "--json").json["runs"]
    assert list(told) == [
        "id",
        "engine",
        "engine_version",
        "adapter",
        "min_confidence",
        "state",
        "created",
        "finished",
        "total",
        "done",
        "failed",
        "waiting",
        "causes",
        "cost_usd",
    ]
    assert (told["engine"], told["state"], told["min_confidence"]) == ("on-device", "finished", 1.0)
    assert (told["total"], told["done"], told["failed"], told["waiting"]) == (5, 4, 1, 0)
    assert told["causes"] == {"undecodable": 1}
    assert told["finished"] >= told["created"]
    out = run("runs").out
    assert "1 undecodable" in out
    assert "finished" in out


def test_a_library_that_only_imported_has_no_runs(fresh: Shell, media: Path) -> None:
    fresh("import", media / "cat.jpg")
    assert fresh("runs", "--json").json == {"runs": []}
    assert fresh("runs").out == "Nothing was moderated yet.\n"


def test_the_doctor_tells_versions_places_models_and_the_library(run: Shell) -> None:
    ran = run("doctor", "--json")
    assert ran.status == 0
    told = ran.json
    assert list(told) == ["version", "python", "platform", "packages", "paths", "models", "library"]
    assert told["version"] == __version__
    assert told["packages"]["numpy"]
    assert told["paths"]["library"] == str(run.library)
    assert told["models"]["error"] is None
    assert (told["library"]["assets"], told["library"]["videos"], told["library"]["detections"]) == (5, 1, 4)
    assert "Library: 5 assets" in run("doctor").out


def test_a_thorough_check_finds_a_sound_library_sound(run: Shell) -> None:
    run("override", 1, "rejected")
    ran = run("doctor", "--check", "--json")
    assert (ran.status, ran.json["library"]["error"], ran.json["models"]["checked"]) == (0, None, True)


def test_a_status_that_is_not_what_the_policy_says_is_found(run: Shell) -> None:
    connection = sqlite3.connect(run.library / "library.sqlite")
    with connection:
        connection.execute("UPDATE asset SET status = 'approved' WHERE status = 'rejected'")
    connection.close()
    assert run("doctor", "--json").status == 0
    ran = run("doctor", "--check", "--json")
    assert ran.status == 4
    assert ran.json["library"]["error"]["code"] == "library_corrupt"
    assert "0 assets are stored as rejected, and 2 should be." in ran.json["library"]["error"]["message"]


def test_without_a_library_the_doctor_tells_the_rest_and_status_4(fresh: Shell) -> None:
    ran = fresh("doctor", "--json")
    assert ran.status == 4
    assert (ran.json["library"]["exists"], ran.json["library"]["error"]["code"]) == (False, "library_missing")
    assert ran.json["packages"]["pillow"]
    assert "Library: There is no library" in fresh("doctor").out
    assert not fresh.library.exists()
