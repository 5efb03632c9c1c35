"""What a scan would do, cost and take, found out without changing anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit
from rekreview.cli.text import counted, duration
from rekreview.pipeline.estimating_videos import VideoEstimate, estimate_frames, estimate_stored, together

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.cli.videos import VideoChoice
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.ports import Engine
    from rekreview.library.library import Library


@dataclass(frozen=True, slots=True)
class Estimate:
    """files: to be read. waiting: assets of the library. calls, cost_usd: what both would take at least.

    seconds: None if there is nothing to tell it from. videos: what those in both would take, whose frames are among the
    calls. price_as_of: the day the price was read, "" if nothing is paid.
    """

    files: int
    waiting: int
    calls: int
    cost_usd: float = 0.0
    seconds: float | None = None
    videos: VideoEstimate = field(default_factory=VideoEstimate)
    price_as_of: str = ""

    def sentences(self) -> Iterable[str]:
        """The same for people."""
        yield f"Would read {counted(self.files, 'file')} and moderate {counted(self.waiting, 'asset')} of the library."
        yield from _video_sentences(self.videos)
        if self.price_as_of:
            yield (
                f"It would take {counted(self.calls, 'call')} and cost about {self.cost_usd:.3f} USD, at the price of "
                f"{self.price_as_of}."
            )
        else:
            yield "Nothing would be paid."
        if self.seconds:
            yield f"It would take about {duration(max(1, self.seconds))}."


def _video_sentences(videos: VideoEstimate) -> Iterable[str]:
    if videos.minutes:
        yield (
            f"{counted(videos.sent, 'video')} would be checked whole: {counted(videos.minutes, 'begun minute')}, about "
            f"{videos.minutes_usd:.3f} USD."
        )
    if videos.awaited:
        are, those = ("is", "Its answer is") if videos.awaited == 1 else ("are", "Their answers are")
        yield f"{counted(videos.awaited, 'video')} {are} with Amazon Rekognition already. {those} read, not paid again."
    if videos.converted:
        yield f"{counted(videos.converted, 'of them')} would first be converted to H.264 here, without sound."
    if videos.frames:
        yield f"{counted(videos.sent, 'video')} would take {counted(videos.frames, 'frame')} at most, each a call."
    yield from (f"Not sent: {one.path}: {one.why}" for one in videos.refused)
    if videos.convertible:
        yield f"With --convert {counted(videos.convertible, 'of these')} would be converted to H.264 here, and sent."
    if videos.left_out:
        are = "is" if videos.left_out == 1 else "are"
        yield f"{counted(videos.left_out, 'video')} {are} left out: choose a bucket, or --video-mode frames."


def dry_run(call: Call, engine: Engine, choice: VideoChoice) -> int:
    """Tell what would be done: a missing library stays missing."""
    found = estimate(call, engine, choice)
    videos = found.videos
    document = {
        "dry_run": True,
        "files": found.files,
        "waiting": found.waiting,
        "calls": found.calls,
        "cost_usd": found.cost_usd,
        "seconds": found.seconds,
        "videos_left_out": videos.not_sent - videos.awaited,
        "videos_awaited": videos.awaited,
        "video_mode": videos.mode.value if videos.mode else None,
        "video_minutes": videos.minutes,
        "video_frames": videos.frames,
        "videos_converted": videos.converted,
        "videos_convertible": videos.convertible,
        "videos_refused": [{"path": one.path, "reason": one.why} for one in videos.refused],
        **({"price_as_of": found.price_as_of} if found.price_as_of else {}),
    }
    call.output.document(document, found.sentences)
    return Exit.DONE


def estimate(call: Call, engine: Engine, choice: VideoChoice | None = None) -> Estimate:
    """Count the work. A file that is known and unchanged is one of the library's assets, or done already."""
    from rekreview.domain.errors import LibraryMissing
    from rekreview.media.files import walk

    paths = [met.path for met in walk(call.arguments.paths) if not met.skipped]
    try:
        with call.library() as library:
            return _of_library(call, engine, library, paths, choice)
    except LibraryMissing:
        call.output.message("There is no library yet; a scan would make one.")
    return _priced(call, engine, paths, choice) if engine.name.paid else Estimate(len(paths), 0, len(paths))


