"""Runs of a paid engine: a stop acts at once, nothing is paid twice, and what fails for a moment is asked again."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.calls import Price
from rekreview.domain.errors import AccessDenied, Unreachable
from rekreview.domain.progress import CancelToken
from rekreview.library.values import RunState
from rekreview.pipeline import scanning
from rekreview.pipeline.patience import Patience
from rekreview.pipeline.paying import Purse
from rekreview.settings import Settings
from tests.fakes.aws.faults import Fault
from tests.fakes.aws.marks import picture
from tests.fakes.aws.rekognition import Account, StandIn
from tests.media_samples import save
from tests.unit.pipeline.driving import drive
from tests.unit.pipeline.test_scanning import fill

PICTURES = 16
WORKERS = 8


@pytest.fixture
def pictures(library, decoder, executor, cancel, folder):
    for index in range(PICTURES):
        save(picture(50 + index, 200, 150), folder / f"{index:02}.jpg")
    return fill(library, decoder, executor, cancel, folder)


@pytest.fixture
def service(monkeypatch):
    with StandIn(Account()) as running:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000000001")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-one")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        yield running


@pytest.fixture
def paid(library, decoder, service):
    """Runs a scan with an engine of its own."""

    def run(number=None, *, cancel=None, each=lambda progress: None, rate=200, **choices):
        engine = wiring.make_engine(EngineName.REKOGNITION, rate=rate, settings=Settings())
        with ThreadPoolExecutor(WORKERS) as threads:
            try:
                if number is None:
                    number = scanning.start(library, engine, scanning.plan(library, engine))
                work = scanning.scan(
                    library,
                    decoder,
                    engine,
                    number,
                    executor=threads,
                    workers=WORKERS,
                    cancel=cancel or CancelToken(),
                    purse=choices.pop("purse", Purse(Price(0.001))),
                    **choices,
                )
                return drive(work, each)
            finally:
                engine.close()

    return run


def test_progress_tells_what_was_spent_and_how_fast_it_may_go(paid, pictures):
    seen = []
    summary = paid(each=lambda progress: seen.append(progress.spending), rate=None)
    assert (seen[0].calls, seen[0].rate, seen[0].quota) == (0, 5.0, None)
    assert seen[-1].calls == PICTURES
    assert seen[-1].cost_usd == summary.cost_usd == 0.016
    assert summary.model_versions == ["7.0"]


def test_a_stop_acts_at_once_though_answers_are_slow_and_loses_none(paid, pictures, library, service):
    service.faults.latency = (1.0, 1.5)
    cancel, times = CancelToken(), {}

    def stop():
        times["stopped"] = time.monotonic()
        cancel.cancel()

    engine = wiring.make_engine(EngineName.REKOGNITION, rate=200, settings=Settings())
    from rekreview.media.cage import Cage

    own = Cage(workers=2)
    with ThreadPoolExecutor(WORKERS) as threads:
        run = scanning.start(library, engine, scanning.plan(library, engine))
        threading.Timer(1.5, stop).start()
        summary = drive(scanning.scan(library, own, engine, run, executor=threads, workers=WORKERS, cancel=cancel))
        times["ended"] = time.monotonic()
    engine.close()
    own.close()
    assert summary.interrupted
    assert times["ended"] - times["stopped"] < 0.4
    assert library.queries.run(run).state is RunState.PAUSED
    billed = service.ledger.billed
    assert library.queries.run(run).calls.answered == billed, "an answer that came after the stop is kept"
    service.faults.latency = (0.0, 0.0)
    paid(run)
    assert service.ledger.billed == PICTURES
    assert service.ledger.billed_twice == 0
    assert library.queries.run(run).done == PICTURES


def test_what_fails_for_a_moment_is_asked_again(paid, pictures, library, service):
    service.faults.rates = {Fault.INTERNAL: 0.15, Fault.RESET_AFTER: 0.15}
    summary = paid()
    assert len(summary.assets) == PICTURES
    assert summary.not_moderated == []
    counts = library.queries.run(summary.run).calls
    assert counts.answered == PICTURES
    assert counts.unanswered >= service.ledger.billed - PICTURES


def test_an_asset_that_alone_is_never_answered_gets_a_reason(paid, pictures, library, service, monkeypatch):
    answer = service.answer

    def never_for_one(body, call, *, reached):
        from tests.fakes.aws import marks

        if marks.number_of(body["Image"]["Bytes"]) == 53:
            return {"ModerationModelVersion": "7.0"}
        return answer(body, call, reached=reached)

    monkeypatch.setattr(service, "answer", never_for_one)
    summary = paid()
    assert [(one.id, one.code) for one in summary.not_moderated] == [(pictures[3], "bad_answer")]
    assert len(summary.assets) == PICTURES - 1
    assert library.queries.run(summary.run).calls.unanswered == 3


def test_access_denied_stops_the_run_once_and_fails_no_asset(paid, pictures, library, service):
    service.faults.rates = {Fault.ACCESS_DENIED: 1.0}
    with pytest.raises(AccessDenied, match="No asset was failed"):
        paid()
    view = library.queries.runs()[0]
    assert (view.state, view.queued, view.failed, view.calls.unanswered) == (RunState.PAUSED, PICTURES, 0, 0)
    service.faults.rates = {}
    assert len(paid(view.id).assets) == PICTURES


def test_when_nothing_is_answered_any_more_the_run_waits_and_does_not_hammer(paid, pictures, library, service):
    service.faults.rates = {Fault.RESET_BEFORE: 1.0}
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="Nothing was answered"):
        paid(patience=Patience(2.0))
    assert time.monotonic() - begun < 20
    assert service.ledger.calls <= 2 * WORKERS + 8
    assert library.queries.runs()[0].failed == 0


def test_the_budget_is_kept_by_all_workers_together(paid, pictures, library, service):
    summary = paid(purse=Purse(Price(0.001), 0.0055))
    assert summary.budget_reached
    assert (service.ledger.calls, len(summary.assets)) == (5, 5)
    assert library.queries.run(summary.run).state is RunState.PAUSED


def test_an_earlier_model_is_remembered(paid, pictures, library, service):
    paid()
    service.account.model_version = "7.1"
    run = library.commands.start_run(EngineName.REKOGNITION, "", None, 20, pictures[:2], again=True)
    assert paid(run).model_versions == ["7.0", "7.1"]


def test_a_run_that_asks_anew_does_so_too_when_it_was_stopped_and_goes_on(paid, pictures, library, service):
    paid()
    service.account.model_version = "7.1"
    run = library.commands.start_run(EngineName.REKOGNITION, "", None, 20, pictures, again=True)
    cancel = CancelToken()
    stopped = paid(run, cancel=cancel, each=lambda progress: progress.done and cancel.cancel())
    assert stopped.interrupted
    assert 0 < library.queries.run(run).done < PICTURES
    paid(run)
    assert library.queries.run(run).again
    assert service.ledger.billed == 2 * PICTURES, (
        "nothing of before the run was taken for an answer, nothing asked thrice"
    )
    assert {asset.detections[-1].model_version for asset in library.queries.assets(pictures)} == {"7.1"}


def test_copies_and_equal_pixels_cost_one_call(paid, library, decoder, executor, cancel, folder, service):
    for name in ("a.png", "b.bmp", "c.tiff"):
        save(picture(70, 200, 150), folder / name)
    ids = fill(library, decoder, executor, cancel, folder)
    summary = paid()
    assert len(ids) == len(summary.assets) == 3
    assert service.ledger.calls == 1
    with_labels = library.queries.assets(ids)
    assert all(len(asset.detections) == 1 for asset in with_labels)
