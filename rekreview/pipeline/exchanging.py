"""Presets to and from files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from rekreview.domain.errors import InvalidValue
from rekreview.domain.preset_documents import NamedPolicy, read_presets, write_presets
from rekreview.library.library import Library
from rekreview.library.values import Preset

LARGEST_FILE: Final = 4 * 2**20


def export_presets(path: Path, presets: Sequence[NamedPolicy]) -> None:
    """Write presets into a file, whole or not at all. Raises InvalidValue if that cannot be done."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        unfinished.write_text(write_presets(presets), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        told = f"The presets could not be written to {path}: {error.strerror or error}."
        raise InvalidValue(told, "Choose another folder.") from error


def import_presets(library: Library, path: Path) -> list[Preset]:
    """Save every preset of a file in the library; a name that is there already gets a new version.

    All are read before the first is saved, so that a file with one fault saves none. Raises InvalidValue,
    BadModerationString.
    """
    found = read_presets(_text(path))
    return [library.commands.save_preset(preset.name, preset.pair) for preset in found]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidValue(f"{path.name} is too large to hold presets.", "Choose a file that Export… wrote.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        told = f"{path} could not be read: {error.strerror or error}."
        raise InvalidValue(told, "Choose another file.") from error
    except UnicodeDecodeError as error:
        raise InvalidValue(
            f"{path.name} holds no presets: it is no text.", "Choose a file that Export… wrote."
        ) from error
