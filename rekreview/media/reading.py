"""Reads a file once: what it is, its hash, and for a picture its bytes."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rekreview.domain.assets import MediaKind
from rekreview.domain.errors import Unreadable, Unsupported
from rekreview.media.files import open_regular, unreadable
from rekreview.media.identify import HEAD_BYTES, signature

_WHOLE_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 20
_SEQUENCES = frozenset({b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"})


@dataclass(frozen=True, slots=True)
class Source:
    """One open file. `content` is the whole of it, unless it is a video or too big to be held; then it is empty."""

    descriptor: int
    path: str
    size: int
    mtime_ns: int
    kind: MediaKind
    format: str
    content: bytes = b""

    def stream(self) -> BinaryIO:
        """The file from its beginning, for a decoder that reads and seeks."""
        if self.content:
            return io.BytesIO(self.content)
        os.lseek(self.descriptor, 0, os.SEEK_SET)
        return open(self.descriptor, "rb", closefd=False)

    @property
    def decodes_as_video(self) -> bool:
        """Whether FFmpeg decodes it: videos, and HEIF sequences, which are pictures that are stored as a video is."""
        return self.kind is MediaKind.VIDEO or (self.format in {"heic", "heif"} and self.content[8:12] in _SEQUENCES)

    @property
    def address(self) -> str:
        """A name under which a library that wants a path opens this very file, even if it was replaced since."""
        same = f"/proc/self/fd/{self.descriptor}"
        return f"file:{same if Path(same).exists() else self.path}"


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open a file, tell what it is and, if it is a picture, read it. Raises Unreadable and Unsupported."""
    descriptor = open_regular(path)
    try:
        try:
            source = _source(descriptor, path)
        except OSError as error:
            raise unreadable(error) from error
        yield source
    finally:
        os.close(descriptor)


def hashed(source: Source, alive: Callable[[], None]) -> str:
    """SHA-256 as hex; `alive` is called between chunks. Raises Unreadable if the file changed since it was opened."""
    if source.content:
        digest = hashlib.sha256(source.content)
    else:
        digest = hashlib.sha256()
        for chunk in _chunks(source.descriptor):
            digest.update(chunk)
            alive()
    require_unchanged(source)
    return digest.hexdigest()


def _source(descriptor: int, path: str) -> Source:
    status = os.fstat(descriptor)
    head = os.pread(descriptor, HEAD_BYTES, 0)
    if not head:
        raise Unsupported("The file is empty.")
    found = signature(head)
    if found is None:
        raise Unsupported("It is not a picture or video of a kind the app knows.")
    kind, format_name = found
    held = kind is MediaKind.IMAGE and status.st_size <= _WHOLE_BYTES
    content = _whole(descriptor, head, status.st_size) if held else b""
    return Source(descriptor, path, status.st_size, status.st_mtime_ns, kind, format_name, content)


def _whole(descriptor: int, head: bytes, size: int) -> bytes:
    if size <= len(head):
        return head
    with open(descriptor, "rb", buffering=0, closefd=False) as file:
        return file.readall()


def _chunks(descriptor: int) -> Iterator[bytes]:
    at = 0
    while chunk := os.pread(descriptor, _CHUNK_BYTES, at):
        yield chunk
        at += len(chunk)


def require_unchanged(source: Source) -> None:
    """Raise Unreadable if the file is no longer what it was when it was opened."""
    status = os.fstat(source.descriptor)
    now = (status.st_size, status.st_mtime_ns)
    if now != (source.size, source.mtime_ns) or (source.content and len(source.content) != source.size):
        raise Unreadable("It changed while it was being read. Import it again when it is complete.")
