"""Modules that are imported when the first thing is asked of them.

What the window asks before its first page is seen needs little of the library; the rest, and SQLAlchemy with it, would
keep the page waiting for a third of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class LateModule:
    """Stands for a module under its name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        return getattr(import_module(self._name), wanted)


def late(package: str, *names: str) -> tuple[LateModule, ...]:
    """These modules of a package, in their order. For who type checks, import them under TYPE_CHECKING too."""
    return tuple(LateModule(f"{package}.{name}") for name in names)
