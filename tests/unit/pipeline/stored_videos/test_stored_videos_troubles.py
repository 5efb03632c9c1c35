"""Videos that are checked whole, when the service fails, forgets or refuses."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from rekreview.domain.assets import Fault as Fact
from rekreview.domain.assets import Status
from rekreview.domain.errors import AccessDenied, CredentialsExpired, Unreachable
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import JobState
from rekreview.library.values import RunState
from rekreview.pipeline import scanning
from rekreview.pipeline.bucket_clearing import clear, needless
from rekreview.pipeline.patience import Patience
from tests.contract.amazon import service_at
from tests.fakes.aws import clips
from tests.fakes.aws.faults import Fault
from tests.unit.pipeline.stored_videos.conftest import (
    GET,
    START,
    WEEK_AND_A_DAY,
    stopped_at,
)


def test_a_lost_reply_to_a_start_is_one_job(desk):
    [asset] = desk.add([7])
    desk.service.faults.scripts[START] = [Fault.RESET_AFTER, Fault.RESET_AFTER, Fault.GARBAGE]
    desk.run()
    assert desk.told(asset)
    assert (len(desk.service.jobs.jobs), desk.calls()) == (1, [("answered", "", 0.1)])


def test_a_failed_job_is_a_reason_in_the_services_words_and_may_be_billed(desk):
    good, bad = desk.add([7], [20])
    sha256 = desk.library.queries.asset(bad).sha256
    desk.service.account.videos.failing[sha256] = "The video is damaged."
    summary = desk.run()
    [fault] = summary.not_moderated
    assert (fault.id, fault.code) == (bad, "job_failed")
    assert "The video is damaged." in fault.message
    assert desk.library.queries.asset(bad).status is Status.NOT_MODERATED
    assert sorted(desk.calls()) == [("answered", "", 0.1), ("unanswered", "job_failed", 0.1)]
    assert (summary.counts.may_cost_usd, desk.lying) == (0.1, 0)
    assert desk.told(good)


def test_an_object_that_is_gone_is_uploaded_again(desk):
    [asset] = desk.add([7])
    number = _uploaded(desk)
    desk.service.account.storage.buckets["mine"].objects.clear()
    desk.service.account.videos.job_seconds = 0.0
    desk.run(number)
    assert desk.told(asset)
    assert (desk.lying, len(desk.service.jobs.jobs)) == (0, 1)
    assert [state for state, *_ in desk.calls()][-1] == "answered"


def _uploaded(desk):
    """A run that ended before its job could start."""
    desk.service.account.denied.add("rekognition:StartContentModeration")
    number = desk.begin()
    with pytest.raises(AccessDenied):
        desk.run(number)
    desk.service.account.denied.clear()
    assert [job.state for job in desk.library.queries.video_jobs(number)] == [JobState.UPLOADED]
    assert [state for state, *_ in desk.calls()] == ["refused"], "a refused start costs nothing"
    return number


def test_the_tile_of_a_video_tells_of_its_job_while_a_run_waits_for_it(desk):
    [asset] = desk.add([7])
    [tile] = desk.library.queries.tiles([asset])
    assert tile.job is None
    number = stopped_at(desk, JobState.STARTED)
    [tile] = desk.library.queries.tiles([asset])
    assert (tile.status, tile.job) == (Status.PENDING, JobState.STARTED)
    desk.library.commands.set_run_state(number, RunState.CANCELLED)
    [tile] = desk.library.queries.tiles([asset])
    assert tile.job is None
    desk.service.account.videos.job_seconds = 0.0
    desk.run()
    [tile] = desk.library.queries.tiles([asset])
    assert (tile.status, tile.job) == (Status.REJECTED, None)


def test_a_job_that_was_forgotten_is_made_anew_once(desk):
    [asset] = desk.add([7])
    number = stopped_at(desk, JobState.STARTED)
    desk.service.account.videos.later = WEEK_AND_A_DAY
    desk.service.account.videos.job_seconds = 0.0
    desk.run(number)
    assert desk.told(asset)
    assert [job.state for job in desk.jobs()] == [JobState.FAILED, JobState.SUCCEEDED]
    assert desk.calls() == [("unanswered", "job_gone", 0.1), ("answered", "", 0.1)]
    assert desk.lying == 0
    assert desk.library.queries.left_over_objects() == []


def test_throttled_polls_and_broken_replies_are_asked_again(desk):
    assets = desk.add([7, 30], [7, 31], [7, 32])
    desk.service.account.videos.job_seconds = 0.5
    kinds = (Fault.THROTTLE, Fault.INTERNAL, Fault.UNAVAILABLE, Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.GARBAGE)
    desk.service.faults.operation_rates = {name: dict.fromkeys(kinds, 0.06) for name in (START, GET)}
    desk.run()
    assert all(desk.told(asset) for asset in assets)
    assert (desk.service.jobs.paid_twice, len(desk.service.jobs.jobs), desk.lying) == (0, 3, 0)


def test_expired_credentials_stop_the_run_and_fail_no_asset(desk):
    [asset] = desk.add([7])
    desk.service.faults.scripts[GET] = [Fault.EXPIRED]
    number = desk.begin()
    with pytest.raises(CredentialsExpired):
        desk.run(number)
    assert desk.library.queries.run(number).state is RunState.PAUSED
    assert desk.library.queries.asset(asset).status is Status.PENDING
    desk.run(number)
    assert desk.told(asset)
    assert (len(desk.service.jobs.jobs), desk.calls()) == (1, [("answered", "", 0.1)])


def test_a_service_that_answers_nothing_stops_the_run(desk):
    desk.add([7])
    desk.service.faults.operation_rates = {GET: {Fault.INTERNAL: 1.0}}
    with pytest.raises(Unreachable):
        desk.run(patience=Patience(0.5))


def test_answers_without_sense_are_a_reason_after_a_few(desk):
    [bad] = desk.add([7])
    desk.service.faults.operation_rates = {GET: {Fault.WILD_CONFIDENCE: 1.0}}
    summary = desk.run()
    assert [(fault.id, fault.code) for fault in summary.not_moderated] == [(bad, "bad_answer")]
    assert desk.lying == 1 == len(desk.library.queries.left_over_objects()), "its job may still be running"
    desk.service.faults.operation_rates = {}
    desk.library.commands.retry_failed(summary.run)
    desk.run(summary.run)
    assert desk.told(bad)
    assert (len(desk.service.jobs.jobs), desk.lying) == (1, 0)


def test_what_the_service_does_not_take_is_told_before_anything_is_sent(desk):
    [asset] = desk.add([7], name="{}.mkv")
    [fault] = desk.run().not_moderated
    assert (fault.id, fault.code) == (asset, "video_refused")
    assert "frames" in fault.message
    assert desk.service.storage_ledger.calls.total() == 0


def test_a_file_that_cannot_be_opened_keeps_its_own_reason(desk):
    path = desk.place / "broken.mp4"
    path.write_bytes(clips.write(desk.place.parent / "whole.mp4", [7]).read_bytes()[:900])
    [asset] = desk.take_in(path)
    before = desk.library.queries.asset(asset).fault
    for _ in range(2):
        [fault] = desk.run().not_moderated
        assert (fault.id, fault.code, fault.message) == (asset, before.code, before.message)
    assert desk.service.storage_ledger.calls.total() == 0


def test_a_file_that_can_be_opened_by_now_is_checked(desk, monkeypatch):
    def busy(path, cancel):
        facts = replace(whole(path, cancel).facts, codec="", duration_ms=None, fault=Fact("timed_out", "It took long."))
        return replace(whole(path, cancel), facts=facts)

    whole = desk.decoder.ingest
    monkeypatch.setattr(desk.decoder, "ingest", busy)
    [asset] = desk.add([7])
    assert [fault.code for fault in desk.run().not_moderated] == ["timed_out"]
    assert desk.service.storage_ledger.calls.total() == 0
    monkeypatch.setattr(desk.decoder, "ingest", whole)
    assert not desk.run().not_moderated
    assert desk.told(asset)
    assert desk.library.queries.asset(asset).status is Status.REJECTED


def test_a_changed_file_is_not_sent(desk):
    [asset] = desk.add([7])
    with next(desk.place.iterdir()).open("ab") as file:
        file.write(b"more")
    [fault] = desk.run().not_moderated
    assert (fault.id, fault.code, desk.lying) == (asset, "unreadable", 0)
    assert desk.library.queries.left_over_objects() == []


def test_what_cannot_be_removed_stays_listed_and_the_next_run_removes_it(desk, caplog):
    caplog.set_level(logging.INFO)
    [asset] = desk.add([7])
    desk.service.account.denied.add("s3:DeleteObject")
    desk.run()
    assert desk.told(asset), "it fails no asset"
    assert desk.lying == 1
    [job] = desk.library.queries.left_over_objects()
    assert list(desk.service.account.storage.buckets["mine"].objects) == [job.key]
    assert "stays in the bucket mine" in caplog.text
    desk.service.account.denied.clear()
    desk.add([20])
    desk.run()
    assert desk.lying == 0
    assert desk.library.queries.left_over_objects() == []


def test_what_a_run_left_that_was_given_up_is_removed_once_its_job_has_ended(desk):
    desk.add([7])
    number = stopped_at(desk, JobState.STARTED)
    assert needless(desk.library) == [], "the run may go on"
    scanning.give_up(desk.library, number)
    [job] = needless(desk.library)
    service = service_at(desk.service)
    cleared = clear(desk.library, service, [job], CancelToken())
    assert (cleared.removed, desk.lying) == ([], 1), "the service may still read it"
    assert "still checking" in cleared.left[0][1]
    desk.service.account.videos.later = 60.0
    assert clear(desk.library, service, [job], CancelToken()).removed == [job]
    assert (desk.lying, desk.library.queries.left_over_objects()) == (0, [])
    service.close()


def test_an_object_that_another_job_needs_is_not_removed(desk):
    [asset] = desk.add([7])
    desk.service.account.denied.add("s3:DeleteObject")
    desk.run()
    stopped_at(desk, JobState.STARTED, desk.begin(again=True))
    desk.service.account.denied.clear()
    assert len(desk.library.queries.left_over_objects()) == 2
    assert needless(desk.library) == []
    desk.service.account.videos.later = 60.0
    desk.run(desk.library.queries.unfinished_run().id)
    assert desk.lying == 0
    assert desk.library.queries.left_over_objects() == []
    assert desk.told(asset)


def test_nothing_is_sent_before_what_earlier_runs_left_is_removed(desk):
    """Else the one would be removed while the other job needs it, since both lie under the same key."""
    [asset] = desk.add([7])
    desk.service.account.denied.add("s3:DeleteObject")
    desk.run()
    desk.service.account.denied.clear()
    desk.service.account.videos.job_seconds = 0.5
    desk.service.faults.scripts["DeleteObject"] = [Fault.THROTTLE] * 3
    desk.run(desk.begin(again=True))
    assert desk.told(asset)
    assert [job.state for job in desk.jobs()] == [JobState.SUCCEEDED, JobState.SUCCEEDED]
    assert desk.service.storage_ledger.calls["CompleteMultipartUpload"] == 2, (
        "it was sent anew after it had been removed"
    )
    assert (desk.lying, desk.library.queries.left_over_objects()) == (0, [])
