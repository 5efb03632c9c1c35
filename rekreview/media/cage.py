"""The decoder the app uses: untrusted files are opened only in worker processes with limits on time and memory."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rekreview.domain.assets import ImportedFile, MediaFacts, MediaKind
from rekreview.domain.errors import DecoderCrashed, DecodeTimedOut, DiskFull, MediaError, Unreadable, Unsupported
from rekreview.domain.ports import EngineLimits, Frame, Prepared
from rekreview.domain.progress import CancelToken
from rekreview.domain.video import Cell, FrameCounts
from rekreview.media import files, replies
from rekreview.media.budget import POLL_SECONDS, Budget
from rekreview.media.identify import HEAD_BYTES, signature
from rekreview.media.replies import Reply
from rekreview.media.worker_process import Patience, WorkerProcess, end, start_process

Shown = TypeVar("Shown")

MEMORY_BYTES = 1536 << 20
DECODED_BYTES = 256 << 20
MOST_SIDE = 12_000
"""Pixels of the long side above which `picture` gives a smaller one."""


MOST_CONVERTED_BYTES = 10 * 1000**3
MOST_SECONDS = 6 * 3600.0
"""A copy of a video may become so large, and take so long to make."""


class Cage:
    """A decoder in `workers` processes for work in bulk, one more for the screen, so that looking never queues, and one
    for what nobody waits for.

    picture_seconds: how long a worker may decode without a sign of life before it is ended. memory_bytes: what a worker
    may take for a file. decoded_bytes: what all of them together may decode into; a picture that needs more is decoded
    alone. Processes start with the first file, are replaced when they die, and die with the app.
    """

    def __init__(
        self,
        workers: int = 2,
        picture_seconds: float = 10.0,
        memory_bytes: int = MEMORY_BYTES,
        decoded_bytes: int = DECODED_BYTES,
    ) -> None:
        self._memory_bytes = memory_bytes
        # Workers are tied to the life of the thread that starts them: this one lasts as long as the cage.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="media-workers")
        self._warm: list[Future[subprocess.Popen[bytes]]] = []
        budget, patience = Budget(decoded_bytes), Patience(decoding=picture_seconds)
        self._bulk = _Bench([WorkerProcess(self._start, budget, patience) for _ in range(max(1, workers))])
        self._screen = _Bench([WorkerProcess(self._start, budget, patience)])
        self._aside = _Bench([WorkerProcess(self._start, budget, patience)])

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file; see `Decoder`."""
        return self._describe(path, cancel, hashed=True)

    def facts(self, path: str, cancel: CancelToken) -> MediaFacts:
        """Facts of one file without its identity; see `Decoder`."""
        return self._describe(path, cancel, hashed=False).facts

    def frames(self, path: str, limits: EngineLimits, cancel: CancelToken) -> Prepared:
        """What an engine looks at; see `Decoder`. A video's and an animation's frames keep a worker busy until they
        are all read or the iterator is closed.
        """
        job: dict[str, Any] = {
            "verb": "frames",
            "path": path,
            "short_side": limits.short_side,
            "interval_ms": limits.frame_interval_ms,
            "key_frames_only": limits.key_frames_only,
            "at_least_every_ms": limits.at_least_every_ms,
        }
        if limits.encoded is None:
            frames = Stream(self._bulk, self._bulk.take(cancel), job, cancel, ("frame", replies.frame))
            return replace(_prepared(frames), frames=iter(list(frames)) if _is_still(frames.about) else frames)
        job["encoded"] = asdict(limits.encoded)
        reading = partial(replies.picture, most_bytes=limits.encoded.most_bytes)
        pictures = Stream(self._bulk, self._bulk.take(cancel), job, cancel, ("picture", reading))
        prepared = _prepared(pictures)
        # A paid call may be slow, and a worker that waits for it prepares nothing. All pictures of a file are small, so
        # they are taken at once; but those of a video may be thousands.
        return replace(prepared, encoded=pictures if prepared.kind is MediaKind.VIDEO else iter(list(pictures)))

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        """One upright picture for the screen; see `Decoder`."""
        job = {"verb": "picture", "path": path, "max_side": min(max_side, MOST_SIDE), "at_ms": at_ms}
        with self._screen.lent(cancel) as worker:
            shown = [replies.frame(reply) for reply in worker.ask(job, cancel, leave=True) if reply.say == "frame"]
        if not shown or max(shown[0].pixels.shape) > max(max_side, 3):
            raise replies.nonsense("no picture of the size that was asked for")
        return shown[0]

    def storyboard(self, path: str, cells: int, cancel: CancelToken) -> Iterator[Cell]:
        """Small pictures spread over a video; see `Decoder`. A process of its own makes them, behind all other work."""
        yield from self._cells({"verb": "storyboard", "path": path, "cells": cells, "moments": []}, cells, cancel)

    def moments(self, path: str, times_ms: Sequence[int], cancel: CancelToken) -> Iterator[Cell]:
        """Small pictures of these moments of a video, by the same process; see `Decoder`."""
        job = {"verb": "storyboard", "path": path, "cells": 0, "moments": list(times_ms)}
        if times_ms:
            yield from self._cells(job, len(times_ms), cancel)

    def _cells(self, job: Mapping[str, Any], most: int, cancel: CancelToken) -> Iterator[Cell]:
        with self._aside.lent(cancel) as worker:
            for number, reply in enumerate(worker.ask(job, cancel)):
                if reply.say != "cell" or number >= most:
                    raise replies.nonsense("no cell, or more than were asked for")
                yield replies.cell(reply)

    def convert(self, path: str, to: Path, cancel: CancelToken) -> None:
        """A video anew as H.264 in MP4; see `Decoder`. The same process makes it that draws storyboards."""
        job = {"verb": "convert", "path": path, "most_bytes": MOST_CONVERTED_BYTES, "most_seconds": MOST_SECONDS}
        unfinished = to.with_name(f".{to.name}.partial")
        try:
            with self._aside.lent(cancel) as worker, unfinished.open("wb") as file:
                for reply in worker.ask(job, cancel):
                    file.seek(replies.piece_at(reply, MOST_CONVERTED_BYTES))
                    file.write(reply.payload)
            unfinished.replace(to)
        except OSError as error:
            raise DiskFull(f"{to.parent} cannot be written to: {error.strerror or error}.") from error
        finally:
            unfinished.unlink(missing_ok=True)

    def warm(self) -> None:
        """Start the workers for bulk work, for a caller who will need them in a moment."""
        self._warm = [self._starter.submit(start_process, self._memory_bytes) for _ in self._bulk.unstarted()]
        wait(self._warm)  # some milliseconds; beside a thread that goes on importing each start would take a hundred

    def pids(self) -> list[int]:
        """The worker processes that run now, for tests and for measuring memory."""
        return self._bulk.pids() + self._screen.pids() + self._aside.pids()

    def close(self) -> None:
        """End the worker processes. Who still waits for one gets an error."""
        self._bulk.close()
        self._screen.close()
        self._aside.close()
        for started in self._warm:
            end(started.result())
        self._warm = []
        self._starter.shutdown()

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            started = self._warm.pop()
        except IndexError:
            started = self._starter.submit(start_process, self._memory_bytes)
        return started.result()

    def _describe(self, path: str, cancel: CancelToken, *, hashed: bool) -> ImportedFile:
        known: ImportedFile | None = None
        try:
            with self._bulk.lent(cancel) as worker:
                for reply in worker.ask({"verb": "ingest", "path": path, "hash": hashed}, cancel):
                    if reply.say == "identity":
                        known = replies.identity(reply, path)
                    elif reply.say == "facts" and known:
                        known = replace(known, facts=replies.facts(reply, known.facts))
        except (Unreadable, Unsupported):
            raise
        except MediaError as error:
            known = known or _identity(path, hashed=hashed)
            return replace(known, facts=replace(known.facts, fault=replies.as_fault(error)))
        if known is None or not known.facts.thumbnail:
            raise replies.nonsense("no facts")
        return known


