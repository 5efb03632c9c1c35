"""One window under its cover."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget
from shiboken6 import isValid

from rekreview.ui.calm.cover import Cover


class Covered:
    """A window whose parts are hidden and whose title says nothing, until it is uncovered.

    The parts are hidden below the cover too: what is hidden plays nothing, hears no key, and is not read out.
    """

    def __init__(self, window: QWidget, lifted: Callable[[], None], title: str) -> None:
        self._window = window
        self._says = title
        self._title = window.windowTitle()
        self.cover = Cover(window)
        self.cover.lifted.connect(lifted)
        self.cover.put_on()
        self.cover.setFocus()
        window.setWindowTitle(title)
        self._hidden = [part for part in _parts(window) if part.isVisibleTo(window)]
        for part in self._hidden:
            part.hide()

    def keep_title(self) -> None:
        """The window was given another title: it has it once it is uncovered."""
        if self._window.windowTitle() != self._says:
            self._title = self._window.windowTitle()
            self._window.setWindowTitle(self._says)

    def uncover(self) -> None:
        """Show the window as it was, unless it is gone: a dialog may be closed and deleted under its cover."""
        if not isValid(self._window):
            return
        self._window.setWindowTitle(self._title)
        for part in filter(isValid, self._hidden):
            part.show()
        self.cover.take_off()


def _parts(window: QWidget) -> list[QWidget]:
    if not isinstance(window, QMainWindow):
        near = window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [part for part in near if not part.isWindow() and not isinstance(part, Cover)]
    own = (window.menuBar(), window.statusBar(), window.centralWidget(), *window.findChildren(QToolBar))
    return [part for part in own if part is not None]
