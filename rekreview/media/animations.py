"""Files of several pictures that are no videos: GIF, WebP, PNG and AVIF that move, TIFF and HEIC with pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image

from rekreview.domain.errors import MediaError, Undecodable
from rekreview.media.colour import shrunk, to_srgb
from rekreview.media.reading import Source
from rekreview.media.stills import Allow, Least, admit, decoding_faults, image, orientation_of, turned

MOST_FRAMES = 10_000
PAGE_MS = 1000
"""Pages of a file have no time; they are told apart as if one were shown each second."""
_SHORTEST_MS = 20
_DEFAULT_MS = 100
_MOVING = frozenset({"gif", "webp", "png", "avif"})
_PAGED = frozenset({"tiff", "heic", "heif"})


def durations(source: Source) -> list[int]:
    """How long each frame is shown, in ms; one number or none for a still. Counts at most MOST_FRAMES frames.

    Reads the file's structure and decodes nothing, so it costs no more than reading the file, and what is broken simply
    ends the count. Frames shorter than browsers show them count as 100 ms, as they do there.
    """
    if source.format not in _MOVING:
        return []
    found: list[int] = []
    with source.stream() as stream:
        for shown in _READERS[source.format](stream):
            found.append(shown if shown >= _SHORTEST_MS else _DEFAULT_MS)
            if len(found) == MOST_FRAMES:
                break
    return found


def pages(source: Source) -> int:
    """How many pages a TIFF, or pictures a HEIC, holds; at most MOST_FRAMES. A preview inside a JPEG is no page.

    Decodes nothing. What is broken counts as one page, whose decoding will tell what is wrong.
    """
    if source.format not in _PAGED:
        return 1
    try:
        with image(source, _nothing_decoded) as opened:
            return min(int(getattr(opened, "n_frames", 1)), MOST_FRAMES)
    except MediaError:
        return 1


def _nothing_decoded(_memory_bytes: int) -> None:
    """To look at the structure of a file takes no memory worth asking for."""


def sampled(
    source: Source, shown: list[int], most: int, least: Least, allow: Allow
) -> Iterator[tuple[int, Image.Image]]:
    """At most `most` frames, evenly spread; see `chosen`."""
    return chosen(source, shown, spread(len(shown), most), least, allow)


def chosen(
    source: Source, shown: list[int], wanted: list[int], least: Least, allow: Allow
) -> Iterator[tuple[int, Image.Image]]:
    """The frames of these numbers, each with its time in ms; upright sRGB. Raises Undecodable and TooLarge.

    A frame that cannot be decoded ends the pictures if at least one was given before.
    """
    starts = [0]
    for length in shown:
        starts.append(starts[-1] + length)
    given = 0
    with decoding_faults(), image(source, allow) as opened:
        admitted = opened.size
        for number in wanted:
            try:
                opened.seek(number)
                if opened.size != admitted:
                    admitted = admit(opened, source.format, allow)
                opened.load()
            except (EOFError, OSError, ValueError):
                if not given:
                    raise
                return
            yield starts[number], _upright(opened, least)
            given += 1


def spread(count: int, most: int) -> list[int]:
    """Numbers of at most `most` of `count` frames, evenly spread and the first one among them."""
    if count <= most:
        return list(range(count))
    return [number * count // most for number in range(most)]


def _upright(opened: Image.Image, least: Least) -> Image.Image:
    picture = to_srgb(shrunk(opened, least(*opened.size)), opened.info.get("icc_profile"))
    return turned(picture, orientation_of(opened))


def _gif(stream: BinaryIO) -> Iterator[int]:
    """Delay of each image block of a GIF."""
    flags = stream.read(13)[10:11]
    _skip_palette(stream, flags)
    delay = 0
    while block := stream.read(1):
        if block == b"!":
            if stream.read(1) == b"\xf9":
                delay = int.from_bytes(stream.read(6)[2:4], "little") * 10
            else:
                _skip_chain(stream)
        elif block == b",":
            _skip_palette(stream, stream.read(9)[8:9])
            stream.read(1)
            _skip_chain(stream)
            yield delay
        elif block != b"\0":
            return


def _skip_palette(stream: BinaryIO, flags: bytes) -> None:
    if flags and flags[0] & 0x80:
        stream.seek(3 << ((flags[0] & 7) + 1), 1)


def _skip_chain(stream: BinaryIO) -> None:
    while (length := stream.read(1)) not in {b"", b"\0"}:
        stream.seek(length[0], 1)


def _webp(stream: BinaryIO) -> Iterator[int]:
    """Duration of each frame chunk of a WebP; nothing for a still one."""
    stream.seek(12)
    while len(head := stream.read(8)) == 8:
        size = int.from_bytes(head[4:], "little")
        body = stream.read(min(size, 16)) if head[:4] == b"ANMF" else b""
        if len(body) == 16:
            yield int.from_bytes(body[12:15], "little")
        stream.seek(size + size % 2 - len(body), 1)


def _png(stream: BinaryIO) -> Iterator[int]:
    """Delay of each frame control chunk of a PNG; nothing for a still one."""
    stream.seek(8)
    while len(head := stream.read(8)) == 8:
        size = int.from_bytes(head[:4], "big")
        body = stream.read(size) if head[4:] == b"fcTL" and size == 26 else b""
        if body:
            delay, unit = int.from_bytes(body[20:22], "big"), int.from_bytes(body[22:24], "big") or 100
            yield delay * 1000 // unit
        stream.seek(size + 4 - len(body), 1)


def _avif(stream: BinaryIO) -> Iterator[int]:
    """Frames of an AVIF sequence, by Pillow, which tells the duration of the first; nothing for a still one."""
    try:
        with decoding_faults(), Image.open(stream, formats=("AVIF",)) as opened:
            frames = int(getattr(opened, "n_frames", 1))
            if frames < 2:
                return
            opened.load()
            first = int(opened.info.get("duration", _DEFAULT_MS))
    except Undecodable:
        return
    yield from (first for _ in range(min(frames, MOST_FRAMES)))


_READERS = {"gif": _gif, "webp": _webp, "png": _png, "avif": _avif}
