"""Covers the windows while another program is in front, if the reviewer wants that."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from rekreview.ui.calm.blank import is_window, windows_that_show
from rekreview.ui.calm.cover import Cover


class AwayCover(QObject):
    """What task switchers and previews show of a window that is left, is its cover. wanted: whether to.

    A window that comes up meanwhile is covered as those that were there.
    """

    def __init__(self, wanted: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._wanted = wanted
        self._covers: dict[QWidget, Cover] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.applicationStateChanged.connect(self.heed)

    @property
    def is_on(self) -> bool:
        """Whether the windows are covered."""
        return bool(self._covers)

    def heed(self, state: Qt.ApplicationState) -> None:
        """The app was left for another one, or come back to."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._uncover()
        elif self._wanted() and not self._covers:
            for window in windows_that_show():
                self._cover(window)
            self._app.installEventFilter(self)

    def stop(self) -> None:
        """Cover nothing more, and leave nothing covered."""
        self._app.applicationStateChanged.disconnect(self.heed)
        self._uncover()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While the windows are covered: cover what comes up, and stay above what comes into a covered one."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.ZOrderChange) and isinstance(watched, QWidget):
            cover = self._covers.get(watched.window())
            if cover is not None and isValid(cover):
                if not isinstance(watched, Cover):
                    cover.raise_()
            elif is_window(watched):
                self._cover(watched)
        return False

    def _uncover(self) -> None:
        self._app.removeEventFilter(self)
        covers, self._covers = self._covers, {}
        for cover in filter(isValid, covers.values()):  # a window may have gone with its cover
            cover.take_off()

    def _cover(self, window: QWidget) -> None:
        self._covers[window] = Cover(window, button=False)
        self._covers[window].put_on()
