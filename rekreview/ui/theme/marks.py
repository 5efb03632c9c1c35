"""Tinted copies of icons as files, since a style sheet takes pictures by path only."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from rekreview import paths
from rekreview.ui.theme.tokens import Tokens


@lru_cache(maxsize=1)
def _folder() -> Path:
    """The app's cache folder, or a temporary one where that cannot be written."""
    wanted = paths.cache_directory() / "marks"
    try:
        wanted.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=wanted):
            return wanted
    except OSError:
        return Path(tempfile.mkdtemp(prefix="rekreview-marks-"))


def _tinted(icon: str, colour: str) -> str:
    """The path of this icon in this colour, written if it is not there yet."""
    file = _folder() / f"{icon}-{colour[1:]}.svg"
    drawing = (paths.resources() / "icons" / f"{icon}.svg").read_text("utf-8").replace("currentColor", colour)
    if not file.is_file() or file.read_text("utf-8") != drawing:
        # Written aside and renamed: another window may read it at this moment.
        with tempfile.NamedTemporaryFile("w", dir=file.parent, delete=False, encoding="utf-8") as beside:
            beside.write(drawing)
        Path(beside.name).replace(file)
    return file.as_posix()


def mark_files(tokens: Tokens) -> dict[str, str]:
    """The paths the style sheet needs, by the names it uses: up, down, check, dash."""
    return {
        "up": _tinted("chevron-up", tokens.muted),
        "down": _tinted("chevron-down", tokens.muted),
        "check": _tinted("check", tokens.on_accent),
        "dash": _tinted("minus", tokens.on_accent),
    }
