"""Two programs on one library: a run is worked through by one of them, and no bytes are paid for twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.errors import RunUnderWay
from rekreview.domain.progress import CancelToken
from rekreview.library.values import RunState
from rekreview.pipeline import scanning
from rekreview.settings import Settings
from tests.fakes.aws.marks import picture
from tests.fakes.aws.rekognition import Account, StandIn
from tests.media_samples import save
from tests.unit.pipeline.driving import drive
from tests.unit.pipeline.test_scanning import fill

PICTURES = 8
SCAN = ("scan", "--engine", "rekognition", "--yes", "--json", "--rate", "100", "--workers", "4")


@pytest.fixture
def service(monkeypatch):
    with StandIn(Account()) as running:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE0000000001")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret-one")
        monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        monkeypatch.setenv("AWS_ENDPOINT_URL_REKOGNITION", running.url)
        yield running


@pytest.fixture
def pictures(library, decoder, executor, cancel, folder):
    for index in range(PICTURES):
        save(picture(50 + index, 200, 150), folder / f"{index:02}.jpg")
    return fill(library, decoder, executor, cancel, folder)


@pytest.fixture
def program(library):
    """Starts the command line on the same library; whatever still runs at the end is killed."""
    running = []

    def start(*words):
        command = [sys.executable, "-m", "rekreview", *words, "--library", str(library.directory)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def until(holds, what, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def test_a_second_program_leaves_a_run_under_way_alone(program, pictures, library, service):
    service.faults.latency = (2.0, 2.0)
    first = program(*SCAN)
    until(lambda: service.ledger.calls >= 2, "the first call")
    second = program(*SCAN)
    out, _ = second.communicate(timeout=30)
    assert second.returncode == 4
    error = json.loads(out)["error"]
    assert error["code"] == "run_under_way"
    assert f"process {first.pid}, since" in error["message"]
    out, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert json.loads(out)["moderated"] == PICTURES
    assert (service.ledger.billed, service.ledger.billed_twice) == (PICTURES, 0)
    counts = library.queries.run(json.loads(out)["run"]).calls
    assert (counts.answered, counts.unanswered) == (PICTURES, 0)


def test_a_run_whose_program_was_killed_is_taken_over(program, pictures, library, service):
    service.faults.latency = (0.0, 30.0)
    first = program(*SCAN)
    until(lambda: service.ledger.calls >= 2, "the first call")
    first.kill()
    first.wait()
    service.faults.latency = (0.0, 0.0)
    second = program(*SCAN)
    _, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    assert library.queries.runs()[0].state is RunState.FINISHED
    assert len(library.queries.runs()) == 1
    assert scanning.plan(library, wiring.make_engine(EngineName.REKOGNITION, settings=Settings())) == []


def test_what_is_in_flight_elsewhere_is_not_put_back(program, pictures, library, service, decoder, executor):
    service.faults.latency = (2.0, 2.0)
    first = program(*SCAN)
    until(lambda: service.ledger.calls >= 2, "the first call")
    run = library.queries.unfinished_run()
    engine = wiring.make_engine(EngineName.REKOGNITION, settings=Settings())
    work = scanning.scan(library, decoder, engine, run.id, executor=executor, workers=2, cancel=CancelToken())
    with pytest.raises(RunUnderWay):
        drive(work)
    with pytest.raises(RunUnderWay):
        scanning.give_up(library, run.id)
    seen = library.queries.run(run.id)
    assert seen.active > 0
    assert seen.state is RunState.RUNNING
    assert seen.calls.unanswered >= 2, "its calls are still under way"
    _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert service.ledger.billed_twice == 0


SENDER = """
import sys
from pathlib import Path
from rekreview import wiring
from rekreview.domain.assets import EngineName
from rekreview.domain.progress import CancelToken
from rekreview.library.library import Library
from rekreview.pipeline import scanning
from concurrent.futures import ThreadPoolExecutor
from rekreview.settings import Settings

library = Library.open(Path(sys.argv[1]))
engine = wiring.make_engine(EngineName.REKOGNITION, rate=100, settings=Settings())
decoder = wiring.make_decoder(Settings(workers=1))
run = scanning.start(library, engine, scanning.plan(library, engine))
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(4) as threads:
    work = scanning.scan(library, decoder, engine, run, executor=threads, workers=4, cancel=CancelToken())
    for _ in work:
        pass
engine.close()
decoder.close()
library.close()
"""


def test_two_runs_over_the_same_pictures_at_once_pay_for_each_picture_once(pictures, library, service):
    service.faults.latency = (0.3, 0.5)
    pipe = subprocess.PIPE
    senders = [
        subprocess.Popen(
            [sys.executable, "-c", SENDER, str(library.directory)], stdin=pipe, stdout=pipe, text=True, env=os.environ
        )
        for _ in range(2)
    ]
    for sender in senders:
        assert sender.stdout.readline() == "ready\n"
    for sender in senders:
        sender.stdin.write("\n")
        sender.stdin.flush()
    for sender in senders:
        sender.communicate(timeout=60)
        assert sender.returncode == 0
    assert [run.done for run in library.queries.runs()] == [PICTURES, PICTURES]
    assert (service.ledger.calls, service.ledger.billed_twice) == (PICTURES, 0)
