"""Keys and places in words, for the sheet, the settings and the palette."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from rekreview.ui import actions
from rekreview.ui.keytable.presets import KeyPreset
from rekreview.ui.keytable.spec import ActionSpec, Place

PLACES = (Place.DESK, Place.GRID, Place.LOUPE, Place.REEL, Place.POLICY, Place.WINDOW)
"""In the order in which they are told of."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeySheet", text)


def place_words(place: Place) -> str:
    """Where keys of this place are heard."""
    return {
        Place.WINDOW: _tr("Everywhere"),
        Place.DESK: _tr("Deciding, in the grid and the large view"),
        Place.GRID: _tr("In the grid"),
        Place.REEL: _tr("In the hit reel"),
        Place.LOUPE: _tr("In the large view"),
        Place.POLICY: _tr("On the policy screen"),
    }[place]


def preset_words(preset: KeyPreset) -> str:
    """What a ready-made keymap is called."""
    return {
        KeyPreset.DEFAULT: _tr("Usual keys"),
        KeyPreset.LEFT_HAND: _tr("Left hand: all of a decision under it"),
        KeyPreset.MOUSE: _tr("Mouse only: a bar of buttons for what keys do"),
    }[preset]


def native(key: str) -> str:
    """A key as this platform writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def keys_words(spec: ActionSpec, *, between: str = "  ") -> str:
    """All keys of an action, as this platform writes them."""
    return between.join(map(native, spec.keys))


def name_of(spec: ActionSpec) -> str:
    """What an action is called where it stands in a list with others: reasons say their number."""
    kind, _, number = spec.name.rpartition("_")
    text = actions.translated(spec.text)
    return f"{text} {number}" if kind == "reason" else text


def says(spec: ActionSpec) -> str:
    """What an action does, in a sentence where there is one."""
    return actions.translated(spec.tip) if spec.tip else name_of(spec)
