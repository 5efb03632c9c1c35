"""`scan`: import, then have an engine moderate every asset it has not answered on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.importing import import_lines, require_existing, run_import
from rekreview.cli.policy_library import add_parents, with_parents
from rekreview.cli.progress import drive, stoppable
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, duration

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.cli.output import Document
    from rekreview.domain.assets import Status
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.domain.progress import CancelToken
    from rekreview.library.library import Library
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.scanning import NotModerated, RunSummary

_PAID = ("rekognition",)
_ENGINES = ("on-device", *_PAID)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to import first")
    parser.add_argument("--engine", choices=_ENGINES, help="what moderates (default: the one in the settings)")
    policy = parser.add_mutually_exclusive_group()
    policy.add_argument("--moderation", metavar="STRING", help="make this string the library's policy first")
    policy.add_argument("--preset", metavar="NAME", help="make this preset the library's policy first")
    add_parents(parser)
    parser.add_argument("--min-confidence", type=float, metavar="F", help="ask for labels from F (0–100) on; 20")
    parser.add_argument("--again", action="store_true", help="ask anew about assets that were answered on already")
    parser.add_argument("--workers", type=int, metavar="N", help="how many assets at a time")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; change nothing")
    paid = parser.add_argument_group("for Amazon Rekognition")
    paid.add_argument("--adapter", metavar="ARN", help="a custom adapter")
    paid.add_argument("--rate", type=float, metavar="TPS", help="calls a second at most")
    paid.add_argument("--budget", type=float, metavar="USD", help="stop before this is spent")
    paid.add_argument("--video-mode", choices=("stored", "frames"), help="how videos are sent")
    paid.add_argument("--bucket", help="where stored videos lie for the time of the job")
    paid.add_argument("--fps", type=float, help="frames a second of a video that are sent")
    paid.add_argument("--yes", action="store_true", help="do not ask before a paid run")


@dataclass(slots=True)
class _Counts:
    """What all runs of one scan did together."""

    run: int | None
    counts: dict[Status, int]
    not_moderated: list[NotModerated]
    moderated: int = 0
    calls: int = 0
    cost_usd: float = 0.0
    interrupted: bool = False


def _scan(call: Call) -> int:
    _check(call)
    engine = _engine(call)
    require_consent(call)
    if call.arguments.dry_run:
        return _dry_run(call, engine)
    with (
        stoppable() as cancel,
        call.library(create=True) as library,
        _working(call, engine) as (decoder, executor, workers),
    ):
        _adopt_policy(call, library)
        imported = run_import(library, decoder, call.arguments.paths, executor, cancel)
        counts = _Counts(None, {}, [], interrupted=imported.interrupted)
        if not cancel.cancelled:
            moderator = _Moderator(library, decoder, engine, executor, workers, cancel)
            counts = moderator.moderate(again=call.arguments.again)
    return _tell(call, imported, counts)


def _check(call: Call) -> None:
    """Refuse what is wrong before anything is changed."""
    from rekreview.domain.moderation_string import parse

    arguments = call.arguments
    require_existing(arguments.paths)
    if arguments.moderation is not None:
        parse(arguments.moderation)
    if arguments.min_confidence is not None and not 0 <= arguments.min_confidence <= 100:
        raise UsageError(f"--min-confidence {arguments.min_confidence} is not between 0 and 100.", "Give percent.")
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError(f"--workers {arguments.workers} would do nothing.", "Give a number from 1 on.")


def _engine(call: Call) -> Engine:
    from rekreview import wiring
    from rekreview.domain.assets import EngineName

    arguments = call.arguments
    name = EngineName(arguments.engine or call.settings.engine)
    return wiring.make_engine(name, min_confidence=wanted_floor(call), adapter=arguments.adapter)


def wanted_floor(call: Call) -> float:
    """The floor to ask for, 0–100: the one named; else that of the settings, which the string may lower, not raise."""
    from rekreview.domain.moderation_string import parse
    from rekreview.domain.thresholds import percent

    arguments = call.arguments
    if arguments.min_confidence is not None:
        return float(arguments.min_confidence)
    wanted = parse(arguments.moderation).min_confidence if arguments.moderation is not None else None
    floor = call.settings.min_confidence
    return floor if wanted is None else min(floor, float(percent(wanted)))


def require_consent(call: Call) -> None:
    """Ask before money is spent; raise UsageError if nobody agrees."""
    arguments = call.arguments
    engine = arguments.engine or call.settings.engine
    if engine not in _PAID or arguments.yes or arguments.dry_run:
        return
    if not sys.stdin.isatty():
        raise UsageError("This run costs money and nobody is there to agree.", "Add --yes, or look with --dry-run.")
    print("Every asset that is sent costs money. Go on? [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise UsageError("Nothing was sent and nothing was paid.", "`--dry-run` tells what a run would cost.")


def _adopt_policy(call: Call, library: Library) -> None:
    """Make what `--moderation`, `--preset` and `--parents` say the library's policy."""
    from rekreview.cli.presets import find_preset

    arguments = call.arguments
    applied = library.queries.policy()
    name, pair = applied.name, applied.pair
    if arguments.preset is not None:
        preset = find_preset(library, arguments.preset)
        name, pair = preset.name, preset.pair
    if arguments.moderation is not None:
        pair = pair.with_string(arguments.moderation)
    pair = with_parents(pair, arguments.parents)
    if pair != applied.pair:
        library.commands.apply_policy(pair, name=name)


@contextmanager
def _working(call: Call, engine: Engine) -> Iterator[tuple[Decoder, ThreadPoolExecutor, int]]:
    """Decoder and threads for the time of a scan."""
    from rekreview import wiring

    workers = call.arguments.workers or call.settings.workers
    with (
        closing(engine),
        closing(wiring.make_decoder(replace(call.settings, workers=workers))) as decoder,
        ThreadPoolExecutor(workers) as executor,
    ):
        yield decoder, executor, workers


