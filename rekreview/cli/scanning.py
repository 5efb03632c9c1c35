"""`scan`: import, then have an engine moderate every asset it has not answered on."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rekreview.cli.consenting import PAID, require_consent
from rekreview.cli.estimating import dry_run
from rekreview.cli.exempting import add_exempt, exemptions, with_exemptions
from rekreview.cli.exits import Exit, UsageError
from rekreview.cli.importing import import_lines, require_existing, run_import
from rekreview.cli.policy_library import add_parents, with_parents
from rekreview.cli.progress import drive, stoppable
from rekreview.cli.registry import Entry
from rekreview.cli.text import counted, plain_text
from rekreview.cli.video_words import CheckedVideo, checked_lines, checked_videos
from rekreview.cli.videos import VideoChoice, add_video_arguments, check_video_arguments, require_same_way, video_choice

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.cli.output import Document
    from rekreview.cli.presets import Saved
    from rekreview.domain.assets import Status
    from rekreview.domain.calls import CallCounts
    from rekreview.domain.ports import Decoder, Engine
    from rekreview.domain.progress import CancelToken
    from rekreview.library.library import Library
    from rekreview.library.values import RunView
    from rekreview.pipeline.importing import ImportSummary
    from rekreview.pipeline.paying import Purse
    from rekreview.pipeline.run_summary import NotModerated, RunSummary

_ADAPTER = re.compile(r"arn:aws[a-z-]*:rekognition:[a-z0-9-]+:\d{12}:project/[\w.-]{1,255}/version/[\w.-]{1,255}/\d+")
_ADAPTER_HINT = "It looks like arn:aws:rekognition:REGION:ACCOUNT:project/NAME/version/VERSION/DIGITS."
_ENGINES = ("on-device", *PAID)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders to import first")
    parser.add_argument("--engine", choices=_ENGINES, help="what moderates (default: the one in the settings)")
    policy = parser.add_mutually_exclusive_group()
    policy.add_argument("--moderation", metavar="STRING", help="make this string the library's policy first")
    policy.add_argument("--preset", type=plain_text, metavar="NAME", help="make this preset the library's policy first")
    add_parents(parser)
    add_exempt(parser)
    parser.add_argument("--min-confidence", type=float, metavar="F", help="ask for labels from F (0–100) on; 20")
    parser.add_argument("--again", action="store_true", help="ask anew about assets that were answered on already")
    parser.add_argument(
        "--retry-failed",
        action="store_true",
        help="also pay anew for videos whose jobs failed",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="how many assets at a time")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; change nothing")
    paid = parser.add_argument_group("for Amazon Rekognition")
    paid.add_argument("--adapter", type=plain_text, metavar="ARN", help="a custom adapter")
    paid.add_argument("--rate", type=float, metavar="TPS", help="calls a second; learned if it is not given")
    paid.add_argument("--budget", type=float, metavar="USD", help="stop before this scan spends more")
    add_video_arguments(parser, paid)
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
    budget_reached: bool = False
    agreement_reached: bool = False
    ledger: CallCounts | None = None
    model_versions: tuple[str, ...] = ()
    videos: list[CheckedVideo] = field(default_factory=list)


def _scan(call: Call) -> int:
    from rekreview.pipeline.paying import purse_for

    _check(call)
    preset = _preset(call)
    engine, videos = _engine(call, preset)
    if call.arguments.dry_run:
        return dry_run(call, engine, videos)
    agreed_usd = require_consent(call, engine, videos)
    with (
        stoppable() as cancel,
        _ready(engine, videos),
        call.library(create=True) as library,
        _working(call, engine) as (decoder, executor, workers),
    ):
        if engine.name.paid:
            require_same_way(library, videos)
        _adopt_policy(call, library, preset)
        imported = run_import(library, decoder, call.arguments.paths, executor, cancel)
        counts = _Counts(None, {}, [], interrupted=imported.interrupted)
        if not cancel.cancelled:
            purse = purse_for(engine, call.settings, call.arguments.budget)
            purse.agreed_usd = agreed_usd
            moderator = _Moderator(library, decoder, engine, executor, workers, cancel, purse, videos)
            if call.arguments.retry_failed:
                library.commands.retry_failed_video_jobs()
            counts = moderator.moderate(again=call.arguments.again, retried=call.arguments.retry_failed)
    return _tell(call, imported, counts)


def _check(call: Call) -> None:
    """Refuse what is wrong before anything is changed."""
    from rekreview.domain.moderation_string import parse

    arguments = call.arguments
    require_existing(arguments.paths)
    if arguments.moderation is not None:
        parse(arguments.moderation)
    exemptions(arguments.exempt or ())
    if arguments.min_confidence is not None and not 0 <= arguments.min_confidence <= 100:
        raise UsageError(f"--min-confidence {arguments.min_confidence} is not between 0 and 100.", "Give percent.")
    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError(f"--workers {arguments.workers} would do nothing.", "Give a number from 1 on.")
    check_video_arguments(arguments)
    for option in ("rate", "poll-rate", "budget"):
        given = getattr(arguments, option.replace("-", "_"))
        if given is not None and not 0 < given < float("inf"):
            raise UsageError(f"--{option} {given} would do nothing.", "Give a number above 0.")
    if arguments.adapter is not None and not _ADAPTER.fullmatch(arguments.adapter):
        raise UsageError(f"{arguments.adapter} is not the ARN of an adapter's version.", _ADAPTER_HINT)


def _preset(call: Call) -> Saved | None:
    """The preset that is named, found before a library is made: one that is not there yet has those shipped only."""
    from rekreview.cli.presets import find_preset, find_shipped
    from rekreview.domain.errors import LibraryMissing

    reference = call.arguments.preset
    if reference is None:
        return None
    try:
        with call.library() as library:
            return find_preset(library, reference)
    except LibraryMissing:
        return find_shipped(reference)


def _engine(call: Call, preset: Saved | None) -> tuple[Engine, VideoChoice]:
    from rekreview import wiring
    from rekreview.domain.assets import EngineName

    arguments = call.arguments
    name = EngineName(arguments.engine or call.settings.engine)
    floor = wanted_floor(call, preset)
    videos = video_choice(call, name, floor)
    engine = wiring.make_engine(
        name,
        min_confidence=floor,
        adapter=arguments.adapter,
        rate=arguments.rate,
        calls_at_once=arguments.workers,
        settings=call.settings,
        frames=videos.frames,
    )
    return engine, videos


def wanted_floor(call: Call, preset: Saved | None = None) -> float:
    """The floor to ask for, 0–100: the one named; else that of the settings, which the strings that become the
    library's policy may lower, not raise.
    """
    from rekreview.domain.moderation_string import parse
    from rekreview.domain.thresholds import percent

    arguments = call.arguments
    if arguments.min_confidence is not None:
        return float(arguments.min_confidence)
    strings = [] if preset is None else [preset.pair.image, preset.pair.video]
    strings += [] if arguments.moderation is None else [arguments.moderation]
    wanted = (parse(string).min_confidence for string in strings)
    return min([call.settings.min_confidence, *(float(percent(one)) for one in wanted if one is not None)])


def _adopt_policy(call: Call, library: Library, preset: Saved | None) -> None:
    """Make what `--moderation`, `--preset`, `--parents` and `--exempt` say the library's policy."""
    arguments = call.arguments
    applied = library.queries.policy()
    name, pair = (applied.name, applied.pair) if preset is None else (preset.name, preset.pair)
    if arguments.moderation is not None:
        pair = pair.with_string(arguments.moderation)
    pair = with_exemptions(with_parents(pair, arguments.parents), arguments.exempt)
    if pair != applied.pair:
        library.commands.apply_policy(pair, name=name)


