"""The one place where work leaves the GUI thread, and the one way back to it."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor
from contextlib import ExitStack
from typing import Any, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from rekreview.domain.errors import Cancelled, RekreviewError
from rekreview.jobs.executors import InlineExecutor, PoolExecutor
from rekreview.jobs.job import Job, Work
from rekreview.jobs.kept_back import KeptBack

T = TypeVar("T")
Failed: TypeAlias = Callable[[Exception], None]
Lane: TypeAlias = PoolExecutor | InlineExecutor

READERS = 2
JOBS = 5

log = logging.getLogger(__name__)


class Foremost:
    """Reads that are never kept back: what is on the screen waits for them."""

    def __init__(self, submit: Callable[..., None]) -> None:
        self._submit = submit

    def read(self, query: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run a query in the read pool, then `done` with its answer on the GUI thread."""
        self._submit(query, done, failed, at_once=True)


class _Aside(threading.local):
    """Where a thread puts what it posts, None if that goes out at once."""

    calls: list[Callable[[], None]] | None = None

    def while_it(self, call: Callable[[], T], calls: list[Callable[[], None]]) -> T:
        """Make a call, whose posts are kept for whoever asked."""
        self.calls = calls
        try:
            return call()
        finally:
            self.calls = None


class Dispatcher(QObject):
    """Runs reads, writes and long jobs in lanes of threads, and brings every answer back to the GUI thread.

    Reads run side by side, writes one after the other, long writes in a lane of their own, each job on a thread of its
    own. A RekreviewError that nobody asked for goes out as `faulted`; any other exception is a bug: logged with its
    traceback, and out as `crashed` once for each place it comes from. With `synchronous`, everything runs at once in
    the calling thread, for tests. Without `listens`, nothing that is posted is delivered before `listen`.
    """

    faulted = Signal(object)
    crashed = Signal(object)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, *, synchronous: bool = False, listens: bool = True) -> None:
        super().__init__(parent)
        self._synchronous = synchronous
        self._readers = self._lane(READERS, "read")
        self._writer = self._lane(1, "write")
        self._long_writer = self._lane(1, "long write")
        self._drivers = self._lane(JOBS, "jobs")
        self._executors: dict[tuple[str, int], Lane] = {}
        self._newest: dict[str, int] = {}
        self._jobs: list[Job] = []
        self._seen: set[str] = set()
        self._closed = False
        self._kept = KeptBack(self)
        self.foremost = Foremost(self._submit_read)
        self._undelivered = 0
        self._lock = threading.Lock()
        self._aside = _Aside()
        self._listening = False
        if listens:
            self.listen()

    def read(self, query: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None) -> None:
        """Run a query in the read pool, then `done` with its answer on the GUI thread."""
        self._submit_read(query, done, failed, at_once=False)

    def hold(self) -> None:
        """Keep reads back until `let_go`, but those that are `foremost`: what nobody waits for must not delay what is
        waited for.
        """
        self._kept.hold()

    def let_go(self) -> None:
        """Run the reads that were kept back, in their order, and keep none back any more."""
        self._kept.let_go()

    def _submit_read(
        self, query: Callable[[], T], done: Callable[[T], None], failed: Failed | None, *, at_once: bool
    ) -> None:
        if at_once or self._closed:
            self._submit(self._readers, query, done, failed)
        else:
            self._kept.read(lambda: self._submit(self._readers, query, done, failed))

    def after_writes(self, call: Callable[[], None]) -> None:
        """Make a call on this thread, the GUI's: now, or, while the answer of a write is awaited, right after it,
        or when that takes long.
        """
        self._kept.after_writes(call)

    def write(
        self,
        command: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        *,
        awaited: bool = True,
    ) -> None:
        """Run a command in the write lane, after every command given before it.

        awaited: somebody waits for its answer, if that is asked for. What it posts itself, such as the news of the
        change, comes after that, and so do reads that are not `foremost`, unless it takes long.
        """
        awaited = awaited and done is not None and not self._synchronous and not self._closed
        if awaited:
            self._kept.write_begun()
        self._submit(self._writer, command, done, failed, then=self._kept.write_answered if awaited else None)

    def write_at_length(
        self, command: Callable[[], T], done: Callable[[T], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Run a command that takes long and lets others in between its pieces, beside those of `write`."""
        self._submit(self._long_writer, command, done, failed)

    def newest(
        self,
        key: str,
        query: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        foremost: bool = False,
    ) -> None:
        """Run a query whose answer only counts if no later one was asked under the same key. foremost: at once, even
        while others are kept back.
        """
        generation = self._newest[key] = self._newest.get(key, 0) + 1

        def is_newest() -> bool:
            return self._newest[key] == generation

        def ask() -> T:
            if not is_newest():
                raise Cancelled("A newer question was asked.")
            return query()

        def answer(value: T) -> None:
            if is_newest():
                done(value)

        def fail(error: Exception) -> None:
            if is_newest() and failed is not None:
                failed(error)

        self._submit_read(ask, answer, fail if failed is not None else None, at_once=foremost)

    def start(self, work: Work) -> Job:
        """Start long work on a thread of its own; connect to the job's signals right after this returns."""
        # The job stays our child for good: deleting one whose signals hold closures over it crashes PySide.
        job = Job(work, self.post, self)
        job.ended.connect(lambda: self._forget(job))
        self._jobs.append(job)
        self._submit(self._drivers, job.drive, None, lambda _error: None)
        return job

    def executor(self, workers: int, lane: str = "engine") -> Executor:
        """The executor of that lane: threads for the pieces of a job. Asked again, it is the same one."""
        key = (lane, workers)
        if key not in self._executors:
            self._executors[key] = self._lane(workers, lane)
            if self._closed:
                self._executors[key].shutdown()
        return self._executors[key]

    def post(self, call: Callable[[], None]) -> None:
        """Have the GUI thread make this call soon. Safe from any thread; forgotten after a shutdown."""
        if self._aside.calls is not None:
            self._aside.calls.append(call)
            return
        with self._lock:
            if self._closed:
                return
            self._undelivered += 1
        self._posted.emit(call)

    def listen(self) -> None:
        """Have what is posted delivered, from now on. Called on the GUI thread, by itself before anything is begun.

        PySide takes 12 ms to make `Qt`, for which the first paint should not wait; two threads that make it at once get
        half of it.
        """
        if not self._listening:
            self._listening = True
            from PySide6.QtCore import Qt

            # Queued even from this thread: whoever asks gets the answer after the asking has returned, always.
            self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs under way."""
        return tuple(self._jobs)

    def idle(self) -> bool:
        """Whether nothing waits, runs, or is on its way back."""
        with self._lock:
            on_the_way = self._undelivered
        return (
            not on_the_way
            and not self._kept.some
            and not self._jobs
            and not any(lane.unfinished for lane in self._pools())
        )

    def shutdown(self, seconds: float = 5.0) -> bool:
        """Take nothing more, stop what runs, let the accepted writes finish; whether all ended in time.

        What is lost can be run again: the library says what is done.
        """
        deadline = time.monotonic() + seconds
        with self._lock:
            self._closed = True
        self._kept.forget()
        for job in self._jobs:
            job.cancel()
        for pool in self._pools():
            pool.shutdown(wait=False, cancel_futures=pool not in (self._writer, self._long_writer))
        # The writer is last: a job that stops may still write down how far it came.
        pools = sorted(self._pools(), key=lambda pool: pool is self._writer)
        ended = [pool.wait(deadline - time.monotonic()) for pool in pools]
        self._jobs.clear()
        return all(ended)

    def _lane(self, workers: int, name: str) -> Lane:
        return InlineExecutor() if self._synchronous else PoolExecutor(workers, name)

    def _pools(self) -> list[PoolExecutor]:
        lanes = [self._readers, self._drivers, *self._executors.values(), self._long_writer, self._writer]
        return [lane for lane in lanes if isinstance(lane, PoolExecutor)]

    def _submit(
        self,
        lane: Lane,
        call: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Failed | None,
        *,
        then: Callable[[], None] | None = None,
    ) -> None:
        if self._closed:
            return
        self.listen()

        def run() -> None:
            after: list[Callable[[], None]] = [] if then is None else [then]
            try:
                answer = call() if then is None else self._aside.while_it(call, after)
            except (Cancelled, CancelledError) as error:
                self._hand_back(failed, error, after)
            except Exception as error:
                self._report(error, expected=failed is not None)
                self._hand_back(failed, error, after)
            except BaseException:
                self._hand_back(None, None, after)
                raise
            else:
                self._hand_back(done, answer, after)

        lane.submit(run)

    def _hand_back(
        self, receiver: Callable[[Any], None] | None, answer: object, after: Sequence[Callable[[], None]]
    ) -> None:
        """Bring an answer to whoever asked, and make these calls right after it, before anything else is heard."""
        if self._synchronous:
            if receiver is not None:
                receiver(answer)
            return

        def bring() -> None:
            with ExitStack() as rest:  # a bug in one call does not keep the others from being made
                for call in reversed(after):
                    rest.callback(call)
                if receiver is not None:
                    receiver(answer)

        if receiver is not None or after:
            self.post(bring)

    def _report(self, error: Exception, *, expected: bool) -> None:
        """Tell of a fault nobody handles, and of every bug."""
        if isinstance(error, RekreviewError):
            if not expected:
                self.post(lambda: self.faulted.emit(error))
            return
        if self._closed:
            log.info("Given up at shutdown: %s", error)
            return
        log.error("A bug in background work", exc_info=error)
        self.post(lambda: self._show_once(error))

    def _show_once(self, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}" if frames else repr(error)
        if place not in self._seen:
            self._seen.add(place)
            self.crashed.emit(error)

    def _forget(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        try:
            if not self._closed:
                call()
        finally:
            with self._lock:
                self._undelivered -= 1
