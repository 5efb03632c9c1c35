"""What a scan would do, cost and take, found out without changing anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rekreview.cli.exits import Exit
from rekreview.cli.text import counted, duration

if TYPE_CHECKING:
    from rekreview.cli.call import Call
    from rekreview.domain.ports import Engine
    from rekreview.library.library import Library


@dataclass(frozen=True, slots=True)
class Estimate:
    """files: to be read. waiting: assets of the library. calls, cost_usd: what both would take at least.

    seconds: None if there is nothing to tell it from. price_as_of: the day the price was read, "" if nothing is paid.
    """

    files: int
    waiting: int
    calls: int
    cost_usd: float
    seconds: float | None
    price_as_of: str = ""

    def sentences(self) -> Iterable[str]:
        """The same for people."""
        yield f"Would read {counted(self.files, 'file')} and moderate {counted(self.waiting, 'asset')} of the library."
        if self.price_as_of:
            yield (
                f"It would take {counted(self.calls, 'call')} and cost about {self.cost_usd:.3f} USD, at the price of "
                f"{self.price_as_of}."
            )
        else:
            yield "Nothing would be paid."
        if self.seconds:
            yield f"It would take about {duration(self.seconds)}."


def dry_run(call: Call, engine: Engine) -> int:
    """Tell what would be done: a missing library stays missing."""
    found = estimate(call, engine)
    document = {
        "dry_run": True,
        "files": found.files,
        "waiting": found.waiting,
        "calls": found.calls,
        "cost_usd": found.cost_usd,
        "seconds": found.seconds,
        **({"price_as_of": found.price_as_of} if found.price_as_of else {}),
    }
    call.output.document(document, found.sentences)
    return Exit.DONE


def estimate(call: Call, engine: Engine) -> Estimate:
    """Count the work. A file that is known and unchanged is one of the library's assets, or done already."""
    from rekreview.domain.errors import LibraryMissing
    from rekreview.media.files import walk

    paths = [met.path for met in walk(call.arguments.paths) if not met.skipped]
    try:
        with call.library() as library:
            found = _with_library(call, engine, library, paths)
    except LibraryMissing:
        call.output.message("There is no library yet; a scan would make one.")
        found = Estimate(len(paths), 0, len(paths), 0.0, None)
    return _priced(call, engine, found) if engine.name.paid else found


def _with_library(call: Call, engine: Engine, library: Library, paths: list[str]) -> Estimate:
    from rekreview.pipeline.scanning import plan

    planned = plan(library, engine, again=call.arguments.again)
    if engine.name.paid:
        unknown = sum(not _is_known(library, path) for path in paths)
        most = engine.limits.encoded.frames if engine.limits.encoded else 1
        return Estimate(len(paths), len(planned), unknown + library.queries.planned_calls(planned, most), 0.0, None)
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


def _priced(call: Call, engine: Engine, found: Estimate) -> Estimate:
    from rekreview.domain.ports import PacedEngine

    settings = call.settings
    rate = engine.rate if isinstance(engine, PacedEngine) else 1.0
    return replace(
        found,
        cost_usd=round(found.calls * settings.price_per_call_usd, 6),
        seconds=round(found.calls / rate, 1),
        price_as_of=settings.price_as_of,
    )
