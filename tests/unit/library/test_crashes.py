"""A program that is killed at any moment loses nothing it was told is saved; two that write at once get on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library, database
from tests.unit.library.makers import fill, moderate, spread, statuses


def start(place: Path, name: str, work: str, number: int | None = None) -> subprocess.Popen[str]:
    """The writing program, under way."""
    more = [] if number is None else [str(number)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.unit.library.writer", str(place), name, work, *more],
        stdout=subprocess.PIPE,
        text=True,
    )


def killed(place: Path, work: str, seconds: float) -> list[list[str]]:
    """Let the program work, kill it a while after its first word, and give what it had acknowledged."""
    writer = start(place, "writer", work)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(seconds)
    writer.send_signal(signal.SIGKILL)
    rest = writer.stdout.read()
    writer.stdout.close()
    writer.wait()
    # The last line may have been cut off by the kill; only whole lines are acknowledged.
    whole = (first + rest).rpartition("\n")[0]
    return [line.split() for line in whole.splitlines()]


def assert_sound(place: Path) -> None:
    """Nothing SQLite finds wrong, and every asset's flags agree with its rows."""
    assert database.integrity(place / database.FILE_NAME) == ()
    assert database.integrity(place / "thumbnails.sqlite") == ()


MOMENTS = [random.Random(seed).uniform(0, 0.25) for seed in range(3)]


@pytest.mark.parametrize("seconds", MOMENTS)
def test_an_import_that_was_killed_keeps_what_was_acknowledged(place: Path, seconds: float) -> None:
    acknowledged = {int(asset_id) for _, asset_id in killed(place, "import", seconds)}
    with Library.open(place) as library:
        found = library.queries.ids(QueueFilter()).tolist()
        assert acknowledged <= set(found)
        assert len(found) % 20 == 0
        assert library.queries.counts().counts[QueueName.ALL] == len(found)
        assert all(asset.paths for asset in library.queries.assets(found))
        assert set(library.thumbnails.get(found)) == set(found)
        assert fill(library, 1)
    assert_sound(place)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_decisions_of_a_killed_program_stand(place: Path, seconds: float) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 7)
    last: dict[int, tuple[str, str]] = {}
    said = killed(place, "decide", seconds)
    for _, asset_id, status, note in said:
        last[int(asset_id)] = (status, note)
    with Library.open(place) as library:
        for asset_id, (status, note) in last.items():
            history = library.queries.history(asset_id)
            newest = history[-1]
            # One decision more may have been saved than there was time to say so.
            assert int(newest.note) >= int(note)
            assert any((entry.to_status, entry.note) == (status, note) for entry in history)
            assert library.queries.asset(asset_id).status is newest.to_status
        decided = sum(len(library.queries.history(asset_id)) for asset_id in ids)
        assert decided - len(said) in (0, 1)
        while library.commands.undo().batch is not None:
            pass
        assert set(statuses(library, ids)) == {"pending"}
    assert_sound(place)


def test_a_run_that_was_killed_again_and_again_loses_and_repeats_nothing(place: Path) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 150)
    said: list[int] = []
    for seconds in (0.01, 0.05, 0.1):
        said += [int(asset_id) for _, asset_id in killed(place, "run", seconds)]
    writer = start(place, "last", "run")
    out, _ = writer.communicate()
    said += [int(line.split()[1]) for line in out.splitlines()]
    assert len(said) == len(set(said)), "an asset was moderated twice"
    with Library.open(place) as library:
        assert library.queries.unfinished_run() is None
        assert set(statuses(library, ids)) == {"rejected"}
        # What was recorded at the moment of a kill may never have been said, three assets each time.
        assert len(ids) - len(said) <= 9
        assert library.queries.totals().detections == len(ids)
    assert_sound(place)


@pytest.mark.parametrize("seconds", MOMENTS)
def test_a_killed_program_leaves_no_two_policies_mixed(place: Path, seconds: float) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 40)
        moderate(library, spread(ids, [60] * 40))
    said = killed(place, "apply", seconds)
    with Library.open(place) as library:
        applied = library.queries.policy()
        assert int(applied.version) >= int(said[-1][1])
        wanted = "rejected" if applied.pair.image.endswith("0.1") else "approved"
        assert set(statuses(library, ids)) == {wanted}
    assert_sound(place)


def test_two_programs_that_write_at_once_lose_nothing(place: Path) -> None:
    with Library.open(place, create=True) as library:
        fill(library, 10)
    writers = [start(place, name, work, 200) for name, work in (("one", "import"), ("two", "import"), ("x", "decide"))]
    said = [writer.communicate()[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    with Library.open(place) as library:
        assert library.queries.totals().assets == 10 + 200 + 200
        assert len({line for lines in said[:2] for line in lines}) == 400
        assert library.queries.totals().decisions == 200
    assert_sound(place)


def test_a_file_is_made_by_whoever_comes_first_and_nobody_is_refused(tmp_path: Path) -> None:
    at_once = 8
    for turn in range(40):
        file, barrier = tmp_path / f"{turn}.sqlite", threading.Barrier(at_once)

        def make(file: Path = file, barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            database.make_file(file)

        with ThreadPoolExecutor(at_once) as threads:
            for made in [threads.submit(make) for _ in range(at_once)]:
                made.result()


def test_two_programs_that_make_a_library_at_once_make_one(place: Path) -> None:
    writers = [start(place, name, "import", 20) for name in ("one", "two", "three")]
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    with Library.open(place) as library:
        assert library.queries.totals().assets == 60
        assert len(library.queries.policy_versions()) == 1
    assert_sound(place)


def test_a_decision_is_on_the_disk_and_a_bulk_write_need_not_be(library: Library) -> None:
    def level() -> int:
        writers = library._database._writers
        assert writers is not None
        with writers.connect() as connection:
            return int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())

    full, normal = 2, 1
    ids = fill(library, 1)
    assert level() == normal
    library.commands.decide(ids, Status.APPROVED, reviewer="Ann")
    assert level() == full
    fill(library, 2)
    assert level() == normal
    library.commands.undo()
    assert level() == full


@pytest.mark.parametrize("seconds", MOMENTS)
def test_half_of_a_killed_batch_is_one_step_that_can_be_undone(place: Path, seconds: float) -> None:
    with Library.open(place, create=True) as library:
        ids = fill(library, 5_000)
    said = sum(int(number) for _, number in killed(place, "batch", seconds))
    with Library.open(place) as library:
        done = statuses(library, ids).count("approved")
        undo = library.queries.undo_state().undo
        assert said <= done
        assert undo is not None
        assert undo.assets == done
        assert len(library.commands.undo().ids) == done
        assert set(statuses(library, ids)) == {"pending"}
        assert not library.queries.undo_state().can_undo
        assert library.commands.redo().batch == undo.batch
        assert statuses(library, ids).count("approved") == done
    assert_sound(place)
