"""`scan` and `show` of videos that are sent to Amazon: whole or by frames, as the options say."""

from __future__ import annotations

import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from rekreview.settings import Settings
from rekreview.settings import save as save_settings
from tests.fakes.aws import clips
from tests.fakes.aws.faults import Fault
from tests.fakes.aws.rekognition import StandIn
from tests.fakes.aws.storage import Bucket
from tests.media_samples import save
from tests.unit.cli.conftest import Shell

PAID = ("--engine", "rekognition", "--yes")
STORED = ("--video-mode", "stored", "--bucket", "mine")
FRAMES = ("--video-mode", "frames")
DRY = ("--engine", "rekognition", "--dry-run")
START, GET = "StartContentModeration", "GetContentModeration"


def nothing_was_sent(running: StandIn) -> bool:
    return (running.storage_ledger.received, running.jobs.calls.total(), running.ledger.calls) == (0, 0, 0)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--fps", "0"), "--fps 0"),
        (("--fps", "-1"), "--fps -1"),
        (("--fps", "nan"), "--fps nan"),
        (("--fps", "31"), "up to 30"),
        (("--bucket", ""), "names no bucket"),
        ((*FRAMES, "--bucket", "mine"), "has no use"),
        ((*FRAMES, "--convert"), "has no use"),
        (("--video-mode", "both"), "video-mode"),
    ],
)
def test_options_that_make_no_sense_are_wrong_usage(
    fresh: Shell, clips_folder: Path, amazon: StandIn, options: tuple[str, ...], words: str
) -> None:
    ran = fresh("scan", clips_folder, *PAID, *options)
    assert (ran.status, fresh.library.exists(), nothing_was_sent(amazon)) == (2, False, True)
    assert words in ran.err


def test_a_dry_run_of_whole_videos_tells_minutes_cost_and_what_is_refused(
    fresh: Shell, clips_folder: Path, amazon: StandIn
) -> None:
    for imported in (False, True):
        if imported:
            fresh("import", clips_folder)
        told = fresh("scan", clips_folder, *DRY, *STORED, "--json").json
        assert (told["video_mode"], told["video_minutes"], told["video_frames"]) == ("stored", 1, 0)
        assert (told["calls"], told["cost_usd"], told["videos_left_out"]) == (0, 0.1, 1)
        [refused] = told["videos_refused"]
        assert refused["path"].endswith("b.mkv")
        assert "H.264" in refused["reason"]
        text = fresh("scan", clips_folder, *DRY, *STORED).out
        assert "1 video would be checked whole: 1 begun minute, about 0.100 USD." in text
        assert "b.mkv: Amazon Rekognition takes stored videos as H.264 in MP4 or MOV" in text
    assert nothing_was_sent(amazon)


