"""What goes through the pipes between the app and its decoding workers: a JSON header and raw bytes, never a pickle.

A message is two 32-bit lengths, the header, and the payload. Whoever reads a worker's message treats it as hostile: a
broken picture may have taken the worker over, and it must not reach the app through its answers.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

LENGTHS = struct.Struct(">II")
LONGEST_HEADER = 64 * 1024
LONGEST_PAYLOAD = 1 << 29

Header = dict[str, Any]
Bytes = bytes | bytearray | memoryview


def packed(header: Mapping[str, Any], payload: Bytes = b"") -> list[Bytes]:
    """The parts of one message in the order they are written."""
    text = json.dumps(header).encode("ascii")
    return [LENGTHS.pack(len(text), len(payload)) + text, payload]


def lengths(prefix: Bytes) -> tuple[int, int]:
    """Lengths of header and payload. Raises ValueError if they are more than any honest message has."""
    header, payload = LENGTHS.unpack(prefix)
    if header > LONGEST_HEADER or payload > LONGEST_PAYLOAD:
        raise ValueError(f"message of {header} + {payload} bytes")
    return header, payload


def parsed(text: Bytes) -> Header:
    """The header as a JSON object. Raises ValueError for anything else."""
    header = json.loads(bytes(text))
    if not isinstance(header, dict):
        raise ValueError("header is not an object")  # noqa: TRY004
    return header
