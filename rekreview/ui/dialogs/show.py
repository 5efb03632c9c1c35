"""Opens the dialogs that need nothing but the window, its settings and the place of its library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.actions import DEFAULT_KEYS
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import SettingsDialog
from rekreview.ui.preferences import Preferences


@dataclass(frozen=True)
class Needed:
    """What the dialogs need."""

    window: QWidget
    preferences: Preferences
    dispatcher: Dispatcher
    library: Path


BY_NAME: Final[dict[str, Callable[[Needed], None]]] = {
    "settings": lambda needed: SettingsDialog(needed.preferences, needed.dispatcher, needed.window).show(),
    "account": lambda needed: SettingsDialog(needed.preferences, needed.dispatcher, needed.window, account=True).show(),
    "keys": lambda needed: KeySheet(DEFAULT_KEYS, needed.window).show(),
    "about": lambda needed: About(needed.library, needed.window).show(),
}
