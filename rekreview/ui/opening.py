"""Opens the library behind the painted window: the folder, its lock, its files, and what decodes media.

Everything heavy is imported here, in a thread, so that the window is on the screen first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from rekreview import wiring
from rekreview.domain.errors import DiskFull
from rekreview.settings import Settings
from rekreview.ui.late_decoder import LateDecoder

if TYPE_CHECKING:
    from rekreview.domain.ports import Decoder
    from rekreview.library.library import Library

LOCK_NAME = "window.lock"


@dataclass(frozen=True)
class OpenLibrary:
    """A library this window has opened. `lock` is None in a second window, which may only look."""

    library: Library
    decoder: Decoder
    lock: QLockFile | None

    @property
    def read_only(self) -> bool:
        """Whether this window may only look."""
        return self.lock is None

    def close(self) -> None:
        """End the decoder's processes, close the files, and let another window have them."""
        self.decoder.close()
        self.library.close()
        if self.lock is not None:
            self.lock.unlock()


def open_library(settings: Settings, directory: Path) -> OpenLibrary:
    """Open the library in `directory`, making it if there is none. Blocks; raises LibraryError.

    If another window has it, it is opened to look only.
    """
    _make_folder(directory)
    lock = _lock(directory)
    try:
        library = wiring.open_library(directory, create=lock is not None, read_only=lock is None)
        library.foreign_writes()  # counted from here: what is written after the window read it has to be heard of
    except BaseException:
        if lock is not None:
            lock.unlock()
        raise
    return OpenLibrary(library, LateDecoder(lambda: wiring.make_decoder(settings)), lock)


def _make_folder(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFull(
            f"The folder {directory} cannot be made: {error.strerror or error}.",
            "Choose another folder in the settings.",
        ) from error


def _lock(directory: Path) -> QLockFile | None:
    """The lock of the one window that may write; None if another window holds it."""
    lock = QLockFile(str(directory / LOCK_NAME))
    # A lock is stale when its process is gone, and only then: people keep windows open for weeks.
    lock.setStaleLockTime(0)
    if lock.tryLock(0) or lock.error() is not QLockFile.LockError.LockFailedError:
        # Where no lock can be made (a folder we may only read), opening the library says why.
        return lock
    return None
