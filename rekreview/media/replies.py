"""What a worker's answers mean, taken with suspicion: a hostile file may speak through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rekreview.domain.assets import Fault, ImportedFile, MediaFacts, MediaKind
from rekreview.domain.errors import DecoderCrashed, MediaError, TooLarge, TooSmall, Undecodable, Unreadable, Unsupported
from rekreview.domain.ports import Encoded, Frame
from rekreview.domain.video import STORYBOARD_SIDE, Cell, FrameCounts
from rekreview.media.identify import IMAGE_FORMATS, VIDEO_FORMATS
from rekreview.media.messages import Header

MOST_SIDE = 1 << 20
_MOST_NUMBER = 1 << 62
_LONGEST_TEXT = 1000
_FAULTS: dict[str, type[MediaError]] = {
    error.code: error for error in (Unreadable, Unsupported, Undecodable, TooLarge, TooSmall)
}
_SENT = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: what it says, the rest of its header, and raw bytes."""

    say: str
    about: Header
    payload: bytearray

    def number(self, name: str, most: int = _MOST_NUMBER, *, least: int = 0) -> int:
        """A whole number of the header. Raises DecoderCrashed if it is none, or out of range."""
        value = self.about.get(name)
        if type(value) is not int or not least <= value <= most:
            raise nonsense(f"{name} is {value!r:.100}")
        return value

    def number_or_none(self, name: str, most: int = _MOST_NUMBER) -> int | None:
        """A whole number of the header that may be missing."""
        return None if self.about.get(name) is None else self.number(name, most)

    def text(self, name: str, longest: int = _LONGEST_TEXT) -> str:
        """A text of the header, cut to a sane length."""
        value: Any = self.about.get(name, "")
        if not isinstance(value, str):
            raise nonsense(f"{name} is no text")
        return value[:longest]


def nonsense(what: str) -> DecoderCrashed:
    """The fault of a worker whose answers make no sense, so that it can no longer be trusted."""
    return DecoderCrashed(f"The decoder answered nonsense on this file ({what}).")


def piece_at(reply: Reply, most_bytes: int) -> int:
    """Where in a file of at most so many bytes a piece of it belongs."""
    if reply.say != "piece":
        raise nonsense("no piece of a file")
    return reply.number("at", most_bytes - len(reply.payload))


def identity(reply: Reply, path: str) -> ImportedFile:
    """The file's identity, with facts that hold nothing but kind and format yet."""
    kind, name = reply.text("kind"), reply.text("format")
    if name not in (IMAGE_FORMATS if kind == MediaKind.IMAGE else VIDEO_FORMATS if kind == MediaKind.VIDEO else ()):
        raise nonsense(f"kind {kind[:20]!r}, format {name[:20]!r}")
    sha256 = reply.text("sha256")
    if sha256 and (len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef")):
        raise nonsense("a hash that is none")
    facts = MediaFacts(MediaKind(kind), name, frames=None)
    return ImportedFile(path, reply.number("mtime_ns", least=-_MOST_NUMBER), reply.number("bytes"), sha256, facts)


def facts(reply: Reply, known: MediaFacts) -> MediaFacts:
    """The facts of a file that was decoded."""
    small = reply.number("thumbnail_bytes", len(reply.payload))
    rate = reply.about.get("frame_rate")
    return MediaFacts(
        kind=known.kind,
        format=known.format,
        width=reply.number("width", MOST_SIDE, least=1),
        height=reply.number("height", MOST_SIDE, least=1),
        duration_ms=reply.number_or_none("duration_ms"),
        frames=reply.number_or_none("frames"),
        codec=reply.text("codec", 40),
        frame_rate=float(rate) if isinstance(rate, int | float) and 0 < rate < 1e6 else None,
        has_audio=reply.about.get("has_audio") is True,
        phash=reply.number("phash", (1 << 63) - 1, least=-(1 << 63)),
        thumbnail=bytes(reply.payload[:small]),
        veiled=bytes(reply.payload[small:]),
    )


def frame(reply: Reply) -> Frame:
    """The pixels of one frame, which fill exactly the size it claims."""
    import numpy as np  # an import of files never gets here, and starts the sooner for it

    width, height = reply.number("width", MOST_SIDE, least=1), reply.number("height", MOST_SIDE, least=1)
    if width * height * 3 != len(reply.payload):
        raise nonsense(f"{len(reply.payload)} bytes for {width} × {height} pixels")
    pixels = np.frombuffer(reply.payload, np.uint8).reshape(height, width, 3)
    return Frame(pixels, reply.number_or_none("at_ms"))


def picture(reply: Reply, most_bytes: int) -> Encoded:
    """One picture as it will be sent: of a format that is sent, and no larger than was allowed."""
    name = reply.text("format", 10)
    if name not in _SENT or not bytes(reply.payload[:8]).startswith(_SENT[name]):
        raise nonsense(f"a picture of the format {name!r}")
    if len(reply.payload) > most_bytes:
        raise nonsense(f"{len(reply.payload)} bytes, more than were asked for")
    return Encoded(
        content=bytes(reply.payload),
        format=name,
        width=reply.number("width", MOST_SIDE, least=1),
        height=reply.number("height", MOST_SIDE, least=1),
        timestamp_ms=reply.number_or_none("at_ms"),
        original=reply.about.get("original") is True,
    )


def cell(reply: Reply) -> Cell:
    """One cell of a storyboard: two JPEGs and no more than that."""
    sharp_bytes = reply.number("sharp_bytes", len(reply.payload))
    sharp, veiled = bytes(reply.payload[:sharp_bytes]), bytes(reply.payload[sharp_bytes:])
    if not all(one.startswith(_SENT["jpeg"]) for one in (sharp, veiled)):
        raise nonsense("a cell that is no picture")
    width = reply.number("width", STORYBOARD_SIDE, least=1)
    height = reply.number("height", STORYBOARD_SIDE, least=1)
    return Cell(reply.number("at_ms"), width, height, sharp, veiled)


def count(reply: Reply, counts: FrameCounts) -> None:
    """Take over what became of the frames of a video."""
    counts.sampled = reply.number("sampled")
    counts.unchanged = reply.number("unchanged", counts.sampled)
    counts.black = reply.number("black", counts.sampled - counts.unchanged)
    counts.frames = reply.number_or_none("frames")


def fault(reply: Reply) -> MediaError:
    """The error a worker tells."""
    code = reply.text("code", 40)
    return _FAULTS.get(code, Undecodable)(reply.text("message") or "The file cannot be decoded.")


def as_fault(error: MediaError) -> Fault:
    """An error as a value, to be kept with the asset."""
    return Fault(error.code, error.message)
