"""What the window remembers over a restart: its place and size, where its parts meet, and where work stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter

from rekreview.ui.preferences import Preferences

GEOMETRY, SPLITTERS, FILTER, SCREEN, DESK = "geometry", "splitters", "filter", "screen", "desk"

LIBRARIES: Final = 12
_CREATED: Final = Qt.WidgetAttribute.WA_WState_Created
_LARGEST = 100_000
"""Pixels: no screen is wider."""


def remember_window(window: QMainWindow, preferences: Preferences) -> None:
    """Keep the window's place and size, and where its parts meet."""
    # Nobody ever saw one that Qt has not created yet: nothing was laid out in it.
    seen = [part for part in window.findChildren(QSplitter) if part.testAttribute(_CREATED)]
    splitters = {part.objectName(): part.sizes() for part in seen if part.objectName()}
    kept = preferences.remembered(SPLITTERS, {})
    preferences.remember(**{GEOMETRY: _text(window.saveGeometry()), SPLITTERS: {**kept, **splitters}})


def restore_window(window: QMainWindow, preferences: Preferences) -> bool:
    """Put the window where it was; False if nothing is remembered."""
    kept = preferences.remembered(GEOMETRY, "")
    restored = bool(kept) and window.restoreGeometry(QByteArray.fromBase64(kept.encode()))
    if restored:
        _keep_on_screen(window)
    return restored


def _keep_on_screen(window: QMainWindow) -> None:
    """The screen may be smaller, or scaled more, than the one the window was left on."""
    room = window.screen().availableGeometry()
    fitting = window.size().boundedTo(room.size())
    if fitting != window.size() and not window.isMaximized() and not window.isFullScreen():
        window.resize(fitting)
        window.move(room.topLeft())


def restore_splitters(splitters: Iterable[QSplitter], preferences: Preferences) -> None:
    """Let the parts meet where they met. Sizes that no longer fit are left out.

    A window is not asked for its splitters: PySide would make an object for each of its hundreds of children.
    """
    kept: Mapping[str, Any] = preferences.remembered(SPLITTERS, {})
    for part in splitters:
        sizes = kept.get(part.objectName())
        if isinstance(sizes, list) and len(sizes) == part.count() and all(map(_is_size, sizes)):
            part.setSizes(sizes)


def _is_size(size: object) -> bool:
    return type(size) is int and 0 <= size <= _LARGEST


class LibraryMemory:
    """What is remembered of one library. Of another one nothing is told: its ids would mean other assets here.

    So many libraries, those with the newest news, are remembered under each name.
    """

    def __init__(self, library: Path, preferences: Preferences) -> None:
        self._key = _resolved(library.absolute())
        self._preferences = preferences

    def remember(self, name: str, value: Any) -> None:
        """Keep a value that fits into JSON; an empty one is forgotten."""
        kept = {key: old for key, old in self._preferences.remembered(name, {}).items() if key != self._key}
        if value:
            kept[self._key] = value
        self._preferences.remember(**{name: dict(list(kept.items())[-LIBRARIES:])})

    def remembered(self, name: str, otherwise: Any) -> Any:
        """What was kept of this library under this name, or `otherwise` if it is missing or of another kind."""
        value = self._preferences.remembered(name, {}).get(self._key)
        return value if isinstance(value, type(otherwise)) else otherwise


def remember_desk(place: Mapping[str, Any], library: Path, preferences: Preferences) -> None:
    """Keep where the reviewer was in this library."""
    LibraryMemory(library, preferences).remember(DESK, dict(place))


def remembered_desk(library: Path, preferences: Preferences) -> Mapping[str, Any]:
    """Where the reviewer was in this library."""
    kept: Mapping[str, Any] = LibraryMemory(library, preferences).remembered(DESK, {})
    return kept


def remember_screen(name: str, library: Path, preferences: Preferences) -> None:
    """Keep the screen this library is left on."""
    LibraryMemory(library, preferences).remember(SCREEN, name)


def remembered_screen(library: Path, preferences: Preferences) -> str:
    """The screen this library was left on; the review screen, which invites to import, for one not seen before."""
    return str(LibraryMemory(library, preferences).remembered(SCREEN, "review"))


@cache
def _resolved(library: Path) -> str:
    """The one name of a directory, looked up on the disk once."""
    return str(library.resolve())


def _text(value: QByteArray) -> str:
    return bytes(value.toBase64().data()).decode("ascii")