@contextmanager
def _ready(engine: Engine, videos: VideoChoice) -> Iterator[None]:
    """The engine, closed afterwards. A wrong profile, region or bucket is told before anything is made."""
    with closing(engine), closing(videos):
        if engine.name.paid:
            engine.open()
            videos.open()
        yield


@contextmanager
def _working(call: Call, engine: Engine) -> Iterator[tuple[Decoder, ThreadPoolExecutor, int]]:
    """Decoder and threads for the time of a scan."""
    from rekreview import wiring
    from rekreview.pipeline.flow import threads

    settings = call.settings
    workers = call.arguments.workers or (settings.calls_at_once if engine.name.paid else settings.workers)
    processes = settings.workers if engine.name.paid else workers
    with (
        closing(wiring.make_decoder(replace(settings, workers=processes))) as decoder,
        ThreadPoolExecutor(workers if engine.name.paid else threads(workers)) as executor,
    ):
        yield decoder, executor, workers


def left_over(library: Library, engine: Engine) -> RunView | None:
    """A run that was stopped or cut off and that this engine, as it is set up now, can end."""
    left = library.queries.unfinished_run()
    if left is None or (left.engine, left.engine_version, left.adapter) != (
        engine.name,
        engine.version,
        engine.adapter,
    ):
        return None
    return left if left.floor <= engine.min_confidence else None


