"""`bucket list` and `bucket clear`: what a scan left in a bucket is listed with the reason, and can be removed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rekreview.settings import Settings
from rekreview.settings import save as save_settings
from tests.contract.amazon import MIB
from tests.fakes.aws.rekognition import StandIn
from tests.unit.cli.conftest import Shell
from tests.unit.cli.test_scanning_videos import PAID, STORED
from tests.video_films import pad


def lying(running: StandIn) -> int:
    """How many objects and unfinished uploads lie in the bucket."""
    place = running.account.storage.buckets["mine"]
    return len(place.objects) + len(place.uploads)


def killed(library: Path, film: Path, running: StandIn, operation: str) -> None:
    """A scan that is killed once this operation was asked for."""
    calls = running.jobs.calls if operation.endswith("Moderation") else running.storage_ledger.calls
    command = [sys.executable, "-m", "rekreview", "--library", str(library), "scan", str(film), *PAID, *STORED]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not calls[operation] and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    assert calls[operation], said.decode()


def test_nothing_lies_anywhere(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    fresh("scan", clips_folder / "a.mp4", *PAID, *STORED)
    assert fresh("bucket", "list", "--json").json == {"objects": []}
    assert "Nothing of this library lies in a bucket." in fresh("bucket", "list").out
    assert fresh("bucket", "clear", "--json").json == {"removed": [], "left": []}
    assert fresh("doctor", "--json").json["library"]["left_in_buckets"] == []


def test_what_could_not_be_removed_is_listed_and_removed_later(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
) -> None:
    amazon.account.denied.add("s3:DeleteObject")
    assert fresh("scan", clips_folder / "a.mp4", *PAID, *STORED).status == 0
    [left] = fresh("bucket", "list", "--json").json["objects"]
    assert list(amazon.account.storage.buckets["mine"].objects) == [left["key"]]
    assert (left["bucket"], left["state"], left["needed"], left["kept"]) == ("mine", "succeeded", False, False)
    assert left["path"].endswith("a.mp4")
    assert "needed by nobody" in fresh("bucket", "list").out
    assert "1 video may still lie in mine" in fresh("doctor").out
    assert "It still lies in the bucket mine, see `rekreview bucket list`." in fresh("show", "1").out
    ran = fresh("bucket", "clear", "--json")
    assert (ran.status, ran.json["removed"], len(ran.json["left"])) == (1, [], 1)
    assert "Amazon S3 refuses" in ran.json["left"][0]["reason"]
    amazon.account.denied.clear()
    ran = fresh("bucket", "clear")
    assert (ran.status, lying(amazon)) == (0, 0)
    assert "Removed 1 object." in ran.out
    assert fresh("bucket", "list", "--json").json["objects"] == []


def test_what_is_kept_by_choice_is_removed_only_when_that_is_said(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
) -> None:
    save_settings(replace(Settings(), keep_uploaded_videos=True))
    fresh("scan", clips_folder / "a.mp4", *PAID, *STORED)
    [left] = fresh("bucket", "list", "--json").json["objects"]
    assert (left["kept"], left["needed"]) == (True, False)
    assert "kept, as the settings said" in fresh("bucket", "list").out
    assert fresh("bucket", "clear", "--json").json["removed"] == []
    assert lying(amazon) == 1
    assert len(fresh("bucket", "clear", "--kept", "--json").json["removed"]) == 1
    assert lying(amazon) == 0


def test_what_a_killed_upload_left_is_listed_and_removed(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
) -> None:
    film = clips_folder / "a.mp4"
    pad(film, 20 * MIB, random.Random(1))
    amazon.account.bytes_per_second = 6 * MIB
    killed(fresh.library, film, amazon, "UploadPart")
    assert lying(amazon) == 1
    [left] = fresh("bucket", "list", "--json").json["objects"]
    assert (left["state"], left["needed"], bool(left["upload_id"])) == ("uploading", True, True)
    assert "needed by run 1, which can go on" in fresh("bucket", "list").out
    assert fresh("bucket", "clear", "--json").json["removed"] == []
    assert lying(amazon) == 1, "the run can go on with what was sent"
    ran = fresh("bucket", "clear", "--give-up", "--json")
    assert (ran.status, len(ran.json["removed"]), lying(amazon)) == (0, 1, 0)
    assert fresh("bucket", "list", "--json").json["objects"] == []


def test_what_a_killed_job_left_stays_until_the_service_has_done_with_it(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
) -> None:
    amazon.account.videos.job_seconds = 60.0
    killed(fresh.library, clips_folder / "a.mp4", amazon, "GetContentModeration")
    [left] = fresh("bucket", "list", "--json").json["objects"]
    assert (left["state"], left["needed"]) == ("started", True)
    assert "Amazon Rekognition checks it since" in fresh("show", "1").out
    ran = fresh("bucket", "clear", "--give-up", "--json")
    assert (ran.status, ran.json["removed"], lying(amazon)) == (1, [], 1)
    assert "still checking" in ran.json["left"][0]["reason"]
    amazon.account.videos.later = 60.0
    ran = fresh("bucket", "clear", "--json")
    assert (ran.status, len(ran.json["removed"]), lying(amazon)) == (0, 1, 0)


def test_a_bucket_that_is_gone_is_told_and_stops_nothing(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
) -> None:
    amazon.account.denied.add("s3:DeleteObject")
    fresh("scan", clips_folder / "a.mp4", *PAID, *STORED)
    del amazon.account.storage.buckets["mine"]
    ran = fresh("bucket", "clear")
    assert ran.status == 1
    assert "There is no bucket “mine”" in ran.out


def test_expired_keys_are_told_as_for_a_scan(
    fresh: Shell,
    clips_folder: Path,
    amazon: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amazon.account.denied.add("s3:DeleteObject")
    fresh("scan", clips_folder / "a.mp4", *PAID, *STORED)
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    ran = fresh("bucket", "clear", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "credentials_missing")
