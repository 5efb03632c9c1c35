"""Files that a person asked for: whole, or not there."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

from rekreview.domain.errors import InvalidValue


def write_file(path: Path, content: bytes) -> None:
    """Write a file; one that was there stands until the new one is whole. Raises InvalidValue where it cannot be."""
    # The name of the file itself may be as long as any may be, and two may be on their way to it.
    partial = path.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise InvalidValue(
            f"{path} could not be written: {error.strerror}. Nothing was exported.",
            "Choose a place you may write to, with room on its disk.",
        ) from error
