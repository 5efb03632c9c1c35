"""Puts the look on the running app, and keeps it in step with the system."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from rekreview.ui.theme.fonts import app_font
from rekreview.ui.theme.palette import palette
from rekreview.ui.theme.stylesheet import stylesheet
from rekreview.ui.theme.tokens import DARK, LIGHT, Tokens

if TYPE_CHECKING:
    from PySide6.QtCore import Qt

_MIDDLE: Final = 128
"""A ground below this lightness (0-255) is dark."""


class ThemeMode(StrEnum):
    """Which look the reviewer asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def _tokens(app: QApplication, mode: ThemeMode) -> Tokens:
    if mode is ThemeMode.SYSTEM:
        # Qt says Unknown where the desktop has no such setting: light is what those look like.
        return DARK if app.styleHints().colorScheme().name == "Dark" else LIGHT
    return DARK if mode is ThemeMode.DARK else LIGHT


def _scheme(mode: ThemeMode) -> Qt.ColorScheme:
    from PySide6.QtCore import Qt

    return {
        ThemeMode.SYSTEM: Qt.ColorScheme.Unknown,
        ThemeMode.LIGHT: Qt.ColorScheme.Light,
        ThemeMode.DARK: Qt.ColorScheme.Dark,
    }[mode]


class _Theme(QObject):
    """The look of one app. It lives as the app's child, and follows the system while the mode says so.

    `worn` is for painting, which asks for the colours many times a frame. `newest` is kept because Qt, asked for the
    app's children, has PySide make a type for each of them.
    """

    worn: ClassVar[Tokens] = LIGHT
    newest: ClassVar[_Theme | None] = None

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.mode = ThemeMode.SYSTEM
        self.tokens: Tokens | None = None
        app.setStyle("Fusion")
        app.setFont(app_font())
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def _follow(self) -> None:
        self.put(self.mode)

    def put(self, mode: ThemeMode) -> Tokens:
        """Wear the look of this mode, unless it is worn already."""
        self.mode = mode
        wanted = _tokens(self._app, mode)
        if wanted is not self.tokens:
            self.tokens = _Theme.worn = wanted
            self._app.setPalette(palette(wanted))
            self._app.setStyleSheet(stylesheet(wanted))
        return wanted


def _theme_of(app: QApplication) -> _Theme:
    known = _Theme.newest
    if known is None or not isValid(known) or known.parent() is not app:
        known = _Theme.newest = _Theme(app)
    return known


def apply(app: QApplication, mode: ThemeMode | str = ThemeMode.SYSTEM) -> Tokens:
    """Give the app the look of `mode` ("system", "light" or "dark") and say which colours it has now.

    May be called again at any time: open windows change at once.
    """
    theme = _theme_of(app)
    wanted = ThemeMode(mode)
    # Title bars and native dialogs follow this where the platform can; elsewhere it does nothing.
    app.styleHints().setColorScheme(_scheme(wanted))
    return theme.put(wanted)


def colour_first(app: QApplication, mode: ThemeMode | str = ThemeMode.SYSTEM) -> None:
    """Give the app the colours of `mode` and no more: enough for an empty frame, and sooner there than all of it.

    What the system wears is told from its palette: PySide takes 12 ms to make `Qt`, in which its scheme is told.
    """
    wanted = ThemeMode(mode)
    if wanted is ThemeMode.SYSTEM:
        dark = app.palette().color(QPalette.ColorRole.Window).lightness() < _MIDDLE
        wanted = ThemeMode.DARK if dark else ThemeMode.LIGHT
    app.setPalette(palette(_tokens(app, wanted)))


def current() -> Tokens:
    """The colours worn now; the light ones before `apply` was called."""
    return _Theme.worn
