"""What a person can do, one function each: widgets call these and never meet a thread.

Every function returns at once. `done` and `failed` are called on the GUI thread; a fault without a `failed` is shown by
the window. What changed reaches every view through the ChangeFeed, so `done` is only for what the caller itself does.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from rekreview.domain.assets import EngineName, Status
from rekreview.domain.progress import CancelToken, Progress
from rekreview.domain.sightings import Sighting
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.jobs.job import Job

if TYPE_CHECKING:
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.library.library import Library
    from rekreview.library.values import AppliedOutcome, Decided, Preset, Restored
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.paying import Purse
    from rekreview.pipeline.scanning import RunSummary

Failed: TypeAlias = Callable[[Exception], None]


def _nothing(_run: int) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class Moderation:
    """What every moderation run needs.

    make_engine is called in the job's thread, since an engine imports its libraries. purse: what a paid engine may
    spend. begun: told the run's number there, before anything is sent.
    """

    dispatcher: Dispatcher
    library: Library
    decoder: Decoder
    make_engine: Callable[[], Engine]
    workers: int
    purse: Purse | None = None
    begun: Callable[[int], object] = _nothing


def import_paths(
    *, dispatcher: Dispatcher, library: Library, decoder: Decoder, paths: Sequence[Path], workers: int
) -> Job:
    """Import files and folders. The job's outcome is an ImportSummary."""

    def work(cancel: CancelToken) -> Generator[Progress, None, ImportSummary]:
        from rekreview.pipeline import importing

        executor = dispatcher.executor(workers, "import")
        return importing.import_paths(library, decoder, paths, executor=executor, cancel=cancel)

    return dispatcher.start(work)


def moderate(*, moderation: Moderation) -> Job:
    """Moderate every asset that has no answer of the engine yet. The job's outcome is a RunSummary, or None if there
    was nothing to do.
    """

    def work(cancel: CancelToken) -> Generator[Progress, None, RunSummary | None]:
        from rekreview.pipeline import scanning

        engine = moderation.make_engine()
        assets = scanning.plan(moderation.library, engine)
        if not assets:
            return None
        run = scanning.start(moderation.library, engine, assets)
        return (yield from _scan(moderation, engine, run, cancel))

    return moderation.dispatcher.start(work)


def resume_run(*, moderation: Moderation, run: int) -> Job:
    """Go on with a run that was stopped, paused, or cut off. The job's outcome is a RunSummary."""

    def work(cancel: CancelToken) -> Generator[Progress, None, RunSummary]:
        return (yield from _scan(moderation, moderation.make_engine(), run, cancel))

    return moderation.dispatcher.start(work)


def retry_failed(*, moderation: Moderation, run: int) -> Job:
    """Try again what a run could not moderate. The job's outcome is a RunSummary."""

    def work(cancel: CancelToken) -> Generator[Progress, None, RunSummary]:
        engine = moderation.make_engine()
        moderation.library.commands.retry_failed(run)
        return (yield from _scan(moderation, engine, run, cancel))

    return moderation.dispatcher.start(work)


def give_up_run(*, dispatcher: Dispatcher, library: Library, run: int, failed: Failed | None = None) -> None:
    """Give up what is left of a stopped run; what it has done stays."""

    def command() -> None:
        from rekreview.pipeline import scanning

        scanning.give_up(library, run)

    dispatcher.write(command, failed=failed)


def decide(
    *,
    dispatcher: Dispatcher,
    library: Library,
    ids: Sequence[int],
    status: Status,
    reviewer: str,
    reason: str = "",
    note: str = "",
    seen: Sighting | None = None,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Set the reviewer's decision, approved or rejected, on these assets as one step.

    seen: how the one asset it is about was painted; without it the decision counts as made on what was not seen.
    """
    dispatcher.write(
        lambda: library.commands.decide(ids, status, reviewer=reviewer, reason=reason, note=note, seen=seen),
        done,
        failed,
    )


def clear(
    *,
    dispatcher: Dispatcher,
    library: Library,
    ids: Sequence[int],
    reviewer: str,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Take the reviewer's decisions on these assets away, so that the policy's verdict counts again."""
    dispatcher.write(lambda: library.commands.clear(ids, reviewer=reviewer), done, failed)


def second_look(
    *,
    dispatcher: Dispatcher,
    library: Library,
    ids: Sequence[int],
    on: bool,
    reviewer: str,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Put these assets aside for a second look, or take them back."""
    dispatcher.write(lambda: library.commands.second_look(ids, on, reviewer=reviewer), done, failed)


def undo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Take the newest step back, a batch as one."""
    dispatcher.write(lambda: library.commands.undo(), done, failed)


def redo(
    *,
    dispatcher: Dispatcher,
    library: Library,
    done: Callable[[Restored], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Do again what was undone last."""
    dispatcher.write(lambda: library.commands.redo(), done, failed)


def apply_policy(
    *,
    dispatcher: Dispatcher,
    library: Library,
    pair: PolicyPair,
    name: str = "",
    done: Callable[[AppliedOutcome], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Make `pair` the library's policy, as a new version; every verdict follows it. Decisions go on meanwhile."""
    dispatcher.write_at_length(lambda: library.commands.apply_policy(pair, name=name), done, failed)


def save_preset(
    *,
    dispatcher: Dispatcher,
    library: Library,
    name: str,
    pair: PolicyPair,
    done: Callable[[Preset], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Keep `pair` under this name, as its next version."""
    dispatcher.write(lambda: library.commands.save_preset(name, pair), done, failed)


def delete_preset(
    *,
    dispatcher: Dispatcher,
    library: Library,
    name: str,
    done: Callable[[None], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Forget a preset with all its versions; applied policies stay as they are."""
    dispatcher.write(lambda: library.commands.delete_preset(name), done, failed)


def _scan(
    moderation: Moderation, engine: Engine, run: int, cancel: CancelToken
) -> Generator[Progress, None, RunSummary]:
    from rekreview.pipeline import scanning

    dispatcher = moderation.dispatcher
    moderation.begun(run)
    try:
        return (
            yield from scanning.scan(
                moderation.library,
                moderation.decoder,
                engine,
                run,
                executor=dispatcher.executor(moderation.workers, "engine"),
                workers=moderation.workers,
                cancel=cancel,
                purse=moderation.purse,
            )
        )
    finally:
        _close_aside(dispatcher, engine)


def _close_aside(dispatcher: Dispatcher, engine: Engine) -> None:
    """Answers that are paid for may still be on their way: the engine waits for them, and nobody else has to."""
    try:
        dispatcher.executor(1, "closing").submit(engine.close)
    except RuntimeError:  # the window is closing, and its threads take nothing more
        engine.close()


def engine_name(text: str) -> EngineName:
    """The engine a setting names; the one on this computer if it names none."""
    try:
        return EngineName(text)
    except ValueError:
        return EngineName.ON_DEVICE
