"""Tells a video that was cut off: its containers say how long they are, and the file ends before.

What is left of it may well play, which is why it must be told: a part of a video must not pass for the whole.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from rekreview.domain.errors import Undecodable
from rekreview.media.reading import Source

_BOXES = frozenset(
    {
        b"ftyp",
        b"moov",
        b"mdat",
        b"free",
        b"skip",
        b"wide",
        b"uuid",
        b"meta",
        b"udta",
        b"pnot",
        b"styp",
        b"sidx",
        b"moof",
    }
    | {b"mfra", b"emsg", b"prft", b"pdin", b"ssix"}
)
_MOST_BOXES = 200_000
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"


def refuse_cut_off(source: Source) -> None:
    """Raise Undecodable if the file ends before its containers do."""
    promised = _PROMISED.get(source.format, _boxes)(source)
    if promised > source.size:
        raise Undecodable(
            f"The file is cut off: it should hold {promised:,} bytes, and only {source.size:,} are there. "
            "Copy it again from where it came from."
        )


def _boxes(source: Source) -> int:
    """Where the last box of an MP4 or QuickTime file ends. What is no box that videos have ends the search."""
    at = 0
    for _ in range(_MOST_BOXES):
        head = os.pread(source.descriptor, 16, at)
        if len(head) < 8 or head[4:8] not in _BOXES:
            return at
        size = int.from_bytes(head[:4], "big")
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        if size < 8:  # 0 stands for "to the end of the file"
            return at
        at += size
    return at


def _riff(source: Source) -> int:
    """Where the first RIFF chunk of an AVI ends; a recorder that was stopped leaves it at 0."""
    return 8 + int.from_bytes(os.pread(source.descriptor, 4, 4), "little")


def _matroska(source: Source) -> int:
    """Where the segment of a Matroska or WebM file ends; a live recording does not tell."""
    head = os.pread(source.descriptor, 4096, 0)
    size, at = _length(head, len(_EBML))
    if not head.startswith(_EBML) or size is None or head[at + size : at + size + 4] != _SEGMENT:
        return 0
    size, at = _length(head, at + size + len(_SEGMENT))
    return 0 if size is None else at + size


def _length(head: bytes, at: int) -> tuple[int | None, int]:
    """The length of an element whose length begins at a place, None if it is not told; and where its content begins."""
    if at >= len(head) or not head[at]:
        return None, at
    width = 9 - head[at].bit_length()
    value = int.from_bytes(head[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


_PROMISED: dict[str, Callable[[Source], int]] = {"mkv": _matroska, "webm": _matroska, "avi": _riff}