@dataclass(frozen=True, slots=True)
class _Moderator:
    """Runs an engine: first over what a stopped run left, then over what is new."""

    library: Library
    decoder: Decoder
    engine: Engine
    executor: ThreadPoolExecutor
    workers: int
    cancel: CancelToken

    def moderate(self, *, again: bool) -> _Counts:
        """Moderate all there is to moderate."""
        from rekreview.pipeline.scanning import plan, start

        counts = _Counts(None, {}, [])
        left = self._left_over()
        asked: set[int] = set()
        if left is not None:
            asked = self._run(left, counts)
        planned = [asset for asset in plan(self.library, self.engine, again=again) if asset not in asked]
        if planned and not counts.interrupted:
            self._run(start(self.library, self.engine, planned), counts)
        return counts

    def _left_over(self) -> int | None:
        """A run that was stopped or cut off and that this engine, as it is set up now, can end."""
        left = self.library.queries.unfinished_run()
        mine = (self.engine.name, self.engine.version, self.engine.adapter)
        if left is None or (left.engine, left.engine_version, left.adapter) != mine:
            return None
        return left.id if left.floor <= self.engine.min_confidence else None

    def _run(self, run: int, counts: _Counts) -> set[int]:
        """Work through one run, add it up, and return the assets it was about."""
        from rekreview.pipeline.scanning import scan, tally

        work = scan(
            self.library,
            self.decoder,
            self.engine,
            run,
            executor=self.executor,
            workers=self.workers,
            cancel=self.cancel,
        )
        summary = drive(work, "Moderating")
        _add(counts, summary, tally(self.library, summary))
        return {*summary.assets, *(one.id for one in summary.not_moderated)}


def _add(counts: _Counts, summary: RunSummary, statuses: dict[Status, int]) -> None:
    counts.run = summary.run
    counts.moderated += len(summary.assets)
    counts.not_moderated += summary.not_moderated
    counts.calls += summary.calls
    counts.cost_usd += summary.cost_usd
    counts.interrupted = summary.interrupted
    for status, number in statuses.items():
        counts.counts[status] = counts.counts.get(status, 0) + number


def _tell(call: Call, imported: ImportSummary, counts: _Counts) -> int:
    call.output.document(_document(imported, counts), lambda: _lines(imported, counts))
    if counts.interrupted:
        call.output.message("Interrupted. What was done stays; scan again to go on.")
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if counts.not_moderated or imported.skipped else Exit.DONE


def _document(imported: ImportSummary, counts: _Counts) -> Document:
    from rekreview.cli.shapes import import_document
    from rekreview.domain.assets import Status

    shown = (Status.APPROVED, Status.REJECTED, Status.PENDING)
    return {
        "run": counts.run,
        "imported": import_document(imported),
        "moderated": counts.moderated,
        **{status.value: counts.counts.get(status, 0) for status in shown},
        "not_moderated": [
            {"id": one.id, "path": one.path, "code": one.code, "message": one.message} for one in counts.not_moderated
        ],
        "calls": counts.calls,
        "cost_usd": counts.cost_usd,
        "interrupted": counts.interrupted,
    }


def _lines(imported: ImportSummary, counts: _Counts) -> Iterable[str]:
    if imported.assets or imported.skipped:
        yield from import_lines(imported)
    if counts.run is None:
        yield "Nothing was left to moderate."
        return
    statuses = ", ".join(f"{number:,} {status.value}" for status, number in counts.counts.items() if number)
    yield f"Moderated {counted(counts.moderated, 'asset')}" + (f": {statuses}." if statuses else ".")
    if counts.not_moderated:
        yield f"Could not check {counted(len(counts.not_moderated), 'asset')}:"
        yield from (f"  {one.path}: {one.message}" for one in counts.not_moderated)


# What would be done


def _dry_run(call: Call, engine: Engine) -> int:
    """Count without changing anything: a missing library stays missing."""
    from rekreview.domain.errors import LibraryMissing
    from rekreview.media.files import walk

    files = sum(not met.skipped for met in walk(call.arguments.paths))
    waiting, rate = 0, None
    try:
        with call.library() as library:
            waiting, rate = _waiting(library, engine, again=call.arguments.again)
    except LibraryMissing:
        call.output.message("There is no library yet; a scan would make one.")
    assets = files + waiting
    seconds = round(assets / rate, 1) if rate else None
    document = {
        "dry_run": True,
        "files": files,
        "waiting": waiting,
        "calls": assets,
        "cost_usd": 0.0,
        "seconds": seconds,
    }
    call.output.document(document, lambda: _dry_lines(files, waiting, seconds))
    return Exit.DONE


def _waiting(library: Library, engine: Engine, *, again: bool) -> tuple[int, float | None]:
    """How many assets wait for this engine, and how many a second the last finished run did."""
    from rekreview.pipeline.scanning import plan

    finished = (run for run in library.queries.runs() if run.finished and run.done and run.engine is engine.name)
    last = next(finished, None)
    seconds = (last.finished - last.created).total_seconds() if last and last.finished else 0
    return len(plan(library, engine, again=again)), (last.done / seconds if last and seconds > 0 else None)


def _dry_lines(files: int, waiting: int, seconds: float | None) -> Iterable[str]:
    yield f"Would read {counted(files, 'file')} and moderate {counted(waiting, 'asset')} of the library besides."
    yield "Nothing would be paid." + (f" It would take about {duration(seconds)}." if seconds else "")


ENTRIES = {"scan": Entry(_arguments, _scan)}
