"""The parts of an upload: bytes that can be stopped on their way, a few of them at a time, and the count of them."""

from __future__ import annotations

import base64
import io
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rekreview.domain.errors import Cancelled
from rekreview.domain.progress import CancelToken

_TELL_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Part:
    """One part as S3 has it. checksum: CRC32 as S3 writes it, "" where it tells none."""

    number: int
    etag: str
    bytes: int
    checksum: str

    def named(self) -> dict[str, Any]:
        """The part as the end of an upload names it."""
        checksum = {"ChecksumCRC32": self.checksum} if self.checksum else {}
        return {"PartNumber": self.number, "ETag": self.etag, **checksum}


def part_of(number: int, told: Mapping[str, Any], size: int) -> Part:
    """A part as an answer of S3 describes it."""
    return Part(number, told["ETag"], size, told.get("ChecksumCRC32", ""))


def checksum_of(content: bytes) -> str:
    """CRC32 as S3 writes it."""
    return base64.b64encode(zlib.crc32(content).to_bytes(4, "big")).decode()


class Count:
    """How many bytes of a video are there, told some times a second from whichever thread sent some."""

    def __init__(self, size: int, progressed: Callable[[int, int], None]) -> None:
        self._size = size
        self._progressed = progressed
        self._there = 0
        self._told_at = 0.0
        self._guard = threading.Lock()

    def add(self, count: int) -> None:
        """Count bytes that were sent; negative for those that have to be sent again."""
        with self._guard:
            self._there += count
            now = time.monotonic()
            if now - self._told_at >= _TELL_SECONDS or self._there == self._size:
                self._told_at = now
                self._progressed(self._there, self._size)


class Body(io.BytesIO):
    """The bytes of one part on their way. It stops being readable when the upload stops, which ends the call.

    The client reads it once to sign it, and after `begin` once to send it.
    """

    def __init__(self, content: bytes, stopped: threading.Event, count: Count) -> None:
        super().__init__(content)
        self._stopped = stopped
        self._count = count
        self._sending = False
        self._sent = 0

    def begin(self) -> None:
        """From now on what is read is sent."""
        self._sending = True

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes. Raises Cancelled once the upload is stopped."""
        if self._stopped.is_set():
            raise Cancelled("The upload was stopped.")
        content = super().read(size)
        if self._sending:
            self._sent += len(content)
            self._count.add(len(content))
        return content

    def take_back(self) -> None:
        """What was sent of it did not arrive."""
        self._count.add(-self._sent)
        self._sent = 0


class Lanes:
    """Lets a few parts go at a time, each on a thread of its own, until one fails or a person stops."""

    def __init__(self, start: Callable[[Callable[[], None]], None], width: int, cancel: CancelToken) -> None:
        self._start = start
        self._width = width
        self._cancel = cancel
        self._changed = threading.Condition()
        self._going = 0
        self._failure: BaseException | None = None
        self.stopped = threading.Event()

    def send(self, work: Callable[[], None]) -> None:
        """Wait for a free lane and set work going on it. Raises what failed on another, or Cancelled."""
        self._wait(self._width)
        with self._changed:
            self._going += 1
        self._start(lambda: self._run(work))

    def finish(self) -> None:
        """Wait until all of it has arrived. Raises as `send` does."""
        self._wait(1)

    def stop(self) -> None:
        """Let nothing more go; what is on its way breaks off."""
        self.stopped.set()
        with self._changed:
            self._changed.notify_all()

    def _wait(self, fewer_than: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._going < fewer_than or self._failure or self._cancel.cancelled)
        self._cancel.check()
        if self._failure is not None:
            raise self._failure

    def _run(self, work: Callable[[], None]) -> None:
        failure: BaseException | None = None
        try:
            work()
        except BaseException as error:
            failure = error
        with self._changed:
            self._going -= 1
            self._failure = self._failure or failure
            self._changed.notify_all()
