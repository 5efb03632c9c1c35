"""Jobs on stored videos are paid once whatever is lost on the way, and their answers are read whole."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rekreview.domain.errors import (
    AccessDenied,
    BadAnswer,
    BucketUnusable,
    Cancelled,
    CredentialsExpired,
    CredentialsMissing,
    JobGone,
    JobLimit,
    MediaError,
    ObjectGone,
    Throttled,
    Unavailable,
    Unreachable,
    Unusable,
)
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState
from rekreview.engines.rekognition.account import Account
from rekreview.engines.rekognition.connection import check_bucket
from rekreview.engines.rekognition.videos.calling import Stubbornness
from rekreview.engines.rekognition.videos.service import FIRST_GETS_A_SECOND, StoredVideos, Storing
from tests.contract.amazon import (  # noqa: F401 - the keys are a fixture
    ALCOHOL,
    ANIMATED,
    KEY,
    VIOLENCE,
    amazon_keys,
    clip,
    job_for,
    put,
    service_at,
    started,
    stored_videos,
    video_of,
)
from tests.fakes.aws.faults import Fault, Faults

pytestmark = pytest.mark.usefixtures("amazon_keys")
DAY = 86_400


# Before anything is sent


def test_a_bucket_of_the_same_region_will_do() -> None:
    with stored_videos() as (service, running):
        service.open()
        service.open()
        assert running.storage_ledger.calls == {"HeadBucket": 1}


@pytest.mark.parametrize(
    ("bucket", "words"),
    [("", "No bucket is chosen"), ("nobodys", "There is no bucket “nobodys”"), ("far", "“far” is in us-west-2")],
)
def test_a_bucket_that_will_not_do_is_told_before_anything_is_sent(bucket: str, words: str) -> None:
    with stored_videos(bucket=bucket) as (service, running):
        with pytest.raises(BucketUnusable, match=words) as caught:
            service.open()
        assert caught.value.hint
        assert running.storage_ledger.received == running.storage_ledger.calls["CreateMultipartUpload"] == 0


def test_a_bucket_that_may_not_be_looked_at_names_the_action() -> None:
    with stored_videos(account_changes={"denied": {"s3:ListBucket"}}) as (service, _):
        with pytest.raises(AccessDenied, match="Amazon S3 refuses") as caught:
            service.open()
        assert caught.value.hint.startswith("Allow the IAM action s3:ListBucket on arn:aws:s3:::mine for it")


def test_a_bucket_is_tried_in_words_and_for_nothing() -> None:
    with stored_videos() as (_, running):
        account = Account(endpoint=running.url)
        told = check_bucket(account, Storing("mine", endpoint=running.url))
        assert (told.works, told.message) == (
            True,
            "The bucket “mine” is in eu-west-1, where Amazon Rekognition is asked.",
        )
        told = check_bucket(account, Storing("far", endpoint=running.url))
        assert (told.works, "us-west-2" in told.message, "eu-west-1" in told.hint) == (False, True, True)
        assert not check_bucket(account, Storing("mine", endpoint="http://127.0.0.1:9")).works
        assert not check_bucket(Account(profile="nobody"), Storing("mine")).works


def test_the_store_may_be_moved_by_amazons_own_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with stored_videos() as (_, running):
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", running.url)
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        service = StoredVideos(Account(), Storing(bucket="mine"))
        service.open()
        assert service.report(started(service, clip(tmp_path, [7]))).state is JobState.SUCCEEDED
        service.close()


def test_no_keys_no_region_and_no_network_have_their_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    once = Stubbornness(attempts=1)
    nowhere = StoredVideos(
        Account(endpoint="http://127.0.0.1:9"), Storing("mine", endpoint="http://127.0.0.1:9", stubbornness=once)
    )
    with pytest.raises(Unreachable):
        nowhere.open()
    nowhere.close()
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    with pytest.raises(Unusable, match="No AWS region"):
        StoredVideos(Account(), Storing("mine")).open()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    with pytest.raises(CredentialsMissing):
        StoredVideos(Account(region="eu-west-1"), Storing("mine")).open()


def test_expired_keys_stop_the_run() -> None:
    faults = Faults(operation_rates={"PutObject": {}, "ListObjectsV2": {Fault.EXPIRED: 1.0}})
    with stored_videos(faults) as (service, _), pytest.raises(CredentialsExpired):
        service.left_over()


@pytest.mark.parametrize(
    ("name", "codec"), [("a.mkv", "libx264"), ("b.avi", "mpeg4"), ("c.mp4", "mpeg4"), ("d.mp4", "libx265")]
)
def test_what_the_service_refuses_is_refused_here_for_the_same_reason(tmp_path: Path, name: str, codec: str) -> None:
    with stored_videos() as (service, _):
        known = {"libx264": "h264", "libx265": "hevc"}.get(codec, codec)
        video = video_of(Path(clip(tmp_path, [7], name, codec=codec).path), codec=known)
        assert "Nothing was sent" in service.refused(video)
        report = service.report(started(service, video))
        assert (report.state, "Unsupported" in report.message) == (JobState.FAILED, True)


# Paid once


@pytest.mark.parametrize(
    "script",
    [
        [Fault.RESET_AFTER],
        [Fault.RESET_AFTER, Fault.RESET_AFTER, Fault.THROTTLE],
        [Fault.INTERNAL, Fault.RESET_AFTER],
        [Fault.HANG],
        [Fault.GARBAGE],
    ],
)
def test_a_lost_reply_is_the_same_job(tmp_path: Path, script: list[Fault]) -> None:
    faults = Faults(scripts={"StartContentModeration": list(script)})
    with stored_videos(faults, read_seconds=0.4) as (service, running):
        job = put(service, clip(tmp_path, [7]))
        while True:
            try:
                job_id = service.start(job)
                break
            except BadAnswer:
                continue
        assert list(running.jobs.jobs) == [job_id]
        again = service_at(running)
        assert again.start(job) == job_id
        again.close()
        assert len(running.jobs.jobs) == 1


@settings(max_examples=15, deadline=None)
@given(
    some.lists(
        some.sampled_from([None, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.THROTTLE, Fault.INTERNAL]), max_size=9
    )
)
def test_no_order_of_faults_pays_twice(script) -> None:
    faults = Faults(scripts={"StartContentModeration": list(script)})
    with tempfile.TemporaryDirectory() as folder, stored_videos(faults) as (service, running):
        job = put(service, clip(Path(folder), [7]))
        for _ in range(5):
            try:
                service.start(job)
            except (Throttled, Unavailable):
                continue
        assert len(running.jobs.jobs) == 1


def test_who_stops_a_start_finds_the_same_job_later(tmp_path: Path) -> None:
    with stored_videos(Faults(latency=(0.5, 0.5))) as (service, running):
        job, cancel = put(service, clip(tmp_path, [7])), CancelToken()
        threading.Timer(0.2, cancel.cancel).start()
        begun = time.monotonic()
        with pytest.raises(Cancelled):
            service.start(job, cancel)
        assert time.monotonic() - begun < 0.4
        assert service.start(job) in running.jobs.jobs
        assert len(running.jobs.jobs) == 1


def test_too_many_jobs_are_waited_for(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        running.account.videos.jobs_at_once, running.account.videos.job_seconds = 1, 60
        started(service, clip(tmp_path, [7]))
        other = put(service, clip(tmp_path, [20], "other.mp4"))
        with pytest.raises(JobLimit, match="As many video jobs run as the AWS account allows"):
            service.start(other)
        assert running.jobs.calls["StartContentModeration"] == 2, "who waits for jobs to end does so elsewhere"
        running.account.videos.later = 61
        assert service.start(other)
        assert running.jobs.largest_open == 1


def test_a_video_that_was_deleted_meanwhile_is_uploaded_again(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = put(service, clip(tmp_path, [7]))
        running.account.storage.delete("mine", job.key)
        with pytest.raises(ObjectGone):
            service.start(job)
        assert running.jobs.jobs == {}


def test_a_video_that_may_not_be_read_names_the_action(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = put(service, clip(tmp_path, [7]))
        running.account.denied.add("s3:GetObject")
        with pytest.raises(AccessDenied, match="cannot read the uploaded video") as caught:
            service.start(job)
        assert "s3:GetObject" in caught.value.hint


@pytest.mark.parametrize("action", ["StartContentModeration", "GetContentModeration"])
def test_a_denied_action_of_the_service_is_named(tmp_path: Path, action: str) -> None:
    with stored_videos(account_changes={"denied": {f"rekognition:{action}"}}) as (service, _):
        with pytest.raises(AccessDenied) as caught:
            service.report(started(service, clip(tmp_path, [7])))
        assert f"rekognition:{action}" in caught.value.hint


def test_a_token_that_somebody_used_for_something_else(tmp_path: Path) -> None:
    with stored_videos() as (service, _):
        job = put(service, clip(tmp_path, [7]))
        service.start(job)
        lower = StoredVideos(service._account, Storing("mine", endpoint=service._storing.endpoint, floor=5))
        with pytest.raises(Unusable, match="another request"):
            lower.start(job)
        lower.close()


def test_what_the_service_finds_too_long_is_that_videos_fault(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        running.account.videos.most_ms = 500
        with pytest.raises(MediaError, match="as large or as long"):
            started(service, clip(tmp_path, [7]))


# Waiting


def test_a_job_is_under_way_until_it_is_done(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        running.account.videos.job_seconds = 60
        job = started(service, clip(tmp_path, [7]))
        assert service.report(job).state is JobState.STARTED
        with pytest.raises(BadAnswer, match="no answer"):
            service.answer(job)
        running.account.videos.later = 61
        assert service.report(job).state is JobState.SUCCEEDED


def test_a_failed_job_is_told_in_the_services_words(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video = clip(tmp_path, [7])
        running.account.videos.failing[video.sha256] = "Internal   failure of\nthe decoder."
        report = service.report(started(service, video))
        assert (report.state, report.message) == (JobState.FAILED, "Internal failure of the decoder.")


def test_another_attempt_after_a_failure_is_another_job(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        video = clip(tmp_path, [7])
        running.account.videos.failing[video.sha256] = "Try again."
        job = started(service, video)
        assert service.start(job) == job.job_id, "the same token is the failed job for seven days"
        running.account.videos.failing.clear()
        token, key = service.wish(video, attempt=1)
        second = replace(job, token=token, key=key)
        assert service.start(second) != job.job_id
        assert key == job.key


def test_throttled_polls_are_made_again(tmp_path: Path) -> None:
    faults = Faults(scripts={"GetContentModeration": [Fault.THROTTLE, Fault.INTERNAL, Fault.RESET_AFTER]})
    with stored_videos(faults) as (service, running):
        assert service.report(started(service, clip(tmp_path, [7]))).state is JobState.SUCCEEDED
        assert running.jobs.calls["GetContentModeration"] == 4
        faults.operation_rates["GetContentModeration"] = {Fault.THROTTLE: 1.0}
        with pytest.raises(Throttled):
            service.report(job_for(service, clip(tmp_path, [7]), job_id="f" * 64))


def test_a_poll_that_is_told_of_an_expired_page_is_made_again(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = started(service, clip(tmp_path, [7]))
        running.faults.scripts["GetContentModeration"] = [Fault.TOKEN_EXPIRED]
        with pytest.raises(Unavailable, match="did not say how the job stands") as caught:
            service.report(job)
        assert caught.value.retryable
        assert service.report(job).state is JobState.SUCCEEDED


def test_polls_keep_to_their_rate(tmp_path: Path) -> None:
    with stored_videos(gets_a_second=20) as (service, running):
        job = started(service, clip(tmp_path, [7]))
        begun = time.monotonic()
        for _ in range(10):
            service.report(job)
        assert time.monotonic() - begun > 0.4
        assert running.jobs.calls["GetContentModeration"] == 10


def test_how_often_may_be_asked_is_learned_where_nobody_says_it(tmp_path: Path) -> None:
    with stored_videos(gets_a_second=0) as (service, running):
        job, begun = started(service, clip(tmp_path, [7])), time.monotonic()
        for _ in range(40):
            service.report(job)
        assert 40 / (time.monotonic() - begun) > 1.2 * FIRST_GETS_A_SECOND, "nothing was refused, so it may be faster"
        before = service._gets.rate
        running.faults.scripts["GetContentModeration"] = [Fault.THROTTLE]
        service.report(job)
        assert service._gets.rate < 0.6 * before
        assert service._gets.learned_quota == before


def test_a_job_that_the_service_forgot(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = started(service, clip(tmp_path, [7]))
        running.account.videos.later = 8 * DAY
        report = service.report(job)
        assert (report.state, "no longer knows" in report.message) == (JobState.FAILED, True)
        with pytest.raises(JobGone):
            service.answer(job)


# What is left behind


def test_everything_of_ours_is_listed_and_can_be_cleared(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = put(service, clip(tmp_path, [7]))
        storage = running.account.storage
        broken = storage.begin("mine", job.key, content_type="", metadata={}, checksum="")
        storage.put_part("mine", job.key, broken.upload_id, 1, b"x")
        storage.put("mine", "rekreview/somebody-elses.mp4", b"x")
        storage.put("mine", "other/" + job.key.removeprefix("rekreview/"), b"x")
        left = service.left_over()
        assert [(one.key, one.upload_id) for one in left] == [(job.key, ""), (job.key, broken.upload_id)]
        for one in left:
            service.clear(one)
        assert service.left_over() == []
        assert len(storage.buckets["mine"].objects) == 2


def test_removing_twice_is_no_fault(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        job = put(service, clip(tmp_path, [7]))
        for _ in range(2):
            service.remove(job)
        assert running.account.storage.buckets["mine"].objects == {}


def test_who_may_not_delete_is_told_the_action(tmp_path: Path) -> None:
    with stored_videos(account_changes={"denied": {"s3:DeleteObject"}}) as (service, _):
        job = put(service, clip(tmp_path, [7]))
        with pytest.raises(AccessDenied) as caught:
            service.remove(job)
        assert "s3:DeleteObject on arn:aws:s3:::mine/*" in caught.value.hint


def test_many_leftovers_come_in_pages(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        keys = [f"rekreview/{hashlib.sha256(str(at).encode()).hexdigest()}.mp4" for at in range(1500)]
        for key in keys:
            running.account.storage.put("mine", key, b"x")
            running.account.storage.begin("mine", key, content_type="", metadata={}, checksum="")
        assert len(service.left_over()) == 3000


def test_no_key_is_ever_shown(tmp_path: Path) -> None:
    with stored_videos() as (service, running):
        running.account.keys.clear()
        with pytest.raises(Exception, match="AWS does not know the keys") as caught:
            service.left_over()
        assert KEY not in str(caught.value)
