"""What is made of the one table of keys: shortcuts, the hints on buttons and what the reviewer changed in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from rekreview.domain.errors import InvalidValue
from rekreview.ui import icons
from rekreview.ui.keytable import ACTIONS
from rekreview.ui.keytable.spec import ActionSpec, Place


def _text(source: str) -> str:
    return QCoreApplication.translate("actions", source)


def _shares_place(one: Place, other: Place) -> bool:
    """Whether both can hear a key at once: the window's are heard everywhere, the desk's in grid and loupe.

    The policy screen's strips of tiles hear keys of the desk too, so none of those may be one of its own.
    """
    if one is other or Place.WINDOW in (one, other):
        return True
    return Place.DESK in (one, other)


def conflicts(specs: Iterable[ActionSpec]) -> list[tuple[ActionSpec, ActionSpec, str]]:
    """Pairs of actions that want the same key where both can hear it, with that key."""
    listed = [(spec, QKeySequence(key).toString()) for spec in specs for key in spec.keys]
    return [
        (one, other, key)
        for at, (one, key) in enumerate(listed)
        for other, other_key in listed[at + 1 :]
        if key == other_key and one is not other and _shares_place(one.place, other.place)
    ]


@dataclass(frozen=True)
class Keymap:
    """The table with the reviewer's own keys in it.

    own: name of an action → its keys (none switches the key off). Raises InvalidValue for an unknown action, and where
    two actions would want one key.
    """

    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.own) - {spec.name for spec in ACTIONS})
        if unknown:
            raise InvalidValue(f"There is no action {unknown[0]!r} to give a key to.")
        clashing = conflicts(self.specs)
        if clashing:
            one, other, key = clashing[0]
            raise InvalidValue(f"The key {key} cannot mean both “{one.text}” and “{other.text}”.")

    @cached_property
    def specs(self) -> tuple[ActionSpec, ...]:
        """Every action with the keys it has now."""
        return tuple(replace(spec, keys=tuple(self.own.get(spec.name, spec.keys))) for spec in ACTIONS)

    def spec(self, name: str) -> ActionSpec:
        """One action by its name."""
        return next(spec for spec in self.specs if spec.name == name)


DEFAULT_KEYS = Keymap()
# The desk's keys too: they count wherever the focus is, for as long as the desk is what shows.
_CONTEXTS = dict.fromkeys((Place.WINDOW, Place.DESK), Qt.ShortcutContext.WindowShortcut)


def spec(name: str) -> ActionSpec:
    """One action of the table by its name, with its default keys."""
    return DEFAULT_KEYS.spec(name)


def text(name: str) -> str:
    """What an action is called, in the reviewer's language."""
    return _text(spec(name).text)


def tip(name: str, keymap: Keymap | None = None) -> str:
    """An action's tool tip, with its key."""
    keymap = keymap or DEFAULT_KEYS
    wanted = keymap.spec(name)
    return with_hint(_text(wanted.tip or wanted.text), name, keymap)


def with_hint(text: str, name: str, keymap: Keymap = DEFAULT_KEYS) -> str:
    """A tool tip that ends with the key: "Approve (A)"."""
    hint = keymap.spec(name).hint
    return f"{text} ({hint})" if hint else text


def make(name: str, parent: QObject, triggered: Callable[[], object], keymap: Keymap = DEFAULT_KEYS) -> QAction:
    """A QAction of the table: text, icon, tool tip with the key, shortcut. Its parent owns it; a widget must add it.

    A window's action is heard in the whole window, a desk's there too while the desk shows, any other only in the
    widget it was added to and inside that.
    """
    wanted = keymap.spec(name)
    action = QAction(_text(wanted.text), parent)
    action.setObjectName(name)
    if wanted.icon:
        action.setIcon(icons.icon(wanted.icon))
    action.setToolTip(tip(name, keymap))
    if not wanted.told_only:
        action.setShortcuts([QKeySequence(key) for key in wanted.keys])
        action.setShortcutContext(_CONTEXTS.get(wanted.place, Qt.ShortcutContext.WidgetWithChildrenShortcut))
    action.triggered.connect(lambda _checked=False: triggered())
    return action
