"""Videos that are checked whole, when the service fails, forgets or refuses."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName, Status
from rekreview.domain.assets import Fault as Fact
from rekreview.domain.calls import Price
from rekreview.domain.errors import AccessDenied, CredentialsExpired, PaidOtherwise, Unreachable
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice, JobState
from rekreview.library.values import RunState
from rekreview.pipeline import scanning
from rekreview.pipeline.bucket_clearing import clear, needless
from rekreview.pipeline.estimating import estimate_open
from rekreview.pipeline.paid_jobs import require_same_way
from rekreview.pipeline.patience import Patience
from rekreview.pipeline.paying import Purse
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.settings import Settings
from tests.contract.amazon import account, amazon_keys, service_at  # noqa: F401 - the keys are a fixture
from tests.fakes.aws import clips
from tests.fakes.aws.faults import Fault
from tests.fakes.aws.rekognition import StandIn
from tests.fakes.aws.storage import Bucket
from tests.unit.pipeline.storing import Desk
from tests.unit.pipeline.test_stored_videos import stop_when

WEEK_AND_A_DAY = 8 * 86_400.0
START, GET = "StartContentModeration", "GetContentModeration"


@pytest.fixture
def desk(library, decoder, folder, amazon_keys, monkeypatch):  # noqa: F811
    with StandIn(account()) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        yield Desk(library, decoder, running, folder)


def stopped_at(desk, state, number=None, **choices):
    """A run that is stopped as soon as its job has come so far; its number."""
    desk.service.account.videos.job_seconds = 60.0
    number, cancel = number or desk.begin(), CancelToken()
    stop_when(lambda: any(job.state is state for job in desk.library.queries.video_jobs(number)), cancel)
    assert desk.run(number, cancel=cancel, **choices).interrupted
    return number


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


def test_a_service_that_forgets_every_job_is_not_paid_for_ever(desk):
    [asset] = desk.add([7])
    desk.service.account.videos.results_seconds = -1.0
    summary = desk.run()
    assert [fault.code for fault in summary.not_moderated] == ["job_failed"]
    assert len(desk.service.jobs.jobs) == 2
    assert desk.library.queries.asset(asset).status is Status.NOT_MODERATED


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


def told_before(desk, number, whole):
    """What a person is told before a run goes on."""
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=Settings(), frames=None if whole else FrameChoice())
    work = StoredVideoWork(service_at(desk.service), Price(0.1)) if whole else None
    return estimate_open(desk.library, engine, number, Price(0.001), work=work)


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
