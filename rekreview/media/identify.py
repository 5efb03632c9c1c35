"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

from rekreview.domain.assets import MediaKind

HEAD_BYTES = 4096
"""How many bytes of a file `signature` should be given."""

IMAGE_FORMATS = frozenset({"jpeg", "png", "webp", "gif", "bmp", "tiff", "heic", "heif", "avif"})
VIDEO_FORMATS = frozenset({"mp4", "m4v", "3gp", "mov", "mkv", "webm", "avi"})

_PLAIN = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0\x08\0\0\0", "tiff"),
    (b"MM\0+\0\x08\0\0", "tiff"),
)
_RIFF = {b"WEBP": "webp", b"AVI ": "avi"}
_BITMAP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})

_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"), "heic"),
    **dict.fromkeys((b"mif1", b"mif2", b"msf1"), "heif"),
    b"qt  ": "mov",
    **dict.fromkeys((b"M4V ", b"M4VH", b"M4VP"), "m4v"),
    **dict.fromkeys((b"isom", b"avc1", b"hvc1", b"av01", b"mp41", b"mp42", b"mp71", b"dash", b"MSNV", b"mmp4"), "mp4"),
    **dict.fromkeys((b"F4V ", b"XAVC", b"NDSC", b"NDSH", b"piff", b"isml", b"ccff", b"msdh", b"msix", b"dby1"), "mp4"),
}
_BRAND_FAMILIES = ((b"3g", "3gp"), (b"iso", "mp4"), (b"cmf", "mp4"))
_ATOMS_OF_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip"})


def signature(head: bytes) -> tuple[MediaKind, str] | None:
    """Kind and format of a file that begins with `head`, or None if it is no medium the app takes.

    Give it HEAD_BYTES bytes, or the whole file if it is shorter. Files that hold only sound, documents and archives are
    None. A signature promises nothing about the rest of the file.
    """
    format_name = _plain(head) or _riff(head) or _bitmap(head) or _iso_media(head) or _matroska(head)
    if format_name is None:
        return None
    return (MediaKind.IMAGE if format_name in IMAGE_FORMATS else MediaKind.VIDEO), format_name


def _plain(head: bytes) -> str | None:
    return next((name for magic, name in _PLAIN if head.startswith(magic)), None)


def _riff(head: bytes) -> str | None:
    return _RIFF.get(head[8:12]) if head[:4] == b"RIFF" else None


def _bitmap(head: bytes) -> str | None:
    """BM alone begins many a text, so the size of the header that follows must be one of those there are."""
    sound = head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADER_SIZES
    return "bmp" if sound else None


def _iso_media(head: bytes) -> str | None:
    """The family of MP4, QuickTime, HEIF and AVIF, told apart by the brands in its first box."""
    size, box = int.from_bytes(head[:4], "big"), head[4:8]
    if box == b"ftyp":
        end = min(len(head), max(size, 16))
        return _by_brands(head[8:12], [head[at : at + 4] for at in range(16, end - 3, 4)])
    # Before brands there was only QuickTime. A size with a high first byte is rather a text such as "get free".
    return "mov" if box in _ATOMS_OF_OLD_QUICKTIME and size < 0x2000_0000 else None


def _by_brands(major: bytes, compatible: list[bytes]) -> str | None:
    if major in _SOUND_BRANDS:
        return None
    named = _brand(major)
    if named == "heif":
        # The structural brands say only "a picture inside": the codec is among the compatible ones.
        return next((name for name in map(_brand, compatible) if name in {"avif", "heic"}), "heif")
    return named or next(filter(None, map(_brand, compatible)), None)


def _brand(brand: bytes) -> str | None:
    family = next((name for start, name in _BRAND_FAMILIES if brand.startswith(start)), None)
    return _BRANDS.get(brand, family)


def _matroska(head: bytes) -> str | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    at = head.find(b"\x42\x82", 4, 256)
    if at < 0 or at + 3 > len(head):
        return None
    length = head[at + 2] & 0x7F
    kind = head[at + 3 : at + 3 + length].rstrip(b"\0")
    return {b"webm": "webm", b"matroska": "mkv"}.get(kind)