def _prepared(stream: Stream[Any]) -> Prepared:
    """What is known of a file before its frames."""
    about = stream.about
    return Prepared(
        kind=MediaKind.VIDEO if about.about.get("kind") == MediaKind.VIDEO else MediaKind.IMAGE,
        frames=iter(()),
        frames_total=about.number_or_none("frames"),
        duration_ms=about.number_or_none("duration_ms"),
        counts=stream.counts,
    )


def _is_still(about: Reply) -> bool:
    return about.about.get("stream") is not True


class Stream(Iterator[Shown]):
    """Pictures of one file as they are decoded. Holds its worker until the last one, an error, or `close`.

    reading: what the worker says before each picture, and what makes one of it.
    """

    def __init__(
        self,
        bench: _Bench,
        worker: WorkerProcess,
        job: Mapping[str, Any],
        cancel: CancelToken,
        reading: tuple[str, Callable[[Reply], Shown]],
    ) -> None:
        self._bench = bench
        self._says, self._read = reading
        self._worker: WorkerProcess | None = worker
        self._replies = worker.ask(job, cancel)
        self.counts = FrameCounts()
        self.about = self._first()

    def __next__(self) -> Shown:
        if self._worker is None:
            raise StopIteration
        return self._read(self._next(self._says))

    def close(self) -> None:
        """Give the worker back; it is ended if it is still decoding."""
        self._give_back(sound=False)

    def __del__(self) -> None:
        self.close()

    def _first(self) -> Reply:
        try:
            return self._next("media")
        except StopIteration:
            raise replies.nonsense("nothing") from None

    def _next(self, expected: str) -> Reply:
        try:
            reply = next(self._replies)
            if reply.say == "counts":
                replies.count(reply, self.counts)
                reply = next(self._replies)
            if reply.say != expected:
                raise replies.nonsense(f"{reply.say[:20]!r} instead of {expected!r}")
        except BaseException as error:
            self._give_back(sound=isinstance(error, StopIteration) or _is_told(error))
            raise
        return reply

    def _give_back(self, *, sound: bool) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            self._replies.close()
            self._bench.give_back(worker, sound=sound)


