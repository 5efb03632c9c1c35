"""The table of keys with what a reviewer changed in it, and what two actions must not share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from rekreview.domain.errors import InvalidValue
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.spec import ActionSpec, Place

_MODIFIERS = Qt.KeyboardModifier.KeyboardModifierMask.value


def shares_place(one: Place, other: Place) -> bool:
    """Whether both can hear a key at once: the window's are heard everywhere, the desk's in grid and loupe.

    The policy screen's strips of tiles hear keys of the desk too, so none of those may be one of its own.
    """
    if one is other or Place.WINDOW in (one, other):
        return True
    return Place.DESK in (one, other)


@lru_cache(maxsize=1024)
def portable(key: str) -> str:
    """A key sequence as the table writes it, "" for one there is no such key of."""
    sequence = QKeySequence(key)
    known = sequence.count() == 1 and Qt.Key(combined(key) & ~_MODIFIERS) is not Qt.Key.Key_unknown
    return sequence.toString(QKeySequence.SequenceFormat.PortableText) if known else ""


def combined(key: str) -> int:
    """The number that Qt gives the first press of a key sequence, with its modifiers."""
    first: QKeyCombination = QKeySequence(key)[0]  # type: ignore[index]
    return int(first.toCombined())


def conflicts(specs: Iterable[ActionSpec]) -> list[tuple[ActionSpec, ActionSpec, str]]:
    """Pairs of actions that want the same key where both can hear it, with that key."""
    listed = [(spec, portable(key)) for spec in specs for key in spec.heard]
    return [
        (one, other, key)
        for at, (one, key) in enumerate(listed)
        for other, other_key in listed[at + 1 :]
        if key == other_key and one is not other and shares_place(one.place, other.place)
    ]


@dataclass(frozen=True)
class Keymap:
    """The table with the reviewer's own keys in it.

    own: name of an action → its keys (none switches the key off). Raises InvalidValue for an unknown action or key, for
    one whose keys are fixed, and where two actions would want one key.
    """

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        table = {spec.name: spec for spec in ACTIONS}
        for name, keys in sorted(self.own.items()):
            if name not in table:
                raise InvalidValue(f"There is no action {name!r} to give a key to.")
            if table[name].fixed and keys != table[name].keys:
                raise InvalidValue(f"The keys of “{table[name].text}” cannot be changed.")
            strange = next((key for key in keys if not portable(key)), None)
            if strange is not None:
                raise InvalidValue(f"There is no key {strange!r} for “{table[name].text}”.")
        clashing = conflicts(self.specs)
        if clashing:
            one, other, key = clashing[0]
            raise InvalidValue(f"The key {key} cannot mean both “{one.text}” and “{other.text}”.")

    @cached_property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Every action with the keys it has now."""
        return tuple(
            replace(spec, keys=tuple(self.own[spec.name])) if spec.name in self.own else spec for spec in ACTIONS
        )

    @cached_property
    def _by_name(self) -> dict[str, ActionSpec]:
        return {spec.name: spec for spec in self.specs}

    def spec(self, name: str) -> ActionSpec:
        """One action by its name. Raises KeyError for none of the table."""
        return self._by_name[name]

    def taken(self, name: str, key: str) -> ActionSpec | None:
        """The other action that this key would be taken from, if `name` had it."""
        place, wanted = self.spec(name).place, portable(key)
        return next(
            (
                other
                for other in self.specs
                if other.name != name and shares_place(place, other.place) and wanted in map(portable, other.heard)
            ),
            None,
        )

    def given(self, name: str, keys: Iterable[str]) -> Keymap:
        """With these keys for one action. Raises InvalidValue if another has one of them."""
        return Keymap({**self.own, name: tuple(dict.fromkeys(map(portable, keys)))})

    def without(self, name: str, key: str) -> Keymap:
        """With this key taken away from one action."""
        wanted = portable(key)
        return self.given(name, (own for own in self.spec(name).keys if portable(own) != wanted))


DEFAULT_KEYS = Keymap()
