"""Makes ICC profiles by hand, far enough from sRGB that a decoder that ignores them is caught."""

from __future__ import annotations

import itertools
import struct

import numpy as np
from numpy.typing import NDArray

# Columns: XYZ (D50) of sRGB's red, green and blue.
_SRGB_COLUMNS = np.array([[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]])
_D50 = np.array([0.9642, 1.0, 0.8249])


def exchanged_rgb(order: tuple[int, int, int] = (2, 1, 0)) -> bytes:
    """An RGB profile whose primaries are sRGB's in another order: (2, 1, 0) means stored red is shown as blue."""
    columns = _SRGB_COLUMNS[:, list(order)]
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(2.2 * 256)) + b"\0\0"
    tags = {name: _xyz(columns[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | {b"wtpt": _xyz(_D50)})


def shown_as_rotated_cmyk() -> bytes:
    """A CMYK profile in which full cyan, magenta and yellow look green, blue and red instead of their own colours."""
    corners = itertools.product((0, 1), repeat=4)  # the last channel runs fastest, as the table wants it
    colours = [np.array((not m, not y, not c), float) * (1 - k) for c, m, y, k in corners]
    table = b"".join(_lab8(colour) for colour in colours)
    ramp = bytes(range(256))
    lut = b"mft1" + bytes(4) + bytes((4, 3, 2, 0)) + struct.pack(">9i", *(65536 * int(at % 4 == 0) for at in range(9)))
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": lut + ramp * 4 + table + ramp * 3, b"wtpt": _xyz(_D50)})


def rotated(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """The RGB colour under which `shown_as_rotated_cmyk` shows what would otherwise be `colour`."""
    red, green, blue = colour
    return green, blue, red


def _lab8(rgb: NDArray[np.float64]) -> bytes:
    ratio = (_SRGB_COLUMNS @ rgb) / _D50
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    lightness, a, b = 116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])
    return bytes(int(np.clip(round(value), 0, 255)) for value in (lightness * 2.55, a + 128, b + 128))


def _xyz(values: NDArray[np.float64]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(float(value) * 65536) for value in values))


def _profile(device: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"desc" + bytes(4) + struct.pack(">I", 5) + b"Test\0" + bytes(79)
    tags = {b"desc": text, **tags}
    offset, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(body), len(content))
        body += padded
    head = bytearray(128)
    head[0:4] = struct.pack(">I", offset + len(body))
    head[8:12], head[12:16], head[16:20], head[20:24] = b"\x02\x10\0\0", device, space, connection
    head[36:40] = b"acsp"
    head[68:80] = _xyz(_D50)[8:]
    return bytes(head) + struct.pack(">I", len(tags)) + table + body
