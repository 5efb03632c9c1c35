"""Import: files and folders in, assets out. What was done stays, whenever it is stopped."""

from __future__ import annotations

import logging
import os
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from rekreview.domain.assets import ImportedFile, Status
from rekreview.domain.errors import Cancelled, MediaError
from rekreview.domain.memories import Precedent
from rekreview.domain.progress import CancelToken, Pace, Progress
from rekreview.library.library import Library
from rekreview.library.values import KnownLocation
from rekreview.media.files import Met, walk
from rekreview.pipeline.flow import in_order
from rekreview.pipeline.head_start import Ingests

log = logging.getLogger(__name__)

REMEMBERED = 50_000
BATCH_FILES = 64
BATCH_SECONDS = 0.5
AHEAD = 32
COUNT_EVERY = 500


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that did not become an asset, and why, in words for people."""

    path: str
    reason: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A file that is an asset of before, or an exact copy of one, and the decision that stands on that."""

    path: str
    decision: Precedent


@dataclass(slots=True)
class ImportSummary:
    """What an import did. Every file met counts once: added, a duplicate, or skipped.

    assets: ids of the assets those files are, new and known. decided: how many of the known ones a reviewer decided on,
    by what was decided; remembered: these one by one, the newest decision first. interrupted: a person stopped it.
    """

    added: int = 0
    duplicates: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    assets: list[int] = field(default_factory=list)
    decided: Counter[Status] = field(default_factory=Counter)
    remembered: list[Remembered] = field(default_factory=list)
    interrupted: bool = False


def import_paths(
    library: Library,
    decoder: Ingests,
    paths: Iterable[str | Path],
    *,
    executor: Executor,
    cancel: CancelToken,
) -> Generator[Progress, None, ImportSummary]:
    """Import every regular file at or below `paths`; yields progress and returns the summary.

    Decoding runs on `executor`, in the order the files are met, which is the order of the new ids.
    """
    paths = list(paths)
    importer = _Importer(library, decoder, cancel, source_of(paths))
    try:
        files = yield from importer.count(paths)
        yield from importer.add(files, executor)
    except Cancelled:
        importer.summary.interrupted = True
    finally:
        importer.write()
    importer.remember()
    return importer.summary


def source_of(paths: Sequence[str | Path]) -> str:
    """What was imported, in a word or two for people: the name of a file or folder, or of the first of several."""
    names = [Path(os.path.abspath(path)).name or str(path) for path in paths]  # noqa: PTH100 - follows no links
    first = "".join(names[:1]).encode("utf-8", "replace").decode("utf-8")
    return f"{first} +{len(names) - 1}" if len(names) > 1 else first


class _Importer:
    """One import under way: its summary so far, and the files that wait to be written in one transaction."""

    def __init__(self, library: Library, decoder: Ingests, cancel: CancelToken, source: str) -> None:
        self.library = library
        self.decoder = decoder
        self.cancel = cancel
        self.summary = ImportSummary()
        self._source = source
        self._number: int | None = None
        self._batch: list[ImportedFile] = []
        self._written = time.monotonic()
        self._assets: dict[int, str] = {}  # each with the first of its files
        self._new: set[int] = set()

    def count(self, paths: Iterable[str | Path]) -> Generator[Progress, None, list[str]]:
        """Find the files first, so that the time left can be told."""
        files: list[str] = []
        for met in walk(paths):
            self.cancel.check()
            if met.skipped:
                self._skip(met)
            else:
                files.append(met.path)
            if len(files) % COUNT_EVERY == 0:
                yield Progress(0, None, current=met.path)
        return files

    def add(self, files: list[str], executor: Executor) -> Generator[Progress, None, None]:
        """Read, decode and write all files, yielding progress after each."""
        pace = Pace()
        yield pace.mark(0, len(files))
        outcomes = in_order(executor, self._ingest, self._remembered(files), ahead=AHEAD)
        for done, outcome in enumerate(self._stoppable(outcomes), start=1):
            self._take(outcome, files[done - 1])
            yield pace.mark(done, len(files), current=files[done - 1], failed=len(self.summary.skipped))

    def write(self) -> None:
        """Write the waiting files in one transaction."""
        if self._batch:
            if self._number is None:
                self._number = self.library.commands.begin_import(self._source)
            written = self.library.commands.add_assets(self._batch, batch=self._number)
            self.summary.added += len(written.added)
            self._new.update(written.added)
            self.summary.duplicates += written.duplicates
            for path, asset_id in written.ids_by_path.items():
                self._assets.setdefault(asset_id, path)
        self._batch = []
        self._written = time.monotonic()
        self.summary.assets = list(self._assets)

    def remember(self) -> None:
        """Look what was decided on the assets that were known already; of very many nothing is told."""
        known = [asset_id for asset_id in self._assets if asset_id not in self._new]
        if len(known) <= REMEMBERED:
            found = self.library.queries.precedents(known)
            self.summary.decided.update(one.status for one in found)
            self.summary.remembered = [Remembered(self._assets[one.asset_id], one) for one in found]

    def _stoppable(self, outcomes: Iterator[ImportedFile | Skipped | int]) -> Iterator[ImportedFile | Skipped | int]:
        for outcome in outcomes:
            yield outcome
            self.cancel.check()

    def _remembered(self, files: list[str]) -> Iterator[tuple[str, KnownLocation | None]]:
        """The files and what the library remembers of them, asked for many at once while others are decoded."""
        for start in range(0, len(files), BATCH_FILES):
            some = files[start : start + BATCH_FILES]
            known = self.library.queries.locations(some)
            yield from ((path, known.get(path)) for path in some)

    def _ingest(self, file: tuple[str, KnownLocation | None]) -> ImportedFile | Skipped | int:
        """Runs on the executor: the file's facts, why it is skipped, or the id of the asset it is known to be."""
        self.cancel.check()
        path, location = file
        try:
            if location is not None and _is_unchanged(path, location):
                return location.asset_id
            return self.decoder.ingest(path, self.cancel)
        except MediaError as error:
            return Skipped(path, error.message, error.code)
        except OSError as error:
            return Skipped(path, error.strerror or str(error), "unreadable")

    def _take(self, outcome: ImportedFile | Skipped | int, path: str) -> None:
        if isinstance(outcome, Skipped):
            self.summary.skipped.append(outcome)
        elif isinstance(outcome, int):
            self.summary.duplicates += 1
            self._assets.setdefault(outcome, path)
        else:
            self._batch.append(outcome)
        if len(self._batch) >= BATCH_FILES or time.monotonic() - self._written > BATCH_SECONDS:
            self.write()

    def _skip(self, met: Met) -> None:
        self.summary.skipped.append(Skipped(met.path, met.skipped))


def _is_unchanged(path: str, location: KnownLocation) -> bool:
    """Whether a file has not been touched since it was imported: then it need not be read."""
    found = Path(path).stat()
    return (found.st_mtime_ns, found.st_size) == (location.mtime_ns, location.bytes)