def _of_library(call: Call, engine: Engine, library: Library, paths: list[str], choice: VideoChoice | None) -> Estimate:
    from rekreview.pipeline.estimating import frames_at_most
    from rekreview.pipeline.estimating_videos import estimate_videos, none_failed
    from rekreview.pipeline.paid_jobs import awaited_videos
    from rekreview.pipeline.scanning import plan

    planned = plan(library, engine, again=call.arguments.again)
    if engine.name.paid:
        unknown = [path for path in paths if not _is_known(library, path)]
        failures = none_failed if call.arguments.again or call.arguments.retry_failed else None
        work = choice.work if choice else None
        paid = awaited_videos(library, work.service if work else None)
        awaited = () if call.arguments.again else paid
        videos = estimate_videos(library, planned, engine.limits, work, failures, awaited)
        calls = library.queries.planned_calls(planned, frames_at_most(engine))
        known = Estimate(len(paths), len(planned) - videos.not_sent + videos.awaited, calls, videos=videos)
        return _priced(call, engine, unknown, choice, known)
    assets = len(paths) + len(planned)
    rate = _former_rate(library, engine)
    return Estimate(len(paths), len(planned), assets, 0.0, round(assets / rate, 1) if rate else None)


def _is_known(library: Library, path: str) -> bool:
    location = library.queries.location(path)
    if location is None or location.missing:
        return False
    try:
        found = Path(path).stat()
    except OSError:
        return False
    return (found.st_mtime_ns, found.st_size) == (location.mtime_ns, location.bytes)


def _former_rate(library: Library, engine: Engine) -> float | None:
    """How many assets a second the last finished run of this engine did."""
    finished = (run for run in library.queries.runs() if run.finished and run.done and run.engine is engine.name)
    last = next(finished, None)
    seconds = (last.finished - last.created).total_seconds() if last and last.finished else 0
    return last.done / seconds if last and seconds > 0 else None


def _priced(
    call: Call, engine: Engine, unknown: list[str], choice: VideoChoice | None, known: Estimate | None = None
) -> Estimate:
    """What is known of the library's assets, with the files it does not know yet, and with the price of both."""
    from rekreview.domain.assets import MediaKind
    from rekreview.domain.ports import PacedEngine

    known = known or Estimate(len(unknown), 0, 0)
    kinds = {path: _kind(path) for path in unknown}
    pictures = sum(kind is MediaKind.IMAGE for kind in kinds.values())
    films = [path for path, kind in kinds.items() if kind is MediaKind.VIDEO]
    videos = together(known.videos, _of_files(call, engine, films, choice))
    calls = known.calls + pictures + videos.frames
    rate = engine.rate if isinstance(engine, PacedEngine) else 1.0
    return replace(
        known,
        calls=calls,
        cost_usd=round(calls * call.settings.price_per_call_usd + videos.minutes_usd, 6),
        seconds=round(calls / rate, 1),
        videos=videos,
        price_as_of=call.settings.price_as_of,
    )


def _of_files(call: Call, engine: Engine, paths: list[str], choice: VideoChoice | None) -> VideoEstimate:
    """What videos would take that are not imported yet: each is opened for its length."""
    from contextlib import closing

    from rekreview import wiring
    from rekreview.domain.errors import MediaError
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.video import StoredVideo

    work = choice.work if choice else None
    if not paths or not (work or engine.limits.videos):
        return VideoEstimate(left_out=len(paths))
    found = []
    with closing(wiring.make_decoder(call.settings)) as decoder:
        for path in paths:
            try:
                facts = decoder.facts(path, CancelToken())
            except MediaError:
                continue
            if facts.fault is None:
                size = Path(path).stat().st_size
                found.append(StoredVideo(path, "", size, facts.format, facts.codec, facts.duration_ms))
    return estimate_stored(found, work) if work else estimate_frames(found, engine.limits)


def _kind(path: str) -> MediaKind | None:
    """What a file is by its first bytes; None if an import would skip it."""
    from rekreview.media.identify import HEAD_BYTES, signature

    try:
        with Path(path).open("rb", buffering=0) as file:
            found = signature(file.read(HEAD_BYTES))
    except OSError:
        return None
    return None if found is None else found[0]
