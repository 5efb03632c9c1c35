"""Moderation runs through real parts: every asset gets a verdict or a reason, whatever happens in between."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rekreview import wiring
from rekreview.domain.assets import Status
from rekreview.domain.errors import BadAnswer, ModelMissing
from rekreview.domain.queues import QueueFilter
from rekreview.library.values import RunState
from rekreview.paths import resources
from rekreview.pipeline import scanning
from rekreview.pipeline.importing import import_paths
from tests.media_samples import photo, save
from tests.unit.pipeline.driving import drive

TALL = 5
"""Which photograph is an upright one, so that a test can tell it from the others."""
REJECTED_SAMPLES = {"wine.png", "pistol.png", "rifle.jpg"}


def fill(library, decoder, executor, cancel, *paths):
    return drive(import_paths(library, decoder, paths, executor=executor, cancel=cancel)).assets


def moderate(library, decoder, engine, executor, cancel, run=None, each=lambda progress: None):
    if run is None:
        run = scanning.start(library, engine, scanning.plan(library, engine))
    work = scanning.scan(library, decoder, engine, run, executor=executor, workers=2, cancel=cancel)
    return drive(work, each)


def is_tall(frame):
    height, width = frame.pixels.shape[:2]
    return height > width


@pytest.fixture
def photographs(library, decoder, executor, cancel, folder):
    for seed in range(12):
        size = (240, 320) if seed == TALL else (320, 240)
        save(photo(*size, seed=seed), folder / f"photo-{seed:02}.jpg")
    return fill(library, decoder, executor, cancel, folder)


def test_samples_get_a_verdict_or_a_reason(library, decoder, engine, executor, cancel):
    ids = fill(library, decoder, executor, cancel, resources() / "sample")
    summary = moderate(library, decoder, engine, executor, cancel)
    tiles = {tile.name: tile for tile in library.queries.tiles(ids)}
    assert {name for name, tile in tiles.items() if tile.status is Status.REJECTED} >= REJECTED_SAMPLES
    assert tiles["cat.jpg"].status is Status.APPROVED
    assert tiles["unfinished-download.jpg"].status is Status.NOT_MODERATED
    assert not [tile for tile in tiles.values() if tile.status is Status.PENDING]
    assert len(summary.assets) + len(summary.not_moderated) == len(ids)
    assert summary.calls == len(summary.assets), "media that cannot be opened reach no engine"
    assert library.queries.run(summary.run).state is RunState.FINISHED


def test_a_second_run_has_nothing_to_do(library, decoder, engine, executor, cancel, photographs):
    assert scanning.plan(library, engine) == photographs
    moderate(library, decoder, engine, executor, cancel)
    assert scanning.plan(library, engine) == []
    assert scanning.plan(library, engine, again=True) == photographs


def test_a_file_changed_since_its_import_is_not_moderated_as_it_was(
    library, decoder, engine, executor, cancel, photographs, folder
):
    save(photo(seed=77), folder / "photo-03.jpg")
    (folder / "photo-04.jpg").unlink()
    summary = moderate(library, decoder, engine, executor, cancel)
    messages = {Path(entry.path).name: entry.message for entry in summary.not_moderated}
    assert set(messages) == {"photo-03.jpg", "photo-04.jpg"}
    assert messages["photo-03.jpg"].startswith("It has changed since it was imported"), "the path has its own column"
    assert "Import it again" in messages["photo-04.jpg"]


def test_stopping_leaves_a_run_that_can_go_on(library, decoder, engine, executor, cancel, photographs):
    summary = moderate(library, decoder, engine, executor, cancel, each=lambda p: p.done == 3 and cancel.cancel())
    assert summary.interrupted
    view = library.queries.run(summary.run)
    assert (view.state, view.active) == (RunState.PAUSED, 0)
    assert 3 <= view.done < len(photographs)
    again = moderate(library, decoder, engine, executor, type(cancel)(), run=summary.run)
    assert len(again.assets) == len(photographs) - view.done
    assert scanning.plan(library, engine) == []


def test_pausing_records_and_waits(library, decoder, engine, executor, cancel, photographs):
    counts = []

    def pause_at_four(progress):
        counts.append(progress.done)
        if progress.done == 4 and not cancel.paused:
            cancel.pause()
            threading.Timer(0.6, look_and_resume).start()

    states = []

    def look_and_resume():
        views = library.queries.runs()
        states.append((views[0].state, views[0].done, counts[-1]))
        cancel.resume()

    summary = moderate(library, decoder, engine, executor, cancel, each=pause_at_four)
    [(state, recorded, seen)] = states
    assert state is RunState.PAUSED
    assert recorded == seen < len(photographs)
    assert len(summary.assets) == len(photographs)


def test_an_engine_that_cannot_open_fails_no_asset(library, decoder, executor, cancel, photographs, engine):
    class Broken:
        name, version, adapter = engine.name, engine.version, engine.adapter
        min_confidence, limits = engine.min_confidence, engine.limits

        def open(self):
            raise ModelMissing("The model is not there.", "Install it.")

    with pytest.raises(ModelMissing):
        moderate(library, decoder, Broken(), executor, cancel)
    view = library.queries.runs()[0]
    assert (view.state, view.queued, view.failed) == (RunState.PAUSED, len(photographs), 0)


def test_a_bug_in_the_engine_costs_one_asset(library, decoder, executor, cancel, photographs, engine, caplog):
    class Stumbling(type(engine)):
        def detect(self, prepared, cancel):
            [frame] = prepared.frames
            if is_tall(frame):
                raise ZeroDivisionError
            return super().detect(replace(prepared, frames=iter([frame])), cancel)

    stumbling = Stumbling()
    summary = moderate(library, decoder, stumbling, executor, cancel)
    stumbling.close()
    assert [entry.id for entry in summary.not_moderated] == [photographs[TALL]]
    assert "A bug stopped the moderation" in caplog.text
    caplog.clear()


def test_an_answer_that_makes_no_sense_costs_one_asset(library, decoder, executor, cancel, photographs, engine):
    class Confused(type(engine)):
        def detect(self, prepared, cancel):
            [frame] = prepared.frames
            if is_tall(frame):
                raise BadAnswer("The answer makes no sense.")
            return super().detect(replace(prepared, frames=iter([frame])), cancel)

    confused = Confused()
    summary = moderate(library, decoder, confused, executor, cancel)
    confused.close()
    assert [(entry.id, entry.code) for entry in summary.not_moderated] == [(photographs[TALL], "bad_answer")]
    assert summary.calls == len(photographs), "an answer that makes no sense was asked for, and may be paid"
    assert len(summary.assets) == len(photographs) - 1


def test_a_run_given_up_is_not_offered_again(library, decoder, engine, executor, cancel, photographs):
    summary = moderate(library, decoder, engine, executor, cancel, each=lambda p: p.done == 2 and cancel.cancel())
    scanning.give_up(library, summary.run)
    assert library.queries.run(summary.run).state is RunState.CANCELLED
    assert library.queries.unfinished_run() is None


def test_killed_at_any_moment_nothing_is_lost(tmp_path, folder, decoder, engine, executor, cancel):
    for seed in range(60):
        save(photo(900, 700, seed=seed), folder / f"photo-{seed:02}.jpg")
    place = tmp_path / "library"
    library = wiring.open_library(place, create=True)
    fill(library, decoder, executor, cancel, folder)
    library.close()
    done_before = 0
    for delay in (0.9, 1.2, 1.5):
        command = [sys.executable, "-m", "rekreview", "--library", str(place), "scan", "--engine", "on-device"]
        process = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        library = wiring.open_library(place)
        done = 60 - len(scanning.plan(library, engine))
        assert done >= done_before
        done_before = done
        library.close()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    library = wiring.open_library(place)
    try:
        assert scanning.plan(library, engine) == []
        assert not [t for t in library.queries.tiles(library.queries.ids(QueueFilter())) if t.status is Status.PENDING]
        assert all(len(library.queries.asset(int(one)).detections) == 1 for one in library.queries.ids(QueueFilter()))
    finally:
        library.close()


def test_answers_are_recorded_in_bunches_and_none_waits_long(library, decoder, engine, executor, cancel, folder):
    for seed in range(40):
        save(photo(120, 90, seed=seed), folder / f"photo-{seed:02}.jpg")
    ids = fill(library, decoder, executor, cancel, folder)
    engine.open()
    records, came = [], {}

    def hear(changes):
        if changes.changed:
            records.append((time.monotonic(), changes.changed))

    leave = library.subscribe(hear)
    begun = time.monotonic()
    moderate(
        library,
        decoder,
        engine,
        executor,
        cancel,
        each=lambda progress: came.setdefault(progress.done, time.monotonic()),
    )
    leave()
    assert sorted(asset for _, assets in records for asset in assets) == sorted(ids)
    assert len(records) <= (time.monotonic() - begun) / scanning.RECORD_SECONDS + 1
    recorded = 0
    for moment, assets in records:
        waited = moment - came[recorded + 1]
        recorded += len(assets)
        assert waited < scanning.RECORD_SECONDS + scanning.IDLE_SECONDS + 0.5, "a crash would lose more than it must"
