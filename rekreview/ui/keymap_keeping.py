"""Keeps the keymap that counts in step with the settings, and says so where those make no sense."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal

from rekreview.domain.errors import InvalidValue
from rekreview.settings import Settings
from rekreview.ui import live_keys
from rekreview.ui.keytable.keymap import DEFAULT_KEYS
from rekreview.ui.keytable.presets import KeyPreset, keymap_of
from rekreview.ui.preferences import Preferences

log = logging.getLogger(__name__)


class KeymapKeeping(QObject):
    """Puts the settings' keymap to work, at once and after every change.

    refused(str): the settings hold no sound keymap, and why; the usual keys count then, and the settings stay.
    """

    refused = Signal(str)

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._heeded: object = None
        preferences.changed.connect(self.heed)

    def heed(self, settings: Settings) -> None:
        """Put these settings' keymap to work."""
        wanted = (settings.key_preset, settings.keys)
        if wanted == self._heeded:
            return
        self._heeded = wanted
        try:
            keymap = keymap_of(*wanted)
        except InvalidValue as error:
            log.warning("The keymap in the settings is not used: %s", error)
            keymap = DEFAULT_KEYS
            self.refused.emit(str(error))
        live_keys.put(keymap, mouse_only=settings.key_preset == KeyPreset.MOUSE)
