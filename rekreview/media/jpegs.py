"""The fast way through a JPEG: scaled by libjpeg-turbo while it is decoded. Four in five files of a phone are JPEGs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import simplejpeg
from PIL import Image

from rekreview.domain.errors import Undecodable
from rekreview.media.colour import to_srgb

_END = b"\xff\xd9"
_START_OF_SCAN = 0xDA
_EXIF, _ICC = b"Exif\0\0", b"ICC_PROFILE\0"
_ORIENTATION = 0x0112
_BYTE_ORDERS: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
_NUMBER_BYTES = {1: 1, 3: 2, 4: 4}
"""Sizes of EXIF's types BYTE, SHORT and LONG; orientation is a SHORT, but not every program knows."""
_PROGRESSIVE_FRAMES = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
_COLOURS = {"YCbCr": "RGB", "Gray": "GRAY"}


@dataclass(frozen=True, slots=True)
class Marks:
    """What the segments before the pixels say: EXIF orientation 1–8, ICC profile, and whether it is progressive."""

    orientation: int = 1
    profile: bytes | None = None
    progressive: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How a JPEG will be decoded: its full size, the least size asked of the decoder, and the memory that takes."""

    full: tuple[int, int]
    least: tuple[int, int]
    colour: str
    marks: Marks
    memory_bytes: int


def plan(content: bytes, least: Callable[[int, int], tuple[int, int]]) -> Plan | None:
    """How to decode `content` to at least the size `least(width, height)`; None if this way does not suit the file.

    CMYK, lossless and oddly coloured files are left to Pillow, and so is what libjpeg-turbo does not understand.
    """
    try:
        height, width, colour, _ = simplejpeg.decode_jpeg_header(content)
    except ValueError:
        return None
    if colour not in _COLOURS:
        return None
    marks = read_marks(content)
    divisor = scale_divisor((width, height), least(width, height))
    scaled = -(-width // divisor), -(-height // divisor)
    # A progressive file is held whole as 16-bit coefficients, however small it is wanted.
    memory = scaled[0] * scaled[1] * 3 + (width * height * 3 if marks.progressive else 0)
    return Plan((width, height), scaled, _COLOURS[colour], marks, memory)


def decode(content: bytes, way: Plan) -> Image.Image | None:
    """Pixels in sRGB as stored, not yet upright; None if Pillow should judge the file. Raises Undecodable."""
    try:
        found = _decode(content, way)
    except ValueError as error:
        return _judge(content, way, str(error))
    return to_srgb(found, way.marks.profile)


def scale_divisor(full: tuple[int, int], least: tuple[int, int]) -> int:
    """The largest of 8, 4, 2 and 1 by which `full` may be divided and still hold `least`: only these are fast."""
    return next((d for d in (8, 4, 2) if full[0] // d >= least[0] and full[1] // d >= least[1]), 1)


def read_marks(content: bytes) -> Marks:
    """Orientation, profile and process of a JPEG; what is broken counts as absent."""
    orientation, progressive, at = 1, False, 2
    profile: list[tuple[int, bytes]] = []
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        segment = content[at + 4 : at + 2 + length]
        if marker == _START_OF_SCAN:
            break
        if marker == 0xE1 and segment.startswith(_EXIF):
            orientation = _orientation(segment)
        elif marker == 0xE2 and segment.startswith(_ICC) and len(segment) > 14:
            profile.append((segment[12], segment[14:]))
        progressive = progressive or marker in _PROGRESSIVE_FRAMES
        at += 2 + length if marker != 0xFF else 1
    joined = b"".join(part for _, part in sorted(profile))
    return Marks(orientation, joined or None, progressive)


def _decode(content: bytes, way: Plan) -> Image.Image:
    width, height = way.least
    array = simplejpeg.decode_jpeg(content, way.colour, min_width=width, min_height=height)
    return Image.fromarray(array[:, :, 0] if array.shape[2] == 1 else array)


def _judge(content: bytes, way: Plan, complaint: str) -> Image.Image | None:
    """Where data is missing, libjpeg paints grey and only warns; but what is missing was not checked."""
    if complaint.startswith("Premature end of JPEG file"):
        try:  # whole but for its end marker, as some cameras leave it
            return to_srgb(_decode(content + _END, way), way.marks.profile)
        except ValueError as error:
            complaint = str(error)
    if "remature end" in complaint:
        raise Undecodable("Part of the picture is missing: the file is cut off or damaged.")
    return None


def _orientation(segment: bytes) -> int:
    """What EXIF's first directory says of it. Read by hand, since Pillow reads all the rest too; 1 if it is broken."""
    tiff = segment[len(_EXIF) :]
    order = _BYTE_ORDERS.get(tiff[:4])
    if order is None:
        return 1
    directory = int.from_bytes(tiff[4:8], order)
    entries = int.from_bytes(tiff[directory : directory + 2], order)
    end = min(len(tiff), directory + 2 + 12 * entries)
    for at in range(directory + 2, end, 12):
        if int.from_bytes(tiff[at : at + 2], order) == _ORIENTATION:
            length = _NUMBER_BYTES.get(int.from_bytes(tiff[at + 2 : at + 4], order), 0)
            turned = int.from_bytes(tiff[at + 8 : at + 8 + length], order)
            return turned if 1 <= turned <= 8 else 1
    return 1
