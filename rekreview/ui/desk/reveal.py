"""Reveals a veiled picture for as long as a key is held, in steps, and not a moment longer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from rekreview.domain.sightings import FilterStep
from rekreview.ui import live_keys
from rekreview.ui.keytable.keymap import Keymap

Combination = tuple[Qt.Key, Qt.KeyboardModifier]
_NONE = Qt.KeyboardModifier.NoModifier
_BUTTON = Qt.Key.Key_unknown  # is held in the place of a key
_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Meta: Qt.KeyboardModifier.MetaModifier,
}
_TAKES_KEYS_AWAY = frozenset(
    {
        QEvent.Type.WindowDeactivate,
        QEvent.Type.WindowBlocked,
        QEvent.Type.ApplicationStateChange,
        QEvent.Type.FocusOut,
    }
)


def steps_of(keymap: Keymap) -> Mapping[Combination, FilterStep]:
    """Which keys, held, lift the veil how far."""
    found: dict[Combination, FilterStep] = {}
    for name, step in (("reveal", FilterStep.GREY), ("reveal_colour", FilterStep.SHARP)):
        for key in keymap.spec(name).keys:
            pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs do not know it
            found[pressed.key(), pressed.keyboardModifiers()] = step
    return found


class RevealKey(QObject):
    """Hears the keys in a widget, from wherever inside it they come; `reveal` is called with each step. A button does
    the same by `hold` and `let_go`.

    Shift pressed or let go meanwhile is a step up or down. What would keep the release from being heard veils at once:
    another window, a dialog, a menu, the focus that goes elsewhere, a screen that is left.

    revealed(FilterStep): how far it is lifted while a key or a button is held; VEILED comes before the veil is lowered.
    """

    revealed = Signal(object)

    def __init__(self, widget: QWidget, reveal: Callable[[FilterStep], None]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._reveal = reveal
        self._steps: Mapping[Combination, FilterStep] = {}
        self._watch = _Watch(self)
        self._held: Qt.Key | None = None
        self._modifiers = _NONE
        widget.installEventFilter(self)
        live_keys.follow(self, RevealKey._hear_keymap)

    def hear_in(self, widget: QWidget) -> None:
        """Hear the keys in this part of it too, which would keep letters to itself."""
        widget.installEventFilter(self)

    def _hear_keymap(self) -> None:
        """Hear the keys that count now; what was held is let go."""
        if self._held is not None:
            self.veil()
        self._steps = steps_of(live_keys.current())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Heed the press of a key, and the widget's own end."""
        if event.type() is QEvent.Type.Hide:
            self.veil()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def hold(self, step: FilterStep) -> None:
        """Lift the veil so far, for as long as a button is held."""
        self._lift(_BUTTON, _NONE, step)

    def let_go(self) -> None:
        """The button is held no more."""
        if self._held is _BUTTON:
            self.veil()

    def veil(self) -> None:
        """Show nothing revealed, until a key or a button is pressed anew."""
        if self._held is not None:
            self._held = None
            self._watch.stop()
            self.revealed.emit(FilterStep.VEILED)
        self._reveal(FilterStep.VEILED)

    def heed(self, watched: QObject, event: QEvent) -> None:
        """While a key or a button is held: an event of any part of the app."""
        kind = event.type()
        if isinstance(event, QKeyEvent):
            self._heed_key(event)
        elif kind in _TAKES_KEYS_AWAY or (kind is QEvent.Type.Show and self._is_another_window(watched)):
            self.veil()

    def _press(self, event: QKeyEvent) -> bool:
        pressed = (Qt.Key(event.key()), _plain(event.modifiers()))
        if pressed not in self._steps:
            return False
        if not event.isAutoRepeat():  # a key still held when the next asset came must not reveal that
            self._lift(*pressed, self._steps[pressed])
        return True

    def _lift(self, held: Qt.Key, modifiers: Qt.KeyboardModifier, step: FilterStep) -> None:
        self._held, self._modifiers = held, modifiers
        self._watch.start()
        self._reveal(step)
        self.revealed.emit(step)

    def _heed_key(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() or self._held in (None, _BUTTON):
            return
        pressed = event.type() is QEvent.Type.KeyPress
        modifier = _MODIFIERS.get(Qt.Key(event.key()))
        if modifier is not None and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._modifiers = self._modifiers | modifier if pressed else self._modifiers & ~modifier
            step = self._steps.get((self._held, self._modifiers))
            if step is None:
                self.veil()
            else:
                self._reveal(step)
        elif event.type() is QEvent.Type.KeyRelease and event.key() == self._held:
            self.veil()

    def _is_another_window(self, watched: QObject) -> bool:
        shown = isinstance(watched, QWidget) and watched.isWindow() and watched is not self._widget.window()
        return shown and watched.windowType() is not Qt.WindowType.ToolTip  # type: ignore[attr-defined]


class _Watch(QObject):
    """Sees every event of the app, for as long as a key or a button is held."""

    def __init__(self, key: RevealKey) -> None:
        super().__init__(key)
        self._key = key

    def start(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def stop(self) -> None:
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._key.heed(watched, event)
        return False


def _plain(modifiers: Qt.KeyboardModifier) -> Qt.KeyboardModifier:
    return modifiers & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
