"""Blanks the app at one key: every window of it is covered at once, and only a deliberate act brings it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from rekreview.ui import actions, live_keys
from rekreview.ui.calm.cover import Cover
from rekreview.ui.calm.covered import Covered

TITLE: Final = "rekreview"
"""What the windows are called meanwhile: nothing of a library, an asset or a verdict."""
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut})
_HANDS = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.Drop,
    }
)
_ON_THE_BUTTON = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Blank(QObject):
    """Covers all windows of the app. changed(bool): it did, or took the covers off.

    Keys and clicks do nothing meanwhile, but for the key that did it, and the button of a cover. It hears the key in
    dialogs as well; a text field keeps it, if it is one that is written.
    """

    changed = Signal(bool)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._covered: dict[QWidget, Covered] = {}
        self._focused: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusWindowChanged.connect(self._hear_in_dialogs)

    @property
    def is_on(self) -> bool:
        """Whether everything is covered."""
        return bool(self._covered)

    def toggle(self) -> None:
        """Cover everything, or show it again."""
        if self.is_on:
            self.lift()
        else:
            self.cover()

    def cover(self) -> None:
        """Cover everything; when this returns it is painted."""
        if self.is_on:
            return
        self._focused = QApplication.focusWidget()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for window in windows_that_show():
            self._cover(window)
        self._app.installEventFilter(self)
        self.changed.emit(True)

    def lift(self) -> None:
        """Show everything again, with the keyboard where it was."""
        if not self.is_on:
            return
        self._app.removeEventFilter(self)
        covered, self._covered = self._covered, {}
        for one in covered.values():
            one.uncover()
        if self._focused is not None and isValid(self._focused) and self._focused.isVisible():
            self._focused.setFocus()
        self._focused = None
        self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While everything is covered: keep keys and clicks from doing anything, and cover what comes up."""
        kind = event.type()
        if kind in _KEYS:
            return self._keep_key(watched, event)
        if kind in _HANDS:
            return isinstance(watched, QWidget) and not self._is_button(watched)
        if kind in (QEvent.Type.Show, QEvent.Type.ZOrderChange) and isinstance(watched, QWidget):
            self._cover_what_came(watched)
        elif kind is QEvent.Type.WindowTitleChange and watched in self._covered:
            self._covered[watched].keep_title()
        return False

    def _keep_key(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return True  # a shortcut
        if event.type() is QEvent.Type.KeyPress and not event.isAutoRepeat() and self._is_own(event):
            self.lift()
            return True
        focused = QApplication.focusWidget()
        if event.key() in _ON_THE_BUTTON and (self._is_button(watched) or isinstance(watched, QWindow | Cover)):
            tab = event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if self._is_button(focused) or tab:
                return False  # Tab leads to the button, and Space presses it
        event.accept()
        return True

    def _is_own(self, event: QKeyEvent) -> bool:
        return live_keys.is_key_of(event, "blank")

    def _is_button(self, widget: object) -> bool:
        return any(widget is one.cover.button for one in self._covered.values())

    def _cover(self, window: QWidget) -> None:
        self._covered[window] = Covered(window, self.lift, TITLE)

    def _cover_what_came(self, widget: QWidget) -> None:
        window = widget.window()
        if window in self._covered:
            if not isinstance(widget, Cover):
                self._covered[window].cover.raise_()
        elif is_window(widget):
            self._cover(widget)

    def _hear_in_dialogs(self, _window: QWindow | None) -> None:
        """A dialog hears nothing of the window's keys, so it gets this one of its own.

        A main window has it: given twice, a key is heard by nobody. Once this one's window is closed it gives none.
        """
        active = QApplication.activeWindow()
        if active is None or isinstance(active, QMainWindow) or not self._window.isVisible():
            return
        if active.findChild(QShortcut, "blank") is not None:
            return
        actions.hear("blank", active, self.toggle, everywhere=True).setObjectName("blank")


Lift = Callable[[], None]


def windows_that_show() -> list[QWidget]:
    """Every window of the app that is on the screen, but for menus and tool tips."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible() and is_window(window)]


def is_window(widget: QWidget) -> bool:
    """Whether it is a window of its own, and no menu or tool tip."""
    passing = (Qt.WindowType.ToolTip, Qt.WindowType.Popup)
    return widget.isWindow() and widget.windowType() not in passing
