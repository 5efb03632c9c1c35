"""Files that a person asked for: whole, or not there."""

from __future__ import annotations

from pathlib import Path

from rekreview.domain.errors import InvalidValue


def write_file(path: Path, content: bytes) -> None:
    """Write a file; one that was there stands until the new one is whole. Raises InvalidValue where it cannot be."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InvalidValue(
            f"{path} could not be written: {error.strerror}. Nothing was exported.",
            "Choose a place you may write to, with room on its disk.",
        ) from error
