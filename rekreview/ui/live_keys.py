"""The keymap that counts now. Whoever shows or hears a key follows it, so that a new one counts without a restart."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from shiboken6 import isValid

from rekreview.ui.keytable.keymap import DEFAULT_KEYS, Keymap, combined
from rekreview.ui.keytable.spec import Place

Follower = TypeVar("Follower", bound=QObject)


class _LiveKeys:
    """One for the app. Followers are known weakly, as no QObject of ours: one that held what it follows for took the
    process down when both were collected at once.
    """

    def __init__(self) -> None:
        self.keymap = DEFAULT_KEYS
        self.mouse_only = False
        self.told: dict[Place, dict[int, str]] = {}
        self.followers: list[tuple[weakref.ref[QObject], Callable[[Any], object]]] = []

    def standing(self) -> list[tuple[QObject, Callable[[Any], object]]]:
        """Those that follow still; the others are forgotten."""
        known = [(reference(), show) for reference, show in self.followers]
        alive = [(follower, show) for follower, show in known if follower is not None and isValid(follower)]
        self.followers = [(weakref.ref(follower), show) for follower, show in alive]
        return alive


_live = _LiveKeys()
_TIDIED_EVERY = 500


def current() -> Keymap:
    """The keymap that counts now."""
    return _live.keymap


def mouse_only() -> bool:
    """Whether the desk is to be worked with a mouse alone."""
    return _live.mouse_only


def put(keymap: Keymap, *, mouse_only: bool = False) -> None:
    """Let this keymap count from now on. mouse_only: and have buttons for all that keys do."""
    if (keymap, mouse_only) != (_live.keymap, _live.mouse_only):
        _live.keymap, _live.mouse_only = keymap, mouse_only
        _live.told.clear()
        for follower, show in _live.standing():
            show(follower)


def follow(follower: Follower, show: Callable[[Follower], object]) -> None:
    """Call `show` on it now, and again whenever the keys change while it lives. `show` itself must not hold it."""
    _live.followers.append((weakref.ref(follower), show))
    if len(_live.followers) % _TIDIED_EVERY == 0:
        _live.standing()
    show(follower)


def heard(event: QKeyEvent, place: Place) -> str:
    """The action of this place whose key a widget was sent and handles itself; "" for none of those."""
    named = _live.told.get(place)
    if named is None:
        named = _live.told[place] = _told(place)
    return named.get(_pressed(event), "")


def is_key_of(event: QKeyEvent, name: str, *, released: bool = False) -> bool:
    """Whether the event is of one of this action's keys. released: whichever modifiers are still down."""
    pressed = _pressed(event)
    wanted = map(combined, _live.keymap.spec(name).keys)
    return any(key == pressed or (released and _bare(key) == _bare(pressed)) for key in wanted)


def _told(place: Place) -> dict[int, str]:
    told = (spec for spec in _live.keymap.specs if spec.told_only and spec.place is place)
    return {combined(key): spec.name for spec in told for key in spec.keys}


def _pressed(event: QKeyEvent) -> int:
    """The number of the key with its modifiers, but that it lies on the pad of numbers."""
    return int(event.keyCombination().toCombined()) & ~Qt.KeyboardModifier.KeypadModifier.value


def _bare(number: int) -> int:
    return number & ~Qt.KeyboardModifier.KeyboardModifierMask.value
