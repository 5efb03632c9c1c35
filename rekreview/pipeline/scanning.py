"""Moderation runs: a durable queue of assets through an engine, safe against being stopped at any moment."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Generator
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

from rekreview.domain.assets import Fault, MediaKind, Status
from rekreview.domain.errors import (
    AdapterIgnored,
    AgreementReached,
    BadAnswer,
    BudgetReached,
    Cancelled,
    EngineError,
    MediaError,
    Throttled,
    TooSmall,
    Unavailable,
    VideoRefused,
)
from rekreview.domain.ports import Decoder, Detection, Engine, PacedEngine
from rekreview.domain.progress import CancelToken, Pace, Progress, Spending
from rekreview.library.library import Library
from rekreview.library.values import ClaimedTask, RunState, TaskOutcome
from rekreview.pipeline.flow import Arrivals, drop
from rekreview.pipeline.opening_again import open_again
from rekreview.pipeline.paid_jobs import require_same_way
from rekreview.pipeline.patience import Patience
from rekreview.pipeline.paying import Purse, RunBook, minus, purse_for
from rekreview.pipeline.run_summary import NotModerated, PutBack, RunSummary
from rekreview.pipeline.stored_videos import StoredVideoWork, VideoLane
from rekreview.pipeline.unchanged import require_unchanged

log = logging.getLogger(__name__)

CLAIM_TASKS = 64
IDLE_SECONDS = 0.25
RECORD_SECONDS = 0.1
"""How long answers are gathered before they are recorded: a write costs as much as twenty answers in it. A crash
repeats what was not recorded."""
RECORD_PAID_SECONDS = 1.0
"""The same for a paid engine, whose answers the book has already."""


def plan(library: Library, engine: Engine, *, again: bool = False) -> list[int]:
    """The assets a run would moderate: those without an answer of this engine with a floor as low; all with `again`.

    Among them, each time, are those that could not be opened before: they reach no engine and cost nothing, a disk that
    is back or a newer decoder may open them now, and whoever scans hears of all that is still unchecked.
    """
    if again:
        from rekreview.domain.queues import QueueFilter

        return [int(asset) for asset in library.queries.ids(QueueFilter())]
    found = library.queries.assets_without_detection(
        engine.name, engine.version, adapter=engine.adapter, floor=engine.min_confidence
    )
    return [int(asset) for asset in found]


def start(library: Library, engine: Engine, assets: list[int], *, again: bool = False) -> int:
    """Put `assets` into a new run's durable queue and return the run's id; nothing is moderated yet.

    again: what a paid engine answered before this run is asked anew, also if the run is stopped and goes on later.
    """
    return library.commands.start_run(
        engine.name, engine.version, adapter=engine.adapter, floor=engine.min_confidence, asset_ids=assets, again=again
    )


def give_up(library: Library, run: int) -> None:
    """Give up what is left of a stopped run; what it has done stays. Raises RunUnderWay if it is not stopped."""
    with library.holds.run(run):
        library.commands.set_run_state(run, RunState.CANCELLED)


def scan(
    library: Library,
    decoder: Decoder,
    engine: Engine,
    run: int,
    *,
    executor: Executor,
    workers: int,
    cancel: CancelToken,
    purse: Purse | None = None,
    patience: Patience | None = None,
    videos: StoredVideoWork | None = None,
) -> Generator[Progress, None, RunSummary]:
    """Work through the queue of `run`, also one that a crash or a person stopped; yields progress, returns the summary.

    One asset that cannot be judged gets a reason and the run goes on. When it is stopped, and when the engine as a
    whole fails (the EngineError is raised), the run stays paused with its open tasks, so that it can be resumed.
    Raises RunUnderWay, and touches nothing, while another process works through it; and PaidOtherwise where it would
    pay for its videos again in another way.

    purse: what a paid engine may spend; None for what the stored settings say. videos: who checks videos whole; None if
    the engine is sent frames of them, or nothing.
    """
    book = RunBook(library, engine, run, purse or purse_for(engine), again=library.queries.run(run).again)
    patience = patience or Patience()
    lane = videos.lane(book, cancel, patience, decoder) if videos else None
    with library.holds.run(run):
        require_same_way(library, run, videos.service if videos else None)
        return (yield from _worked_through(_Scanner(decoder, book, cancel, patience, lane), executor, workers))


def _worked_through(scanner: _Scanner, executor: Executor, workers: int) -> Generator[Progress, None, RunSummary]:
    """`scan`, for who has the run: what is in flight in it now was left by a process that is gone."""
    scanner.library.commands.requeue(scanner.run)
    try:
        scanner.engine.open()
        yield from scanner.within_budget(executor, ahead=workers * 2)
    except Cancelled:
        scanner.summary.interrupted = True
        scanner.finish(RunState.PAUSED)
    except BaseException:
        scanner.finish(RunState.PAUSED)
        raise
    else:
        scanner.finish(RunState.PAUSED if scanner.summary.budget_reached else RunState.FINISHED)
    return scanner.summary


class _Scanner:
    """One run under way: the tasks claimed, those of them in flight, and the outcomes about to be recorded.

    Outcomes are recorded a moment after they are there, so that a crash repeats little more than what was in flight.
    """

    def __init__(
        self, decoder: Decoder, book: RunBook, cancel: CancelToken, patience: Patience, lane: VideoLane | None
    ) -> None:
        self.library = book.library
        self.decoder = decoder
        self.engine = book.engine
        self.run = book.run
        self.cancel = cancel
        self.summary = RunSummary(book.run)
        self._book = book
        self._patience = patience
        self._lane = lane
        self._before = book.purse.counts
        self._done, self._total = 0, 0
        self._in_flight: dict[Future[TaskOutcome | PutBack], ClaimedTask] = {}
        self._arrivals: Arrivals[TaskOutcome | PutBack] = Arrivals()
        self._claimed: deque[ClaimedTask] = deque()
        self._claim_after = 0.0
        self._state: RunState | None = None
        self._outcomes: list[TaskOutcome] = []
        self._asked: set[int] = set()
        self._deferred: dict[int, datetime] = {}
        self._recorded = time.monotonic()
        self._stopped_by: EngineError | None = None
        if self._paid and (version := self.library.queries.model_version(self.engine.name)):
            self.summary.model_versions.append(version)

    @property
    def _paid(self) -> bool:
        return self.engine.name.paid

    @property
    def _failed(self) -> int:
        return len(self.summary.not_moderated)

    def within_budget(self, executor: Executor, *, ahead: int) -> Generator[Progress, None, None]:
        """Work through the queue as far as the money goes; jobs on videos that are paid by then are waited for."""
        try:
            yield from self.work_through(executor, ahead=ahead)
        except BudgetReached as error:
            self.summary.budget_reached = True
            self.summary.agreement_reached = isinstance(error, AgreementReached)
            if self._lane:
                self._lane.close()
                while self._lane.busy:
                    self.cancel.wait(IDLE_SECONDS)
                    yield from self._advance_videos(executor, Pace())

    def _advance_videos(self, executor: Executor, pace: Pace) -> Generator[Progress, None, None]:
        """Take the steps of videos that are due."""
        assert self._lane is not None
        for task, outcome in self._lane.advance(executor):
            self._done += self._take(task, outcome)
        yield self._spent(pace.mark(self._done, self._total, current=self._lane.doing, failed=self._failed))

    def work_through(self, executor: Executor, *, ahead: int) -> Generator[Progress, None, None]:
        """Claim, moderate and record until the queue is empty."""
        view = self.library.queries.run(self.run)
        self._done, self._total, pace = view.done + view.failed, view.total, Pace()
        yield self._spent(pace.mark(self._done, self._total))
        while self._fill(executor, ahead):
            for future in self._arrivals.next(IDLE_SECONDS):
                task = self._in_flight.pop(future)
                self._done += self._take(task, future.result())
                yield self._spent(pace.mark(self._done, self._total, current=task.path, failed=self._failed))
            if self._lane and self._lane.busy:
                yield from self._advance_videos(executor, pace)
            self._record_in_time()
            if self._stopped_by:
                raise self._stopped_by
        self._record()

    def finish(self, state: RunState) -> None:
        """Leave nothing in flight: record what is done, put the rest back, and set the run's state."""
        drop(self._in_flight)
        for task, ended in self._lane.finish() if self._lane else ():
            self._keep(task, ended)
        for future, task in self._in_flight.items():
            if not future.cancelled() and future.exception() is None:
                outcome = future.result()
                if isinstance(outcome, TaskOutcome):
                    self._take(task, outcome)
        self._in_flight = {}
        self.summary.calls = len(self._asked)
        self._record()
        self._count_calls()
        self.library.commands.requeue(self.run)
        self.library.commands.set_run_state(self.run, state)

    def _fill(self, executor: Executor, ahead: int) -> bool:
        """Keep `ahead` tasks in flight; False when nothing is left. A pause holds what is in flight where it stands.

        While a service answers nothing, one task at a time finds out when it does again.
        """
        self._tell_state()
        if not self._in_flight:
            self.cancel.check()
            self._tell_state()
        if self.cancel.cancelled:
            raise Cancelled("Stopped.")
        # At least one, so that a pause at this very moment is not taken for the end of the queue.
        most = 1 if self.cancel.paused or self._patience.drought else ahead
        while len(self._in_flight) < most and (task := self._next()):
            future = executor.submit(self._moderate, task)
            self._in_flight[future] = task
            self._arrivals.expect(future)
        if self._lane:
            self._lane.fill(executor)
        return bool(self._in_flight) or bool(self._lane and self._lane.busy) or self._wait_for_due()

    def _wait_for_due(self) -> bool:
        """With nothing in flight, wait for what was put back; False when there is nothing."""
        self._record()
        waits, due = self.library.queries.next_due(self.run)
        if not waits:
            return False
        until_due = (due - datetime.now(UTC)).total_seconds() if due else 0.0
        seconds = max(until_due, self._patience.hold_seconds)
        if seconds > 0:
            self.cancel.wait(min(seconds, IDLE_SECONDS))
        self._claim_after = 0.0
        return True

    def _tell_state(self) -> None:
        state = RunState.PAUSED if self.cancel.paused else RunState.RUNNING
        if state is not self._state:
            self.library.commands.set_run_state(self.run, state)
            self._state = state

    def _next(self) -> ClaimedTask | None:
        if self._patience.hold_seconds > 0:
            return None
        if not self._claimed and time.monotonic() >= self._claim_after:
            kind = MediaKind.IMAGE if self._lane else None
            self._claimed.extend(self.library.commands.claim(self.run, CLAIM_TASKS, kind))
            if not self._claimed:
                self._claim_after = time.monotonic() + IDLE_SECONDS
        return self._claimed.popleft() if self._claimed else None

    def _moderate(self, task: ClaimedTask) -> TaskOutcome | PutBack:
        """Runs on the executor: one asset through decoder and engine."""
        if self.cancel.cancelled:
            raise Cancelled("Stopped.")
        try:
            return TaskOutcome(task.task_id, task.asset_id, self._detect(task), None)
        except (Throttled, Unavailable) as error:
            return PutBack(error)
        except AdapterIgnored as error:
            self._stopped_by = error
            return TaskOutcome(task.task_id, task.asset_id, cast(Detection, error.detection), None)
        except (MediaError, BadAnswer) as error:
            if isinstance(error, MediaError):
                self._asked.discard(task.task_id)
            if self._paid and isinstance(error, BadAnswer):
                return PutBack(error)
            return TaskOutcome(task.task_id, task.asset_id, None, Fault(error.code, error.message))
        except (Cancelled, EngineError):
            raise
        except Exception as error:
            log.exception("A bug stopped the moderation of %s", task.path)
            message = f"The app failed on this file ({type(error).__name__}); the log has the details."
            return TaskOutcome(task.task_id, task.asset_id, None, Fault("internal", message))

    def _detect(self, task: ClaimedTask) -> Detection:
        require_unchanged(task)
        if task.kind is MediaKind.VIDEO and not self.engine.limits.videos:
            raise VideoRefused(f"Videos are not sent to {self.engine.name} as it is set up. It is not moderated.")
        if not task.width:
            open_again(self.library, self.decoder, task, self.cancel)
        least = self.engine.limits.min_side
        if task.width and min(task.width, task.height) < least:
            raise TooSmall(f"{task.width} × {task.height} pixels is too small: the engine needs {least} on each side.")
        prepared = self.decoder.frames(task.path, self.engine.limits, self.cancel)
        self._asked.add(task.task_id)
        if self._paid:
            prepared = replace(prepared, book=self._book.page(task.asset_id))
        return self.engine.detect(prepared, self.cancel)

    def _take(self, task: ClaimedTask, outcome: TaskOutcome | PutBack) -> bool:
        """Keep what came of a task; whether it is done with."""
        if isinstance(outcome, PutBack):
            self._patience.failed(outcome.error)
            if not self._patience.is_final(outcome.error, task.setbacks):
                delay = self._patience.delay(task.setbacks)
                self._deferred[task.task_id] = datetime.now(UTC) + timedelta(seconds=delay)
                return False
            fault = Fault(outcome.error.code, outcome.error.message)
            outcome = TaskOutcome(task.task_id, task.asset_id, None, fault)
        elif outcome.detection is not None:
            self._patience.answered()
            self._hear_of_model(outcome.detection)
        self._keep(task, outcome)
        return True

    def _keep(self, task: ClaimedTask, outcome: TaskOutcome) -> None:
        self._outcomes.append(outcome)
        if outcome.fault:
            self.summary.not_moderated.append(
                NotModerated(task.asset_id, task.path, outcome.fault.code, outcome.fault.message)
            )
        else:
            self.summary.assets.append(task.asset_id)

    def _record_in_time(self) -> None:
        """Record in bunches, but at once what a pause finds."""
        seconds = RECORD_PAID_SECONDS if self._paid else RECORD_SECONDS
        if self.cancel.paused or time.monotonic() - self._recorded >= seconds:
            self._record()

    def _record(self) -> None:
        if self._outcomes:
            self.library.commands.record(self.run, self._outcomes)
        if self._deferred:
            self.library.commands.defer(list(self._deferred), list(self._deferred.values()))
        self._outcomes, self._deferred = [], {}
        self._recorded = time.monotonic()

    def _hear_of_model(self, detection: Detection) -> None:
        """A new model may see more or less than the one before, which a person has to know."""
        versions = self.summary.model_versions
        if self._paid and (not versions or versions[-1] != detection.model_version):
            versions.append(detection.model_version)

    def _spent(self, progress: Progress) -> Progress:
        if not self._paid:
            return progress
        counts = self._book.purse.counts
        paced = self.engine if isinstance(self.engine, PacedEngine) else None
        spending = Spending(
            calls=counts.calls,
            cost_usd=counts.cost_usd,
            may_cost_usd=counts.may_cost_usd,
            rate=paced.rate if paced else None,
            quota=paced.learned_quota if paced else None,
            unanswered=counts.unanswered,
        )
        return replace(progress, spending=spending)

    def _count_calls(self) -> None:
        if self._paid:
            self.summary.counts = minus(self._book.purse.counts, self._before)
            self.summary.calls = self.summary.counts.calls


def tally(library: Library, summary: RunSummary) -> dict[Status, int]:
    """How many of a run's moderated assets now stand where."""
    counts = dict.fromkeys(Status, 0)
    for tile in library.queries.tiles(summary.assets):
        counts[tile.status] += 1
    return counts