@dataclass(frozen=True, slots=True)
class _Moderator:
    """Runs an engine: first over what a stopped run left, then over what is new."""

    library: Library
    decoder: Decoder
    engine: Engine
    executor: ThreadPoolExecutor
    workers: int
    cancel: CancelToken
    purse: Purse
    videos: VideoChoice

    def moderate(self, *, again: bool, retried: bool = False) -> _Counts:
        """Moderate all there is to moderate. retried: videos whose jobs failed are tried again."""
        from rekreview.pipeline.scanning import plan, start

        counts = _Counts(None, {}, [])
        left = left_over(self.library, self.engine)
        asked: set[int] = set()
        if left is not None:
            asked = self._run(left.id, counts) | (set() if retried else self._failed_jobs(left.id, counts))
        planned = [asset for asset in plan(self.library, self.engine, again=again) if asset not in asked]
        if planned and not counts.interrupted and not counts.budget_reached:
            self._run(start(self.library, self.engine, planned, again=again), counts)
        return counts

    def _failed_jobs(self, run: int, counts: _Counts) -> set[int]:
        """The videos whose jobs failed before the run was cut off: told again, but not started again with the rest of
        it, since a job that failed may be billed.
        """
        from rekreview.domain.errors import JobFailed
        from rekreview.pipeline.run_summary import NotModerated

        told = {one.id for one in counts.not_moderated}
        failed = [one for one in self.library.queries.faults(run) if one.code == JobFailed.code]
        counts.not_moderated += [
            NotModerated(one.asset_id, one.path, one.code, one.message) for one in failed if one.asset_id not in told
        ]
        return {one.asset_id for one in failed}

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
            purse=self.purse,
            videos=self.videos.work,
        )
        summary = drive(work, "Moderating")
        _add(counts, summary, tally(self.library, summary))
        counts.videos += checked_videos(self.library, summary.assets)
        if self.engine.name.paid:
            counts.ledger = self.purse.counts
        return {*summary.assets, *(one.id for one in summary.not_moderated)}


def _add(counts: _Counts, summary: RunSummary, statuses: dict[Status, int]) -> None:
    counts.run = summary.run
    counts.moderated += len(summary.assets)
    counts.not_moderated += summary.not_moderated
    counts.calls += summary.calls
    counts.cost_usd += summary.cost_usd
    counts.interrupted = summary.interrupted
    counts.budget_reached = summary.budget_reached
    counts.agreement_reached = summary.agreement_reached
    counts.model_versions = (*counts.model_versions, *summary.model_versions)
    for status, number in statuses.items():
        counts.counts[status] = counts.counts.get(status, 0) + number


def _tell(call: Call, imported: ImportSummary, counts: _Counts) -> int:
    call.output.document(_document(imported, counts), lambda: _lines(imported, counts))
    versions = tuple(dict.fromkeys(counts.model_versions))
    if len(versions) > 1:
        call.output.message(
            f"Amazon Rekognition changed its model: {' → '.join(versions)}. It may see more or less than before; "
            "assets moderated by the former one keep its labels until they are moderated `--again`."
        )
    if counts.budget_reached:
        reached = "More would be paid than was agreed to" if counts.agreement_reached else "The budget is spent"
        call.output.message(f"{reached}. What was done stays; scan again to go on.")
        return Exit.BUDGET
    if counts.interrupted:
        call.output.message("Interrupted. What was done stays; scan again to go on.")
        return Exit.INTERRUPTED
    return Exit.INCOMPLETE if counts.not_moderated or imported.skipped else Exit.DONE


def _document(imported: ImportSummary, counts: _Counts) -> Document:
    from rekreview.cli.shapes import import_document, ledger_document
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
        "interrupted": counts.interrupted or counts.budget_reached,
        **({"videos": [one.document() for one in counts.videos]} if counts.videos else {}),
        **({} if counts.ledger is None else {"ledger": ledger_document(counts.ledger)}),
    }


def _lines(imported: ImportSummary, counts: _Counts) -> Iterable[str]:
    if imported.assets or imported.skipped:
        yield from import_lines(imported)
    if counts.run is None:
        yield "Nothing was left to moderate."
        return
    statuses = ", ".join(f"{number:,} {status.value}" for status, number in counts.counts.items() if number)
    yield f"Moderated {counted(counts.moderated, 'asset')}" + (f": {statuses}." if statuses else ".")
    yield from checked_lines(counts.videos)
    if counts.ledger is not None:
        yield from ledger_lines(counts.ledger)
    if counts.not_moderated:
        yield f"Could not check {counted(len(counts.not_moderated), 'asset')}:"
        yield from (f"  {one.path}: {one.message}" for one in counts.not_moderated)


def ledger_lines(counts: CallCounts) -> Iterable[str]:
    """What was paid, in sentences."""
    yield f"{counted(counts.answered, 'call')} answered, for {counts.cost_usd:.3f} USD."
    if counts.unanswered:
        yield (
            f"{counted(counts.unanswered, 'call')} got no answer and may be billed all the same: up to "
            f"{counts.may_cost_usd:.3f} USD."
        )
    if counts.refused:
        yield f"{counted(counts.refused, 'call')} refused, which costs nothing."


ENTRIES = {"scan": Entry(_arguments, _scan)}
