"""Opens the dialogs that need nothing but the window, its settings and the place of its library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import PAGES, SettingsDialog
from rekreview.ui.preferences import Preferences


@dataclass(frozen=True)
class Needed:
    """What the dialogs need."""

    window: QWidget
    preferences: Preferences
    dispatcher: Dispatcher
    library: Path


def _settings(needed: Needed, page: str = PAGES[0]) -> None:
    SettingsDialog(needed.preferences, needed.dispatcher, needed.window, page=page).show()


BY_NAME: Final[dict[str, Callable[[Needed], None]]] = {
    "settings": _settings,
    **{f"settings-{page}": partial(_settings, page=page) for page in PAGES},
    "account": partial(_settings, page="account"),
    "keys": lambda needed: KeySheet(needed.window).show(),
    "about": lambda needed: About(needed.library, needed.window).show(),
}
