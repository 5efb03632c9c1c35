"""Covers the windows while another program is in front, if the reviewer wants that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from rekreview.ui.calm.blank import windows_that_show
from rekreview.ui.calm.cover import Cover


class AwayCover(QObject):
    """What task switchers and previews show of a window that is left, is its cover. wanted: whether to."""

    def __init__(self, wanted: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._covers: list[Cover] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.applicationStateChanged.connect(self.heed)

    @property
    def is_on(self) -> bool:
        """Whether the windows are covered."""
        return bool(self._covers)

    def heed(self, state: Qt.ApplicationState) -> None:
        """The app was left for another one, or come back to."""
        if state is Qt.ApplicationState.ApplicationActive:
            covers, self._covers = self._covers, []
            for cover in filter(isValid, covers):  # a window may have gone with its cover
                cover.take_off()
        elif self._wanted() and not self._covers:
            self._covers = [Cover(window, button=False) for window in windows_that_show()]
            for cover in self._covers:
                cover.put_on()