def test_a_dry_run_of_frames_tells_how_many_are_sent_at_most(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    save_settings(replace(Settings(), aws_bucket="mine"))
    for options, frames in ((FRAMES, 7), ((*FRAMES, "--fps", "2"), 14), ((*FRAMES, "--fps", "0.5"), 4)):
        told = fresh("scan", clips_folder, *DRY, *options, "--json").json
        assert (told["video_mode"], told["video_frames"], told["calls"]) == ("frames", frames, frames)
        assert told["cost_usd"] == round(frames * 0.001, 6)
    assert "2 videos would take 7 frames at most, each a call." in fresh("scan", clips_folder, *DRY, *FRAMES).out
    assert nothing_was_sent(amazon)


def test_who_is_asked_for_consent_is_told_minutes_and_cost(
    fresh: Shell, clips_folder: Path, amazon: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = StringIO("n\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdin", terminal)
    ran = fresh("scan", clips_folder, "--engine", "rekognition", *STORED)
    assert (ran.status, nothing_was_sent(amazon)) == (2, True)
    assert "1 begun minute, about 0.100 USD" in ran.err
    assert "Go on? [y/N]" in ran.err


@pytest.mark.parametrize(
    ("options", "code", "message", "hint"),
    [
        (("--video-mode", "stored"), "bucket_unusable", "No bucket is chosen", "--bucket"),
        (("--bucket", "nobodys"), "bucket_unusable", "There is no bucket “nobodys”", "Check its name"),
        (("--bucket", "far"), "bucket_unusable", "“far” is in us-west-2", "Choose a bucket in eu-west-1"),
    ],
)
def test_a_bucket_that_will_not_do_is_told_before_anything_is_made(
    fresh: Shell, clips_folder: Path, amazon: StandIn, options: tuple[str, ...], code: str, message: str, hint: str
) -> None:
    ran = fresh("scan", clips_folder, *PAID, *options, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, code)
    assert message in ran.json["error"]["message"]
    assert hint in ran.json["error"]["hint"]
    assert (fresh.library.exists(), nothing_was_sent(amazon)) == (False, True)


@pytest.mark.parametrize(
    ("action", "sent"),
    [("s3:ListBucket", False), ("s3:PutObject", False), ("rekognition:StartContentModeration", True)],
)
def test_a_missing_permission_stops_the_run_and_is_named(
    fresh: Shell, clips_folder: Path, amazon: StandIn, action: str, sent: bool
) -> None:
    amazon.account.denied.add(action)
    ran = fresh("scan", clips_folder / "a.mp4", *PAID, *STORED, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (3, "access_denied")
    assert action in ran.json["error"]["hint"]
    assert (bool(amazon.account.storage.buckets["mine"].objects), len(amazon.jobs.jobs)) == (sent, 0)
    amazon.account.denied.clear()
    assert fresh("scan", clips_folder / "a.mp4", *PAID, *STORED, "--json").json["moderated"] == 1, (
        "no asset failed of it"
    )


def test_a_video_that_is_checked_whole_is_told_with_its_segments_and_job(
    fresh: Shell, clips_folder: Path, amazon: StandIn
) -> None:
    ran = fresh("scan", clips_folder, *PAID, *STORED, "--json")
    document = ran.json
    assert (ran.status, document["moderated"], document["rejected"], document["cost_usd"]) == (1, 1, 1, 0.1)
    assert [(one["status"], one["coverage"]) for one in document["videos"]] == [("rejected", "checked the whole video")]
    [refused] = document["not_moderated"]
    assert (refused["code"], "mode “frames”" in refused["message"]) == ("video_refused", True)
    shown = fresh("show", clips_folder / "a.mp4", "--json").json
    [detection] = shown["detections"]
    assert detection["coverage"] == "checked the whole video"
    weapons = [one for one in detection["segments"] if one["name"] == "Weapons"]
    assert weapons == [
        {"name": "Weapons", "parent_name": "Violence", "start_ms": 1000, "end_ms": 2000, "peak": 91.5, "peak_ms": 1000}
    ]
    job = shown["job"]
    assert (job["state"], job["bucket"], job["object_left"], job["message"]) == ("succeeded", "mine", False, None)
    assert job["begun"] <= job["ended"]
    text = fresh("show", clips_folder / "a.mp4").out
    assert "Checked the whole video." in text
    assert "91.5  Weapons   Violence  0:01.0  0:02.0  0:01.0" in text
    assert f"Amazon Rekognition checked it as job {job['job_id']}." in text


def test_how_many_frames_were_checked_is_always_said(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    ran = fresh("scan", clips_folder, *PAID, *FRAMES)
    assert ran.status == 0
    assert "a.mp4: rejected, checked 3 of 30 frames" in ran.out
    assert "b.mkv: rejected, checked 4 of 40 frames" in ran.out
    assert amazon.storage_ledger.calls.total() == 0, "frames need no bucket"
    shown = fresh("show", clips_folder / "b.mkv", "--json").json
    assert shown["detections"][0]["coverage"] == "checked 4 of 40 frames"
    assert "job" not in shown
    spans = [(one["start_ms"], one["end_ms"], one["peak"]) for one in shown["detections"][0]["segments"]]
    assert spans == [(0, 2000, 70.5), (3000, 4000, 70.5)]
    assert "Checked 4 of 40 frames." in fresh("show", clips_folder / "b.mkv").out


def test_frames_are_what_is_sent_where_no_bucket_is_chosen(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    told = fresh("scan", clips_folder, *PAID, "--fps", "2", "--json").json
    assert {one["coverage"] for one in told["videos"]} == {"checked 6 of 30 frames", "checked 8 of 40 frames"}
    assert amazon.storage_ledger.calls.total() == 0


def test_the_bucket_of_the_settings_is_used(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    save_settings(replace(Settings(), aws_bucket="mine"))
    told = fresh("scan", clips_folder / "a.mp4", *PAID, "--json").json
    assert (told["videos"][0]["coverage"], len(amazon.jobs.jobs)) == ("checked the whole video", 1)


def test_a_bucket_of_the_settings_is_not_asked_where_there_is_no_video(
    fresh: Shell, tmp_path: Path, amazon: StandIn
) -> None:
    from tests.fakes.aws.marks import picture

    save_settings(replace(Settings(), aws_bucket="nobodys"))
    path = tmp_path / "picture.jpg"
    save(picture(20, 240, 180), path)
    assert fresh("scan", path, *PAID, "--json").json["moderated"] == 1
    assert amazon.storage_ledger.calls.total() == 0


def test_a_failed_job_is_told_in_the_services_words(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    fresh("import", clips_folder / "a.mp4")
    sha256 = fresh("show", "1", "--json").json["sha256"]
    amazon.account.videos.failing[sha256] = "The video is damaged."
    ran = fresh("scan", *PAID, *STORED, "--json")
    assert (ran.status, ran.json["not_moderated"][0]["code"]) == (1, "job_failed")
    assert ran.json["ledger"]["may_cost_usd"] == 0.1
    shown = fresh("show", "1", "--json").json
    assert (shown["status"], shown["job"]["state"]) == ("not_moderated", "failed")
    assert shown["job"]["message"] == "The video is damaged."
    assert "Amazon Rekognition says: The video is damaged." in fresh("show", "1").out


def test_a_failed_job_is_paid_again_only_for_who_asks(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    fresh("import", clips_folder / "a.mp4")
    amazon.account.videos.failing[fresh("show", "1", "--json").json["sha256"]] = "The video is damaged."
    fresh("scan", *PAID, *STORED)
    amazon.account.videos.failing.clear()
    told = fresh("scan", *DRY, *STORED, "--json").json
    assert (told["video_minutes"], told["cost_usd"], told["videos_convertible"]) == (0, 0.0, 0)
    assert "The video is damaged. It was not asked again" in told["videos_refused"][0]["reason"]
    ran = fresh("scan", *PAID, *STORED, "--json")
    assert (ran.status, ran.json["calls"], len(amazon.jobs.jobs)) == (1, 0, 1)
    assert "scan --retry-failed" in ran.json["not_moderated"][0]["message"]
    assert fresh("scan", *DRY, *STORED, "--retry-failed", "--json").json["video_minutes"] == 1
    ran = fresh("scan", *PAID, *STORED, "--retry-failed", "--json")
    assert (ran.status, ran.json["moderated"], len(amazon.jobs.jobs)) == (0, 1, 2)


def test_what_is_not_taken_is_converted_for_who_asks(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    told = fresh("scan", clips_folder, *DRY, *STORED, "--json").json
    assert (told["videos_convertible"], told["videos_converted"], told["video_minutes"]) == (1, 0, 1)
    assert "With --convert 1 of these would be converted" in fresh("scan", clips_folder, *DRY, *STORED).out
    told = fresh("scan", clips_folder, *DRY, *STORED, "--convert", "--json").json
    assert (told["videos_convertible"], told["videos_converted"], told["videos_refused"]) == (0, 1, [])
    ran = fresh("scan", clips_folder, *PAID, *STORED, "--convert", "--json")
    assert (ran.status, ran.json["moderated"], len(amazon.jobs.jobs)) == (0, 2, 2)
    assert "alcohol" in str(fresh("show", clips_folder / "b.mkv", "--json").json["detections"]).lower()


def test_this_call_may_say_that_nothing_is_converted(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    save_settings(replace(Settings(), convert_videos=True))
    assert fresh("scan", clips_folder, *DRY, *STORED, "--json").json["videos_converted"] == 1
    told = fresh("scan", clips_folder, *DRY, *STORED, "--no-convert", "--json").json
    assert (told["videos_converted"], len(told["videos_refused"])) == (0, 1)
    assert nothing_was_sent(amazon)


def test_a_video_is_pending_while_its_job_runs(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    amazon.faults.scripts[GET] = [Fault.EXPIRED]
    assert fresh("scan", clips_folder / "a.mp4", *PAID, *STORED).status == 3
    shown = fresh("show", "1", "--json").json
    [(job_id, _)] = amazon.jobs.jobs.items()
    assert (shown["status"], shown["job"]["state"], shown["job"]["job_id"]) == ("pending", "started", job_id)
    assert (shown["job"]["object_left"], shown["job"]["ended"]) == (True, None)
    text = fresh("show", "1").out
    assert "Amazon Rekognition checks it since" in text
    assert "scan again to go on" in text
    told = fresh("scan", *DRY, *STORED, "--json").json
    assert (told["videos_awaited"], told["video_minutes"], told["cost_usd"]) == (1, 0, 0.0), "it is paid already"
    assert (told["waiting"], told["videos_left_out"]) == (1, 0)
    assert (
        "1 video is with Amazon Rekognition already. Its answer is read, not paid again."
        in fresh("scan", *DRY, *STORED).out
    )
    assert fresh("scan", *DRY, *STORED, "--again", "--json").json["cost_usd"] == 0.1
    ran = fresh("scan", *PAID, *STORED, "--json")
    assert (ran.status, ran.json["moderated"], len(amazon.jobs.jobs)) == (0, 1, 1)


def test_a_job_that_failed_before_a_run_was_stopped_is_not_started_again_with_the_rest(
    fresh: Shell, clips_folder: Path, amazon: StandIn
) -> None:
    clips.write(clips_folder / "c.mp4", [5, 6])
    fresh("import", clips_folder / "a.mp4", clips_folder / "c.mp4")
    sha256 = fresh("show", clips_folder / "a.mp4", "--json").json["sha256"]
    amazon.account.videos.failing[sha256] = "The video is damaged."
    amazon.account.videos.jobs_at_once = 1
    amazon.account.videos.job_seconds = 0.2
    # The first job is asked for once it has ended; the second one's polls stop the run.
    amazon.faults.scripts[GET] = [None, Fault.EXPIRED]
    assert fresh("scan", *PAID, *STORED).status == 3
    failed = [job for job in amazon.jobs.jobs.values() if job.failure]
    ran = fresh("scan", *PAID, *STORED, "--json")
    assert [one["code"] for one in ran.json["not_moderated"]] == ["job_failed"]
    assert (ran.status, ran.json["moderated"]) == (1, 1)
    assert len([job for job in amazon.jobs.jobs.values() if job.failure]) == len(failed) == 1


def test_a_stopped_run_goes_on_only_in_the_way_that_is_paid(fresh: Shell, clips_folder: Path, amazon: StandIn) -> None:
    amazon.account.storage.buckets["other"] = Bucket(amazon.account.region)
    amazon.faults.scripts[GET] = [Fault.EXPIRED]
    assert fresh("scan", clips_folder / "a.mp4", *PAID, *STORED).status == 3
    for options in (
        FRAMES,
        ("--bucket", "other"),
        (*STORED, "--min-confidence", "50"),
        (*STORED, "--min-confidence", "10"),
    ):
        ran = fresh("scan", *PAID, *options, "--json")
        assert (ran.status, ran.json["error"]["code"]) == (2, "usage")
        assert "1 video at Amazon Rekognition" in ran.json["error"]["message"]
        assert "--video-mode stored --bucket mine --min-confidence 20" in ran.json["error"]["hint"]
    assert (len(amazon.jobs.jobs), amazon.ledger.calls) == (1, 0)
    assert fresh("scan", *PAID, *STORED, "--json").json["moderated"] == 1
    assert fresh("scan", *PAID, *FRAMES, "--json").status == 0
    assert (len(amazon.jobs.jobs), amazon.ledger.calls) == (1, 0)
