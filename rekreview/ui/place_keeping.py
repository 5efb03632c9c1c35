"""Keeps where the reviewer stopped while they work, so that neither a crash nor a power cut loses it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from rekreview.ui import memory
from rekreview.ui.desk.stopped import StoppedAt
from rekreview.ui.preferences import Preferences
from rekreview.ui.review import ReviewDesk

KEEP_AFTER_MS: Final = 20_000
"""No more of the way through a list than this is lost."""
LIST_SHOWN_MS: Final = 500


class PlaceKeeping(QObject):
    """Hears where the reviewer goes. A list that is shown anew is kept soon, the way through it now and then.

    The preferences save what is kept, aside.
    """

    def __init__(self, review: ReviewDesk, library: Path, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._review, self._library, self._preferences = review, library, preferences
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._keep_if_known)
        review.grid.current_changed_to.connect(self._moved)
        review.listing.replaced.connect(self._list_shown)

    def stop(self) -> None:
        """Keep it for the last time."""
        self._review.grid.current_changed_to.disconnect(self._moved)
        self._review.listing.replaced.disconnect(self._list_shown)
        self._soon.stop()
        self._keep()

    def _moved(self, _asset_id: int) -> None:
        if not self._soon.isActive():
            self._soon.start(KEEP_AFTER_MS)

    def _list_shown(self, _rows: object) -> None:
        if not self._soon.isActive() or self._soon.remainingTime() > LIST_SHOWN_MS:
            self._soon.start(LIST_SHOWN_MS)

    def _keep_if_known(self) -> None:
        if self._review.feature(StoppedAt).is_there:  # else it is kept when the list is read
            self._keep()

    def _keep(self) -> None:
        memory.remember_desk(self._review.to_state(), self._library, self._preferences)
