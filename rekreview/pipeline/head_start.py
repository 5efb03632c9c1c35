"""The first files of an import into a new library are decoded while the library is still being loaded and made."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Protocol

from rekreview.domain.assets import ImportedFile
from rekreview.domain.progress import CancelToken
from rekreview.media.files import walk

FILES = 1000


class Ingests(Protocol):
    """What an import needs of a decoder."""

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file; see `Decoder`."""


class HeadStart:
    """A decoder that begins on the files at `paths` before it is asked, until who asks has caught up with it.

    Only for a library that knows no file yet: one that does would not have most of them read at all. at_once: how many
    files are under way on `executor`, one a worker. At most FILES are begun, since what comes out of them waits.
    """

    def __init__(
        self, decoder: Ingests, paths: Iterable[str | Path], *, executor: Executor, at_once: int, cancel: CancelToken
    ) -> None:
        self._decoder = decoder
        self._executor = executor
        self._cancel = cancel
        files = dict.fromkeys(met.path for met in islice(walk(paths), FILES) if not met.skipped)
        self._files = iter(files)
        self._begun: dict[str, Future[ImportedFile]] = {}
        self._turn = Lock()
        self._caught_up = False
        for _ in range(at_once):
            self._begin_next()

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file, which may be there already; see `Decoder`."""
        with self._turn:
            begun = self._begun.pop(path, None)
            self._caught_up = self._caught_up or begun is None or not begun.done()
        # What still waits on the executor may wait for the very thread that asks.
        if begun is None or begun.cancel():
            return self._decoder.ingest(path, cancel)
        return begun.result()

    def _begin_next(self) -> None:
        with self._turn:
            path = None if self._caught_up or self._cancel.cancelled else next(self._files, None)
            if path is not None:
                self._begun[path] = self._executor.submit(self._begin, path)

    def _begin(self, path: str) -> ImportedFile:
        self._cancel.check()
        try:
            return self._decoder.ingest(path, self._cancel)
        finally:
            self._begin_next()
