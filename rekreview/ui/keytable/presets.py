"""Ready-made keymaps, and how one of them and the reviewer's own keys become the keymap that counts."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from rekreview.domain.errors import InvalidValue
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap, portable, shares_place

Own = Mapping[str, tuple[str, ...]]


class KeyPreset(StrEnum):
    """Which hand works, and with what."""

    DEFAULT = "default"
    LEFT_HAND = "left_hand"
    MOUSE = "mouse"


# E S D F are the arrows of a left hand that rests on A S D F; the mouse, or a coffee, has the right one.
LEFT_HAND: Final[Own] = {
    "move_up": ("E", "Up"),
    "move_left": ("S", "Left"),
    "move_down": ("D", "Down"),
    "move_right": ("F", "Right"),
    "next": ("F", "D", "Right", "Down"),
    "previous": ("S", "E", "Left", "Up"),
    "clear": ("C", "U"),
    "second_look": ("Q",),
    "note": ("V", "N"),
    "stacks": ("Shift+S",),
    "decide_alike": ("Shift+E",),
    "filters": ("Shift+F",),
    "undo_last": ("Z", "Backspace"),
    "open_loupe": ("G", "Return", "Enter"),
    "close_loupe": ("Esc", "Shift+G"),
    "open_hit": ("G", "Return", "Enter"),
    "fit": ("Shift+F",),
    "full_size": ("Shift+D",),
    "next_borderline": ("T", "H"),
    "previous_borderline": ("Shift+T", "Shift+H"),
    "next_hit": ("T", "H"),
    "previous_hit": ("Shift+T", "Shift+H"),
    **{f"reason_{digit + 5}": (f"Alt+{digit}", str((digit + 5) % 10)) for digit in range(1, 6)},
}
_OWN: Final[dict[KeyPreset, Own]] = {KeyPreset.DEFAULT: {}, KeyPreset.LEFT_HAND: LEFT_HAND, KeyPreset.MOUSE: {}}


def preset_keymap(preset: KeyPreset) -> Keymap:
    """A ready-made keymap. Where it gives a key to an action, others that have it by default go without."""
    own = {name: keys for name, keys in _OWN[preset].items() if any(spec.name == name for spec in ACTIONS)}
    taken = [(DEFAULT_KEYS.spec(name).place, portable(key)) for name, keys in own.items() for key in keys]
    for spec in ACTIONS:
        left = tuple(
            key
            for key in spec.keys
            if not any(portable(key) == other and shares_place(spec.place, place) for place, other in taken)
        )
        if spec.name not in own and left != spec.keys:
            own[spec.name] = left
    return Keymap(own) if own else DEFAULT_KEYS


def keymap_of(preset: str, changed: Mapping[str, Any]) -> Keymap:
    """The keymap that settings tell of: a preset, and what the reviewer changed in it.

    Raises InvalidValue where that makes no sense: no such preset or action, no such key, or one key twice.
    """
    if preset not in {known.value for known in KeyPreset}:
        raise InvalidValue(f"There is no preset of keys {preset!r}.")
    made = preset_keymap(KeyPreset(preset))
    own = dict(made.own)
    for name, keys in changed.items():
        if not isinstance(keys, (list, tuple)) or not all(isinstance(key, str) for key in keys):
            raise InvalidValue(f"The keys of {name!r} are no list of keys.")
        own[name] = tuple(keys)
    return Keymap(own) if changed else made


def changes(preset: KeyPreset, keymap: Keymap) -> dict[str, list[str]]:
    """What a keymap differs in from a preset, as plain values that fit into JSON."""
    base = preset_keymap(preset)
    return {spec.name: list(spec.keys) for spec in keymap.specs if spec.keys != base.spec(spec.name).keys}
