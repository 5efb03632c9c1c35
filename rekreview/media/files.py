"""Finding the files a person dropped, and their hashes, without opening anything that could block."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rekreview.domain.errors import Unreadable

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Met:
    """Something met on the walk: a regular file to import or, when `skipped` is not empty, why it cannot be one."""

    path: str
    skipped: str = ""


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Met]:
    """Every regular file at or below `paths`, hidden ones too, by name, while the folders are still being read.

    A link to a file counts as the file. A link to a folder is followed only when it is one of `paths`; below them it is
    passed over, and reported when it leads back to a folder that holds it. Dangling and looping links, folders that
    cannot be read, pipes, sockets and devices are reported as skipped; nothing but folders is ever opened.
    """
    for path in paths:
        yield from _walk_from(Path(os.path.normpath(Path(path).absolute())))


def sha256(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a file's bytes, as hex. Raises Unreadable."""
    digest = hashlib.sha256()
    try:
        with open(open_regular(path), "rb", buffering=0) as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
    except OSError as error:
        raise unreadable(error) from error
    return digest.hexdigest()


def open_regular(path: str | os.PathLike[str]) -> int:
    """Descriptor of a regular file opened for reading; a pipe or a device neither blocks nor is read.

    Raises Unreadable.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except OSError as error:
        raise unreadable(error) from error
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise Unreadable("It is not a regular file.")


def unreadable(error: OSError) -> Unreadable:
    """The same fault in words for people."""
    return Unreadable(_reason(error))


def _walk_from(start: Path) -> Iterator[Met]:
    """One of the paths a person gave: only here is a link to a folder followed."""
    try:
        mode = start.stat().st_mode
    except OSError as error:
        yield Met(str(start), _link_reason(error, is_link=start.is_symlink()))
        return
    if stat.S_ISDIR(mode):
        yield from _walk_folder(str(start))
    else:
        yield _met(str(start), mode)


def _walk_folder(folder: str) -> Iterator[Met]:
    # A stack instead of recursion: a tree may be deeper than Python's call stack.
    waiting: list[os.DirEntry[str]] = []
    yield from _read_folder(folder, waiting)
    while waiting:
        entry = waiting.pop()
        if entry.is_dir(follow_symlinks=False):
            yield from _read_folder(entry.path, waiting)
        elif met := _visit(entry):
            yield met


def _read_folder(folder: str, waiting: list[os.DirEntry[str]]) -> Iterator[Met]:
    """Put the entries of a folder on the stack, first name on top; what comes out is only the reason if it cannot."""
    try:
        with os.scandir(folder) as entries:
            waiting.extend(sorted(entries, key=lambda entry: entry.name, reverse=True))
    except OSError as error:
        yield Met(folder, _reason(error))


def _visit(entry: os.DirEntry[str]) -> Met | None:
    """A file, or a reason to skip; None for a link to a folder elsewhere, which is passed over."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return Met(entry.path, _link_reason(error, is_link=entry.is_symlink()))
    if not stat.S_ISDIR(mode):
        return _met(entry.path, mode)
    if Path(entry.path).parent.resolve().is_relative_to(Path(entry.path).resolve()):
        return Met(entry.path, "It is a link that leads back to a folder that holds it.")
    return None


def _met(path: str, mode: int) -> Met:
    if stat.S_ISREG(mode):
        return Met(path)
    special = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket"}.get(stat.S_IFMT(mode), "a device")
    return Met(path, f"It is {special}, not a regular file.")


def _link_reason(error: OSError, *, is_link: bool) -> str:
    if is_link and error.errno == errno.ENOENT:
        return "It is a link to something that does not exist."
    return _reason(error)


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "It is a link that leads back to itself."
    if isinstance(error, FileNotFoundError):
        return "It does not exist any more."
    if isinstance(error, PermissionError):
        return "There is no permission to read it."
    return f"It cannot be read: {error.strerror or error}."
