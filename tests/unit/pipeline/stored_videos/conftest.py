"""A service that charges, with a library whose videos are checked whole by it."""

from __future__ import annotations

import threading
import time

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.calls import Price
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import FrameChoice
from rekreview.pipeline.estimating import estimate_open
from rekreview.pipeline.stored_videos import StoredVideoWork
from rekreview.settings import Settings
from tests.contract.amazon import account, amazon_keys, service_at  # noqa: F401 - a fixture
from tests.fakes.aws.rekognition import StandIn
from tests.unit.pipeline.storing import Desk

WEEK_AND_A_DAY = 8 * 86_400.0
START, GET = "StartContentModeration", "GetContentModeration"


VIOLENT = [("Violence", 0, 91.5), ("Weapons", 0, 91.5), ("Alcohol", 1000, 70.5)]


@pytest.fixture
def desk(library, decoder, folder, amazon_keys, monkeypatch):  # noqa: F811
    with StandIn(account()) as running:
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        yield Desk(library, decoder, running, folder)


def stop_when(condition, cancel, seconds=20.0):
    """Stop as soon as something is so."""

    def watch():
        deadline = time.monotonic() + seconds
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)
        cancel.cancel()

    threading.Thread(target=watch, daemon=True).start()


def stopped_at(desk, state, number=None, **choices):
    """A run that is stopped as soon as its job has come so far; its number."""
    desk.service.account.videos.job_seconds = 60.0
    number, cancel = number or desk.begin(), CancelToken()
    stop_when(lambda: any(job.state is state for job in desk.library.queries.video_jobs(number)), cancel)
    assert desk.run(number, cancel=cancel, **choices).interrupted
    return number


def told_before(desk, number, whole):
    """What a person is told before a run goes on."""
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=Settings(), frames=None if whole else FrameChoice())
    work = StoredVideoWork(service_at(desk.service), Price(0.1)) if whole else None
    return estimate_open(desk.library, engine, number, Price(0.001), work=work)
