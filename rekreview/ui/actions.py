"""What is made of the one table of keys: shortcuts, and the hints on buttons and in tool tips."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from rekreview.ui import icons, live_keys
from rekreview.ui.keytable.keymap import Keymap
from rekreview.ui.keytable.spec import ActionSpec, Place

# The desk's keys too: they count wherever the focus is, for as long as the desk is what shows.
_CONTEXTS = dict.fromkeys((Place.WINDOW, Place.DESK), Qt.ShortcutContext.WindowShortcut)


def translated(source: str) -> str:
    """A text of the table in the reviewer's language."""
    return QCoreApplication.translate("actions", source)


def spec(name: str) -> ActionSpec:
    """One action of the table by its name, with the keys it has now."""
    return live_keys.current().spec(name)


def text(name: str) -> str:
    """What an action is called, in the reviewer's language."""
    return translated(spec(name).text)


def tip(name: str, keymap: Keymap | None = None) -> str:
    """An action's tool tip, with its key."""
    wanted = (keymap or live_keys.current()).spec(name)
    return with_hint(translated(wanted.tip or wanted.text), name, keymap)


def with_hint(text: str, name: str, keymap: Keymap | None = None) -> str:
    """A tool tip that ends with the key: "Approve (A)"."""
    hint = (keymap or live_keys.current()).spec(name).hint
    return f"{text} ({hint})" if hint else text


def key_or_name(name: str) -> str:
    """How a sentence calls what to press: the key that an action has now, or else what its button and entry say."""
    wanted = spec(name)
    return wanted.hint or f"“{translated(wanted.text)}”"


def explain(widget: QWidget, name: str) -> None:
    """Give a widget the tool tip of an action, with whichever key that has."""
    live_keys.follow(widget, lambda explained: explained.setToolTip(tip(name)))


def explain_as(widget: QWidget, text: str, name: str) -> None:
    """Give a widget a tool tip of its own that ends with the key of an action, whichever that has."""
    live_keys.follow(widget, lambda explained: explained.setToolTip(with_hint(text, name)))


def make(name: str, parent: QObject, triggered: Callable[[], object]) -> QAction:
    """A QAction of the table: text, icon, tool tip with the key, shortcut. Its parent owns it; a widget must add it.

    A window's action is heard in the whole window, a desk's there too while the desk shows, any other only in the
    widget it was added to and inside that.
    """
    wanted = spec(name)
    action = QAction(translated(wanted.text), parent)
    action.setObjectName(name)
    if wanted.icon:
        action.setIcon(icons.icon(wanted.icon))
    action.setShortcutContext(_CONTEXTS.get(wanted.place, Qt.ShortcutContext.WidgetWithChildrenShortcut))
    action.setAutoRepeat(wanted.repeats)
    action.triggered.connect(lambda _checked=False: triggered())
    live_keys.follow(action, _show_keys)
    return action


def hear(name: str, widget: QWidget, act: Callable[[], object], *, everywhere: bool = False) -> QShortcut:
    """Do something on an action's keys while the keyboard is in this widget, whatever the action does elsewhere.

    everywhere: in the whole of its window.
    """
    shortcut = QShortcut(widget)
    shortcut.setAutoRepeat(spec(name).repeats)
    if not everywhere:
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
    live_keys.follow(shortcut, lambda heard: heard.setKeys([QKeySequence(key) for key in spec(name).keys]))
    return shortcut


def _show_keys(action: QAction) -> None:
    wanted = spec(action.objectName())
    action.setToolTip(tip(wanted.name))
    if not wanted.told_only:
        action.setShortcuts([QKeySequence(key) for key in wanted.keys])
