"""Opens the dialogs that need nothing but the window, its settings and the place of its library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from rekreview.jobs.dispatcher import Dispatcher
from rekreview.ui.dialogs.about import About
from rekreview.ui.dialogs.key_sheet import KeySheet
from rekreview.ui.dialogs.settings import PAGES, SettingsDialog
from rekreview.ui.preferences import Preferences

if TYPE_CHECKING:
    from rekreview.library.queries.facade import Queries


@dataclass(frozen=True)
class Needed:
    """What the dialogs need. queries: of the library, if one is open."""

    window: QWidget
    preferences: Preferences
    dispatcher: Dispatcher
    library: Path
    queries: Queries | None = None


def _settings(needed: Needed, page: str = PAGES[0]) -> None:
    SettingsDialog(needed.preferences, needed.dispatcher, needed.window, page=page, queries=needed.queries).show()


BY_NAME: Final[dict[str, Callable[[Needed], None]]] = {
    "settings": _settings,
    **{f"settings-{page}": partial(_settings, page=page) for page in PAGES},
    "account": partial(_settings, page="account"),
    "keys": lambda needed: KeySheet(needed.window).show(),
    "about": lambda needed: About(needed.library, needed.window).show(),
}
