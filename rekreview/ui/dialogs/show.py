"""Opens the dialogs that need nothing but the window, its settings and the place of its library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from rekreview.ui.actions import DEFAULT_KEYS
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.preferences import Preferences

BY_NAME: Final[dict[str, Callable[[QWidget, Preferences, Path], None]]] = {
    "settings": lambda window, preferences, _library: SettingsDialog(preferences, window).show(),
    "keys": lambda window, _preferences, _library: KeySheet(DEFAULT_KEYS, window).show(),
    "about": lambda window, _preferences, library: About(library, window).show(),
}
