"""What is told before a run goes on whose videos are at the service already: they are paid, and are read only."""

from __future__ import annotations

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.calls import Price
from rekreview.domain.video import JobState
from rekreview.pipeline import scanning
from rekreview.pipeline.estimating import estimate, estimate_open
from rekreview.pipeline.paid_jobs import awaited_videos
from rekreview.pipeline.paying import Purse
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.settings import Settings
from tests.contract.amazon import service_at
from tests.unit.pipeline.stored_videos.conftest import stopped_at
from tests.unit.pipeline.storing import Desk

CALL = Price(0.001)


def told(desk: Desk, run: int | None):
    """What a person is told before a run goes on, or before a new one."""
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=Settings())
    work = StoredVideoWork(service_at(desk.service), Price(0.1))
    if run is None:
        return estimate(desk.library, engine, CALL, work)
    return estimate_open(desk.library, engine, run, CALL, work=work)


def test_a_job_at_the_service_costs_nothing_more(desk: Desk) -> None:
    [asset] = desk.add([7, 20])
    run = stopped_at(desk, JobState.STARTED)
    for found in (told(desk, run), told(desk, None)):
        assert (found.videos.awaited, found.videos.sent, found.videos.minutes) == (1, 0, 0)
        assert (found.assets, found.sent, found.cost_usd) == (1, 0, 0.0)
    desk.service.account.videos.job_seconds = 0.0
    assert not desk.run(run, purse=Purse(CALL, agreed_usd=0.0)).budget_reached
    assert desk.told(asset)
    assert len(desk.service.jobs.jobs) == 1


def test_what_was_only_uploaded_still_costs(desk: Desk) -> None:
    desk.add([7, 20])
    found = told(desk, stopped_at(desk, JobState.UPLOADING))
    assert (found.videos.awaited, found.videos.sent, found.cost_usd) == (0, 1, 0.1)


def test_beside_it_the_others_are_told_as_ever(desk: Desk) -> None:
    desk.add([7, 20])
    stopped_at(desk, JobState.STARTED)
    desk.add([7, 30], [9, 31])
    found = told(desk, None)
    assert (found.videos.awaited, found.videos.sent, found.videos.minutes, found.sent) == (1, 2, 2, 2)


def test_a_job_that_the_service_has_forgotten_is_paid_only_after_it_was_told(desk: Desk) -> None:
    [asset] = desk.add([7, 20])
    run = stopped_at(desk, JobState.STARTED)
    desk.service.account.videos.job_seconds, desk.service.account.videos.later = 0.0, 8 * 86_400.0
    agreed = told(desk, run).cost_usd
    summary = desk.run(run, purse=Purse(CALL, agreed_usd=agreed))
    assert (summary.agreement_reached, len(desk.service.jobs.jobs)) == (True, 1)
    again = told(desk, run)
    assert (again.videos.awaited, again.cost_usd) == (0, 0.1)
    desk.run(run, purse=Purse(CALL, agreed_usd=again.cost_usd))
    assert desk.told(asset)


def test_a_new_run_finds_the_jobs_of_one_that_was_given_up(desk: Desk) -> None:
    [asset] = desk.add([7, 20])
    scanning.give_up(desk.library, stopped_at(desk, JobState.STARTED))
    found = told(desk, None)
    assert (found.videos.awaited, found.cost_usd) == (1, 0.0)
    desk.service.account.videos.job_seconds = 0.0
    assert not desk.run(purse=Purse(CALL, agreed_usd=found.cost_usd)).budget_reached
    assert desk.told(asset)
    assert len(desk.service.jobs.jobs) == 1


def test_another_way_of_asking_is_not_waited_for(desk: Desk) -> None:
    [asset] = desk.add([7, 20])
    run = stopped_at(desk, JobState.STARTED)
    assert awaited_videos(desk.library, service_at(desk.service), run) == {asset}
    assert awaited_videos(desk.library, service_at(desk.service, bucket="other"), run) == frozenset()
    assert awaited_videos(desk.library, None, run) == frozenset()
