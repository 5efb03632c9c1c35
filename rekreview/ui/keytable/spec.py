"""What one entry of the table of keys says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QKeySequence

_SPOKEN = {"Backspace": "⌫", "Return": "⏎"}


class Place(StrEnum):
    """Where a key works. Keys of different places may be the same, but for those of the window."""

    WINDOW = "window"
    DESK = "desk"
    GRID = "grid"
    LOUPE = "loupe"
    REEL = "reel"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a key does.

    text: what buttons and menus call it. keys: portable key sequences, the first is the one shown. told_only: the
    widget handles the key itself (arrows, holds); it is in the table so that the key sheet can tell of it. fixed: these
    keys stay what they are, in every keymap. repeats: it goes on while the key is held, as moving does; what decides
    never does, since a key held too long would run through the queue. also: further keys the widget hears for it, which
    nothing else may have; the key sheet would only grow long by them.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    place: Place = Place.WINDOW
    icon: str = ""
    tip: str = ""
    told_only: bool = False
    fixed: bool = False
    repeats: bool = False
    also: tuple[str, ...] = ()

    @property
    def heard(self) -> tuple[str, ...]:
        """Every key that is heard for it."""
        return self.keys + self.also

    @property
    def hint(self) -> str:
        """The first key as this platform writes it, "" if there is none."""
        if not self.keys:
            return ""
        return _SPOKEN.get(self.keys[0]) or QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def _T(_context: str, source: str) -> str:
    """Marks a text for lupdate (-tr-function-alias QT_TRANSLATE_NOOP+=_T); it is translated when it is shown."""
    return source
