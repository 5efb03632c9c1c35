"""The first files of an import into a new library are decoded while the library is still being loaded and made."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from pathlib import Path
from typing import Protocol

from rekreview.domain.assets import ImportedFile
from rekreview.domain.progress import CancelToken
from rekreview.media.files import walk

FILES = 32


class Ingests(Protocol):
    """What an import needs of a decoder."""

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file; see `Decoder`."""


class HeadStart:
    """A decoder that has begun on the first of `paths` before it is asked for them.

    Only for a library that knows no file yet: one that does would not have most of them read at all. Whoever asks must
    do so on `executor`, which takes its jobs in the order they came: what was begun then never waits for who asks.
    """

    def __init__(
        self, decoder: Ingests, paths: Iterable[str | Path], *, executor: Executor, cancel: CancelToken
    ) -> None:
        self._decoder = decoder
        files = (met.path for met in walk(paths) if not met.skipped)
        self._begun: dict[str, Future[ImportedFile]] = {
            path: executor.submit(self._begin, path, cancel) for path in dict.fromkeys(islice(files, FILES))
        }

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file, which may be there already; see `Decoder`."""
        begun = self._begun.pop(path, None)
        return self._decoder.ingest(path, cancel) if begun is None else begun.result()

    def _begin(self, path: str, cancel: CancelToken) -> ImportedFile:
        cancel.check()
        return self._decoder.ingest(path, cancel)
