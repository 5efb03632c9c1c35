"""`scan --engine rekognition`: money is counted before, during and after, and what is wrong is said with what to do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rekreview.library.library import Library
from rekreview.settings import Settings
from rekreview.settings import save as save_settings
from tests.fakes.aws.faults import Fault, Faults
from tests.fakes.aws.marks import picture
from tests.fakes.aws.rekognition import Account, StandIn
from tests.media_samples import save, video
from tests.unit.cli.conftest import Shell

ADAPTER = "arn:aws:rekognition:eu-west-1:123456789012:project/mine/version/one/1700000000000"
EXPIRED = ADAPTER[:-1] + "9"
PICTURES = 12
VIOLENT = [
    {"Name": "Violence", "ParentName": "", "Confidence": 91.5, "TaxonomyLevel": 1},
    {"Name": "Gambling", "ParentName": "", "Confidence": 12.0, "TaxonomyLevel": 1},
]
Service = Callable[..., StandIn]
PAID = ("--engine", "rekognition", "--yes", "--json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve pictures, every third of which is violent."""
    place = tmp_path / "media"
    place.mkdir()
    for index in range(PICTURES):
        save(picture(100 + index, 240, 180), place / f"{index:02}.jpg")
    return place


@pytest.fixture(autouse=True)
def own_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable or file of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Starts a stand-in that the standard variables lead to."""
    running: list[StandIn] = []

    def start(faults: Faults | None = None) -> StandIn:
        labels = {100 + index: VIOLENT for index in range(0, PICTURES, 3)}
        account = Account(labels=labels, adapters={ADAPTER: True, EXPIRED: False})
        running.append(StandIn(account, faults).__enter__())
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000000001")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-one")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running[-1].url)
        return running[-1]

    yield start
    for one in running:
        one.__exit__()


def test_a_paid_scan_tells_what_it_did_and_cost(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    ran = fresh("scan", folder, *PAID, "--rate", "100")
    document = ran.json
    assert (ran.status, document["moderated"], document["rejected"], document["approved"]) == (0, 12, 4, 8)
    assert (document["calls"], document["cost_usd"]) == (12, 0.012)
    assert document["ledger"] == {
        "answered": 12,
        "refused": 0,
        "unanswered": 0,
        "cost_usd": 0.012,
        "may_cost_usd": 0.0,
    }
    assert running.ledger.billed == 12
    again = fresh("scan", folder, *PAID)
    assert (again.status, again.json["calls"], running.ledger.billed) == (0, 0, 12)


def test_the_books_of_runs_and_months_agree(fresh: Shell, folder: Path, service: Service) -> None:
    service()
    fresh("scan", folder, *PAID, "--rate", "100")
    told = fresh("runs", "--json").json
    assert told["runs"][0]["ledger"]["answered"] == 12
    assert told["runs"][0]["cost_usd"] == 0.012
    assert [(one["engine"], one["answered"]) for one in told["months"]] == [("rekognition", 12)]
    assert "12 calls for 0.012 USD" in fresh("runs").out


def test_what_was_sent_and_came_back_is_kept(fresh: Shell, folder: Path, service: Service) -> None:
    service()
    fresh("scan", folder / "00.jpg", *PAID)
    [detection] = fresh("show", "1", "--json").json["detections"]
    assert (detection["engine"], detection["model_version"], detection["min_confidence"]) == ("rekognition", "7.0", 20)
    with Library.open(fresh.library) as library:
        [exchange] = library.queries.raw(detection["id"])["exchanges"]
    assert (exchange["sent"]["width"], exchange["sent"]["format"]) == (240, "jpeg")
    assert exchange["answer"]["ModerationModelVersion"] == "7.0"


def test_a_dry_run_counts_cost_and_time_and_asks_nobody(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    told = fresh("scan", folder, "--engine", "rekognition", "--dry-run", "--json")
    assert told.status == 0
    assert (told.json["calls"], told.json["cost_usd"], told.json["seconds"]) == (12, 0.012, 2.4)
    assert told.json["price_as_of"]
    assert not fresh.library.exists()
    assert running.ledger.calls == 0
    fresh("import", folder)
    assert fresh("scan", folder, "--engine", "rekognition", "--dry-run", "--json").json["calls"] == 12
    fresh("scan", folder, *PAID, "--rate", "100")
    told = fresh("scan", folder, "--engine", "rekognition", "--dry-run", "--json")
    assert (told.json["files"], told.json["calls"], told.json["cost_usd"]) == (12, 0, 0.0)
    assert "It would take 0 calls" in fresh("scan", folder, "--engine", "rekognition", "--dry-run").out


def test_a_dry_run_tells_apart_what_is_not_sent(fresh: Shell, folder: Path) -> None:
    save_settings(replace(Settings(), video_mode="stored"))
    video(folder / "a.mp4")
    video(folder / "b.mp4", seconds=1.5)
    (folder / "notes.txt").write_text("no media")
    ask = ("scan", folder, "--engine", "rekognition", "--dry-run")
    for imported in (False, True):
        if imported:
            fresh("import", folder)
        told = fresh(*ask, "--json").json
        assert (told["files"], told["calls"], told["videos_left_out"]) == (15, 12, 2)
        assert told["waiting"] == (12 if imported else 0)
        assert "2 videos are left out: choose a bucket, or --video-mode frames." in fresh(*ask).out
    assert fresh("scan", folder, "--engine", "on-device", "--dry-run", "--json").json["videos_left_out"] == 0


def test_a_dry_run_needs_no_credentials(fresh: Shell, folder: Path) -> None:
    assert fresh("scan", folder, "--engine", "rekognition", "--dry-run", "--json").status == 0


def test_a_budget_stops_the_run_and_it_goes_on_later(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    ran = fresh("scan", folder, *PAID, "--budget", "0.005", "--rate", "100")
    assert (ran.status, ran.json["moderated"], ran.json["calls"], ran.json["interrupted"]) == (5, 5, 5, True)
    assert running.ledger.billed == 5
    assert "scan again" in ran.err
    rest = fresh("scan", *PAID, "--rate", "100")
    assert (rest.status, rest.json["run"], rest.json["moderated"]) == (0, ran.json["run"], 7)
    assert (running.ledger.billed, running.ledger.billed_twice) == (12, 0)


def test_a_rate_is_kept(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    begun = time.monotonic()
    fresh("scan", folder, *PAID, "--rate", "10")
    assert time.monotonic() - begun > 1.0
    times = running.ledger.times
    assert 11 / (times[-1] - times[0]) <= 11.5


def test_a_lower_floor_is_asked_for_and_then_covers_a_higher_one(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    fresh("scan", folder / "00.jpg", *PAID)
    assert len(fresh("show", "1", "--json").json["detections"][0]["labels"]) == 1
    fresh("scan", *PAID, "--min-confidence", "5")
    assert [len(one["labels"]) for one in fresh("show", "1", "--json").json["detections"]] == [1, 2]
    assert running.ledger.billed == 2
    assert fresh("scan", *PAID, "--min-confidence", "50").json["calls"] == 0


def test_a_preset_that_wants_lower_labels_gets_them(fresh: Shell, folder: Path, service: Service) -> None:
    service()
    fresh("scan", folder / "00.jpg", *PAID)
    fresh("presets", "save", "low", "aws_rek:min_confidence:0.05")
    assert fresh("scan", *PAID, "--preset", "low").json["calls"] == 1
    detections = fresh("show", "1", "--json").json["detections"]
    assert [(one["min_confidence"], len(one["labels"])) for one in detections] == [(20, 1), (5, 2)]


def test_again_asks_anew(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    fresh("scan", folder, *PAID, "--rate", "100")
    assert fresh("scan", *PAID, "--again", "--rate", "100").json["calls"] == 12
    assert running.ledger.billed == 24


def test_an_adapter_is_used_and_an_expired_one_stops_the_run(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    fresh("scan", folder / "00.jpg", *PAID, "--adapter", ADAPTER)
    assert fresh("show", "1", "--json").json["detections"][0]["adapter"] == ADAPTER
    ran = fresh("scan", folder / "01.jpg", *PAID, "--adapter", EXPIRED)
    assert (ran.status, ran.json["error"]["code"]) == (3, "adapter_ignored")
    [kept] = fresh("show", "2", "--json").json["detections"]
    assert kept["adapter"] is None, "what was paid for is kept as what it is"
    assert running.ledger.billed <= 3


def test_a_model_that_changed_is_told(fresh: Shell, folder: Path, service: Service) -> None:
    service(Faults(model_changes_after=6))
    ran = fresh("scan", folder, *PAID, "--rate", "30", "--workers", "1")
    assert ran.status == 0
    assert "changed its model: 7.0 → 7.1" in ran.err


def error_of(fresh: Shell, folder: Path) -> tuple[int, dict[str, Any]]:
    ran = fresh("scan", folder, *PAID)
    return ran.status, ran.json["error"]


def no_asset_failed(fresh: Shell) -> bool:
    with Library.open(fresh.library) as library:
        return all(run.failed == 0 for run in library.queries.runs())


def test_no_credentials(fresh: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    status, error = error_of(fresh, folder)
    assert (status, error["code"]) == (3, "credentials_missing")
    assert "aws configure" in error["hint"]


def test_no_region(fresh: Shell, folder: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service()
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    status, error = error_of(fresh, folder)
    assert (status, error["code"]) == (3, "unusable")
    assert "AWS_DEFAULT_REGION" in error["hint"]


def test_a_wrong_endpoint(fresh: Shell, folder: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    service()
    monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", "http://127.0.0.1:9")
    status, error = error_of(fresh, folder)
    assert (status, error["code"]) == (3, "unreachable")
    assert "127.0.0.1:9" in error["message"]
    assert no_asset_failed(fresh)


@pytest.mark.parametrize(
    ("fault", "code", "word"),
    [
        (Fault.ACCESS_DENIED, "access_denied", "rekognition:DetectModerationLabels"),
        (Fault.EXPIRED, "credentials_expired", "aws sso login"),
        (Fault.GARBAGE, "unreachable", "AWS_ENDPOINT_URL"),
    ],
)
def test_what_concerns_all_assets_stops_the_run_and_fails_none(
    fresh: Shell, folder: Path, service: Service, fault: Fault, code: str, word: str
) -> None:
    running = service(Faults(rates={fault: 1.0}))
    status, error = error_of(fresh, folder)
    assert (status, error["code"]) == (3, code)
    assert word in error["hint"]
    assert no_asset_failed(fresh)
    running.faults.rates.clear()
    assert fresh("scan", *PAID, "--rate", "100").json["moderated"] == 12


def test_nobody_pays_unasked(fresh: Shell, folder: Path, service: Service) -> None:
    running = service()
    ran = fresh("scan", folder, "--engine", "rekognition", "--json")
    assert (ran.status, running.ledger.calls) == (2, 0)
    assert "--yes" in ran.json["error"]["hint"]


@pytest.mark.parametrize(
    "options",
    [("--rate", "0"), ("--rate", "-1"), ("--budget", "0"), ("--budget", "nan"), ("--adapter", "mine")],
)
def test_options_that_make_no_sense_are_wrong_usage(fresh: Shell, folder: Path, options: tuple[str, str]) -> None:
    assert fresh("scan", folder, *PAID, *options).status == 2
