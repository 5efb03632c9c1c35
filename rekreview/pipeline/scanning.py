"""Moderation runs: a durable queue of assets through an engine, safe against being stopped at any moment."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Generator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path

from rekreview.domain.assets import Fault, Status
from rekreview.domain.errors import BadAnswer, Cancelled, EngineError, MediaError, TooSmall, Unreadable
from rekreview.domain.ports import Decoder, Detection, Engine
from rekreview.domain.progress import CancelToken, Pace, Progress
from rekreview.library.library import Library
from rekreview.library.values import ClaimedTask, RunState, TaskOutcome
from rekreview.pipeline.flow import drop, next_done

log = logging.getLogger(__name__)

CLAIM_TASKS = 32
IDLE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class NotModerated:
    """An asset of a run that could not be checked, and why."""

    id: int
    path: str
    code: str
    message: str


@dataclass(slots=True)
class RunSummary:
    """What a run did to its assets. `assets` are those moderated, in the order they were done.

    calls: assets the engine was asked about; one whose media could not be opened never reached it.
    """

    run: int
    assets: list[int] = field(default_factory=list)
    not_moderated: list[NotModerated] = field(default_factory=list)
    calls: int = 0
    cost_usd: float = 0.0
    interrupted: bool = False


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


def start(library: Library, engine: Engine, assets: list[int]) -> int:
    """Put `assets` into a new run's durable queue and return the run's id; nothing is moderated yet."""
    return library.commands.start_run(
        engine.name, engine.version, adapter=engine.adapter, floor=engine.min_confidence, asset_ids=assets
    )


def give_up(library: Library, run: int) -> None:
    """Give up what is left of a stopped run; what it has done stays."""
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
) -> Generator[Progress, None, RunSummary]:
    """Work through the queue of `run`, also one that a crash or a person stopped; yields progress, returns the summary.

    One asset that cannot be judged gets a reason and the run goes on. When it is stopped, and when the engine as a
    whole fails (the EngineError is raised), the run stays paused with its open tasks, so that it can be resumed.
    """
    scanner = _Scanner(library, decoder, engine, run, cancel)
    library.commands.requeue(run)
    try:
        engine.open()
        yield from scanner.work_through(executor, ahead=workers * 2)
    except Cancelled:
        scanner.summary.interrupted = True
        scanner.finish(RunState.PAUSED)
    except BaseException:
        scanner.finish(RunState.PAUSED)
        raise
    else:
        scanner.finish(RunState.FINISHED)
    return scanner.summary


class _Scanner:
    """One run under way: the tasks claimed, those of them in flight, and the outcomes about to be recorded.

    An outcome is recorded as soon as it is there, so that a crash repeats only what was in flight.
    """

    def __init__(self, library: Library, decoder: Decoder, engine: Engine, run: int, cancel: CancelToken) -> None:
        self.library = library
        self.decoder = decoder
        self.engine = engine
        self.run = run
        self.cancel = cancel
        self.summary = RunSummary(run)
        self._in_flight: dict[Future[TaskOutcome], ClaimedTask] = {}
        self._claimed: deque[ClaimedTask] = deque()
        self._state: RunState | None = None
        self._outcomes: list[TaskOutcome] = []
        self._asked: set[int] = set()

    def work_through(self, executor: Executor, *, ahead: int) -> Generator[Progress, None, None]:
        """Claim, moderate and record until the queue is empty."""
        view = self.library.queries.run(self.run)
        done, total, pace = view.done + view.failed, view.total, Pace()
        yield pace.mark(done, total)
        while self._fill(executor, ahead):
            for future in next_done(self._in_flight, timeout=IDLE_SECONDS):
                task = self._in_flight.pop(future)
                self._take(task, future.result())
                done += 1
                yield pace.mark(done, total, current=task.path, failed=len(self.summary.not_moderated))
            self._record()

    def finish(self, state: RunState) -> None:
        """Leave nothing in flight: record what is done, put the rest back, and set the run's state."""
        drop(self._in_flight)
        for future, task in self._in_flight.items():
            if not future.cancelled() and future.exception() is None:
                self._take(task, future.result())
        self._in_flight = {}
        self.summary.calls = len(self._asked)
        self._record()
        self.library.commands.requeue(self.run)
        self.library.commands.set_run_state(self.run, state)

    def _fill(self, executor: Executor, ahead: int) -> bool:
        """Keep `ahead` tasks in flight; False when nothing is left. A pause holds what is in flight where it stands."""
        self._tell_state()
        if not self._in_flight:
            self.cancel.check()
            self._tell_state()
        if self.cancel.cancelled:
            raise Cancelled("Stopped.")
        # At least one, so that a pause at this very moment is not taken for the end of the queue.
        while len(self._in_flight) < (1 if self.cancel.paused else ahead) and (task := self._next()):
            self._in_flight[executor.submit(self._moderate, task)] = task
        return bool(self._in_flight)

    def _tell_state(self) -> None:
        state = RunState.PAUSED if self.cancel.paused else RunState.RUNNING
        if state is not self._state:
            self.library.commands.set_run_state(self.run, state)
            self._state = state

    def _next(self) -> ClaimedTask | None:
        if not self._claimed:
            self._claimed.extend(self.library.commands.claim(self.run, CLAIM_TASKS))
        return self._claimed.popleft() if self._claimed else None

    def _moderate(self, task: ClaimedTask) -> TaskOutcome:
        """Runs on the executor: one asset through decoder and engine."""
        if self.cancel.cancelled:
            raise Cancelled("Stopped.")
        try:
            return TaskOutcome(task.task_id, task.asset_id, self._detect(task), None)
        except (MediaError, BadAnswer) as error:
            if isinstance(error, MediaError):
                self._asked.discard(task.task_id)
            return TaskOutcome(task.task_id, task.asset_id, None, Fault(error.code, error.message))
        except (Cancelled, EngineError):
            raise
        except Exception as error:
            log.exception("A bug stopped the moderation of %s", task.path)
            message = f"The app failed on this file ({type(error).__name__}); the log has the details."
            return TaskOutcome(task.task_id, task.asset_id, None, Fault("internal", message))

    def _detect(self, task: ClaimedTask) -> Detection:
        _require_unchanged(task)
        least = self.engine.limits.min_side
        if task.width and min(task.width, task.height) < least:
            raise TooSmall(f"{task.width} × {task.height} pixels is too small: the engine needs {least} on each side.")
        prepared = self.decoder.frames(task.path, self.engine.limits, self.cancel)
        self._asked.add(task.task_id)
        return self.engine.detect(prepared, self.cancel)

    def _take(self, task: ClaimedTask, outcome: TaskOutcome) -> None:
        self._outcomes.append(outcome)
        if outcome.fault:
            self.summary.not_moderated.append(
                NotModerated(task.asset_id, task.path, outcome.fault.code, outcome.fault.message)
            )
        else:
            self.summary.assets.append(task.asset_id)

    def _record(self) -> None:
        if self._outcomes:
            self.library.commands.record(self.run, self._outcomes)
        self._outcomes = []


def _require_unchanged(task: ClaimedTask) -> None:
    """An answer belongs to the bytes that were imported, so a file that was touched since is not moderated as them."""
    try:
        found = Path(task.path).stat()
    except OSError as error:
        raise Unreadable(
            f"{task.path} cannot be opened: {error.strerror}. Import it again from where it is now."
        ) from error
    if (found.st_mtime_ns, found.st_size) != (task.mtime_ns, task.bytes):
        raise Unreadable(f"{task.path} has changed since it was imported. Import it again to moderate what it is now.")


def tally(library: Library, summary: RunSummary) -> dict[Status, int]:
    """How many of a run's moderated assets now stand where."""
    counts = dict.fromkeys(Status, 0)
    for tile in library.queries.tiles(summary.assets):
        counts[tile.status] += 1
    return counts
