"""What of a library is being worked on right now, over all processes: who has a run, and who sends which bytes.

A hold is the operating system's lock on some bytes of a file beside the database. It ends with the process that has it,
however that ends: nothing has to be tidied up after a crash, and no clock has to be believed.
"""

from __future__ import annotations

import fcntl
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from rekreview.domain.errors import DiskFull, RunUnderWay
from rekreview.domain.progress import CancelToken

FILE_NAME: Final = "library.locks"
_NOTE_BYTES: Final = 64
_FIRST_OF_BYTES: Final = 1 << 60
"""From this place on the file stands for bytes that are sent, before it for runs; it never gets as long."""
_DIGITS: Final = 14
_LOOK_SECONDS: Final = 0.05


class Holds:
    """The holds on one library. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE_NAME
        self._guard = threading.Lock()
        self._sending: int | None = None

    @contextmanager
    def run(self, run_id: int) -> Iterator[None]:
        """Have a run for oneself. Raises RunUnderWay if another process has it, or another job of this one."""
        opened = self._open()
        try:
            place = run_id * _NOTE_BYTES
            if not _locked(opened, place, _NOTE_BYTES):
                holder = os.pread(opened, _NOTE_BYTES, place).decode(errors="replace").strip("\0 ")
                raise RunUnderWay(
                    f"Run {run_id} is under way already: {holder or 'another program has it'}. Nothing was started.",
                    "Wait until it has ended, or stop it there; then scan again.",
                )
            os.pwrite(opened, _note().encode()[:_NOTE_BYTES].ljust(_NOTE_BYTES), place)
            yield
        finally:
            os.close(opened)

    @contextmanager
    def sending(self, content_sha256: str, cancel: CancelToken) -> Iterator[None]:
        """Be the only process that sends these bytes. Waits for its turn; raises Cancelled meanwhile.

        Threads of one process must see to it by themselves: among them the file makes no difference.
        """
        with self._guard:
            if self._sending is None:
                self._sending = self._open()
            opened = self._sending
        place = _FIRST_OF_BYTES + int(content_sha256[:_DIGITS], 16)
        while not _locked(opened, place, 1):
            cancel.wait(_LOOK_SECONDS)
        try:
            yield
        finally:
            with suppress(OSError):  # a call may outlive the library it was made for, which let go of all of them
                _unlock(opened, place, 1)

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
            opened, self._sending = self._sending, None
        if opened is not None:
            os.close(opened)

    def _open(self) -> int:
        """A description of its own each time: two of them are as strange to each other as two processes."""
        try:
            return os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise DiskFull(
                f"{self._file} cannot be written: {error.strerror}. Nothing was started.",
                "Check who may write to that folder.",
            ) from error


def _note() -> str:
    return f"process {os.getpid()}, since {datetime.now():%H:%M}"


def _locked(opened: int, place: int, length: int) -> bool:
    try:
        fcntl.fcntl(opened, fcntl.F_OFD_SETLK, _span(fcntl.F_WRLCK, place, length))
    except (BlockingIOError, PermissionError):
        return False
    return True


def _unlock(opened: int, place: int, length: int) -> None:
    fcntl.fcntl(opened, fcntl.F_OFD_SETLK, _span(fcntl.F_UNLCK, place, length))


def _span(kind: int, place: int, length: int) -> bytes:
    """C's struct flock: kind, from the file's beginning, place and length; the process must be 0."""
    return struct.pack("hhqqi4x", kind, os.SEEK_SET, place, length, 0)
