"""Many threads at once: readers never wait, writers go in turn, nobody starves."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path

import pytest

from rekreview.domain.assets import Status
from rekreview.domain.errors import Locked
from rekreview.domain.queues import QueueFilter, QueueName
from rekreview.library import Library, database
from rekreview.library.database import WriteLane
from tests.unit.library.makers import add, fill


def at_once(*works: object) -> list[BaseException]:
    """Run functions in threads of their own; what they raised."""
    errors: list[BaseException] = []

    def guarded(work: object) -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_any_thread_may_read_and_write(library: Library) -> None:
    ids = fill(library, 50)

    def write(name: str) -> None:
        for number in range(30):
            add(library, f"{name}{number}.jpg")
            library.commands.decide([ids[number]], Status.APPROVED, reviewer=name)

    def read() -> None:
        for _ in range(60):
            counts = library.queries.counts().counts
            assert counts[QueueName.ALL] == counts[QueueName.APPROVED] + counts[QueueName.PENDING]
            library.queries.tiles(library.queries.ids(QueueFilter()))
            library.queries.page(limit=20)

    errors = at_once(lambda: write("a"), lambda: write("b"), read, read)
    assert errors == []
    assert library.queries.totals().assets == 50 + 60


def test_a_reader_does_not_wait_for_a_writer(library: Library) -> None:
    ids = fill(library, 3)
    with library._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM location")
        started = time.monotonic()
        assert library.queries.asset(ids[0]).paths
        assert time.monotonic() - started < 8, "a writer is waited for up to ten seconds"


def test_one_answer_is_about_one_moment(library: Library) -> None:
    """A page is put together from several statements; a write in between must not show in it."""
    fill(library, 300)
    stop = threading.Event()

    def flip() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            library.commands.decide(range(1, 301), (Status.APPROVED, Status.REJECTED)[number % 2], reviewer="x")

    def watch() -> None:
        for _ in range(40):
            assert len({asset.status for asset in library.queries.page(limit=300)}) == 1
        stop.set()

    writer = threading.Thread(target=flip)
    writer.start()
    errors = at_once(watch)
    stop.set()
    writer.join()
    assert errors == []


def test_the_lane_lets_writers_in_as_they_came() -> None:
    lane = WriteLane()
    order: list[int] = []
    threads = []

    def take(number: int) -> None:
        with lane:
            order.append(number)

    with lane:
        for number in range(8):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(lane._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_the_lane_is_free_again_after_an_error() -> None:
    lane = WriteLane()
    with pytest.raises(ValueError, match="oops"), lane:
        raise ValueError("oops")
    with lane:
        assert lane.taken
    assert not lane.taken


def test_a_writer_interrupted_while_it_waits_leaves_the_lane_to_others() -> None:
    class InterruptedWaitError(Exception):
        pass

    def interrupt(*_: object) -> None:
        raise InterruptedWaitError

    lane = WriteLane()
    release = threading.Event()

    def hold() -> None:
        with lane:
            release.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    while not lane.taken:
        time.sleep(0.001)
    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(InterruptedWaitError):
            lane.__enter__()
    finally:
        signal.signal(signal.SIGALRM, before)
    release.set()
    holder.join()
    assert not lane.taken
    with lane:
        assert lane.taken


def test_a_writer_that_blocks_too_long_is_told_of_as_locked(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Library.open(place, create=True) as one, Library.open(place) as other:
        with one._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM location")
            with pytest.raises(Locked) as caught:
                fill(other, 1)
            assert caught.value.retryable
            assert "Nothing was changed" in caught.value.message
        assert fill(other, 1)


def test_a_writer_waits_for_one_transaction_of_another_program(place: Path) -> None:
    with Library.open(place, create=True) as one, Library.open(place) as other:
        started, waited = threading.Event(), []

        def hold() -> None:
            with one._database.writing() as connection:
                connection.exec_driver_sql("DELETE FROM location")
                started.set()
                time.sleep(0.3)

        def write() -> None:
            started.wait(5)
            began = time.monotonic()
            fill(other, 1)
            waited.append(time.monotonic() - began)

        assert at_once(hold, write) == []
        assert waited[0] >= 0.2
        assert one.queries.totals().assets == 1


def test_a_transaction_that_fails_leaves_nothing(library: Library) -> None:
    ids = fill(library, 2)

    def delete_and_fail() -> None:
        with library._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM location")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        delete_and_fail()
    assert library.queries.asset(ids[0]).paths


def test_readers_cannot_write_by_mistake(library: Library) -> None:
    fill(library, 1)
    with pytest.raises(Exception, match=r"readonly|permission"), library._database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM location")
    assert library.queries.totals().locations == 1
