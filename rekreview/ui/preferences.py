"""The settings as the window holds them: one value, told to everyone who follows it, and saved aside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from rekreview import settings as stored
from rekreview.jobs.dispatcher import Dispatcher
from rekreview.settings import Settings

SAVE_AFTER_MS = 400


class Preferences(QObject):
    """Holds the settings. `changed` tells of every choice; what the window remembers of itself changes silently.

    Saving happens in the write lane, a moment after the last change.
    """

    changed = Signal(object)

    def __init__(
        self, settings: Settings, dispatcher: Dispatcher, file: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._dispatcher = dispatcher
        self._file = file
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._soon.timeout.connect(self._save_aside)

    @property
    def settings(self) -> Settings:
        """What is chosen now."""
        return self._settings

    def choose(self, settings: Settings) -> None:
        """Take these settings, tell everyone, and save them."""
        if settings != self._settings:
            self._settings = settings
            self._soon.start()
            self.changed.emit(settings)

    def remember(self, **state: Any) -> None:
        """Keep values the window wants back at the next start; they must fit into JSON."""
        kept = {**self._settings.state, **state}
        if kept != self._settings.state:
            self._settings = replace(self._settings, state=kept)
            self._soon.start()

    def remembered(self, name: str, otherwise: Any = None) -> Any:
        """What was kept under this name, or `otherwise` if it is missing or of another kind."""
        value = self._settings.state.get(name, otherwise)
        return value if otherwise is None or isinstance(value, type(otherwise)) else otherwise

    def save_now(self) -> None:
        """Save what is not saved yet, before the app ends."""
        if self._soon.isActive():
            self._soon.stop()
            stored.save(self._settings, self._file)

    def _save_aside(self) -> None:
        settings, file = self._settings, self._file
        self._dispatcher.write(lambda: stored.save(settings, file))
