"""The decoder of a window, imported and made when the first file is opened: the first tiles need none."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rekreview.domain.assets import ImportedFile, MediaFacts
    from rekreview.domain.ports import Decoder, EngineLimits, Frame, Prepared
    from rekreview.domain.progress import CancelToken
    from rekreview.domain.video import Cell


class LateDecoder:
    """Does what a `Decoder` does, by the one that `make` gives. Safe to use from any thread."""

    def __init__(self, make: Callable[[], Decoder]) -> None:
        self._make = make
        self._guard = threading.Lock()
        self._decoder: Decoder | None = None
        self._closed = False

    def _made(self) -> Decoder:
        with self._guard:
            if self._decoder is None:
                self._decoder = self._make()
                if self._closed:
                    self._decoder.close()  # who asks after the end is told what a closed one tells
            return self._decoder

    def ingest(self, path: str, cancel: CancelToken) -> ImportedFile:
        """Identity and facts of one file; see `Decoder`."""
        return self._made().ingest(path, cancel)

    def facts(self, path: str, cancel: CancelToken) -> MediaFacts:
        """Kind, size, thumbnail and hash of one file; see `Decoder`."""
        return self._made().facts(path, cancel)

    def frames(self, path: str, limits: EngineLimits, cancel: CancelToken) -> Prepared:
        """What an engine looks at; see `Decoder`."""
        return self._made().frames(path, limits, cancel)

    def picture(self, path: str, max_side: int, cancel: CancelToken, *, at_ms: int | None = None) -> Frame:
        """One picture for the screen; see `Decoder`."""
        return self._made().picture(path, max_side, cancel, at_ms=at_ms)

    def storyboard(self, path: str, cells: int, cancel: CancelToken) -> Iterator[Cell]:
        """Small pictures spread over a video; see `Decoder`."""
        return self._made().storyboard(path, cells, cancel)

    def moments(self, path: str, times_ms: Sequence[int], cancel: CancelToken) -> Iterator[Cell]:
        """Small pictures of these moments of a video; see `Decoder`."""
        return self._made().moments(path, times_ms, cancel)

    def convert(self, path: str, to: Path, cancel: CancelToken) -> None:
        """Write a video anew as H.264 in MP4; see `Decoder`."""
        self._made().convert(path, to, cancel)

    def close(self) -> None:
        """End the worker processes, if there are any."""
        with self._guard:
            self._closed = True
            if self._decoder is not None:
                self._decoder.close()
