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

if TYPE_CHECKING:
    from rekreview.domain.marks import MarkWord
    from rekreview.domain.notes import Note
    from rekreview.domain.policy import PolicyPair
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.domain.segment_exports import SegmentFormat
    from rekreview.domain.serving import JudgedAgain
    from rekreview.domain.sightings import Seen
    from rekreview.domain.sweeps import Confirmation
    from rekreview.jobs.dispatcher import Dispatcher
    from rekreview.jobs.job import Job
    from rekreview.library.library import Library
    from rekreview.library.values import AppliedOutcome, Decided, Lottery
    from rekreview.pipeline.bucket_clearing import Cleared
    from rekreview.pipeline.exporting_segments import SegmentExport
    from rekreview.pipeline.hit_cells import GivenUp
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.paying import Purse
    from rekreview.pipeline.run_summary import RunSummary
    from rekreview.pipeline.stored_videos import StoredVideoWork
    from rekreview.settings import Settings

Failed: TypeAlias = Callable[[Exception], None]


def _nothing(_run: int) -> None:
    """Nobody wants to know."""


def _nobody() -> None:
    """Nobody checks videos whole."""


@dataclass(frozen=True)
class Moderation:
    """What every moderation run needs.

    make_engine is called in the job's thread, since an engine imports its libraries. purse: what a paid engine may
    spend. make_videos: called there too, for who checks videos whole. begun: told the run's number there, before
    anything is sent.
    """

    dispatcher: Dispatcher
    library: Library
    decoder: Decoder
    make_engine: Callable[[], Engine]
    workers: int
    purse: Purse | None = None
    make_videos: Callable[[], StoredVideoWork | None] = _nobody
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


def draw_storyboards(*, dispatcher: Dispatcher, library: Library, decoder: Decoder, given_up: GivenUp) -> Job:
    """Draw the storyboards of all videos that have none. The job's outcome is how many were drawn.

    given_up: moments that cannot be decoded, left out; it grows.
    """

    def work(cancel: CancelToken) -> Generator[Progress, None, int]:
        from rekreview.pipeline import storyboards

        executor = dispatcher.executor(1, "storyboards")
        return storyboards.make(library, decoder, None, executor=executor, cancel=cancel, given_up=given_up)

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


def clear_buckets(
    *,
    dispatcher: Dispatcher,
    library: Library,
    settings: Settings,
    kept: bool,
    done: Callable[[Cleared], None],
    failed: Failed | None = None,
) -> None:
    """Remove what jobs on videos left in their buckets and nobody needs; kept: also what was kept by choice."""

    def work() -> Cleared:
        from rekreview import wiring
        from rekreview.pipeline.bucket_clearing import Cleared, clear, needless

        cleared = Cleared()
        jobs = needless(library, kept=kept)
        for bucket in sorted({job.bucket for job in jobs}):
            service = wiring.make_video_service(settings, bucket=bucket)
            try:
                found = clear(library, service, [job for job in jobs if job.bucket == bucket], CancelToken())
            finally:
                service.close()
            cleared.removed += found.removed
            cleared.left += found.left
        return cleared

    dispatcher.newest("clear-buckets", work, done, failed)


def export_segments(
    *,
    dispatcher: Dispatcher,
    library: Library,
    videos: Sequence[int],
    form: SegmentFormat,
    place: Path,
    one_file: bool,
) -> Job:
    """Write what was seen in videos: into this folder, one file each, or of one into this file. The job's outcome is a
    SegmentExport.
    """

    def work(cancel: CancelToken) -> Generator[Progress, None, SegmentExport]:
        from rekreview.pipeline import exporting_segments

        if one_file:
            return exporting_segments.export_one(library, videos[0], form, place)
        return exporting_segments.export_each(library, videos, form, place, cancel)

    return dispatcher.start(work)


def decide(
    *,
    dispatcher: Dispatcher,
    library: Library,
    ids: Sequence[int],
    status: Status,
    reviewer: str,
    reason: str = "",
    note: Note = "",
    seen: Seen = None,
    again: JudgedAgain | None = None,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Set the reviewer's decision, approved or rejected, on these assets as one step.

    seen: how the one asset it is about was painted, or those of several that were; of any other the decision counts as
    made on what was not seen. note: on all of them, or by asset what was written on that one alone.
    again: the assets among these on which it is a second opinion, and changes nothing.
    """
    dispatcher.write(
        lambda: library.commands.decide(
            ids, status, reviewer=reviewer, reason=reason, note=note, seen=seen, again=again
        ),
        done,
        failed,
    )


def confirm(
    *,
    dispatcher: Dispatcher,
    library: Library,
    choices: Sequence[Confirmation],
    reviewer: str,
    again: JudgedAgain | None = None,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Confirm the verdicts of a page as one step, each as it was painted; `again` as in `decide`."""
    dispatcher.write(lambda: library.commands.confirm(choices, reviewer=reviewer, again=again), done, failed)


def clear(
    *,
    dispatcher: Dispatcher,
    library: Library,
    ids: Sequence[int],
    reviewer: str,
    again: JudgedAgain | None = None,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Take the reviewer's decisions on these assets away, so that the policy's verdict counts again.

    Of those in `again` the second opinion is taken away instead.
    """
    dispatcher.write(lambda: library.commands.clear(ids, reviewer=reviewer, again=again), done, failed)


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


def mark(
    *,
    dispatcher: Dispatcher,
    library: Library,
    asset_id: int,
    category: str,
    word: MarkWord | None,
    reviewer: str,
    done: Callable[[Decided], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Say that a label is right, wrong or missing; None takes the word away."""
    dispatcher.write(lambda: library.commands.mark(asset_id, category, word, reviewer=reviewer), done, failed)


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


def draw_sample(
    *,
    dispatcher: Dispatcher,
    library: Library,
    size: int,
    seed: int,
    reviewer: str,
    done: Callable[[Lottery], None] | None = None,
    failed: Failed | None = None,
) -> None:
    """Draw a blind sample of what the policy judged, to learn what it misses."""
    dispatcher.write(lambda: library.commands.draw_lottery(size, seed=seed, reviewer=reviewer), done, failed)


def _scan(
    moderation: Moderation, engine: Engine, run: int, cancel: CancelToken
) -> Generator[Progress, None, RunSummary]:
    from rekreview.pipeline import scanning
    from rekreview.pipeline.flow import threads

    dispatcher = moderation.dispatcher
    at_once = moderation.workers if engine.name.paid else threads(moderation.workers)
    moderation.begun(run)
    videos = moderation.make_videos()
    try:
        return (
            yield from scanning.scan(
                moderation.library,
                moderation.decoder,
                engine,
                run,
                executor=dispatcher.executor(at_once, "engine"),
                workers=moderation.workers,
                cancel=cancel,
                purse=moderation.purse,
                videos=videos,
            )
        )
    finally:
        _close_aside(dispatcher, engine.close)
        if videos is not None:
            _close_aside(dispatcher, videos.service.close)


def _close_aside(dispatcher: Dispatcher, close: Callable[[], None]) -> None:
    """Answers that are paid for may still be on their way: who asked waits for them, and nobody else has to."""
    try:
        dispatcher.executor(1, "closing").submit(close)
    except RuntimeError:  # the window is closing, and its threads take nothing more
        close()


def engine_name(text: str) -> EngineName:
    """The engine a setting names; the one on this computer if it names none."""
    try:
        return EngineName(text)
    except ValueError:
        return EngineName.ON_DEVICE