class _Bench:
    """Where workers wait to be lent out, one thread at a time to each."""

    def __init__(self, workers: list[WorkerProcess]) -> None:
        self._all = list(workers)
        self._idle = list(workers)
        self._returned = threading.Condition()
        self._closed = False

    @contextmanager
    def lent(self, cancel: CancelToken) -> Iterator[WorkerProcess]:
        """A worker for one job. It is ended unless the job ended well or in what the worker said of the file."""
        worker = self.take(cancel)
        sound = False
        try:
            yield worker
            sound = True
        except BaseException as error:
            sound = _is_told(error) or worker.owes
            raise
        finally:
            self.give_back(worker, sound=sound)

    def take(self, cancel: CancelToken) -> WorkerProcess:
        """Wait for a worker. Raises Cancelled, and DecoderCrashed when the cage is closed."""
        with self._returned:
            while not self._idle or self._closed:
                if self._closed:
                    raise DecoderCrashed("The decoder was closed.")
                self._returned.wait(POLL_SECONDS)
                if cancel.cancelled:
                    cancel.check()
            return self._idle.pop()

    def give_back(self, worker: WorkerProcess, *, sound: bool) -> None:
        """Take a worker back; one that is not sound, or comes late, is ended."""
        if not sound or self._closed:
            worker.stop()
        with self._returned:
            self._idle.append(worker)
            self._returned.notify()

    def unstarted(self) -> list[WorkerProcess]:
        """Workers that have no process yet."""
        return [worker for worker in self._all if worker.pid is None]

    def pids(self) -> list[int]:
        """Processes of these workers that run now."""
        return [worker.pid for worker in self._all if worker.pid is not None]

    def close(self) -> None:
        """End every worker; who has one lent sees it die and gives it back."""
        with self._returned:
            self._closed = True
            for worker in self._all:
                worker.retire()
            for worker in self._idle:
                worker.stop()
            self._returned.notify_all()


def _is_told(error: BaseException) -> bool:
    """Whether an error is the worker's own word on the file, after which it is ready for the next."""
    return isinstance(error, MediaError) and not isinstance(error, DecoderCrashed | DecodeTimedOut)


def _identity(path: str, *, hashed: bool) -> ImportedFile:
    """What can be said without decoding, for a file on which the worker hung or died before it said so itself."""
    with os.fdopen(files.open_regular(path), "rb") as file:
        found, status = signature(file.read(HEAD_BYTES)), os.fstat(file.fileno())
    if found is None:
        raise Unsupported("It is not a picture or video of a kind the app knows.")
    facts = MediaFacts(found[0], found[1], frames=None)
    return ImportedFile(path, status.st_mtime_ns, status.st_size, files.sha256(path) if hashed else "", facts)
