"""Any still picture as an upright sRGB one, large enough for its purpose and no larger than it must be."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from rekreview.domain.errors import MediaError, TooLarge, Undecodable
from rekreview.media import jpegs
from rekreview.media.colour import shrunk, to_srgb
from rekreview.media.reading import Source

MOST_PIXELS = 250_000_000
TOO_MUCH_MEMORY = "Decoding it takes more memory than one file may have."
_ORIENTATION = 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FORMATS = {
    "jpeg": ("JPEG", "MPO"),
    "png": ("PNG",),
    "webp": ("WEBP",),
    "gif": ("GIF",),
    "bmp": ("BMP",),
    "tiff": ("TIFF",),
    "heic": ("HEIF",),
    "heif": ("HEIF",),
    "avif": ("AVIF",),
}
# Bytes a decoder holds for each pixel at its worst: Pillow's four, and what the library beneath it keeps beside them.
_BYTES_PER_PIXEL = {"webp": 16, "heic": 12, "heif": 12, "avif": 12, "gif": 8, "tiff": 8}

Size = tuple[int, int]
Least = Callable[[int, int], Size]
"""The least size a picture of some width and height is wanted in; must not depend on which side is which."""
Allow = Callable[[int], None]
"""Waits until so many bytes may be taken for decoding; raises TooLarge if they never can."""


@dataclass(frozen=True, slots=True)
class Still:
    """An upright sRGB picture, decoded smaller where that saves work, and the upright size of the original."""

    picture: Image.Image
    width: int
    height: int


def still(source: Source, least: Least, allow: Allow) -> Still:
    """The picture in `source`, its first frame if it moves, decoded to at least the size `least(width, height)`.

    `least` is asked with the stored size, before the picture is turned upright. Raises Undecodable and TooLarge.
    """
    if source.format == "jpeg" and source.content and (way := jpegs.plan(source.content, least)):
        allow(way.memory_bytes)
        _require_size(way.least)
        if picture := jpegs.decode(source.content, way):
            return _upright(picture, way.full, way.marks.orientation)
    with image(source, allow) as opened:
        return _from_pillow(opened, least)


@contextmanager
def image(source: Source, allow: Allow) -> Iterator[Image.Image]:
    """The file opened by Pillow, which is told the format and tries no other; its faults become ours."""
    with decoding_faults(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        # A JPEG is judged by the size it is scaled to while it is decoded, not by the one it claims.
        Image.MAX_IMAGE_PIXELS = None if source.format == "jpeg" else MOST_PIXELS
        _learn(source.format)
        with Image.open(source.stream(), formats=_FORMATS[source.format]) as opened:
            if source.format != "jpeg":
                admit(opened, source.format, allow)
            yield opened


def admit(opened: Image.Image, format_name: str, allow: Allow) -> Size:
    """Wait for the memory that decoding takes, and return the size it is for. Raises TooLarge."""
    _require_size(opened.size)
    allow(opened.width * opened.height * _BYTES_PER_PIXEL.get(format_name, _bytes_per_pixel(opened)))
    return opened.size


@contextmanager
def decoding_faults() -> Iterator[None]:
    """Turns what the decoders raise on broken content into Undecodable or TooLarge."""
    try:
        yield
    except MediaError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(f"It claims to hold more than {MOST_PIXELS // 1_000_000} megapixels.") from error
    except MemoryError as error:
        raise TooLarge(TOO_MUCH_MEMORY) from error
    except UnidentifiedImageError as error:
        raise Undecodable("It begins like a picture, but what follows is not one.") from error
    except (OSError, ValueError, SyntaxError, struct.error, ArithmeticError, LookupError) as error:
        raise Undecodable(_said(error)) from error
    except (TypeError, AttributeError, RuntimeError, EOFError, NotImplementedError, AssertionError) as error:
        raise Undecodable(_said(error)) from error


def at_most(long_side: int) -> Least:
    """The size that has `long_side` as its long side, or the picture's own if that is smaller."""

    def least(width: int, height: int) -> Size:
        scale = min(1.0, long_side / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))

    return least


def turned(picture: Image.Image, orientation: int) -> Image.Image:
    """A picture turned upright as EXIF orientation 1–8 says."""
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def orientation_of(opened: Image.Image) -> int:
    """EXIF orientation 1–8 of an opened picture; 1 if it has none, or a broken one."""
    try:
        found = opened.getexif().get(_ORIENTATION, 1)
    except Exception:  # EXIF is often broken, in many ways, around a sound picture
        return 1
    return found if found in _TURNS else 1


def _from_pillow(opened: Image.Image, least: Least) -> Still:
    full = opened.size
    wanted = least(*full)
    if opened.format in {"JPEG", "MPO"}:
        divisor = jpegs.scale_divisor(full, wanted)
        opened.draft(None, (full[0] // divisor, full[1] // divisor))
        _require_size(opened.size)
    opened.load()
    # Read only now: Pillow turns a TIFF while it loads it, and then forgets its orientation.
    orientation = orientation_of(opened)
    if opened.format == "TIFF":
        full = opened.size
    profile = opened.info.get("icc_profile")
    picture = to_srgb(shrunk(opened, wanted if orientation == 1 else least(*opened.size)), profile)
    return _upright(picture, full, orientation)


def _upright(picture: Image.Image, full: Size, orientation: int) -> Still:
    width, height = full[::-1] if orientation in _SIDEWAYS else full
    return Still(turned(picture, orientation), width, height)


def _require_size(size: Size) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise TooLarge(f"It holds {size[0]} × {size[1]} pixels, more than {MOST_PIXELS // 1_000_000} megapixels.")


def _bytes_per_pixel(opened: Image.Image) -> int:
    return 1 if opened.mode in {"1", "L", "P"} else 4


def _learn(format_name: str) -> None:
    """Let Pillow know HEIC, once it is needed: its library takes a while to load."""
    if format_name in {"heic", "heif"} and "HEIF" not in Image.OPEN:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())
    if "truncated" in said or "premature" in said.lower() or isinstance(error, EOFError):
        return "Part of the picture is missing: the file is cut off or damaged."
    return f"The picture is damaged ({said[:200] or type(error).__name__})."
