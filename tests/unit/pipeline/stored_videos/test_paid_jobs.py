"""A job is paid once: not again by another run, nor for a failed one, unless a person asks for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rekreview.domain.assets import Fault as Fact
from rekreview.domain.assets import Status
from rekreview.domain.calls import Price
from rekreview.domain.errors import PaidOtherwise
from rekreview.domain.video import JobState
from rekreview.library.values import RunState
from rekreview.pipeline.paid_jobs import require_same_way
from rekreview.pipeline.paying import Purse
from tests.fakes.aws.storage import Bucket
from tests.unit.pipeline.stored_videos.conftest import stopped_at, told_before


def test_a_failed_job_can_be_tried_again_as_another(desk):
    [asset] = desk.add([7])
    failing = desk.service.account.videos.failing
    failing[desk.library.queries.asset(asset).sha256] = "Internal error."
    number = desk.run().run
    failing.clear()
    desk.library.commands.retry_failed(number)
    desk.run(number)
    assert desk.told(asset)
    assert [job.state for job in desk.jobs()] == [JobState.FAILED, JobState.SUCCEEDED]
    assert (len(desk.service.jobs.jobs), desk.lying) == (2, 0)


def test_a_failed_job_is_not_paid_again_by_a_later_run_unless_a_person_asks_for_it(desk):
    [_, bad] = desk.add([7], [20])
    failing = desk.service.account.videos.failing
    failing[desk.library.queries.asset(bad).sha256] = "The video is damaged."
    desk.run()
    failing.clear()
    paid, received = desk.calls(), desk.service.storage_ledger.received
    for _ in range(2):
        [fault] = (summary := desk.run()).not_moderated
        assert (fault.id, fault.code, summary.counts.calls) == (bad, "job_failed", 0)
        assert "The video is damaged. It was not asked again" in fault.message
    assert (desk.calls(), desk.service.storage_ledger.received, len(desk.service.jobs.jobs)) == (paid, received, 2)
    desk.library.commands.retry_failed(summary.run)
    assert not desk.run(summary.run).not_moderated
    assert (desk.told(bad) != [], len(desk.service.jobs.jobs), desk.lying) == (True, 3, 0)
    assert [job.retried for job in desk.jobs() if job.asset_id == bad] == [True, False]


def test_a_job_that_failed_just_before_a_kill_is_not_paid_again_by_what_goes_on(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.failing[desk.library.queries.asset(asset).sha256] = "Internal error."
    number = desk.run().run
    with desk.library._database.writing(durable=True) as connection:  # as if the kill came before the task was recorded
        connection.exec_driver_sql("UPDATE task SET state = 'active', fault_code = ''")
        connection.exec_driver_sql("UPDATE run SET state = 'running'")
    desk.service.account.videos.failing.clear()
    [fault] = desk.run(number).not_moderated
    assert ("It was not asked again" in fault.message, len(desk.service.jobs.jobs)) == (True, 1)


def test_who_asks_for_everything_anew_has_failed_jobs_tried_again(desk):
    [asset] = desk.add([7])
    failing = desk.service.account.videos.failing
    failing[desk.library.queries.asset(asset).sha256] = "Internal error."
    desk.run()
    failing.clear()
    number = desk.begin(again=True)
    desk.run(number)
    assert (desk.told(asset) != [], len(desk.service.jobs.jobs)) == (True, 2)


def test_a_failed_video_may_still_be_checked_by_frames(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.failing[desk.library.queries.asset(asset).sha256] = "Internal error."
    desk.run()
    assert not desk.run(whole=False).not_moderated
    assert (desk.told(asset) != [], len(desk.service.jobs.jobs)) == (True, 1)


def test_a_paid_job_is_not_started_otherwise_by_the_run_that_waits_for_it(desk):
    [asset] = desk.add([7])
    number = stopped_at(desk, JobState.STARTED)
    desk.service.account.videos.job_seconds = 0.0
    desk.service.account.storage.buckets["other"] = Bucket(desk.service.account.region)
    for other in ({"floor": 50.0}, {"bucket": "other"}, {"whole": False}):
        with pytest.raises(PaidOtherwise, match=r"1 video at Amazon Rekognition.* from the bucket mine") as told:
            desk.run(number, **other)
        assert (told.value.bucket, told.value.floor) == ("mine", 20.0)
    assert (len(desk.service.jobs.jobs), desk.service.ledger.calls) == (1, 0)
    desk.run(number)
    assert desk.told(asset)
    assert (len(desk.service.jobs.jobs), desk.lying) == (1, 0)


def test_a_start_whose_reply_was_lost_counts_as_paid(desk):
    desk.add([7])
    number = stopped_at(desk, JobState.STARTED)
    [job] = desk.jobs()
    desk.library.commands.advance_video_job(job.id, state=JobState.UPLOADED, job_id="")
    with pytest.raises(PaidOtherwise):
        desk.run(number, whole=False)
    desk.service.account.videos.job_seconds = 0.0
    assert desk.run(number).calls == 0
    assert len(desk.service.jobs.jobs) == 1


def test_what_nobody_waits_for_may_be_asked_otherwise(desk):
    desk.add([7])
    number = stopped_at(desk, JobState.STARTED)
    with pytest.raises(PaidOtherwise):
        require_same_way(desk.library, None, None)
    desk.library.commands.set_run_state(number, RunState.CANCELLED)
    require_same_way(desk.library, None, None)
    desk.service.account.videos.job_seconds = 0.0
    assert desk.run(desk.begin(), floor=50.0).calls == 1
    require_same_way(desk.library, None, None)


def test_another_run_does_not_pay_again_for_what_a_stopped_one_waits_for(desk):
    desk.add([7])
    stopped_at(desk, JobState.STARTED)
    with pytest.raises(PaidOtherwise, match="Run 1 was stopped"):
        desk.run(desk.begin(), whole=False)
    assert desk.service.ledger.calls == 0


def test_a_service_that_forgets_every_job_is_not_paid_for_ever(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.results_seconds = -1.0
    summary = desk.run()
    assert [fault.code for fault in summary.not_moderated] == ["job_failed"]
    assert len(desk.service.jobs.jobs) == 2
    assert desk.library.queries.asset(asset).status is Status.NOT_MODERATED


@pytest.mark.parametrize("whole", [True, False])
def test_what_opens_only_by_now_is_not_paid_beyond_what_was_agreed_to(desk, monkeypatch, whole):
    def busy(path, cancel):
        facts = replace(sound(path, cancel).facts, codec="", width=0, height=0, duration_ms=None, thumbnail=b"")
        return replace(sound(path, cancel), facts=replace(facts, fault=Fact("timed_out", "It took long.")))

    sound = desk.decoder.ingest
    [first] = desk.add([7])
    monkeypatch.setattr(desk.decoder, "ingest", busy)
    [late] = desk.add([20, 20, 3])
    monkeypatch.setattr(desk.decoder, "ingest", sound)
    number = desk.begin()
    told = told_before(desk, number, whole)
    assert (told.videos.sent, told.cost_usd) == (1, 0.1 if whole else 0.001)
    summary = desk.run(number, purse=Purse(Price(0.001), agreed_usd=told.cost_usd), whole=whole)
    assert (summary.budget_reached, summary.agreement_reached) == (True, True)
    assert summary.counts.cost_usd <= told.cost_usd
    assert desk.library.queries.run(number).state is RunState.PAUSED
    assert desk.library.queries.asset(late).duration_ms == 3000, "the library learnt what it is, and what it would cost"
    assert desk.library.queries.tiles([late])[0].has_thumbnail
    rest = told_before(desk, number, whole)
    assert rest.cost_usd > 0
    assert not desk.run(number, purse=Purse(Price(0.001), agreed_usd=rest.cost_usd), whole=whole).budget_reached
    assert desk.told(first)
    assert desk.told(late)
